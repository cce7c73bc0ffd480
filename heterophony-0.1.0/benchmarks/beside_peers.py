"""The workload, timed in every available implementation, in turn."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from heterophony.benchmarks.implementations import Implementation
from heterophony.benchmarks.standing import CannotRunError, Standing
from heterophony.benchmarks.turns import Times, by_turns
from heterophony.benchmarks.workload.inputs import CITIZENS
from heterophony.benchmarks.workload.making import make_inputs

LONG_ENOUGH = 0.1  # seconds of processor that a turn should take at least


def time_them(
    implementations: Sequence[Implementation],
    folder: Path,
    *,
    turns: int,
    jobcentres: int = 1,
    weeks: int | None = None,
    told: Callable[[str], None] = lambda name: None,
) -> tuple[dict[str, Times], dict[str, str]]:
    """Time the implementations in turn.

    Returns
    -------
    times : module -> nanoseconds of processor per citizen-week
    skipped : module -> why it could not be run
    """
    skipped: dict[str, str] = {}
    measured: dict[str, Callable[[], float]] = {}
    with ExitStack() as stack:
        for each in implementations:
            told(each.module)
            length = weeks or each.weeks
            inputs = folder / f"{jobcentres}-{length}.npz"
            if not inputs.exists():
                make_inputs(length, jobcentres).save(inputs)
            try:
                standing = stack.enter_context(each.start())
                measured[each.module] = _turn(standing, inputs, jobcentres * CITIZENS * length)
            except CannotRunError as reason:
                skipped[each.module] = str(reason)
        return by_turns(measured, turns, told), skipped


def _turn(standing: Standing, inputs: Path, citizen_weeks: int) -> Callable[[], float]:
    """Run once to compile and warm up; return a function that runs long enough to be timed."""
    once = min(standing.ask(inputs=str(inputs))["processor"] for _ in range(2))
    times = min(max(math.ceil(LONG_ENOUGH / max(once, 1e-6)), 1), 1000)

    def turn() -> float:
        seconds: float = standing.ask(inputs=str(inputs), times=times)["processor"]
        return seconds / times / citizen_weeks * 1e9

    return turn
