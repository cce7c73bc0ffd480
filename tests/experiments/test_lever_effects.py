"""The effect of a lever within a sweep is the one that is computed by hand from the store."""

import json
import math

import numpy as np
import pytest

from heterophony.experiments import Interrupted, RequestError, Store, compare, lever_effects, sweep

WEEKS, MINUTES = "meeting.interval_weeks", "meeting.pre_meeting_minutes"
T_OF_6 = 2.570582  # 95 % of t with five degrees of freedom


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A grid of three intervals, two talks beforehand and two scenarios under six seeds."""
    plan = {
        "scenarios": ["baseline", "shared-goals"],
        "replicates": 6,
        "seed": 3,
        "outcomes": ["ownership_8w", "pressure"],
        "set": {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 2},
        "grid": {WEEKS: [8, 4, 2], MINUTES: [0, 10]},
    }
    return sweep(plan, tmp_path_factory.mktemp("effects") / "store", workers=1)


def by_hand(store, **where):
    """Return an outcome of the runs at a point, by replicate."""
    runs = store.runs
    for name, value in where.items():
        runs = runs[runs[name.replace("__", ".")] == value]
    return runs.set_index("replicate")["pressure"].sort_index()


def test_every_cell_is_the_paired_difference_computed_by_hand(store):
    found = lever_effects(store, WEEKS, 8, 4).of("pressure")
    assert len(found) == 4
    for row in found.to_dict("records"):
        place = {"scenario": row["scenario"], "meeting__pre_meeting_minutes": row[MINUTES]}
        first = by_hand(store, **place, meeting__interval_weeks=8)
        second = by_hand(store, **place, meeting__interval_weeks=4)
        pairs = second - first
        assert row["difference"] == pytest.approx(pairs.mean())
        half = T_OF_6 * pairs.std() / math.sqrt(6)
        assert row["high"] - row["low"] == pytest.approx(2 * half, rel=1e-5)
        assert (row["baseline_mean"], row["policy_mean"]) == pytest.approx(
            (first.mean(), second.mean())
        )
        assert row["pairs"] == 6
        assert (row["policy"], row["baseline"]) == (f"{WEEKS}=4", f"{WEEKS}=8")


def test_a_cell_is_what_compare_says_of_the_same_seeds(store):
    found = lever_effects(store, WEEKS, 8, 4, outcomes=["pressure"])
    cell = found.frame[(found.frame["scenario"] == "baseline") & (found.frame[MINUTES] == 0)].iloc[
        0
    ]
    fixed = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 2}
    both = compare("baseline", "meetings-every-4-weeks", seed=3, replicates=6, overrides=fixed)
    beside = both.to_frame().set_index("outcome").loc["pressure"]
    assert cell["baseline_mean"] == pytest.approx(beside["baseline_mean"])
    same = ["difference", "low", "high"]
    assert cell[same].tolist() == pytest.approx(beside[same].tolist(), rel=1e-9)
    assert (cell["sign"], cell["size"]) == (beside["sign"], beside["size"])


def test_an_interaction_is_the_difference_of_effects_seed_by_seed(store):
    effects = lever_effects(store, WEEKS, 8, 4, outcomes=["pressure"])
    row = effects.interactions.set_index("other").loc[MINUTES]

    def effect(minutes, scenario):
        place = {"scenario": scenario, "meeting__pre_meeting_minutes": minutes}
        ends = (by_hand(store, **place, meeting__interval_weeks=weeks) for weeks in (4, 8))
        return next(ends) - next(ends)

    names = ("baseline", "shared-goals")
    there = sum(effect(10, name) - effect(0, name) for name in names) / 2
    assert row["difference"] == pytest.approx(there.mean())
    assert row["high"] - row["difference"] == pytest.approx(
        T_OF_6 * there.std() / math.sqrt(6), rel=1e-5
    )
    assert (row["at"], row["instead_of"], row["cells"]) == (10, 0, 2)


def test_scenarios_are_a_lever_too_and_the_first_and_last_value_are_taken_unless_named(store):
    assert lever_effects(store, "scenario").title == "scenario = shared-goals instead of baseline"
    whole = lever_effects(store, WEEKS)
    assert (whole.start, whole.end) == (8, 2)


def test_a_document_of_effects_is_json(store):
    document = json.loads(json.dumps(lever_effects(store, WEEKS).to_json_dict(), allow_nan=False))
    assert {"lever", "from", "to", "effects", "interactions"} <= set(document)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("meeting.interval_week",), r"does not vary 'meeting.interval_week' \(nearest: meeting"),
        ((WEEKS, 8, 3), r"meeting.interval_weeks = 3 is in no point; there are: 8, 4, 2"),
        ((WEEKS, 4, 4), "meeting.interval_weeks is 4 twice"),
    ],
)
def test_a_change_that_is_not_in_the_store_is_refused(store, change, said):
    with pytest.raises(RequestError, match=said):
        lever_effects(store, *change)


def test_points_that_differ_in_several_things_give_no_effect(small_plan, tmp_path):
    points = [{WEEKS: 8, MINUTES: 0}, {WEEKS: 4, MINUTES: 10}]
    plan = small_plan(grid=None, point=points, replicates=1, scenario="baseline")
    found = sweep(plan, tmp_path / "store", workers=1)
    with pytest.raises(RequestError, match=f"no two points .* differ in {WEEKS} alone"):
        lever_effects(Store(found.path), WEEKS)


def test_runs_that_are_missing_give_no_pair(small_plan, interrupt_after, tmp_path):
    with pytest.raises(Interrupted) as stopped:
        sweep(small_plan(), tmp_path / "store", workers=1, progress=interrupt_after(21))
    found = lever_effects(stopped.value.finished, WEEKS, 2, 4, outcomes=["pressure"]).frame
    assert found["pairs"].tolist() == [6, 2]
    assert np.isfinite(found["difference"]).all()
