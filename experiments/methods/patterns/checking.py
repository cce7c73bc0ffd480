"""Check patterns: run their arms in pairs, estimate their readings, and say how they stand."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from heterophony.experiments.engine.replicates import LARGEST_REPLICATES
from heterophony.experiments.engine.seeds import checked_seed
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.methods.patterns import across, studies
from heterophony.experiments.methods.patterns.estimates import estimate
from heterophony.experiments.methods.patterns.measuring import Measured, Plan, run_all
from heterophony.experiments.methods.patterns.rules import (
    PatternVerdict,
    Standing,
    expectation,
    pattern_verdict,
    standing,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.patterns_declared import Pattern, Reading


@dataclass(frozen=True)
class ReadingResult:
    """What one reading saw.

    Attributes
    ----------
    name : word within the pattern
    seen, low, high : the number and its 95 % interval, NaN where undefined
    pairs : runs per arm that it rests on
    expected : what is expected, as people read it
    standing : holds, fails or uncertain
    required : whether the pattern's verdict rests on it
    """

    name: str
    seen: float
    low: float
    high: float
    pairs: int
    expected: str
    standing: Standing
    required: bool

    @property
    def holds(self) -> bool:
        """Whether what was seen is what is expected."""
        return self.standing is Standing.HOLDS


@dataclass(frozen=True)
class PatternResult:
    """How a pattern stands: pass if all required readings hold, fail if one fails."""

    pattern: Pattern
    verdict: PatternVerdict
    readings: tuple[ReadingResult, ...]

    @property
    def id(self) -> str:
        """The pattern's id."""
        return self.pattern.id

    @property
    def not_holding(self) -> tuple[ReadingResult, ...]:
        """The readings that do not hold, required or not."""
        return tuple(each for each in self.readings if not each.holds)


@dataclass(frozen=True)
class Scoreboard:
    """Patterns checked together.

    Attributes
    ----------
    results : in the order asked; without the patterns that an interruption cut off
    asked : how many patterns were asked for
    values : what was laid over every arm
    runs : how many simulations were run
    measured : what was measured in each run, by arm
    """

    results: tuple[PatternResult, ...]
    asked: int
    values: Mapping[str, object]
    seed: int
    pairs: int | None
    runs: int
    seconds: float
    measured: Mapping[str, Sequence[Measured]] = field(default_factory=dict, repr=False)

    @property
    def interrupted(self) -> bool:
        """Whether some patterns are missing."""
        return len(self.results) < self.asked

    def count(self, verdict: PatternVerdict) -> int:
        """Return how many patterns have a verdict."""
        return sum(each.verdict is verdict for each in self.results)


def check_pattern(
    pattern: Pattern,
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> PatternResult:
    """Check one pattern.

    Parameters
    ----------
    values
        Laid over the baseline in every arm, under what the arm itself sets: a plausible world.
    pairs
        Runs per arm instead of the declared numbers, from 2.
    seed
        The base seed; arms share the seeds of their runs.
    workers
        Threads; one per core unless given. The results do not depend on it.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a value is wrong; nothing is run then.
    """
    board = check_all([pattern], values=values, pairs=pairs, seed=seed, workers=workers)
    if board.interrupted:
        raise KeyboardInterrupt
    return board.results[0]


def check_all(
    patterns: Sequence[Pattern],
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> Scoreboard:
    """Check several patterns; arms with the same values are run once.

    Parameters as in `check_pattern`.
    """
    plan = plan_for(patterns, values=values, pairs=pairs)
    seed = checked_seed(seed)
    began = time.perf_counter()
    tasks = plan.tasks(seed)
    runs = run_all(tasks, workers=workers, progress=progress)
    results = [judged(each, plan, runs) for each in patterns if complete(each, plan, runs)]
    done = sum(len(each) for each in runs.values())
    seconds = time.perf_counter() - began
    laid = dict(values or {})
    return Scoreboard(tuple(results), len(patterns), laid, seed, pairs, done, seconds, runs)


def plan_for(
    patterns: Sequence[Pattern],
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
) -> Plan:
    """Plan the arms of several patterns.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the number of pairs or a value is wrong.
    """
    whole = isinstance(pairs, int) and not isinstance(pairs, bool)
    if pairs is not None and not (whole and 2 <= pairs <= LARGEST_REPLICATES):
        raise RequestError(
            f"pairs is {pairs!r}; allowed: a whole number from 2 to {LARGEST_REPLICATES:,}"
        )
    plan = Plan(values, pairs)
    for pattern in patterns:
        _check_functions(pattern)
        plan.add(pattern)
    return plan


def _check_functions(pattern: Pattern) -> None:
    """Refuse a reading that names a function which does not exist, before any run."""
    for reading in pattern.readings.values():
        for key, name, known in (
            ("study", reading.study, studies.names()),
            ("unit", reading.unit, studies.names()),
            ("across", reading.across, across.names()),
        ):
            if name and name not in known:
                raise RequestError(
                    f"{pattern.id}, {reading.name}: {key} is {name!r}, which does not exist "
                    f"(nearest: {nearest(name, known)})"
                )


def complete(pattern: Pattern, plan: Plan, runs: Mapping[str, Sequence[Measured]]) -> bool:
    """Tell whether all runs of a pattern are there."""
    return all(
        len(runs.get(plan.key(pattern, arm), ())) >= plan.pairs_of(reading)
        for reading in pattern.readings.values()
        for arm in reading.arms
    )


def judged(pattern: Pattern, plan: Plan, runs: Mapping[str, Sequence[Measured]]) -> PatternResult:
    """Estimate every reading of a pattern and sum up."""
    readings = tuple(read(reading, pattern, plan, runs) for reading in pattern.readings.values())
    verdict = pattern_verdict((each.standing, each.required) for each in readings)
    return PatternResult(pattern, verdict, readings)


def read(
    reading: Reading,
    pattern: Pattern,
    plan: Plan,
    runs: Mapping[str, Sequence[Measured]],
    switch: Mapping[str, object] | None = None,
) -> ReadingResult:
    """Estimate one reading and hold it against what is expected."""
    pairs = plan.pairs_of(reading)
    arms = [runs[plan.key(pattern, arm, switch)][:pairs] for arm in reading.arms]
    found = estimate(reading, arms, [pattern.arms[arm] for arm in reading.arms])
    return ReadingResult(
        name=reading.name,
        seen=found.seen,
        low=found.low,
        high=found.high,
        pairs=found.pairs,
        expected=expectation(reading),
        standing=standing(reading, found),
        required=reading.required,
    )
