"""A search over levers: what it tries, whom it says is beaten, and that it resumes."""

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import (
    Interrupted,
    RequestError,
    Search,
    SearchEffort,
    assess_robustness,
    search,
)
from heterophony.experiments.engine.seeds import named_seed
from heterophony.experiments.inputs.levers import levers_of
from heterophony.experiments.methods.aims import Aim, Robust, aims_of
from heterophony.experiments.methods.search_front import alike, beats, chosen, ranks
from heterophony.experiments.methods.search_proposals import proposals
from heterophony.scenarios import ScenarioError, load_scenario

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 8, "staffing.mentors": 2}
LEVERS = {"meeting.interval_weeks": [4, 8], "meeting.shared_goals": [False, True]}
SMALL = SearchEffort(budget=10, pairs=1, most=2, confirm=2)
MORE, LESS = Aim("ownership_52w", False, 0.02), Aim("pressure", True, 0.02)


def look(**more) -> Search:
    asked = {"worlds": 2, "effort": SMALL, "overrides": SHORT, **more}
    return search("baseline", LEVERS, **asked)


@pytest.fixture(scope="module")
def found() -> Search:
    return look()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("meeting.interval_weeks=12,4,8", (4, 8, 12)),
        ("meeting.interval_weeks=4..7", (4, 5, 6, 7)),
        ("meeting.shared_goals", (False, True)),
        ("meeting.chair", ("caseworker", "mentor", "citizen")),
        ("dialogue.theme_relevance=0.2..0.3", tuple(round(0.2 + 0.005 * k, 10) for k in range(21))),
    ],
)
def test_a_lever_is_a_list_a_range_or_its_declaration(text, values):
    (lever,) = levers_of([text])
    assert lever.values == values or set(lever.values) == set(values)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("meeting.intervall_weeks=4,8", "nearest: meeting.interval_weeks"),
        ("session.knowledge_rate", "a search sets what management decides"),
        ("meeting.interval_weeks=4", "at least two values"),
        ("staffing.caseworker_caseload=45,60", "may be one number or two"),
        ("meeting.interval_weeks=a..b", "a range is two numbers"),
    ],
)
def test_what_is_no_lever_is_refused_by_name(text, message):
    with pytest.raises((RequestError, ScenarioError), match=message):
        levers_of([text])


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["ownership_52w"], "at least two aims"),
        (["ownership_52w", "ownership_25w"], "nearest valid name: ownership_52w"),
        (["staff_hours", "staff_hours"], "given twice"),
    ],
)
def test_aims_are_at_least_two_known_outcomes_or_costs(names, message):
    with pytest.raises(RequestError, match=message):
        aims_of(names)


def test_less_is_wanted_of_what_harms_and_of_what_costs():
    wanted = {each.name: each.less for each in aims_of(["ownership_52w", "pressure", "posts"])}
    assert wanted == {"ownership_52w": False, "pressure": True, "posts": True}


@pytest.mark.parametrize(
    ("by", "score"), [(Robust.mean, 0.01), (Robust.worst, -0.03), (Robust.share, 0.5)]
)
def test_worlds_are_summed_up_as_asked(by, score):
    assert MORE.score(np.array([0.05, -0.03, 0.02, 0.0, np.nan]), by) == pytest.approx(score)


def test_ranks_are_those_of_non_dominated_sorting():
    rows = [[1, 1], [2, 0], [0, 2], [0, 0], [1, 1], [np.nan, 9], [-1, -1]]
    assert ranks(rows) == [0, 0, 0, 1, 0, 7, 2]
    assert chosen(rows, 10) == [2, 0, 4, 1]
    assert chosen(rows, 2) == [2, 1]  # both ends


def in_worlds(*columns: float) -> np.ndarray:
    """Six worlds that hardly differ in any aim."""
    wobble = np.linspace(-0.001, 0.001, 6)[:, None]
    return np.array(columns)[None, :] + wobble


@pytest.mark.parametrize(
    ("one", "other", "beaten"),
    [
        ((0.05, 0.10), (0.00, 0.10), True),  # more of one, the other no different
        ((0.05, 0.10), (0.00, 0.20), True),  # better in both
        ((0.05, 0.20), (0.00, 0.10), False),  # each has something
        ((0.01, 0.10), (0.00, 0.10), False),  # surely more, but not by what matters
        ((0.05, 0.10), (0.05, 0.10), False),
    ],
)
def test_a_plan_beats_another_only_where_nothing_is_given_up(one, other, beaten):
    first, second = in_worlds(*one), in_worlds(*other)
    assert beats(first, second, (MORE, LESS)) is beaten


def test_what_is_open_beats_nobody_and_is_not_told_apart():
    rng = np.random.default_rng(1)
    noisy = rng.normal(0.0, 0.3, (6, 2))
    assert not beats(noisy, np.zeros((6, 2)), (MORE, LESS))
    assert alike(noisy, np.zeros((6, 2)), (MORE, LESS))
    assert not alike(in_worlds(0.05, 0.1), in_worlds(0.0, 0.1), (MORE, LESS))


def test_a_small_space_is_tried_whole_and_a_large_one_within_its_budget():
    levers = levers_of(["meeting.interval_weeks=1..20", "staffing.caseworker_caseload=30..90"])
    (every,) = proposals(levers_of(LEVERS), 2, 4, 1, lambda _: None)
    assert sorted(every) == [(0, 0), (0, 1), (1, 0), (1, 1)]

    def asked(seed: int) -> list[tuple[int, ...]]:
        rounds = proposals(levers, 2, 30, seed, lambda each: [float(each[0]), -float(each[1])])
        return [setting for settings in rounds for setting in settings]

    assert len(asked(1)) == len(set(asked(1))) == 30
    assert asked(1) == asked(1)
    assert asked(1) != asked(2)


def test_nsga_finds_the_front_of_a_known_problem():
    levers = levers_of(["meeting.interval_weeks=1..20", "staffing.caseworker_caseload=30..90"])

    def scores(setting: tuple[int, ...]) -> list[float]:
        gain, cost = setting
        return [float(gain - abs(cost - 10)), -float(gain)]  # best at cost 10, for any gain

    tried = [each for found in proposals(levers, 2, 120, 1, scores) for each in found]
    on_the_front = sum(cost == 10 for _, cost in tried)
    assert on_the_front >= 12  # of 20; by chance it were 6


def test_all_tables_rest_on_seeds_that_chose_nothing(found):
    over = assess_robustness(
        load_scenario("baseline", SHORT),
        found.plans,
        worlds=2,
        replicates=2,
        seed=named_seed(1, "confirm a search"),
    )
    pd.testing.assert_frame_equal(found.by_world, over.effects)
    for name in over.names:
        there = over.differences()[name]
        row = found.of("ownership_52w").loc[name]
        assert row["difference"] == pytest.approx(there.mean())
        assert row["worst"] == pytest.approx(there.min())
    assert (found.of("posts")["difference"] == 0.0).all()  # no lever here hires anybody


def test_every_setting_was_tried_and_the_baselines_own_is_no_plan(found):
    assert found.settings == len(found.tried) == 4
    own = (found.tried["meeting.interval_weeks"] == 8) & ~found.tried["meeting.shared_goals"]
    assert found.tried.loc[own, "plan"].tolist() == [""]
    assert found.tried.loc[own, "score_ownership_52w"].tolist() == [0.0]
    assert set(found.front) <= {each.name for each in found.plans}
    assert found.table["plan"].tolist()[-1] == "baseline"


def test_a_wanted_effect_names_the_plans_that_surely_reach_it(found):
    highs = found.of("staff_hours")["high"]
    enough = float(highs.max()) + 0.1
    assert set(found.reaching("staff_hours", enough)) == {each.name for each in found.plans}
    assert found.reaching("staff_hours", float(highs.min()) - 0.1) == []


def test_a_search_is_read_back_as_it_was_written(found, tmp_path):
    folder = found.write(tmp_path / "out")
    read = Search.read(folder)
    for name in ("tried", "table", "effects", "by_world"):
        pd.testing.assert_frame_equal(getattr(read, name), getattr(found, name))
    assert read.to_json_dict() == found.to_json_dict()
    assert load_scenario(folder / "plan-1.toml").values == found.plans[0].values


def test_an_interrupted_search_resumes_to_the_same_result(found, tmp_path):
    out, seen = tmp_path / "out", []

    def stop(now) -> None:
        seen.append(now)
        if len(seen) == 5:
            raise KeyboardInterrupt

    with pytest.raises((Interrupted, KeyboardInterrupt)):
        look(out=out, progress=stop, workers=1)
    assert (tmp_path / "out.unfinished").exists()
    said: list[str] = []
    again = look(out=out, announce=said.append)
    assert again.digest == found.digest
    assert "4 settings of 2 levers, all tried in 2 worlds: 10 runs, some of them kept" in said[0]
    with pytest.raises(RequestError, match="seed differ"):
        look(out=out, seed=2)


def test_the_result_does_not_depend_on_the_number_of_workers(found):
    assert look(workers=1).digest == found.digest
