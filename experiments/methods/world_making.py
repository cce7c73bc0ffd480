"""Make plausible worlds: candidates in order, until so many are accepted."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.stats import beta

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.seeds import checked_seed
from heterophony.experiments.engine.workers import (
    Failure,
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, write_table, write_worlds
from heterophony.experiments.methods.world_candidates import (
    alternatives,
    axes,
    candidate,
    normed,
    orders,
)
from heterophony.experiments.methods.world_levels import level_screen
from heterophony.experiments.methods.world_screens import (
    Screened,
    screen,
    screens,
    settings_digest,
)
from heterophony.experiments.results.durations import between
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.manifest import versions
from heterophony.sim import model_digest

LARGEST_ACCEPT = 10_000
PILOT = 40
"""Candidates after which the time is estimated; they count like all others."""
_ROUND = 64
_GIVE_UP = 400  # candidates per world asked for: then something is wrong with the screens

SHAPE = (
    "each number has its default as median and falls to nothing, as a triangle, at the ends of its "
    "declared plausible range; Latin hypercubes of 256 candidates"
)
RULE = (
    "ruled out by what contradicts it: levels by implausibility beyond the cutoff, readings of "
    "patterns with evidence whose 95 % interval leaves out what is expected, with the tolerance; "
    "what stays uncertain does not rule out, what the design only infers does not screen, and few "
    "readings from wider literature may be missed"
)


@dataclass(frozen=True)
class Made:
    """What the making came to.

    Attributes
    ----------
    worlds
        The accepted ones; None before the first.
    screened
        Every candidate in order.
    asked
        How many accepted worlds were asked for.
    seconds
        How long this call took; a resumed making took longer in all.
    """

    worlds: Worlds | None
    screened: tuple[Screened, ...]
    asked: int
    seconds: float

    @property
    def accepted(self) -> int:
        """How many were accepted."""
        return sum(each.accepted for each in self.screened)

    @property
    def finished(self) -> bool:
        """Whether as many were accepted as were asked for."""
        return self.accepted >= self.asked

    def rejected(self) -> pd.DataFrame:
        """Return one row per rejected candidate: its number, and what ruled it out where."""
        rows = [asdict(each) for each in self.screened if not each.accepted]
        columns = ["number", "stage", "check", "reading", "seen", "low", "high"]
        return pd.DataFrame(rows, columns=columns)


def make_worlds(
    accept: int,
    out: Path,
    *,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    announce: Callable[[str], None] | None = None,
) -> Made:
    """Screen candidates until `accept` are accepted, and write them and the rejected ones.

    Candidates are drawn and screened by number, and accepted in that order: the result does not
    depend on the number of workers, nor on interruptions. A checkpoint beside `out` keeps what was
    screened; the same call resumes from it. Other parameters are those of `run`.

    Parameters
    ----------
    accept
        How many worlds: 1 to 10,000.
    out
        The file of worlds; the rejected go to `<name>-rejected.parquet` beside it.
    announce
        Receives, once, after a pilot, how long the rest will take.

    Raises
    ------
    RequestError
        If the request is wrong, or the checkpoint beside `out` is of other settings.
    WorkError
        If the files cannot be written, or hardly any candidate is accepted.
    """
    if isinstance(accept, bool) or not 1 <= accept <= LARGEST_ACCEPT:
        raise RequestError(f"accept is {accept}; allowed: 1 to {LARGEST_ACCEPT:,}")
    check_worlds_file(out)
    seed = checked_seed(seed)
    began, started = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    identity = {"seed": seed, "settings": settings_digest()}
    screened: list[Screened] = []
    checkpoint = Checkpoint[Screened].open(unfinished_path(out), identity, "screening", Screened)
    before = len(checkpoint)
    with Stop() as stop:
        for each in _screened(checkpoint, accept, seed, workers, stop):
            screened.append(each)
            accepted, seconds = sum(e.accepted for e in screened), time.perf_counter() - began
            if progress is not None:
                progress(Progress(accepted, accept, seconds))
            if announce is not None and len(screened) - before == PILOT:
                announce(forecast(screened[before:], accepted, accept, seconds))
    made = _made(screened, accept, seed, time.perf_counter() - began, started)
    if made.finished:
        _write(made, out)
    checkpoint.close(done=made.finished)
    return made


def check_worlds_file(out: Path) -> None:
    """Refuse a name that is no name of a file of worlds."""
    if out.suffix != ".parquet" or out.is_dir():
        raise RequestError(f"{out} must be the name of a file that ends in .parquet")


def _screened(
    checkpoint: Checkpoint[Screened], accept: int, seed: int, workers: int | None, stop: Stop
) -> Iterable[Screened]:
    """Yield candidate after candidate until so many are accepted."""
    threads, accepted = checked_workers(workers, _ROUND), 0
    for first in count(0, _ROUND):
        if first > _GIVE_UP * accept:
            raise WorkError(
                f"{accepted} of {first:,} candidates were accepted and {accept} are wanted: "
                "the screens are too narrow for these rules"
            )
        numbers = range(first, first + _ROUND)
        tasks, keys = [(seed, each) for each in numbers], [str(each) for each in numbers]
        for place, found in run_tasks(
            screen, tasks, keys=keys, checkpoint=checkpoint, workers=threads, stop=stop
        ):
            if isinstance(found, Failure):
                raise WorkError(f"candidate {numbers[place]} cannot be screened: {found.reason}")
            yield found
            accepted += found.accepted
            if accepted >= accept:
                return
        if stop.asked:
            return


def forecast(pilot: Sequence[Screened], accepted: int, accept: int, seconds: float) -> str:
    """Say how long the rest takes, judged by a pilot: a span, since few were accepted yet."""
    hits, each = sum(one.accepted for one in pilot), seconds / len(pilot)
    left = max(0, accept - accepted)
    low, high = beta.ppf([0.025, 0.975], hits + 0.5, len(pilot) - hits + 0.5)
    span = between(left * each / high, left * each / low)
    return (
        f"pilot: {hits} of {len(pilot)} candidates accepted, {each:.2f} s each; {left} more worlds "
        f"will take {span}. Ctrl-C keeps what is done; the same command resumes it"
    )


def _made(
    screened: Sequence[Screened], accept: int, seed: int, seconds: float, started: str
) -> Made:
    accepted = [each for each in screened if each.accepted]
    worlds = None
    if accepted:
        how = provenance(screened, accepted, seed) | {
            "command": ["heterophony", *sys.argv[1:]],
            "started": started,
            "seconds": round(seconds, 1),
        }
        values = [normed(candidate(seed, e.number), level_screen().scenario) for e in accepted]
        numbered = tuple(PlausibleWorld(place, each) for place, each in enumerate(values))
        worlds = Worlds(numbered, model_digest(), f"screening with seed {seed}", how)
    return Made(worlds, tuple(screened), accept, seconds)


def _write(made: Made, out: Path) -> None:
    """Write the rejected, and last the worlds."""
    assert made.worlds is not None
    beside = rejected_beside(out)
    document: dict[str, Any] = {
        "kind": "rejected candidates",
        "model_sha256": made.worlds.model_sha256,
        "seed": made.worlds.provenance["seed"],
        "counts": dict(Counter(each.stage for each in made.screened)),
    }
    write_table(made.rejected(), beside, document)
    write_worlds(made.worlds, out)


def rejected_beside(out: Path) -> Path:
    """Return the file of the rejected that belongs to a file of worlds."""
    return out.with_name(f"{out.stem}-rejected.parquet")


def provenance(
    screened: Sequence[Screened], accepted: Sequence[Screened], seed: int
) -> dict[str, Any]:
    """Return ranges, alternatives, screens, seed, counts and versions."""
    return {
        "seed": seed,
        "settings": settings_digest(),
        "tried": len(screened),
        "accepted": len(accepted),
        "counts": dict(Counter(each.stage for each in screened)),
        "candidates": [each.number for each in accepted],
        "shape": SHAPE,
        "rule": RULE,
        "ranges": {
            ".".join(filter(None, (each.name, each.component))): [each.low, each.high]
            for each in axes()
        },
        "alternatives": {
            each.name: dict(zip(map(str, each.values), each.weights, strict=True))
            for each in alternatives()
        },
        "orders": [f"{below} <= {above}: {why}" for below, above, why in orders()],
        "levels": level_screen().document(),
        "patterns": [
            {
                "stage": stage.name,
                "pairs": stage.pairs,
                "weeks": stage.weeks,
                "readings": [f"{p.id}.{name}" for p in stage.patterns for name in p.readings],
            }
            for stage in screens().stages
        ],
        "leniency": {
            "tolerance": screens().tolerance,
            "wider_misses": screens().wider_misses,
            "spared": [each._asdict() for each in screens().spared],
        },
        "left_open": _counted(name for each in accepted for name in each.uncertain),
        "missed": _counted(name for each in accepted for name in each.missed),
        "versions": versions(),
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())
