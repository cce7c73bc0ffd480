"""What a run takes beside its weeks is told apart from what machine code takes."""

import pytest

from heterophony.agents.prepared_rules import finding
from heterophony.benchmarks.beside_weeks import spent_by, timed_rules
from heterophony.scenarios import load_scenario
from heterophony.sim.reuse import run_detached


@pytest.mark.skipif(finding().library is None, reason="no library was compiled for this machine")
def test_time_is_split_into_weeks_other_rules_and_the_rest():
    scenario = load_scenario("baseline", {"run.weeks": 8, "run.burn_in_weeks": 4})
    with timed_rules() as of_rules:
        (spent,) = spent_by(lambda seed: run_detached(scenario, seed), [3], of_rules)
        assert {"run_weeks", "write_outcomes"} <= of_rules.keys()
    assert spent.whole > spent.beside > spent.locked > 0.0
