"""Plans of sweeps: what they vary, and how wrong ones are refused before anything runs."""

import math
from pathlib import Path

import hypothesis
import numpy as np
import pytest
from hypothesis import strategies as st

import heterophony as hp
from heterophony.experiments import Plan, read_plan, sweep
from heterophony.experiments.inputs.plan import as_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.design import Layout, Rectangle, Stage
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS

INTERVALS = {"meeting.interval_weeks": [4, 8]}


def sampled(method: str, points: int, seed: int = 1, **sample) -> list[dict]:
    table = {"method": method, "points": points, **sample}
    design = resolve(as_plan({"replicates": 1, "seed": seed, "sample": table}))
    return [point.values for point in design.points]


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        ({}, ["empty", "replicates"]),
        ({"grid": INTERVALS}, ["replicates is missing"]),
        ({"replicates": 0, "grid": INTERVALS}, ["replicates = 0", "1 to 10,000"]),
        ({"replicates": 2, "seed": -1, "grid": INTERVALS}, ["seed = -1", "from 0 to"]),
        ({"replicates": 2, "grid": {}}, ["grid is empty"]),
        ({"replicates": 2, "point": []}, ["point is an empty list"]),
        ({"replicates": 2, "outcomes": []}, ["outcomes is an empty list"]),
        ({"replicates": 2, "scenarios": []}, ["scenarios is an empty list"]),
        ({"replicates": 2, "grid": {"meeting.interval_weeks": []}}, ["empty list"]),
        ({"replicates": 2, "grid": {"meeting.interval_weeks": 4}}, ["= 4", "list of values"]),
        ({"replicates": 2, "grid": {"meeting.interval_week": [4]}}, ["meeting.interval_weeks"]),
        ({"replicates": 2, "grid": {"meeting.interval_weeks": [0]}}, ["= 0", "from 1 to 1400"]),
        ({"replicates": 2, "grid": {"meeting.chair": ["mentr"]}}, ["mentr", "mentor"]),
        ({"replicates": 2, "grid": {"meeting.interval_weeks": [4, 4]}}, ["lists 4 twice"]),
        ({"replicates": 2, "gird": INTERVALS}, ["gird", "nearest valid name: grid"]),
        ({"replicates": 2, "grid": INTERVALS, "outcomes": ["presure"]}, ["presure", "pressure"]),
        ({"replicates": 2, "grid": INTERVALS, "scenario": "baselin"}, ["baselin", "baseline"]),
        ({"replicates": 2, "grid": INTERVALS, "scenario": 3}, ["scenario: 3 must be", "path"]),
        ({"replicates": 2, "scenario": "baseline", "scenarios": ["baseline"]}, ["one of them"]),
        ({"replicates": 2, "scenarios": ["baseline", "baseline"]}, ["two scenarios", "baseline"]),
    ],
)
def test_a_wrong_plan_is_refused_with_what_is_wrong(plan, parts, tmp_path) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        sweep(plan, tmp_path / "store")
    assert all(part in str(refused.value) for part in parts), refused.value
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        ({"grid": INTERVALS, "point": [INTERVALS]}, ["grid and point contradict"]),
        ({"grid": INTERVALS, "set": INTERVALS | {"meeting.interval_weeks": 4}}, ["both fixed"]),
        ({"point": [{"meeting.minutes": 30}] * 2}, ["point 0", "point 1", "one and the same"]),
        (
            {"scenarios": ["baseline", "meetings-every-4-weeks"], "grid": INTERVALS},
            ["point 0", "point 2 (meetings-every-4-weeks", "one and the same"],
        ),
        (
            {"grid": {"mentor.enabled": [True, False], "meeting.chair": ["mentor", "citizen"]}},
            ["point 2", "mentor.enabled = false", '"caseworker", "citizen"'],
        ),
        (
            {"point": [{"plan.template.steps": 0.2, "plan.template": [0.2] * 5}]},
            ["plan.template"],
        ),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(plan, parts) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        resolve(as_plan({"replicates": 2, **plan}))
    assert all(part in str(refused.value) for part in parts), refused.value


@pytest.mark.parametrize(
    ("plan", "parts"),
    [
        (
            {"replicates": 10_000, "grid": {"meeting.interval_weeks": list(range(1, 200))}},
            ["1,990,000 runs", "at most 1,000,000"],
        ),
        (
            {
                "replicates": 1,
                "grid": {
                    f"trait.resources.{part}": [x / 100 for x in range(10, 1010)]
                    for part in PARAMETERS["trait.resources"].components
                },
            },
            ["1,000,000 points", "at most 100,000"],
        ),
        (
            {"replicates": 1, "sample": {"method": "latin_hypercube", "points": 90_000}},
            ["values (points times varied parameters)", "at most 10,000,000"],
        ),
    ],
)
def test_an_enormous_plan_is_refused_with_its_size_and_the_limit(plan, parts) -> None:
    with pytest.raises(RequestError) as refused:
        resolve(as_plan(plan))
    assert all(part in str(refused.value) for part in parts), refused.value


@pytest.mark.parametrize(
    ("sample", "parts"),
    [
        ({"points": 4}, ["sample.method", "latin_hypercube, sobol"]),
        ({"method": "sobol", "points": 100}, ["powers of two", "64 or 128"]),
        ({"method": "sobol", "points": 0}, ["sample.points = 0"]),
        ({"method": "sobol", "points": 4, "seed": 4}, ["sample.seed", "no such key"]),
        ({"method": "sobol", "points": 4, "parameters": ["mentor.shild"]}, ["mentor.shield"]),
        ({"method": "sobol", "points": 4, "parameters": ["hours.week"]}, ["no declared plausible"]),
        ({"method": "sobol", "points": 4, "parameters": []}, ["nothing that varies"]),
        ({"method": "sobol", "points": 4, "parameters": {"mentor.shield": [0.5, 7]}}, ["0 to 1"]),
        ({"method": "sobol", "points": 4, "parameters": {"mentor.shield": [0.5, 0.2]}}, ["below"]),
        ({"method": "sobol", "points": 4, "parameters": {"plan.template": [0, 1]}}, ["component"]),
    ],
)
def test_a_wrong_sample_is_refused(sample, parts) -> None:
    with pytest.raises(RequestError) as refused:
        resolve(as_plan({"replicates": 1, "sample": sample}))
    assert all(part in str(refused.value) for part in parts), refused.value


def test_a_grid_is_all_combinations_of_every_scenario() -> None:
    plan = Plan(
        scenarios=("baseline", "shared-goals"),
        replicates=2,
        grid={"meeting": {"interval_weeks": [4, 8], "minutes": [20, 30]}},
    )
    design = resolve(plan)
    assert [point.scenario for point in design.points] == [0] * 4 + [1] * 4
    assert design.varied == ("meeting.interval_weeks", "meeting.minutes")
    assert [design.held(number) for number in range(4)] == [[4, 20], [4, 30], [8, 20], [8, 30]]
    assert design.scenario(5).values["meeting.shared_goals"] is True


def test_points_may_vary_different_things_and_the_rest_stays_as_the_scenario_has_it() -> None:
    plan = {"replicates": 1, "point": [{"meeting.minutes": 30}, {"meeting.chair": "mentor"}]}
    design = resolve(as_plan(plan))
    assert design.varied == ("meeting.minutes", "meeting.chair")
    assert [design.held(number) for number in (0, 1)] == [[30, "caseworker"], [20, "mentor"]]


def test_a_plan_without_a_design_has_a_point_for_each_scenario() -> None:
    design = resolve(Plan(scenarios=("baseline", "handover"), replicates=2))
    assert [design.named(number) for number in (0, 1)] == [
        "point 0 (baseline)",
        "point 1 (handover)",
    ]
    assert len(design.outcomes) > 100  # all that are declared


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_range() -> None:
    low, high = PARAMETERS["mentor.shield"].low, PARAMETERS["mentor.shield"].high
    points = sampled("latin_hypercube", 20, parameters=["mentor.shield", "mentor.grant_weeks"])
    slices = [math.floor(20 * (each["mentor.shield"] - low) / (high - low)) for each in points]
    assert sorted(slices) == list(range(20))
    weeks = [each["mentor.grant_weeks"] for each in points]
    assert all(type(each) is int and 8 <= each <= 52 for each in weeks)


def test_a_sobol_sequence_has_as_many_points_in_every_quarter() -> None:
    ranges = {"mentor.shield": [0, 1], "session.group_interval_weeks": [1, 4]}
    points = sampled("sobol", 64, parameters=ranges)
    quarters = np.array([math.floor(4 * each["mentor.shield"]) for each in points])
    weeks = np.array([each["session.group_interval_weeks"] for each in points])
    assert [(quarters == each).sum() for each in range(4)] == [16] * 4
    assert [(weeks == each).sum() for each in (1, 2, 3, 4)] == [16] * 4


def test_a_sample_is_the_same_under_the_same_seed_and_another_under_another() -> None:
    names = {"parameters": ["mentor.shield", "meeting.chair", "meeting.shared_goals"]}
    first = sampled("latin_hypercube", 8, seed=5, **names)
    assert sampled("latin_hypercube", 8, seed=5, **names) == first
    assert sampled("latin_hypercube", 8, seed=6, **names) != first
    assert {each["meeting.shared_goals"] for each in first} == {True, False}


def test_a_sample_varies_all_behaviour_over_its_plausible_ranges_unless_told_otherwise() -> None:
    points = sampled("latin_hypercube", 2)
    wide = [each for each in PARAMETERS.values() if each.kind == "behaviour" and each.low]
    for parameter in wide:
        parts = dict.fromkeys(parameter.components) or {"": None}
        for place, part in enumerate(parts):
            low, high = (
                bound[place] if part else bound for bound in (parameter.low, parameter.high)
            )
            if low < high:
                name = f"{parameter.name}.{part}" if part else parameter.name
                assert all(low <= each[name] <= high for each in points), name
    assert "population.jobcentres" not in points[0]
    assert not any(name.startswith(("meeting.interval", "run.")) for name in points[0])


def test_a_plan_is_read_from_a_file_and_its_paths_start_there(tmp_path: Path) -> None:
    folder = tmp_path / "a folder"
    folder.mkdir()
    (folder / "mine.toml").write_text('name = "mine"\nextends = "baseline"\n')
    (folder / "plan.toml").write_text(
        'scenarios = ["mine.toml", "handover"]\nreplicates = 3\n'
        "[grid]\nmeeting.minutes = [20, 30]\n"
    )
    design = resolve(read_plan(folder / "plan.toml"))
    assert [each.name for each in design.scenarios] == ["mine", "handover"]
    (folder / "plan.toml").write_text("replicates = \n")
    with pytest.raises(RequestError, match=r"plan\.toml is not valid TOML.*line 1"):
        read_plan(folder / "plan.toml")
    with pytest.raises(RequestError, match=r"there is no plan .*nowhere\.toml"):
        read_plan(folder / "nowhere.toml")


def test_a_plan_takes_scenarios_made_in_python() -> None:
    mine = hp.load_scenario("baseline", {"meeting.minutes": 45})
    design = resolve(Plan(scenarios=[mine], replicates=2, grid=INTERVALS))
    assert design.scenario(1).values["meeting.minutes"] == 45


@hypothesis.given(
    st.lists(
        st.tuples(st.integers(1, 30), st.integers(1, 40), st.integers(1, 700)),
        min_size=1,
        max_size=4,
    )
)
def test_every_run_of_a_layout_has_one_place_in_one_block(sizes) -> None:
    stages, point = [], 0
    for points, replicates, block in sizes:
        stages.append(Stage(block, (Rectangle(point, point + points, 0, replicates),)))
        point += points
    layout = Layout(tuple(stages))
    runs = [layout.run(number) for number in range(layout.runs)]
    assert runs == sorted(set(runs))
    members = [number for block in range(layout.blocks) for number in layout.members(block)]
    assert members == list(range(layout.runs))
    assert all(
        layout.block_of(number) == b for b in (0, layout.blocks - 1) for number in layout.members(b)
    )
