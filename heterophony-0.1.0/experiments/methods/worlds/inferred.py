"""What the design only infers: in how many plausible worlds it holds all the same.

These readings did not choose the worlds, so that here they can be found, or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import Progress, Stop, checked_workers, in_order
from heterophony.experiments.methods.worlds.screening import INFERENCE
from heterophony.experiments.methods.worlds.world import PlausibleWorld, Worlds

if TYPE_CHECKING:
    from heterophony.experiments.methods.patterns import Pattern

PAIRS, WEEKS = 4, 104
_WORDS = ("holds", "fails", "uncertain")
COLUMNS = ("pattern", "reading", "expected", *_WORDS)
_Standings = dict[tuple[str, str, str], str]


def inferred_patterns() -> tuple[Pattern, ...]:
    """Return the patterns with those of their required readings that are inferred."""
    from heterophony.experiments.methods.patterns import load_patterns

    found = []
    for pattern in load_patterns().values():
        kept = {
            name: each
            for name, each in pattern.readings.items()
            if each.required and each.evidence == INFERENCE
        }
        if kept:
            found.append(replace(pattern, readings=kept))
    return tuple(found)


def inferred_readings(
    worlds: Worlds,
    *,
    pairs: int = PAIRS,
    weeks: int = WEEKS,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> pd.DataFrame:
    """Check in every world what the design only infers, as validation would.

    Returns
    -------
    pandas.DataFrame
        A row for each reading: pattern, reading, what is expected, and numbers of worlds in which
        it holds, fails, and stays uncertain with so few pairs. After Ctrl-C of the worlds that were
        finished.
    """
    patterns = inferred_patterns()
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    tasks = [(patterns, each, pairs, weeks) for each in worlds]
    threads = checked_workers(workers, len(tasks))
    with Stop() as stop:
        for _, found in in_order(_one, tasks, workers=threads, stop=stop, progress=progress):
            for key, word in found.items():
                counts.setdefault(key, Counter())[word] += 1
    rows = [(*key, *(each[word] for word in _WORDS)) for key, each in counts.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _one(task: tuple[tuple[Pattern, ...], PlausibleWorld, int, int]) -> _Standings:
    from heterophony.experiments.methods.patterns import check_all

    patterns, world, pairs, weeks = task
    laid = {**world.values, "run.weeks": weeks}
    seed = replicate_seed(replicate_seed(1, world.number), 2)
    board = check_all(patterns, values=laid, pairs=pairs, seed=seed, workers=1)
    return {
        (result.id, each.name, each.expected): str(each.standing)
        for result in board.results
        for each in result.readings
    }
