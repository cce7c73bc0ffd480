"""Run the arms of patterns once, and keep only what their readings need.

Arms of several patterns that set the same values are one and the same arm here: they share runs.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop, checked_workers, in_order
from heterophony.experiments.methods.patterns.studies import keeps, study
from heterophony.scenarios import load_scenario
from heterophony.scenarios.patterns_declared import Pattern, Reading

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

STEADY = {"run.policy_in_burn_in": True}


@dataclass(frozen=True)
class Measured:
    """What is kept of one run: its outcomes, and what studies read off its tables."""

    outcomes: Mapping[str, float]
    studies: Mapping[str, Any]


class Task(NamedTuple):
    """One run to come: which arm under which seed, and which studies to read off it."""

    key: str
    scenario: Scenario
    seed: int
    studies: tuple[str, ...]


@dataclass
class Arm:
    """One set of values, and for how many runs each study (`""`: outcomes) is needed."""

    key: str
    scenario: Scenario
    wanted: dict[str, int] = field(default_factory=dict)

    @property
    def runs(self) -> int:
        """How many runs the arm needs."""
        return max(self.wanted.values())

    def tasks(self, seed: int) -> list[Task]:
        """Return its runs in the order of their replicates."""
        return [
            Task(
                self.key,
                self.scenario,
                replicate_seed(seed, replicate),
                tuple(name for name, pairs in self.wanted.items() if name and replicate < pairs),
            )
            for replicate in range(self.runs)
        ]


class Plan:
    """All arms that some patterns need, each once."""

    def __init__(self, values: Mapping[str, object] | None = None, pairs: int | None = None):
        self._base = load_scenario("baseline", {**STEADY, **(values or {})})
        self._pairs = pairs
        self.arms: dict[str, Arm] = {}

    def pairs_of(self, reading: Reading) -> int:
        """Return the runs per arm of a reading: as declared, or as asked for."""
        return reading.pairs if self._pairs is None else self._pairs

    def add(self, pattern: Pattern, switch: Mapping[str, object] | None = None) -> None:
        """Plan what a pattern needs, with a mechanism switched off by `switch` if given."""
        for reading in pattern.readings.values():
            self.add_reading(pattern, reading, switch)

    def add_reading(
        self, pattern: Pattern, reading: Reading, switch: Mapping[str, object] | None = None
    ) -> None:
        """Plan the arms of one reading."""
        for name in reading.arms:
            arm = self._arm(pattern.arms[name], switch)
            for study_name in reading.studies:
                known = arm.wanted.get(study_name, 0)
                arm.wanted[study_name] = max(known, self.pairs_of(reading))

    def key(self, pattern: Pattern, arm: str, switch: Mapping[str, object] | None = None) -> str:
        """Return the key under which the runs of a pattern's arm are found."""
        return self._arm(pattern.arms[arm], switch).key

    def tasks(self, seed: int) -> list[Task]:
        """Return every run to come, arm by arm."""
        return [task for arm in self.arms.values() for task in arm.tasks(seed)]

    def _arm(self, values: Mapping[str, object], switch: Mapping[str, object] | None) -> Arm:
        # What a pattern sets itself stands above a mechanism that is switched off.
        laid = {**(switch or {}), **values}
        key = repr(sorted((name, str(value)) for name, value in laid.items()))
        if key not in self.arms:
            scenario = self._base.replaced(laid) if laid else self._base
            self.arms[key] = Arm(key, scenario)
        return self.arms[key]


def run_all(
    tasks: Sequence[Task],
    *,
    workers: int | None,
    progress: ProgressCallback | None = None,
) -> dict[str, list[Measured]]:
    """Run the tasks and return what was measured, by arm, in the order of the replicates.

    After Ctrl-C the arms under way are incomplete.
    """
    found: dict[str, list[Measured]] = {}
    with Stop() as stop:
        threads = checked_workers(workers, len(tasks))
        for place, measured in in_order(
            measure, tasks, workers=threads, stop=stop, progress=progress
        ):
            found.setdefault(tasks[place].key, []).append(measured)
    return found


def measure(task: Task) -> Measured:
    """Simulate one arm under one seed and read off what is needed."""
    from heterophony.sim import Simulation

    simulation = Simulation(task.scenario, seed=task.seed, keep=keep_for(task.studies))
    result = simulation.run()
    read = {name: study(name)(simulation, result) for name in task.studies}
    return Measured(result.outcomes, read)


def keep_for(studies: Iterable[str]) -> tuple[str, ...]:
    """Return the tables that must be kept for some studies."""
    return tuple(sorted({table for name in studies for table in keeps(name)}))


def seconds_for(tasks: Sequence[Task], workers: int | None) -> float:
    """Estimate how long the tasks take, by running one of each kind first."""
    kinds: dict[tuple[str, ...], list[Task]] = {}
    for task in tasks:
        kinds.setdefault(keep_for(task.studies), []).append(task)
    total = 0.0
    for same in kinds.values():
        measure(same[0])  # the first run of a kind compiles and prepares
        began = time.perf_counter()
        measure(same[-1])
        total += (time.perf_counter() - began) * len(same)
    return total / checked_workers(workers, len(tasks))
