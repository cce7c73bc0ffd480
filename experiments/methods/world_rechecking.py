"""Worlds again: screen a set under the present model, verify it, or try what the design infers."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import (
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.worlds import (
    PlausibleWorld,
    Worlds,
    load_worlds,
    read_table,
    write_worlds,
)
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.methods.world_candidates import candidate, normed
from heterophony.experiments.methods.world_levels import level_screen
from heterophony.experiments.methods.world_making import Made, check_worlds_file, rejected_beside
from heterophony.experiments.methods.world_screens import (
    ACCEPTED,
    COMBINATION,
    INFERENCE,
    Screened,
    screen,
    screened_values,
    settings_digest,
)
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError
from heterophony.scenarios.patterns_declared import Pattern, load_patterns
from heterophony.sim import model_digest

PAIRS, WEEKS = 4, 104
_WORDS = ("holds", "fails", "uncertain")
COLUMNS = ("pattern", "reading", "expected", *_WORDS)
_VERIFIED = {"accepted": 6, "rejected": 24}
"""How many candidates of each kind a verification screens again, evenly over the set."""


def recheck_worlds(
    worlds: Worlds,
    out: Path,
    *,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> Made:
    """Screen worlds under the present model, and write those that nothing rules out.

    They are screened with fresh seeds, so that a world that passed by luck may fail now. After an
    interruption nothing is written.

    Raises
    ------
    RequestError
        If the name of the file does not end in .parquet, or no world is left.
    WorkError
        If it cannot be written.
    """
    check_worlds_file(out)
    began = time.perf_counter()
    seed = int(worlds.provenance.get("seed", 0))
    found = _all(_again, [(each, seed) for each in worlds], workers, progress)
    seconds = time.perf_counter() - began
    if len(found) < len(worlds):
        return Made(None, tuple(found), len(worlds), seconds)
    kept = [world for world, each in zip(worlds, found, strict=True) if each.accepted]
    if not kept:
        raise RequestError(f"no world of {worlds.source} is plausible under the present model")
    note = {"settings": settings_digest(), "counts": dict(Counter(e.stage for e in found))}
    renumbered = tuple(PlausibleWorld(place, each.values) for place, each in enumerate(kept))
    left = stamped(replace(worlds, worlds=renumbered), "rechecked", note)
    write_worlds(left, out)
    return Made(left, tuple(found), len(kept), seconds)


def verify_worlds(
    path: Path, *, workers: int | None = None, progress: ProgressCallback | None = None
) -> int:
    """Screen a sample of a set's candidates again; if all come out bit for bit, stamp the file.

    For a model that was rewritten without a change of its numbers: the values of the file stay
    untouched, its metadata names the present model, and what was verified. The rejected must lie
    beside it, as `make_worlds` writes them.

    Returns
    -------
    int
        How many candidates were screened again.

    Raises
    ------
    RequestError
        If the files are missing or hold no record of their candidates.
    WorkError
        If a candidate comes out otherwise; nothing is written then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; nothing is written then.
    """
    worlds = load_worlds(path)
    rejected, _ = read_table(rejected_beside(path), str(rejected_beside(path)))
    numbers, seed = worlds.provenance.get("candidates", []), worlds.provenance.get("seed")
    if seed is None or len(numbers) != len(worlds):
        raise RequestError(f"{path} does not say from which candidates its worlds were made")
    baseline = level_screen().scenario
    for world, number in zip(worlds, numbers, strict=True):
        if dict(world.values) != normed(candidate(seed, number), baseline):
            raise WorkError(f"{path}: candidate {number} is drawn otherwise now; make a new set")
    before = [Screened(number, ACCEPTED) for number in _sample(numbers, "accepted")]
    run = rejected[rejected["stage"] != COMBINATION]  # combinations cost no run
    before += [Screened(**row) for row in _sample(run.to_dict("records"), "rejected")]
    tasks = [(seed, each.number) for each in before]
    found = _all(screen, tasks, workers, progress)
    for old, new in zip(before, found, strict=False):
        if _told(old) != _told(new):
            raise WorkError(
                f"{path}: candidate {old.number} comes out otherwise: {_told(new)}, before "
                f"{_told(old)}; screen the set again with --recheck, or make a new one"
            )
    if len(found) < len(before):
        raise Interrupted(None, len(found), len(before), "candidates")
    note = {"candidates": [each.number for each in before]}
    write_worlds(stamped(worlds, "verified", note), path)
    return len(found)


def stamped(worlds: Worlds, how: str, note: dict[str, Any]) -> Worlds:
    """Return worlds that name the present model, with a note of how they came to it."""
    command = ["heterophony", *sys.argv[1:]]
    said = {"before": worlds.model_sha256, **note, "command": command}
    return replace(worlds, model_sha256=model_digest(), provenance={**worlds.provenance, how: said})


def inferred_patterns() -> tuple[Pattern, ...]:
    """Return the patterns with those of their required readings that are inferred."""
    found = []
    for pattern in load_patterns().values():
        kept = {
            name: each
            for name, each in pattern.readings.items()
            if each.required and each.evidence == INFERENCE
        }
        if kept:
            found.append(replace(pattern, readings=kept, ablations={}))
    return tuple(found)


def inferred_readings(
    worlds: Worlds,
    *,
    pairs: int = PAIRS,
    weeks: int = WEEKS,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> pd.DataFrame:
    """Check in every world what the design only infers, as validation would.

    These readings did not choose the worlds, so that they may hold in them or not.

    Returns
    -------
    pandas.DataFrame
        A row for each reading: pattern, reading, what is expected, and numbers of worlds in which
        it holds, fails, and stays uncertain with so few pairs. After an interruption of the worlds
        that were finished.
    """
    patterns = inferred_patterns()
    tasks = [(patterns, each, pairs, weeks) for each in worlds]
    counts: dict[tuple[str, str, str], Counter[str]] = {}
    for found in _all(_inferred, tasks, workers, progress):
        for key, word in found.items():
            counts.setdefault(key, Counter())[word] += 1
    rows = [(*key, *(each[word] for word in _WORDS)) for key, each in counts.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _all(
    work: Any, tasks: Sequence[Any], workers: int | None, progress: ProgressCallback | None
) -> list[Any]:
    """Return what comes of each task, in order; after an interruption of fewer."""
    results = []
    threads = checked_workers(workers, len(tasks))
    with Stop() as stop:
        for place, found in run_tasks(work, tasks, workers=threads, stop=stop, progress=progress):
            if isinstance(found, Failure):
                raise WorkError(f"number {place} of {len(tasks)} failed: {found.reason}")
            results.append(found)
    return results


def _again(task: tuple[PlausibleWorld, int]) -> Screened:
    world, seed = task
    fresh = replicate_seed(replicate_seed(seed, world.number), 1)
    return screened_values(world.number, world.values, fresh)


def _sample(rows: Sequence[Any], kind: str) -> list[Any]:
    """Return some rows, evenly over all of them."""
    return list(rows[:: max(1, len(rows) // _VERIFIED[kind])])


def _told(each: Screened) -> str:
    """Return what the files keep of a candidate; the text of a float is exact."""
    said = asdict(each)
    return " ".join(str(said[name]) for name in ("stage", "check", "reading", "seen"))


def _inferred(
    task: tuple[tuple[Pattern, ...], PlausibleWorld, int, int],
) -> dict[tuple[str, str, str], str]:
    patterns, world, pairs, weeks = task
    placed = {**world.values, "run.weeks": weeks}
    seed = replicate_seed(replicate_seed(1, world.number), 2)
    board = check_all(patterns, values=placed, pairs=pairs, seed=seed, workers=1)
    return {
        (result.id, each.name, each.expected): str(each.standing)
        for result in board.results
        for each in result.readings
    }
