"""Runs in the tables of the run before: the same bits, whatever that run was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim import Simulation
from heterophony.sim.burn_in import KEPT
from heterophony.sim.reuse import run_detached

SHORT = {"run.weeks": 20, "run.burn_in_weeks": 16}
NAMES = [each.name for each in list_scenarios()]


def alone(scenario, seed):
    """Run in tables of its own, burn-in included."""
    simulation = Simulation(scenario, seed)
    simulation.advance(simulation.weeks_in_all)
    return simulation.run().digest()


@pytest.mark.parametrize("name", NAMES)
def test_a_run_in_used_tables_has_the_bits_of_one_in_its_own(name):
    scenario = load_scenario(name, SHORT)
    expected = alone(scenario, 5)
    KEPT.forget()
    run_detached(load_scenario("baseline", SHORT), 6)  # leaves its people behind
    assert run_detached(scenario, 5).digest() == expected, "burn-in lived"
    run_detached(load_scenario("shared-goals", SHORT), 7)
    assert run_detached(scenario, 5).digest() == expected, "burn-in taken"


def test_results_stay_as_they_are_when_the_next_run_takes_the_tables():
    scenario = load_scenario("baseline", SHORT)
    first = run_detached(scenario, 1)
    digest = first.digest()
    del first.__dict__["citizens"]  # laid out anew from what the result holds
    run_detached(scenario, 2)
    assert first.digest() == digest
    assert digest == Simulation(scenario, 1).run().digest()


def test_sizes_jobcentres_and_counts_for_talks_may_change_from_run_to_run():
    settings: tuple[dict[str, Any], ...] = (
        {}, {"staffing.mentors": 3}, {"population.jobcentres": 2},
        {"alternatives.meeting": "counts"}, {"run.burn_in_weeks": 0}, {"run.weeks": 30},
    )  # fmt: skip
    scenarios = [load_scenario("baseline", SHORT | each) for each in settings]
    expected = [alone(each, 3) for each in scenarios]
    for _ in range(2):
        assert [run_detached(each, 3).digest() for each in scenarios] == expected


def test_tables_that_have_grown_are_not_taken_again():
    small = SHORT | {"population.refill_weeks": 0, "run.weeks": 400, "staffing.mentors": 1}
    scenario = load_scenario("baseline", small)
    assert [run_detached(scenario, 4).digest() for _ in range(2)] == [alone(scenario, 4)] * 2


def test_a_run_that_failed_leaves_nothing_to_the_next_one(monkeypatch):
    scenario = load_scenario("baseline", SHORT)
    expected = run_detached(scenario, 8).digest()
    with monkeypatch.context() as broken:
        broken.setattr("heterophony.sim.run.collect", lambda run: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            run_detached(scenario, 9)
    assert run_detached(scenario, 8).digest() == expected


def test_threads_do_not_share_tables():
    names = NAMES[::8]
    scenarios = [load_scenario(name, SHORT) for name in names]
    expected = [alone(each, 2) for each in scenarios]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda each: run_detached(each, 2).digest(), scenarios * 3))
    assert found == expected * 3
