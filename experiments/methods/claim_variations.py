"""The same claim under other choices of this implementation, one changed at a time.

Rows are keyed, so that the order in which citizens are visited must not matter at all: it is
shuffled every week, and results must agree to rounding. Which person has which slot is a
convention too (who meets whom, who comes first where two are due at once): with slots renumbered
the people are the same, but dealt otherwise, and a conclusion must survive it, like another seed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from heterophony.agents.state import CITIZEN_ROWS
from heterophony.experiments.engine.seeds import keyed_generator, replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached, start
from heterophony.experiments.inputs.claims import Claim
from heterophony.experiments.inputs.worlds import PlausibleWorld
from heterophony.experiments.methods.readings import read_pair
from heterophony.experiments.results.differences import (
    Difference,
)
from heterophony.experiments.results.paired import Paired
from heterophony.scenarios import PARAMETERS, Scenario
from heterophony.sim import Result, Simulation

ROUNDING = 1e-9
_BY_AGENTS = 1  # weeks at a time by the agents' executor, which is slow
_JOBCENTRES = 3
_SHAPE = "ownership.complementarity"

Live = Callable[[Scenario, int], Result]


def usual(scenario: Scenario, seed: int) -> Result:
    """Run a scenario as everybody does."""
    return simulate_detached(Task(scenario, seed))


def in_another_order(scenario: Scenario, seed: int) -> Result:
    """Run a scenario with its citizens walked in another order every week."""
    return shuffled_to_the_end(start(Task(scenario, seed)), seed).detach()


def shuffled_to_the_end(simulation: Simulation, seed: int) -> Result:
    """Let a run pass week by week, each with its citizens' rows in another order."""
    while not simulation.finished:
        for jobcentre in simulation.jobcentres:
            chances = keyed_generator(
                f"reordering order {seed}/{simulation.week}/{jobcentre.number}"
            )
            _shuffle_rows(jobcentre.state, chances)
        simulation.advance(1)
    return simulation.run()


def with_slots_renumbered(scenario: Scenario, seed: int) -> Result:
    """Run a scenario with every slot's sequence of persons moved to another slot."""
    simulation = start(Task(scenario, seed))
    chances = keyed_generator(f"reordering slots {seed}")
    for world in simulation.states:
        slots = world.slots
        own = np.flatnonzero(slots["open"] == 1)
        moved = chances.permutation(own)
        for column in ("key", "refill_week"):
            slots[column][own] = slots[column][moved]
    return simulation.run().detach()


def by_both_executors(scenario: Scenario, seed: int) -> Result:
    """Run a scenario compiled, but for some weeks around the start and in the middle."""
    simulation = start(Task(scenario, seed))
    horizon = int(scenario.values["run.weeks"])
    for week in (-1, horizon // 2):
        simulation.executor = "compiled"
        simulation.advance(max(0, week - simulation.week))
        simulation.executor = "agents"
        simulation.advance(_BY_AGENTS)
    simulation.executor = "compiled"
    return simulation.run().detach()


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


@dataclass(frozen=True)
class Answer:
    """What a checkpoint keeps of one task of a check.

    Attributes
    ----------
    pairs
        The reading in both arms, a pair each.
    wrong
        Outcomes that differ where they must not.
    """

    pairs: list[tuple[float, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Variation:
    """One choice that is changed.

    Attributes
    ----------
    name
        What is changed, in words.
    values
        Parameters that differ, in both arms.
    live
        How a run is made.
    exact
        Whether every run must come out as usual, to rounding; else only the conclusion must hold.
    share
        Share of the claim's pairs that are run under it.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    live: Live = usual
    exact: bool = False
    share: float = 1.0

    @property
    def is_structural(self) -> bool:
        """Whether it is another form of an equation."""
        return any(name.startswith(("alternatives.", _SHAPE)) for name in self.values)


EXACT = (
    Variation("order of citizens", live=in_another_order, exact=True, share=0.1),
    Variation("executor", live=by_both_executors, exact=True, share=0.0),
)


def variations(scenario: Scenario) -> list[Variation]:
    """Return every variation of a claim whose baseline is `scenario`."""
    values = scenario.values
    burn_in = int(values["run.burn_in_weeks"])
    more = int(values["population.jobcentres"]) * _JOBCENTRES
    found = [
        *EXACT,
        Variation("numbering of slots", live=with_slots_renumbered),
        Variation(
            f"population size: {more} jobcentres", {"population.jobcentres": more}, share=0.5
        ),
    ]
    lengths = sorted({max(4, burn_in // 2), 2 * burn_in} - {burn_in})
    found += [
        Variation(f"burn-in of {length} weeks", {"run.burn_in_weeks": length}) for length in lengths
    ]
    return found + _structural(values)


def _structural(values: Mapping[str, Any]) -> list[Variation]:
    """Return one variation for each other form of an equation that the model declares."""
    found = []
    for name, parameter in PARAMETERS.items():
        if not name.startswith("alternatives."):
            continue
        others: tuple[Any, ...] = ()
        if parameter.type == "choice":
            others = tuple(each for each in parameter.choices if each != values[name])
        elif parameter.type == "bool":
            others = (not values[name],)
        for other in others:
            word = str(other).lower() if isinstance(other, bool) else other
            found.append(Variation(f"{name} = {word}", {name: other}))
    shape = PARAMETERS[_SHAPE]
    ends = [end for end in (shape.low, shape.high) if end != values[shape.name]]
    return found + [Variation(f"{shape.name} = {end:g}", {shape.name: end}) for end in ends]


def paired(claim: Claim, variation: Variation, task: tuple[Sequence[Scenario], int]) -> Answer:
    """Read a pair of runs under a variation."""
    arms, seed = task
    baseline, policy = (variation.live(each, seed) for each in arms)
    return Answer([read_pair(baseline, policy, claim.reading)])


def compared(variation: Variation, task: tuple[Scenario, int]) -> Answer:
    """Return the outcomes in which a run differs under a variation that must change nothing."""
    return Answer(wrong=disagreeing(usual(*task), variation.live(*task)))


def in_world(
    claim: Claim, arms: Sequence[Scenario], seed: int, pairs: int, world: PlausibleWorld
) -> Answer:
    """Read some pairs of runs in a world, under seeds of its own."""
    own = replicate_seed(seed, world.number)
    placed = [world.applied_to(each).replaced(dict(claim.overrides)) for each in arms]
    seeds = (replicate_seed(own, each) for each in range(pairs))
    return Answer([paired(claim, Variation("world"), (placed, each)).pairs[0] for each in seeds])


def difference_of(rows: Sequence[tuple[float, float]]) -> Difference:
    """Return the paired difference of some pairs."""
    sums = Paired((1,))
    for row in rows:
        baseline, policy = (np.array([value], dtype=np.float64) for value in row)
        sums.add(baseline, policy)
    return sums.differences()[0]
