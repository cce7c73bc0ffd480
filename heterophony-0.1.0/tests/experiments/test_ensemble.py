"""An ensemble answers as `compare` does, and runs nothing twice."""

import pytest

from heterophony.experiments import Interrupted, compare
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

SMALL = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 1}


@pytest.fixture
def baseline():
    return load_scenario("baseline", SMALL)


@pytest.fixture
def simulated(monkeypatch):
    """The scenario and seed of every run that is made."""
    made = []
    run = Simulation.run

    def counted(self, *threads):
        made.append((self.scenario.values["meeting.interval_weeks"], self.seed))
        return run(self, *threads)

    monkeypatch.setattr(Simulation, "run", counted)
    return made


def every(baseline, weeks):
    return baseline.replaced({"meeting.interval_weeks": weeks})


def test_an_ensemble_answers_as_compare_does(baseline):
    policy = every(baseline, 4)
    asked = compare(baseline, policy, replicates=6)
    kept = Ensemble(baseline)
    kept.compare(policy, 2)
    found = kept.compare(policy, 6)
    assert found.to_json_dict() == asked.to_json_dict()
    assert found.digest == asked.digest
    assert found.runs.equals(asked.runs)


def test_more_pairs_run_only_what_is_new(baseline, simulated):
    ensemble = Ensemble(baseline)
    ensemble.compare(every(baseline, 4), 2)
    assert len(simulated) == 4
    ensemble.compare(every(baseline, 4), 5)
    assert len(simulated) == 10
    ensemble.compare(every(baseline, 4), 3)
    assert len(simulated) == 10


def test_answers_on_ever_more_pairs_are_those_of_each_number_asked_alone(baseline, simulated):
    policy = every(baseline, 4)
    found = list(Ensemble(baseline).refined(policy, (2, 3, 5)))
    assert len(simulated) == 10
    for answer, pairs in zip(found, (2, 3, 5), strict=True):
        alone = compare(baseline, policy, replicates=pairs)
        assert answer.to_json_dict() == alone.to_json_dict()
        assert answer.runs.equals(alone.runs)


def test_a_first_answer_is_there_before_the_last_pair_is_run(baseline, simulated):
    found = Ensemble(baseline).refined(every(baseline, 4), (1, 60), workers=1)
    assert next(found).replicates == 1
    assert len(simulated) < 120
    found.close()
    assert len(simulated) < 120


def test_another_policy_needs_only_its_own_runs(baseline, simulated):
    ensemble = Ensemble(baseline)
    ensemble.compare(every(baseline, 4), 3)
    simulated.clear()
    ensemble.compare(every(baseline, 2), 3)
    assert [weeks for weeks, _ in simulated] == [2, 2, 2]
    simulated.clear()
    ensemble.compare(every(baseline, 4), 3)
    assert simulated == []


def test_two_policies_of_one_name_are_not_confused(baseline):
    ensemble = Ensemble(baseline)
    one = ensemble.compare(every(baseline, 4), 3)
    other = ensemble.compare(every(baseline, 2), 3)
    assert one.policies[0].name == other.policies[0].name
    assert one.digest != other.digest


def test_the_policy_asked_for_longest_ago_is_forgotten_first(baseline, simulated):
    ensemble = Ensemble(baseline, kept=1)
    ensemble.compare(every(baseline, 4), 1)
    ensemble.compare(every(baseline, 2), 1)
    simulated.clear()
    ensemble.compare(every(baseline, 4), 1)
    assert len(simulated) == 1


def test_what_nobody_wants_any_more_ends_and_is_kept(baseline, simulated):
    ensemble = Ensemble(baseline)
    calls = iter([True, True, False])
    with pytest.raises(Interrupted) as ended:
        ensemble.compare(every(baseline, 4), 20, workers=1, wanted=lambda: next(calls))
    assert ended.value.done == 3
    assert ended.value.finished.replicates == 3
    before = len(simulated)
    ensemble.compare(every(baseline, 4), 3)
    assert len(simulated) == before
