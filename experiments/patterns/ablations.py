"""Switch a mechanism off, and see whether the pattern that it is said to explain goes with it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from heterophony.experiments.patterns.checking import ReadingResult, plan_for, read
from heterophony.experiments.patterns.measuring import Measured, Plan, run_all
from heterophony.experiments.patterns.rules import Standing
from heterophony.experiments.workers import ProgressCallback
from heterophony.scenarios.patterns_declared import Ablation, Pattern, Reading

_HALF = 2.0


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
    little_left = reading.expected != "band" and _HALF * abs(off.seen) < abs(on.seen)
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
) -> AblationTable:
    """Run every ablation of some patterns. Parameters as in `check`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the number of pairs or a declared value is wrong.
    """
    plan = planned(patterns, values=values, pairs=pairs)
    began = time.perf_counter()
    runs = run_all(plan.tasks(seed), workers=workers, progress=progress)
    claims = list(_claims(patterns))
    results = [
        _result(pattern, ablation, reading, plan, runs)
        for pattern, ablation, reading in claims
        if _complete(pattern, ablation, reading, plan, runs)
    ]
    done = sum(len(each) for each in runs.values())
    return AblationTable(tuple(results), len(claims), done, time.perf_counter() - began)


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
