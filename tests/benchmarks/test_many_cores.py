"""Many cores are emulated by waiting for the weeks; nothing of it stays behind."""

from typing import Any

import pytest

from heterophony.benchmarks.many_cores import efficiency, rates_on_many_cores
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation, jobcentre


def test_an_emulation_gives_a_rate_for_each_number_of_threads_and_lets_weeks_pass_again():
    module: Any = jobcentre
    lived = module.run_weeks
    found = rates_on_many_cores(20.0, (1, 4))
    weeks = load_scenario("baseline").values
    after_burn_in = weeks["run.weeks"] / (weeks["run.weeks"] + weeks["run.burn_in_weeks"])
    fastest = {  # a policy begins after the burn-in that it shares with its baseline
        "a run": 1000.0 / 20.0,
        "a policy beside its baseline": 1000.0 / 20.0 / after_burn_in,
    }
    assert set(found) == set(fastest)
    for name, rates in found.items():
        assert 0.0 < rates[1] <= fastest[name], "no run is sooner than its weeks"
        assert 0.0 < rates[4] <= 4.0 * fastest[name]
    assert module.run_weeks is lived
    short = load_scenario("baseline", {"run.weeks": 10, "run.burn_in_weeks": 0})
    assert Simulation(short, 1).run().outcomes["caseworker_hours"] > 0.0


def test_efficiency_is_the_share_of_its_speed_that_a_thread_keeps():
    assert efficiency({1: 50.0, 4: 150.0}, 4) == pytest.approx(0.75)
