"""Run the arms of patterns once, and keep only what their readings need.

Arms of several patterns that set the same values are one arm here: they share runs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from heterophony.experiments.engine.checkpoint import Checkpoint
from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.tasks import Task, start
from heterophony.experiments.engine.workers import (
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.patterns import MOST_PAIRS
from heterophony.experiments.methods.patterns import (
    conversation_studies,
    course_studies,
    group_studies,
    meeting_studies,
)
from heterophony.experiments.methods.patterns.multi_arm_estimators import across_names
from heterophony.experiments.methods.patterns.panels import Measured, Seen, studies_of
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.own_outcomes import with_own_outcomes
from heterophony.scenarios import Scenario, load_scenario
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.patterns_consistency import contradictions
from heterophony.scenarios.patterns_declared import Ablation, Pattern, Reading

STEADY = {"run.policy_in_burn_in": True}
STUDIES = studies_of(meeting_studies, conversation_studies, course_studies, group_studies)
"""What patterns read off the recorded tables of a run, by name."""


Run = tuple[str, int]
"""The key of an arm, and a seed."""


class Claim(NamedTuple):
    """A reading of a pattern, with a mechanism switched off if given."""

    pattern: Pattern
    reading: Reading
    off: Ablation | None = None


class PatternTask(NamedTuple):
    """One run to come: which arm under which seed, and which studies to read off it."""

    run: Run
    scenario: Scenario
    studies: tuple[str, ...]

    @property
    def key(self) -> str:
        """The key of the run in a checkpoint."""
        return json.dumps([self.run, self.studies])


class PatternPlan:
    """The runs that some claims need, each once.

    Parameters
    ----------
    values
        Laid over the baseline in every arm, under what the arm itself sets.
    pairs
        Runs per arm; None: as each reading declares.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the number of pairs, the seed or a value is wrong.
    """

    def __init__(
        self, values: Mapping[str, object] | None = None, pairs: int | None = None, seed: int = 1
    ) -> None:
        whole = isinstance(pairs, int) and not isinstance(pairs, bool)
        if pairs is not None and not (whole and 2 <= pairs <= MOST_PAIRS):
            raise RequestError(
                f"pairs is {pairs!r}; allowed: a whole number from 2 to {MOST_PAIRS:,}"
            )
        self.base = load_scenario("baseline", {**STEADY, **(values or {})})
        self.seed = checked_seed(seed)
        self._pairs = pairs
        self._scenarios: dict[str, Scenario] = {}
        self._studies: dict[Run, dict[str, None]] = {}

    @property
    def identity(self) -> dict[str, str]:
        """All that a run depends on except its key."""
        return {name: repr(value) for name, value in self.base.values.items()}

    def add(self, claim: Claim) -> None:
        """Plan the runs of a claim."""
        for arm in self.runs(claim):
            for run in arm:
                self._studies.setdefault(run, {}).update(dict.fromkeys(claim.reading.studies))

    def runs(self, claim: Claim) -> list[list[Run]]:
        """Return the runs of each arm of a claim; arms share their seeds."""
        pairs = claim.reading.pairs if self._pairs is None else self._pairs
        seeds = [replicate_seed(self.seed, replicate) for replicate in range(pairs)]
        arms = [self._arm(claim, name) for name in claim.reading.arms]
        return [[(arm, seed) for seed in seeds] for arm in arms]

    def _arm(self, claim: Claim, name: str) -> str:
        """Return the key of an arm; what it sets goes before a switch, unless that says not."""
        values = claim.pattern.arms[name]
        if claim.off is not None:
            switch = claim.off.values
            values = {**values, **switch} if claim.off.over_arms else {**switch, **values}
        key = repr(sorted((each, str(value)) for each, value in values.items()))
        if key not in self._scenarios:
            self._scenarios[key] = self.base.replaced(values) if values else self.base
        return key

    @property
    def tasks(self) -> list[PatternTask]:
        """Every run to come."""
        return [
            PatternTask(run, self._scenarios[run[0]], tuple(filter(None, studies)))
            for run, studies in self._studies.items()
        ]


def check_declaration(pattern: Pattern) -> None:
    """Refuse a pattern that contradicts itself or names what does not exist.

    Raises
    ------
    RequestError
        Naming every problem.
    """
    problems = contradictions(pattern)
    for reading in pattern.readings.values():
        studies = [name for name in reading.studies if name]
        for kind, names, known in (
            ("study", studies, list(STUDIES)),
            ("across", [reading.across] if reading.across else [], across_names()),
        ):
            problems += [
                f"{reading.name}: {kind} is {name!r}, which does not exist (nearest: "
                f"{nearest(name, known)})"
                for name in names
                if name not in known
            ]
    if problems:
        raise RequestError("\n".join(f"{pattern.id}, {each}" for each in problems))


def measured_runs(
    tasks: Sequence[PatternTask],
    checkpoint: Checkpoint[Measured],
    *,
    workers: int | None,
    progress: ProgressCallback | None = None,
) -> dict[Run, Measured]:
    """Run the tasks and return what was measured; less if the user stops it.

    Raises
    ------
    WorkError
        If a run fails, with the reason.
    """
    found: dict[Run, Measured] = {}
    with Stop() as stop:
        for place, measured in run_tasks(
            measure,
            tasks,
            keys=[task.key for task in tasks],
            checkpoint=checkpoint,
            workers=checked_workers(workers, len(tasks)),
            stop=stop,
            progress=progress,
        ):
            if isinstance(measured, Failure):
                raise WorkError(f"a run of the patterns failed: {measured.reason}")
            found[tasks[place].run] = measured
    return found


def measure(task: PatternTask) -> Measured:
    """Simulate one arm under one seed and read off what is needed."""
    simulation = start(Task(task.scenario, task.run[1], record=recorded_for(task.studies)))
    result = with_own_outcomes(simulation.run())
    studies = {name: STUDIES[name].read(simulation, result) for name in task.studies}
    return Measured(result.outcomes, {name: _columns(seen) for name, seen in studies.items()})


def _columns(seen: float | tuple[object, ...]) -> Seen:
    return tuple(map(np.asarray, seen if isinstance(seen, tuple) else (seen,)))


def recorded_for(studies: Iterable[str]) -> tuple[str, ...]:
    """Return the tables that must be recorded for some studies."""
    return tuple(sorted({table for name in studies for table in STUDIES[name].tables}))
