"""Calibration: known parameters are found again, what cannot be found is said, work goes on."""

import json

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments.engine.checkpoint import Checkpoint
from heterophony.experiments.inputs.calibration_plan import Effort
from heterophony.experiments.inputs.targets import read_targets
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.calibration import calibrate
from heterophony.experiments.methods.calibration_tasks import CalibrationTask, Point
from heterophony.experiments.methods.posterior import sample
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.scenarios import load_scenario

SHORT = {"run.weeks": 20, "run.burn_in_weeks": 16, "staffing.mentors": 4}
FOUND = ("session.knowledge_rate", "session.alliance_rate")
IDLE = "education.return_readiness"  # moves none of the targets
SMALL = Effort(budget=60, replicates=4, particles=40, worlds=8)


def table(figures, parameters=(*FOUND, IDLE)):
    """A table of targets: two levels, and one difference between arms."""
    rows: list[dict] = [
        {"outcome": "case_knowledge_mentor"},
        {"outcome": "trust_mentor", "weeks": [10, 19]},
        {"outcome": "case_knowledge_mentor", "arm": "seldom", "less": "scenario"},
    ]
    for row, (value, sd) in zip(rows, figures, strict=True):
        row |= {"name": f"{row['outcome']} {row.get('arm', '')}", "value": value, "sd": sd}
        row |= {"source": "simulated"}
    return {
        "run": SHORT,
        "arm": {"seldom": {"mentor.session_interval_weeks": 2}},
        "fit": [{"parameter": name} for name in parameters],
        "target": rows,
    }


def simulated_targets(truth, parameters=(*FOUND, IDLE), runs=60, sd=0.01):
    """Figures that the model itself gives at known parameters, as a survey would report them."""
    blank = read_targets(table([(0.5, 1.0)] * 3, parameters), "blank")
    question = CalibrationTask(load_scenario("baseline"), blank, 9, runs)
    means = question.answers(Point(truth, 77)).mean(axis=0)
    return read_targets(table([(float(mean), sd) for mean in means], parameters), "simulated")


def truth_at(*shares, parameters=FOUND):
    plan = read_targets(table([(0.5, 1.0)] * 3, parameters), "blank")
    return {
        each.parameter: each.low + share * (each.high - each.low)
        for each, share in zip(plan.priors, shares, strict=True)
    }


@pytest.fixture(scope="module")
def truth():
    return truth_at(0.15, 0.8)


@pytest.fixture(scope="module")
def fitted(truth):
    return calibrate("baseline", simulated_targets(truth), effort=SMALL, seed=4, workers=2)


def test_known_parameters_are_found_again(fitted, truth):
    for each in fitted.parameters[:2]:
        known = truth[each.prior.parameter]
        assert each.low <= known <= each.high, each
        assert abs(each.median - known) < 0.15 * (each.prior.high - each.prior.low)
        assert each.learned > 0.5


def test_a_parameter_that_moves_no_target_is_said_to_be_unknown(fitted):
    idle = fitted.parameters[2]
    assert idle.prior.parameter == IDLE
    assert not idle.identified
    assert any("Not identified" in line and IDLE in line for line in fitted.cautions())


def test_new_runs_reach_the_targets_that_the_old_values_miss(fitted):
    assert fitted.reached
    assert all(each.low <= each.after <= each.high for each in fitted.targets)
    missed = [abs(each.before - each.target.value) for each in fitted.targets[:2]]
    hit = [abs(each.after - each.target.value) for each in fitted.targets[:2]]
    assert sum(missed) > 3 * sum(hit)


def test_the_temperature_came_down_and_the_emulator_knows_what_it_does_not_know(fitted):
    assert fitted.particles.temperature == 1.0
    assert max(fitted.emulator_errors) < 2.0


def test_the_folder_holds_a_scenario_that_loads_and_worlds_that_others_use(fitted, tmp_path):
    out = fitted.write(tmp_path / "fit")
    scenario = load_scenario(out / "scenario.toml")
    for each in fitted.parameters:
        assert scenario.values[each.prior.parameter] == each.median
    worlds = load_worlds(out / "worlds.parquet")
    assert len(worlds) == 8
    assert not worlds.stale
    assert set(worlds.worlds[0].values) == {*FOUND, IDLE}
    assert worlds.provenance["made_by"] == "heterophony calibrate"
    document = json.loads((out / "calibration.json").read_text())
    assert document["reached"] is True
    posterior = pd.read_parquet(out / "posterior.parquet")
    assert posterior["weight"].sum() == pytest.approx(1.0)


@pytest.mark.slow
def test_targets_that_no_values_reach_are_said_to_be_missed():
    figures = [(0.05, 0.004), (0.95, 0.004), (0.0, 0.01)]
    plan = read_targets(table(figures, FOUND), "impossible")
    effort = Effort(budget=30, replicates=2, particles=25, worlds=2)
    found = calibrate("baseline", plan, effort=effort, seed=1, workers=2)
    assert not found.reached
    assert any(line.startswith("Not reached") for line in found.cautions())


def test_an_interrupted_calibration_goes_on_where_it_was(truth, fitted, tmp_path):
    out = tmp_path / "fit"
    plan = simulated_targets(truth)

    def interrupt(now):
        if now.done >= 5:
            import signal

            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted):
        calibrate("baseline", plan, effort=SMALL, seed=4, workers=1, out=out, progress=interrupt)
    checkpoint = tmp_path / "fit.unfinished"
    assert 5 <= len(checkpoint.read_bytes().splitlines()) - 1 < SMALL.budget
    with checkpoint.open("a") as file:
        file.write("\n0123abcd WlsxLCBb")  # as a crash would leave it
    again = calibrate("baseline", plan, effort=SMALL, seed=4, workers=2, out=out)
    assert np.array_equal(again.particles.places, fitted.particles.places)
    assert np.array_equal(again.particles.weights, fitted.particles.weights)
    assert [each.after for each in again.targets] == [each.after for each in fitted.targets]
    again.write(out)
    assert not checkpoint.exists()


def test_another_calibrations_unfinished_work_is_refused(truth, tmp_path):
    Checkpoint.open(tmp_path / "fit.unfinished", {"seed": 5}, "calibration").close()
    with pytest.raises(RequestError, match=r"another calibration .*differ"):
        calibrate("baseline", simulated_targets(truth), effort=SMALL, seed=4, out=tmp_path / "fit")


def test_numpys_own_random_numbers_are_as_they_were_before():
    plan = read_targets(table([(0.5, 0.1)] * 3, FOUND), "wide")
    np.random.seed(3)  # noqa: NPY002
    first = np.random.random()  # noqa: NPY002
    np.random.seed(3)  # noqa: NPY002
    drawn = [
        sample(plan, lambda place: np.full(3, 0.5), noise=np.zeros(3), particles=20, seed="a")
        for _ in range(2)
    ]
    first_places, second_places = (each.places for each in drawn if each is not None)
    assert np.array_equal(first_places, second_places)
    assert np.random.random() == first  # noqa: NPY002


@pytest.mark.slow
def test_the_model_itself_may_be_asked_and_says_the_same(truth):
    plan = simulated_targets(truth, FOUND)
    effort = Effort("model", 600, 3, 60, 5)
    found = calibrate("baseline", plan, effort=effort, seed=4, workers=2)
    for each in found.parameters:
        assert each.low <= truth[each.prior.parameter] <= each.high


@pytest.mark.full
def test_nine_in_ten_intervals_hold_the_truth_over_many_truths():
    rng = np.random.default_rng(20)
    inside = []
    for number in range(8):
        truth = truth_at(*rng.uniform(0.1, 0.9, 2))
        found = calibrate(
            "baseline", simulated_targets(truth, FOUND), effort=SMALL, seed=number, workers=2
        )
        inside += [
            each.low <= truth[each.prior.parameter] <= each.high for each in found.parameters
        ]
    assert np.mean(inside) >= 0.75  # of 16; with 0.9 each, fewer are a chance of 2 %
