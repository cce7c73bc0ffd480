"""Run the points of a design: a failed run is a row with its reason, and the rest goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from heterophony.experiments.engine.workers import (
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    in_order,
)
from heterophony.experiments.methods.sensitivity.factors import Factor, values_at
from heterophony.experiments.methods.sensitivity.responses import AtOnePoint, Response
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.durations import about

DONE, FAILED = "done", "failed"
# The first points also load what is compiled; the pilot is what comes next.
WARM_UP, PILOT_POINTS = 2, 8

Rows = list[dict[str, Any]]
Announce = Callable[[str], None]


@dataclass(frozen=True)
class Points:
    """The points of a study and the seeds at each of them.

    Every point has the same seeds: what two points differ in is then their values, not luck.
    """

    factors: Sequence[Factor]
    places: Numbers
    seeds: Sequence[int]
    response: Response

    def rows(self, point: int) -> Rows:
        """Run one point under every seed and return a row for each."""
        try:
            at: AtOnePoint | Exception = self.response.at(
                values_at(self.factors, self.places[point])
            )
        except Exception as error:
            at = error
        return [self._row(point, place, at) for place in range(len(self.seeds))]

    def _row(self, point: int, replicate: int, at: AtOnePoint | Exception) -> dict[str, Any]:
        seed = self.seeds[replicate]
        row = {"point": point, "replicate": replicate, "seed": seed, "status": DONE, "reason": ""}
        try:
            if isinstance(at, Exception):
                raise at
            row |= at(seed)
        except Exception as error:
            row |= {"status": FAILED, "reason": f"{type(error).__name__}: {error}"}
        return row


def run_points(
    points: Points,
    todo: Sequence[int],
    *,
    workers: int | None,
    stop: Stop,
    progress: ProgressCallback | None,
    announce: Announce | None,
) -> Iterator[Rows]:
    """Yield the rows of each point in turn; the first few tell how long the rest will take."""
    began, total = time.perf_counter(), len(todo)
    threads = checked_workers(workers, total)
    done, pilot = 0, WARM_UP + PILOT_POINTS
    for part in (todo[:WARM_UP], todo[WARM_UP:pilot], todo[pilot:]):
        clock = time.perf_counter()
        for _, rows in in_order(points.rows, part, workers=threads, stop=stop):
            done += 1
            if progress is not None:
                progress(Progress(done, total, time.perf_counter() - began))
            yield rows
        if announce is not None and done == pilot < total:
            announce(_estimate((time.perf_counter() - clock) / PILOT_POINTS, total - done, threads))


def _estimate(seconds: float, left: int, threads: int) -> str:
    """Say how long the rest takes at a pilot's seconds a point."""
    return (
        f"a pilot of {PILOT_POINTS} points took {seconds * 1000:.0f} ms a point on {threads} "
        f"thread{'s' if threads > 1 else ''}: the other {left:,} points take "
        f"{about(seconds * left)}"
    )
