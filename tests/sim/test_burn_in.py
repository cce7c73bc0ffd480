"""Burn-in that is taken from another run: the same bits, and never another burn-in's."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from heterophony.scenarios import PARAMETERS, list_scenarios, load_scenario
from heterophony.sim import Simulation
from heterophony.sim.burn_in import KeptBurnIns, live_burn_in
from heterophony.sim.prepared import prepare

SHORT = {"run.weeks": 20, "run.burn_in_weeks": 16}


def week_by_week(scenario, seed):
    """Run without taking anything from another run."""
    simulation = Simulation(scenario, seed)
    simulation.advance(simulation.weeks_in_all)
    return simulation.run().digest()


@pytest.mark.parametrize("name", [each.name for each in list_scenarios()])
def test_every_policy_goes_on_from_the_burn_in_of_the_baseline_as_from_its_own(name):
    baseline = load_scenario("baseline", SHORT)
    policy = load_scenario(name, SHORT).based_on(baseline)
    Simulation(baseline, 5).run()
    assert Simulation(policy, 5).run().digest() == week_by_week(policy, 5)
    assert Simulation(policy, 5).run().digest() == week_by_week(policy, 5)


def started(scenario, seed, kept):
    simulation = Simulation(scenario, seed)
    live_burn_in(simulation.jobcentres[0], seed, kept)
    return simulation


def test_a_policy_that_begins_at_week_0_takes_the_burn_in_of_the_baseline():
    kept = KeptBurnIns(10**8)
    baseline = load_scenario("baseline", SHORT)
    policy = load_scenario("meetings-every-2-weeks", SHORT).based_on(baseline)
    worlds = [started(each, 3, kept).state for each in (baseline, policy, baseline)]
    assert len(kept) == 1
    lived = Simulation(baseline, 3)
    lived.advance(16)
    for world in worlds:
        for table in ("citizens", "caseworkers", "mentors", "slots", "cases"):
            here, there = (np.asarray(getattr(each, table)) for each in (world, lived.state))
            assert here.tobytes() == there.tobytes(), table
        assert world.counters.tolist()[:4] == lived.state.counters.tolist()[:4]


def test_what_a_run_does_after_week_0_leaves_the_burn_in_that_is_kept_alone():
    kept = KeptBurnIns(10**8)
    scenario = load_scenario("baseline", SHORT)
    digests = []
    for _ in range(3):
        simulation = started(scenario, 4, kept)
        digests.append(simulation.run().digest())
    assert digests == [week_by_week(scenario, 4)] * 3


def test_whoever_has_changed_a_table_before_week_0_keeps_what_follows_from_it():
    scenario = load_scenario("baseline", SHORT)
    usual = Simulation(scenario, 6).run().digest()
    changed = Simulation(scenario, 6)
    changed.state.slots["key"] = changed.state.slots["key"][::-1].copy()
    assert changed.run().digest() != usual
    assert Simulation(scenario, 6).run().digest() == usual


def test_another_seed_has_another_burn_in():
    kept = KeptBurnIns(10**8)
    scenario = load_scenario("baseline", SHORT)
    first, second = (started(scenario, seed, kept).state.citizens for seed in (1, 2))
    assert len(kept) == 2
    assert first["resources"].tolist() != second["resources"].tolist()


def another(parameter, value, drawn_value, rng):
    """Draw another value of a parameter; None where it has no other."""
    drawn = (drawn_value(rng, parameter, True) for _ in range(20))
    return next((each for each in drawn if each != value), None)


def test_every_parameter_but_the_dates_is_part_of_what_tells_burn_ins_apart(drawn_value):
    baseline = load_scenario("baseline", SHORT)
    mark = prepare(baseline).burn_in.mark
    blind, tried, rng = [], 0, np.random.default_rng(1)
    for name, parameter in PARAMETERS.items():
        value = another(parameter, baseline.values[name], drawn_value, rng)
        if value is None or parameter.type == "weeks":
            continue
        tried += 1
        changed = baseline.replaced({name: value})
        changed = changed.based_on(changed)  # the value holds in burn-in too
        if prepare(changed).burn_in.mark == mark:
            blind.append(name)
    assert tried > 400
    assert blind == []


def test_what_was_used_longest_ago_gives_way():
    kept = KeptBurnIns(250)
    tables = {"citizens": np.zeros(100, np.uint8)}
    for key in "ab":
        kept.keep((key.encode(), 1, 0), tables)
    assert kept.get((b"a", 1, 0)) is tables
    kept.keep((b"c", 1, 0), tables)
    assert kept.get((b"b", 1, 0)) is None
    assert kept.get((b"a", 1, 0)) is tables
    assert len(kept) == 2
    kept.keep((b"d", 1, 0), {"citizens": np.zeros(251, np.uint8)})
    assert len(kept) == 0
    kept.keep((b"a", 1, 0), tables)
    kept.forget()
    assert len(kept) == 0
    for key in "abc":  # what was forgotten takes no room
        kept.keep((key.encode(), 1, 0), tables)
    assert len(kept) == 2


def test_many_threads_take_and_keep_at_once():
    scenario = load_scenario("baseline", SHORT)
    kept = KeptBurnIns(400_000)  # room for two or three: they push one another out
    expected = {seed: week_by_week(scenario, seed) for seed in range(6)}

    def run(seed):
        return seed, started(scenario, seed, kept).run().digest()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(run, [seed for _ in range(5) for seed in range(6)]))
    assert all(digest == expected[seed] for seed, digest in found)


def test_a_run_without_burn_in_or_with_what_is_kept_beside_outcomes_is_lived_whole():
    none = load_scenario("baseline", SHORT | {"run.burn_in_weeks": 0})
    assert Simulation(none, 1).run().digest() == week_by_week(none, 1)
    scenario = load_scenario("baseline", SHORT)
    Simulation(scenario, 1).run()
    kept = Simulation(scenario, 1, keep=("events",)).run()
    assert kept.events is not None
    assert (kept.events["week"] < 0).any()
