"""What holds in every world, however its parameters are drawn: bounds, shares, slots, hours."""

import os

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from heterophony.agents import vocabulary as words
from heterophony.agents.book_columns import CLIPPED_STATES
from heterophony.agents.bounded import saturating_step
from heterophony.agents.citizen_columns import BOUNDED_STATES
from heterophony.agents.staff_columns import DIMENSIONS
from heterophony.scenarios import OUTCOMES, load_scenario
from heterophony.sim import Simulation
from heterophony.sim.accounts import HOURS, write_hours
from heterophony.sim.books import books_of

FULL = os.environ.get("HYPOTHESIS_PROFILE") == "full"
WORLDS = 5_000 if FULL else 500
AGENTS_WORLDS = 500 if FULL else 40
# A world is drawn from its number: a smaller number is no simpler world.
NOT_MADE_SIMPLER = (Phase.explicit, Phase.reuse, Phase.generate)
A_WORLD = {
    "seed": st.integers(0, 2**32),
    "moved": st.sampled_from([1.0, 0.5, 0.1, 0.02]),
    "hard": st.sampled_from([0.0, 0.3, 1.0]),
}
ON_SUPPORT = (words.WAITING, words.REFERRED, words.COURSE, words.TWO_PARTY)
STAFF_SHARES = {
    "caseworkers": ("horizon", "safety", "preparation", "there"),
    "mentors": ("horizon", "safety", "give", "session_share"),
    "jobcentre": ("commitment_caseworkers", "commitment_mentors"),
}
ROUNDING = 1e-9
# With `alternatives.meeting` = counts a count and what it is a part of are drawn apart.
SHARES_OF_DRAWN_COUNTS = {
    "slips_repaired_share",
    "citizen_talk_share",
    "front_turn_share",
    "mentor_turn_share_first_half",
}


def present(world):
    return world.citizens[world.citizens["status"] != words.NOBODY]


def check_states(world) -> None:
    here = present(world)
    for name in BOUNDED_STATES:
        assert np.all((here[name] >= 0.0) & (here[name] <= 1.0)), name
    for name in here.dtype.names:
        assert not np.any(np.isnan(here[name].astype(float))), name
    assert np.allclose(here["needs"].sum(axis=1), 1.0)
    planned = here[here["case"] >= 0]
    assert np.allclose(planned["plan"].sum(axis=1), 1.0)
    assert np.all(planned["plan"] >= -ROUNDING)
    for table, names in STAFF_SHARES.items():
        rows = getattr(world, table)
        for name in names:
            assert np.all((rows[name] >= 0.0) & (rows[name] <= 1.0)), name
        if "weights" in rows.dtype.names:
            there = rows[rows["exists"] == 1]
            assert np.allclose(there["weights"].sum(axis=1), 1.0)
            assert np.all(there["weights"] >= 0.0)
    assert np.all((world.understanding >= 0.0) & (world.understanding <= 1.0))
    for name, _ in DIMENSIONS[1:]:  # the first, contact, is cut off at its norm when it is counted
        assert np.all((world.dyads[name] >= 0.0) & (world.dyads[name] <= 1.0)), name
    assert np.all(world.dyads["frequency"] >= 0.0)


def check_slots(world) -> None:
    """Each slot has at most one holder, and everybody who holds no slot is on an extra place."""
    held = world.slots["holder"][world.slots["holder"] >= 0]
    assert len(set(held)) == len(held)
    holders = world.citizens[held]
    assert np.all(np.isin(holders["status"], ON_SUPPORT))
    assert np.all(holders["extra_place"] == 0)
    numbers = np.flatnonzero(world.slots["holder"] >= 0)
    assert np.all(holders["slot"] == numbers)
    assert np.all(holders["generation"] == world.slots["generation"][numbers])
    here = present(world)
    assert np.count_nonzero(here["extra_place"] == 0) == len(held)
    people = {(int(c["slot"]), int(c["generation"])) for c in here}
    assert len(people) == len(here)


def hours_there(simulation) -> tuple[float, float]:
    """Hours that the staff in post have in the week to come, in all jobcentres."""
    each = [_hours_in(simulation, w) for w in simulation.states]
    return sum(first for first, _ in each), sum(second for _, second in each)


def _hours_in(simulation, w) -> tuple[float, float]:
    week = simulation.week
    p = w.premises[w.calendar[simulation.place].premises]
    working = [
        rows[(rows["exists"] == 1) & (rows["vacant_until"] <= week)]
        for rows in (w.caseworkers, w.mentors)
    ]
    return (
        float(p.hours_week * p.hours_caseworker_share * working[0]["fraction"].sum()),
        float(p.hours_week * p.hours_mentor_share * len(working[1])),
    )


def spent(totals) -> tuple[float, float]:
    """Hours spent by either side beyond those added, spare contacts left out."""
    caseworkers = sum(
        float(totals[f"caseworker_{name}"])
        for name in (
            "background", "interviews", "meetings", "preparation", "coordination", "dialogue",
        )
    )  # fmt: skip
    mentors = sum(
        float(totals[f"mentor_{name}"])
        for name in ("sessions", "meetings", "coordination", "shielding", "dialogue")
    )
    return (
        caseworkers - float(totals.caseworker_overtime + totals.caseworker_funded),
        mentors - float(totals.mentor_funded),
    )


def spent_in(simulation) -> tuple[float, float]:
    """Hours spent by either side in all jobcentres."""
    each = [spent(w.totals[0]) for w in simulation.states]
    return sum(first for first, _ in each), sum(second for _, second in each)


def check_hours(simulation, before, there) -> None:
    if simulation.scenario.values["staffing.funding"] == "unlimited":
        return
    after = spent_in(simulation)
    for had, earlier, now in zip(there, before, after, strict=True):
        assert now - earlier <= had + 1e-6 * max(1.0, abs(now))


def check_outcomes(result) -> None:
    drawn = result.scenario.values["alternatives.meeting"] == "counts"
    for name, value in result.outcomes.items():
        low, high = OUTCOMES[name].minimum, OUTCOMES[name].maximum
        if not np.isnan(value) and not (drawn and name in SHARES_OF_DRAWN_COUNTS):
            assert low is None or value >= low - ROUNDING, (name, value)
            assert high is None or value <= high + ROUNDING, (name, value)
    for name, values in result.weekly.items():
        known = values[~np.isnan(values)]
        low, high = OUTCOMES[name].minimum, OUTCOMES[name].maximum
        assert low is None or np.all(known >= low - ROUNDING), name
        assert high is None or np.all(known <= high + ROUNDING), name


@settings(max_examples=WORLDS, phases=NOT_MADE_SIMPLER)
@given(**A_WORLD)
@example(seed=1, moved=0.0, hard=0.0)
def test_states_shares_slots_and_hours_hold_in_every_week_of_every_world(
    seed, moved, hard, drawn_world
):
    simulation = Simulation(drawn_world(seed, moved, hard), seed)
    while not simulation.finished:
        there = hours_there(simulation)
        new_books = simulation.week == 0
        before = (0.0, 0.0) if new_books else spent_in(simulation)
        simulation.advance(1)
        check_hours(simulation, before, there)
        for world in simulation.states:
            check_slots(world)
            if simulation.week % 3 == 0 or simulation.finished:
                check_states(world)
    check_outcomes(simulation.run())


@settings(max_examples=AGENTS_WORLDS, phases=NOT_MADE_SIMPLER)
@given(**A_WORLD)
def test_agents_keep_the_same_bits_in_every_world(seed, moved, hard, drawn_world, live):
    scenario = drawn_world(seed, moved, hard)
    agents = live(scenario, "agents", seed)
    for world in agents._simulation.states:
        check_states(world)
    check_outcomes(agents)
    assert agents.digest() == live(scenario, "compiled", seed).digest()


@given(st.floats(0, 1), st.floats(allow_nan=False))
def test_a_push_never_leaves_the_bounds(state, dose):
    assert 0.0 <= saturating_step(state, dose) <= 1.0


def clipped(simulation):
    """Return cut-off updates and all updates of each state so far, in the books."""
    totals = simulation.state.totals[0]
    return {name: (totals[f"clipped_{name}"], totals[f"updates_{name}"]) for name in CLIPPED_STATES}


def clipped_over_a_default_run():
    baseline = load_scenario("baseline")
    cut = dict.fromkeys(CLIPPED_STATES, 0.0)
    updates = dict.fromkeys(CLIPPED_STATES, 0.0)
    for seed in range(24):
        simulation = Simulation(baseline, seed)
        for weeks in (baseline.values["run.burn_in_weeks"], baseline.values["run.weeks"]):
            simulation.advance(weeks)  # the books begin anew at week 0
            for name, (off, in_all) in clipped(simulation).items():
                cut[name] += off
                updates[name] += in_all
        assert simulation.finished
    return {name: cut[name] / updates[name] for name in CLIPPED_STATES}


def test_clipping_touches_no_state_but_the_level_that_meaning_drifts_to():
    shares = clipped_over_a_default_run()
    assert set(shares) == {"meaning", "ownership", "everyday_mastery", "education_readiness"}
    assert 0.09 < shares.pop("meaning") < 0.13  # missed: see below
    assert max(shares.values()) < 0.001


@pytest.mark.xfail(strict=True, reason="openings known raise the level of meaning: docs/TRACE.md")
def test_clipping_over_a_default_run_touches_less_than_a_twentieth_of_the_updates_of_meaning():
    assert clipped_over_a_default_run()["meaning"] < 0.05


def test_clipping_in_the_weeks_that_are_counted_is_reported():
    baseline = load_scenario("baseline")
    found = [Simulation(baseline, seed).run().clipping["meaning"] for seed in range(24)]
    # 0.12 over 24 seeds: above a twentieth, more so in the later part of a run (docs/TRACE.md).
    assert 0.10 < float(np.mean(found)) < 0.14


def test_counted_hours_are_those_of_the_books():
    simulation = Simulation(load_scenario("baseline", {"run.weeks": 26}), 1)
    result = simulation.run()
    found = np.empty(len(HOURS))
    write_hours(books_of(simulation.jobcentres).totals, found)
    hours = dict(zip(HOURS, found.tolist(), strict=True))
    activities = [n for n in hours if n.startswith("mentor_hours_") and "funded" not in n]
    assert hours["mentor_hours"] == pytest.approx(sum(hours[name] for name in activities))
    assert result.outcomes["mentor_hours"] == hours["mentor_hours"]
