"""Fill a store: take up what is there, make what is missing, keep each row as it comes."""

from __future__ import annotations

import json
import logging
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.sweeping.design import Design
from heterophony.experiments.engine.sweeping.executors import Jobs, executor_for
from heterophony.experiments.engine.sweeping.forecast import forecast_of, pilot_of
from heterophony.experiments.engine.sweeping.identity import Agents, Source
from heterophony.experiments.engine.sweeping.keeper import Keeper, Say
from heterophony.experiments.engine.sweeping.manifest import Manifest
from heterophony.experiments.engine.sweeping.parts import TIMING
from heterophony.experiments.engine.sweeping.store import CONTENTS, Store, write_contents
from heterophony.experiments.engine.sweeping.work import Row, Terms
from heterophony.experiments.engine.workers import Progress, ProgressCallback, Stop
from heterophony.experiments.results.errors import Interrupted, RequestError

SESSIONS = "_sessions.jsonl"  # readers of a folder of tables pass over such a name
_LONG = 200  # runs from which a pilot says what is to come
_WORTH_SAYING = 20.0  # seconds
LOG: Say = logging.getLogger("heterophony").warning


@dataclass(frozen=True)
class Means:
    """How runs are made: nothing of it changes a result.

    Attributes
    ----------
    workers
        Threads; processes where classes in plain Python act. One per core unless given.
    dask
        Address of a cluster to use instead.
    time_limit
        Seconds that one run may take.
    retry
        Make runs again that failed, timed out or were killed before.
    agents
        Classes that act instead of the model's own.
    progress, say
        Called with how far the work has come, and with what people should know.
    """

    workers: int | None = None
    dask: str | None = None
    time_limit: float | None = None
    retry: bool = False
    agents: Agents | None = None
    progress: ProgressCallback | None = None
    say: Say = LOG

    def checked(self) -> Means:
        """Return the means as they are.

        Raises
        ------
        RequestError
            If the time limit is not a number above 0, or both workers and a cluster are given.
        """
        if self.dask is not None and self.workers is not None:
            raise RequestError("workers and dask contradict each other; a cluster has its own")
        limit = self.time_limit
        if limit is not None and not (isinstance(limit, int | float) and 0 < limit < float("inf")):
            raise RequestError(f"time_limit is {limit!r}; allowed: a number of seconds above 0")
        return self


def fill(path: Path, manifest: Manifest, source: Source, means: Means) -> Store:
    """Make every missing run of a store whose lock this process holds.

    Raises
    ------
    Interrupted
        On Ctrl-C; everything that was finished is kept.
    WorkError
        If rows cannot be written, or the cluster is lost.
    """
    clock = time.perf_counter()
    keeper = Keeper(path, manifest, retry=means.retry, say=means.say)
    missing = keeper.missing()
    made, stopped = 0, False
    if missing:
        (path / CONTENTS).unlink(missing_ok=True)
        try:
            made, stopped = _make(missing, manifest, source, means, keeper)
        finally:
            _note_session(path, means, len(missing) - len(keeper.missing()), clock)
            keeper.close()
    if stopped and made < len(missing):
        done = manifest.layout.runs - len(missing) + made
        raise Interrupted(Store(path), done, manifest.layout.runs, "runs")
    keeper.finish()
    keeper.close()
    store = Store(path)
    write_contents(store)
    return store


def _make(
    missing: list[int], manifest: Manifest, source: Source, means: Means, keeper: Keeper
) -> tuple[int, bool]:
    """Make runs; return how many were made, and whether Ctrl-C ended it."""
    terms = terms_of(manifest.design, source, means)
    jobs = Jobs(manifest.design, manifest.layout, source)
    started, made = time.perf_counter(), 0
    with Stop() as stop, executor_for(jobs, terms, means.workers, means.dask) as (execute, width):
        pilot = pilot_of(missing, manifest) if len(missing) >= _LONG else []
        first = set(pilot)
        for numbers in (pilot, [number for number in missing if number not in first]):
            rows: list[Row] = []
            for made_now in execute(numbers, stop) if numbers else ():
                keeper.add(made_now)
                made += len(made_now)
                if numbers is pilot:
                    rows += made_now
                if means.progress is not None:
                    seconds = time.perf_counter() - started
                    means.progress(Progress(made, len(missing), seconds))
            if rows and not stop.asked:
                found = forecast_of(rows, manifest, manifest, len(missing) - made, width)
                if found.seconds > _WORTH_SAYING:
                    means.say(str(found))
        return made, stop.asked


def terms_of(design: Design, source: Source, means: Means) -> Terms:
    """Return what holds for every run."""
    asking = replace(source, agents={}).key
    return Terms(design.outcomes, asking, means.time_limit, means.agents or {})


def _note_session(path: Path, means: Means, made: int, clock: float) -> None:
    """Add when, where and how runs were made to what is timed."""
    seconds = time.perf_counter() - clock
    line: dict[str, Any] = {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "runs": made,
        "workers": means.workers,
        "dask": means.dask,
        "time_limit": means.time_limit,
        "machine": socket.gethostname(),
        "command": sys.argv,
    }
    with suppress(OSError):  # a full disk has been told of already
        (path / TIMING).mkdir(exist_ok=True)
        with (path / TIMING / SESSIONS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
