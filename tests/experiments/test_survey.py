"""All policies at once: what may be said of each, by luck and by worlds together."""

import pandas as pd
import pytest

from heterophony.experiments import (
    Interrupted,
    RequestError,
    Survey,
    Verdict,
    assess_robustness,
    compare,
    survey,
)
from heterophony.experiments.methods.survey import answer_of, library_policies
from heterophony.experiments.results.over_worlds import Shares
from heterophony.experiments.results.survey import Answer
from heterophony.scenarios import PARAMETERS, load_scenario

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 12, "staffing.mentors": 2}
SOME = ["meetings-every-2-weeks", "pre-meeting", "mentor-chairs"]
NO_WORLDS = Shares(0, 0, 0, 0)


@pytest.fixture(scope="module")
def found() -> Survey:
    return survey("baseline", SOME, replicates=3, worlds=2, replicates_per_world=2, overrides=SHORT)


@pytest.mark.parametrize(
    ("said", "shares", "answer"),
    [
        (Verdict.MORE, NO_WORLDS, Answer.HELPS),
        (Verdict.LESS, NO_WORLDS, Answer.HARMS),
        (Verdict.LITTLE_LESS, NO_WORLDS, Answer.NOTHING),
        (Verdict.UNCERTAIN, NO_WORLDS, Answer.OPEN),
        (Verdict.MORE, Shares(14, 1, 2, 3), Answer.HELPS),
        (Verdict.MORE, Shares(13, 0, 3, 4), Answer.OPEN),  # in fewer than two thirds
        (Verdict.LESS, Shares(0, 20, 0, 0), Answer.HARMS),
        (Verdict.LESS, Shares(14, 1, 2, 3), Answer.OPEN),  # luck and worlds disagree
        (Verdict.MORE, Shares(14, 3, 2, 1), Answer.TURNS),
        (Verdict.NONE, Shares(3, 3, 10, 4), Answer.TURNS),
        (Verdict.NONE, Shares(2, 0, 18, 0), Answer.NOTHING),
        (Verdict.NONE, Shares(2, 0, 9, 9), Answer.OPEN),  # half of the worlds must say so
        (Verdict.UNCERTAIN, Shares(0, 0, 20, 0), Answer.OPEN),
    ],
)
def test_an_answer_needs_luck_and_worlds(said, shares, answer):
    assert answer_of(said, shares) is answer


def test_effects_are_those_of_compare_and_shares_those_of_robustness(found):
    pairs = compare("baseline", SOME, replicates=3, overrides=SHORT)
    pd.testing.assert_frame_equal(found.effects, pairs.to_frame(groups=True))
    there = assess_robustness("baseline", SOME, worlds=2, replicates=2, overrides=SHORT)
    for row in found.table.to_dict("records"):
        counted = tuple(row[name] for name in Shares._fields)
        assert counted == there.shares(row["policy"])


def test_hours_are_those_of_both_sides_pair_by_pair(found):
    runs = compare("baseline", SOME, replicates=3, overrides=SHORT).runs
    runs["hours"] = runs["caseworker_hours"] + runs["mentor_hours"]
    by_arm = runs.pivot(index="replicate", columns="scenario", values="hours")
    for row in found.table.to_dict("records"):
        change = by_arm[row["policy"]] - by_arm["baseline"]
        assert row["hours"] == pytest.approx(change.mean())


def test_what_is_looked_at_first_helps_and_no_other_beats_it(found):
    helps = set(found.answered(Answer.HELPS))
    assert set(found.first) <= helps
    assert sorted(name for answer in Answer for name in found.answered(answer)) == sorted(SOME)


def test_a_survey_is_read_back_as_it_was_written(found, tmp_path):
    read = Survey.read(found.write(tmp_path / "out"))
    pd.testing.assert_frame_equal(read.table, found.table)
    pd.testing.assert_frame_equal(read.effects, found.effects)
    assert (read.digest, read.pairs, read.worlds) == (found.digest, 3, 2)
    assert {**read.to_json_dict(), "left_out": {}} == {**found.to_json_dict(), "left_out": {}}


def test_the_librarys_policies_set_a_lever_and_share_the_calendar():
    policies, left_out = library_policies("baseline")
    start = load_scenario("baseline")
    for name in policies:
        changed = start.differences(load_scenario(name))
        assert any(PARAMETERS[each].kind == "lever" for each in changed), name
    assert {"citizen-in-crisis", "reform-timeline"} <= set(left_out)
    assert "another calendar" in left_out["reform-timeline"]


def test_an_interrupted_survey_resumes_to_the_same_result(found, interrupt_after, tmp_path):
    out = tmp_path / "out"
    request = {"replicates": 3, "worlds": 2, "replicates_per_world": 2, "overrides": SHORT}
    with pytest.raises(Interrupted):
        survey("baseline", SOME, out=out, progress=interrupt_after(2), workers=1, **request)
    assert survey("baseline", SOME, out=out, **request).digest == found.digest


@pytest.mark.parametrize("replicates", [1, 0, -3])
def test_fewer_than_two_pairs_are_refused_with_their_number(replicates):
    with pytest.raises(RequestError, match=f"replicates is {replicates}; allowed: 2 to 10,000"):
        survey("baseline", SOME, replicates=replicates)
