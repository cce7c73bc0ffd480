"""Switch a mechanism off, and see whether the pattern that it is said to explain goes with it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.methods.patterns.checking import ReadingResult, plan_for, read
from heterophony.experiments.methods.patterns.measuring import Measured, Plan, Task, run_all
from heterophony.experiments.methods.patterns.rules import Standing
from heterophony.scenarios.patterns_declared import Ablation, Pattern, Reading

_HALF = 2.0
# What a band of these would be without any effect; a band of levels says nothing of that.
_NOTHING = {"difference": 0.0, "gain": 0.0, "odds": 1.0}


class Fate(StrEnum):
    """What became of a reading when its mechanism was switched off."""

    DESTROYED = "yes"
    WEAKENED = "mostly"
    SURVIVES = "no"
    UNCLEAR = "unclear"
    NOT_THERE = "nothing to destroy"


@dataclass(frozen=True)
class AblationResult:
    """One reading with a mechanism on and off."""

    pattern: Pattern
    ablation: Ablation
    on: ReadingResult
    off: ReadingResult
    fate: Fate


@dataclass(frozen=True)
class AblationTable:
    """All ablations that were run, those cut off by an interruption left out."""

    results: tuple[AblationResult, ...]
    asked: int
    runs: int
    seconds: float

    @property
    def interrupted(self) -> bool:
        """Whether some are missing."""
        return len(self.results) < self.asked


def fate(reading: Reading, on: ReadingResult, off: ReadingResult) -> Fate:
    """Say what became of a reading.

    Destroyed if it fails without the mechanism, or, of a difference, if less than half is left and
    the rest does not hold; mostly if the rest still holds. A difference too small to hold with the
    mechanism on may be destroyed all the same.
    """
    nothing = _NOTHING.get(reading.reads, 0.0)
    measured = reading.expected != "band" or reading.reads in _NOTHING
    little_left = measured and _HALF * abs(off.seen - nothing) < abs(on.seen - nothing)
    if on.standing is Standing.FAILS and not little_left:
        return Fate.NOT_THERE
    if off.holds:
        return Fate.WEAKENED if little_left else Fate.SURVIVES
    if off.standing is Standing.FAILS:
        return Fate.DESTROYED
    return Fate.DESTROYED if little_left else Fate.UNCLEAR


def planned(
    patterns: Sequence[Pattern],
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
) -> Plan:
    """Plan the arms of all ablations of some patterns, with their mechanisms on and off."""
    plan = plan_for([], values=values, pairs=pairs)
    for pattern, ablation, reading in _claims(patterns):
        plan.add_reading(pattern, reading)
        plan.add_reading(pattern, reading, ablation.values)
    return plan


def ablate(
    patterns: Sequence[Pattern],
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    known: Mapping[str, Sequence[Measured]] | None = None,
) -> AblationTable:
    """Run every ablation of some patterns. Parameters as in `check`.

    `known` holds runs made before with the same values, pairs and seed: they are not made again.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the number of pairs or a declared value is wrong.
    """
    plan = planned(patterns, values=values, pairs=pairs)
    began = time.perf_counter()
    arms = [arm.tasks(seed) for arm in plan.arms.values()]
    tasks = [task for arm in arms if not _have_run(arm, known or {}) for task in arm]
    runs = {**(known or {}), **run_all(tasks, workers=workers, progress=progress)}
    claims = list(_claims(patterns))
    results = [
        _result(pattern, ablation, reading, plan, runs)
        for pattern, ablation, reading in claims
        if _complete(pattern, ablation, reading, plan, runs)
    ]
    seconds = time.perf_counter() - began
    return AblationTable(tuple(results), len(claims), len(tasks), seconds)


def _have_run(arm: Sequence[Task], known: Mapping[str, Sequence[Measured]]) -> bool:
    """Tell whether all runs of an arm are known, each read by the studies that are needed."""
    runs = known.get(arm[0].key, ())
    return len(runs) >= len(arm) and all(
        set(task.studies) <= set(run.studies) for task, run in zip(arm, runs, strict=False)
    )


def _claims(patterns: Sequence[Pattern]) -> Iterator[tuple[Pattern, Ablation, Reading]]:
    for pattern in patterns:
        for ablation in pattern.ablations.values():
            for name in ablation.destroys:
                yield pattern, ablation, pattern.readings[name]


def _complete(
    pattern: Pattern,
    ablation: Ablation,
    reading: Reading,
    plan: Plan,
    runs: Mapping[str, Sequence[Measured]],
) -> bool:
    return all(
        len(runs.get(plan.key(pattern, arm, switch), ())) >= plan.pairs_of(reading)
        for arm in reading.arms
        for switch in (None, ablation.values)
    )


def _result(
    pattern: Pattern,
    ablation: Ablation,
    reading: Reading,
    plan: Plan,
    runs: Mapping[str, Sequence[Measured]],
) -> AblationResult:
    on = read(reading, pattern, plan, runs)
    off = read(reading, pattern, plan, runs, ablation.values)
    return AblationResult(pattern, ablation, on, off, fate(reading, on, off))
