"""The same run, walked otherwise: citizens in another order, slots renumbered, by both executors.

Rows are keyed, so that the order in which citizens are walked must not matter at all: it is
shuffled every week, and results must agree to rounding. Which person sits in which slot is a
convention too (who meets whom, who comes first where two are due at once): with slots renumbered
the people are the same, but dealt otherwise, and a conclusion must survive it, like another seed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.world import CITIZEN_ROWS
from heterophony.experiments.engine.seeds import keyed_generator

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result, Simulation

ROUNDING = 1e-9
_BY_AGENTS = 1  # weeks at a time that the agents walk by themselves: they are slow


def usual(scenario: Scenario, seed: int) -> Result:
    """Run a scenario as everybody does."""
    from heterophony.sim import Simulation

    return Simulation(scenario, seed=seed).run().let_go()


def in_another_order(scenario: Scenario, seed: int) -> Result:
    """Run a scenario with its citizens walked in another order every week."""
    from heterophony.sim import Simulation

    return shuffled_to_the_end(Simulation(scenario, seed=seed), seed).let_go()


def shuffled_to_the_end(simulation: Simulation, seed: int) -> Result:
    """Let a run pass week by week, each with its citizens' rows in another order."""
    while not simulation.finished:
        for jobcentre in simulation.jobcentres:
            key = f"order {seed}/{simulation.week}/{jobcentre.number}"
            _shuffle_rows(jobcentre.world, _chances(key))
        simulation.advance(1)
    return simulation.run()


def with_slots_renumbered(scenario: Scenario, seed: int) -> Result:
    """Run a scenario with every slot's sequence of persons moved to another slot."""
    from heterophony.sim import Simulation

    simulation = Simulation(scenario, seed=seed)
    chances = _chances(f"slots {seed}")
    for world in simulation.worlds:
        slots = world.slots
        own = np.flatnonzero(slots["open"] == 1)
        moved = chances.permutation(own)
        for column in ("key", "refill_week"):
            slots[column][own] = slots[column][moved]
    return simulation.run().let_go()


def by_both_executors(scenario: Scenario, seed: int) -> Result:
    """Run a scenario compiled, but for some weeks around the start and in the middle."""
    from heterophony.sim import Simulation

    simulation = Simulation(scenario, seed=seed)
    horizon = int(scenario.values["run.weeks"])
    for week in (-1, horizon // 2):
        simulation.executor = "compiled"
        simulation.advance(max(0, week - simulation.week))
        simulation.executor = "agents"
        simulation.advance(_BY_AGENTS)
    simulation.executor = "compiled"
    return simulation.run().let_go()


def agree(first: Result, second: Result) -> bool:
    """Tell whether two runs agree in every outcome, to rounding."""
    return not disagreeing(first, second)


def disagreeing(first: Result, second: Result) -> list[str]:
    """Return the outcomes in which two runs differ by more than rounding."""
    found = []
    for name, value in first.outcomes.items():
        other = second.outcomes[name]
        both_undefined = value != value and other != other
        if not both_undefined and not abs(value - other) <= ROUNDING * max(1.0, abs(value)):
            found.append(name)
    return found


def _shuffle_rows(world: Any, chances: np.random.Generator) -> None:
    """Give everybody another row; slots hold rows and follow."""
    used = int(world.counters[CITIZEN_ROWS])
    if used < 2:
        return
    order = chances.permutation(used)
    world.citizens[:used] = world.citizens[:used][order].copy()
    place = np.empty(used, dtype=np.int64)
    place[order] = np.arange(used)
    held = world.slots["holder"] >= 0
    world.slots["holder"][held] = place[world.slots["holder"][held]]


def _chances(key: str) -> np.random.Generator:
    return keyed_generator(f"reordering {key}")
