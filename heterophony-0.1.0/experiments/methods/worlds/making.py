"""Make plausible worlds: candidates in order, until so many are accepted."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.engine.seeds import checked_seed
from heterophony.experiments.engine.workers import Progress, Stop, checked_workers, in_order
from heterophony.experiments.methods.worlds.files import write_table, write_worlds
from heterophony.experiments.methods.worlds.journal import Journal
from heterophony.experiments.methods.worlds.screening import Screened, screen, settings_digest
from heterophony.experiments.methods.worlds.world import Worlds
from heterophony.experiments.results.durations import between
from heterophony.experiments.results.errors import RequestError, WorkError

if TYPE_CHECKING:
    import pandas as pd

LARGEST_ACCEPT = 10_000
PILOT = 40
"""Candidates after which the time is estimated; they count like all others."""
_ROUND = 64
_GIVE_UP = 400  # candidates per world asked for: then something is wrong with the screens


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
        import pandas as pd

        rows = [asdict(each) for each in self.screened if not each.accepted]
        columns = ["number", "stage", "check", "reading", "seen", "low", "high"]
        return pd.DataFrame(rows, columns=columns)


def make_worlds(
    accept: int,
    out: Path,
    *,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    announce: Callable[[str], None] | None = None,
) -> Made:
    """Screen candidates until `accept` are accepted, and write them with the rejected beside.

    Candidates are drawn and screened by number, and accepted in that order: the result does not
    depend on the number of workers, nor on interruptions. Ctrl-C keeps what was screened in a
    journal beside `out`; the same call goes on from there.

    Parameters
    ----------
    accept
        How many worlds: 1 to 10,000.
    out
        The file of worlds; the rejected stand beside it in `<name>-rejected.parquet`.
    announce
        Told once, after a pilot, how long the rest will take.

    Raises
    ------
    RequestError
        If the request is wrong, or the journal beside `out` was begun under other settings.
    WorkError
        If the files cannot be written, or hardly any candidate is accepted.
    """
    _check(accept, out)
    seed = checked_seed(seed)
    began, started = time.perf_counter(), datetime.now(UTC).isoformat(timespec="seconds")
    head: dict[str, object] = {"kind": "screening", "seed": seed, "settings": settings_digest()}
    with Journal(out, head) as journal, Stop() as stop:
        _fill(journal, accept, seed, workers, stop, progress, announce)
        made = _made(journal.screened, accept, seed, time.perf_counter() - began, started)
        if made.finished:
            _write(made, out)
            journal.finish()
    return made


def _check(accept: int, out: Path) -> None:
    if isinstance(accept, bool) or not 1 <= accept <= LARGEST_ACCEPT:
        raise RequestError(f"accept is {accept}; allowed: 1 to {LARGEST_ACCEPT:,}")
    if out.suffix != ".parquet" or out.is_dir():
        raise RequestError(f"{out} must be the name of a file that ends in .parquet")


def _fill(
    journal: Journal,
    accept: int,
    seed: int,
    workers: int | None,
    stop: Stop,
    progress: Callable[[Progress], None] | None,
    announce: Callable[[str], None] | None,
) -> None:
    """Screen on from where the journal ends."""
    threads = checked_workers(workers, _ROUND)
    began, before = time.perf_counter(), len(journal.screened)
    accepted = sum(each.accepted for each in journal.screened)
    while accepted < accept and not stop.asked:
        first = len(journal.screened)
        if first > _GIVE_UP * accept:
            raise WorkError(
                f"{accepted} of {first:,} candidates were accepted and {accept} are wanted: "
                "the screens are too narrow for these rules"
            )
        tasks = [(seed, first + each) for each in range(_ROUND)]
        for _, screened in in_order(screen, tasks, workers=threads, stop=stop):
            journal.add(screened)
            accepted += screened.accepted
            seconds = time.perf_counter() - began
            if progress is not None:
                progress(Progress(accepted, accept, seconds))
            if announce is not None and len(journal.screened) - before == PILOT:
                announce(forecast(journal.screened[before:], accepted, accept, seconds))
            if accepted >= accept:
                break


def forecast(pilot: Sequence[Screened], accepted: int, accept: int, seconds: float) -> str:
    """Say how long the rest takes, judged by a pilot: a span, since few were accepted yet."""
    from scipy.stats import beta

    hits, each = sum(one.accepted for one in pilot), seconds / len(pilot)
    left = max(0, accept - accepted)
    low, high = beta.ppf([0.025, 0.975], hits + 0.5, len(pilot) - hits + 0.5)
    span = between(left * each / high, left * each / low)
    return (
        f"pilot: {hits} of {len(pilot)} candidates accepted, {each:.2f} s each; {left} more worlds "
        f"will take {span}. Ctrl-C keeps what is done; the "
        "same line goes on"
    )


def _made(
    screened: Sequence[Screened], accept: int, seed: int, seconds: float, started: str
) -> Made:
    from heterophony.experiments.methods.worlds.provenance import provenance, worlds_of

    accepted = [each for each in screened if each.accepted][:accept]
    last = accepted[-1].number if len(accepted) == accept else len(screened) - 1
    counted = tuple(each for each in screened if each.number <= last)
    worlds = None
    if accepted:
        how = provenance(counted, accepted, seed) | {
            "command": ["heterophony", *sys.argv[1:]],
            "started": started,
            "seconds": round(seconds, 1),
        }
        worlds = worlds_of(accepted, seed, how)
    return Made(worlds, counted, accept, seconds)


def _write(made: Made, out: Path) -> None:
    """Write the rejected, and last the worlds."""
    assert made.worlds is not None
    beside = rejected_beside(out)
    document: dict[str, Any] = {
        "kind": "rejected candidates",
        "rules_sha256": made.worlds.rules_sha256,
        "seed": made.worlds.provenance["seed"],
        "counts": dict(Counter(each.stage for each in made.screened)),
    }
    write_table(made.rejected(), beside, document)
    write_worlds(made.worlds, out)


def rejected_beside(out: Path) -> Path:
    """Return the file of the rejected that belongs to a file of worlds."""
    return out.with_name(f"{out.stem}-rejected.parquet")
