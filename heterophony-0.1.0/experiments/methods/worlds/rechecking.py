"""Screen an old set of worlds again, after rules or screens have changed."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import Progress, Stop, checked_workers, in_order
from heterophony.experiments.methods.worlds.files import write_worlds
from heterophony.experiments.methods.worlds.making import Made
from heterophony.experiments.methods.worlds.screening import (
    Screened,
    screened_values,
    settings_digest,
)
from heterophony.experiments.methods.worlds.world import PlausibleWorld, Worlds
from heterophony.experiments.results.errors import RequestError


def recheck_worlds(
    worlds: Worlds,
    out: Path,
    *,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Made:
    """Screen worlds under the present rules, and write those that nothing rules out.

    They are screened with fresh seeds, so that a world which passed by luck may fail now. After
    Ctrl-C nothing is written.

    Raises
    ------
    RequestError
        If the name of the file does not end in .parquet, or no world is left.
    WorkError
        If it cannot be written.
    """
    if out.suffix != ".parquet":
        raise RequestError(f"{out} must be the name of a file that ends in .parquet")
    began, found = time.perf_counter(), []
    seed = int(worlds.provenance.get("seed", 0))
    threads = checked_workers(workers, len(worlds))
    tasks = [(each, seed) for each in worlds]
    with Stop() as stop:
        for _, screened in in_order(_again, tasks, workers=threads, stop=stop, progress=progress):
            found.append(screened)
    seconds = time.perf_counter() - began
    if len(found) < len(worlds):
        return Made(None, tuple(found), len(worlds), seconds)
    kept = [world for world, each in zip(worlds, found, strict=True) if each.accepted]
    if not kept:
        raise RequestError(f"no world of {worlds.source} is plausible under the present rules")
    left = _left(worlds, kept, found)
    write_worlds(left, out)
    return Made(left, tuple(found), len(kept), seconds)


def _again(task: tuple[PlausibleWorld, int]) -> Screened:
    world, seed = task
    fresh = replicate_seed(replicate_seed(seed, world.number), 1)
    return screened_values(world.number, world.values, fresh)


def _left(worlds: Worlds, kept: list[PlausibleWorld], found: list[Screened]) -> Worlds:
    """Return the worlds that are left, with the note of how they were screened again."""
    how = {
        **worlds.provenance,
        "rechecked": {
            "before": worlds.rules_sha256,
            "settings": settings_digest(),
            "counts": dict(Counter(each.stage for each in found)),
            "command": ["heterophony", *sys.argv[1:]],
        },
    }
    renumbered = (PlausibleWorld(place, each.values) for place, each in enumerate(kept))
    return Worlds(tuple(renumbered), SOURCE_DIGEST, worlds.source, how)
