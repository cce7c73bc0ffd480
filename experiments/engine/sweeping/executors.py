"""Where runs are made: on threads of this process, or on a cluster of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.sweeping.identity import Source, run_id
from heterophony.experiments.engine.sweeping.work import Job, Row, Terms, attempt
from heterophony.experiments.engine.workers import Stop, checked_workers, in_order

if TYPE_CHECKING:
    from heterophony.experiments.engine.sweeping.design import Design
    from heterophony.experiments.engine.sweeping.layout import Layout

# Makes runs by number and yields their rows, in any order; begins none once it is told to stop.
Executor = Callable[[Sequence[int], Stop], Iterator[list[Row]]]


@dataclass(frozen=True)
class Jobs:
    """Makes the job of a run from its number."""

    design: Design
    layout: Layout
    source: Source

    @cached_property
    def _key(self) -> str:
        return self.source.key

    def __call__(self, number: int) -> Job:
        """Return the job of a run."""
        point, replicate = self.layout.run(number)
        seed = replicate_seed(self.design.seed, replicate)
        run = run_id(self._key, self.design.points[point].digest, seed)
        return Job(number, run, seed, self.design.scenario(point))


def on_threads(jobs: Jobs, terms: Terms, workers: int) -> Executor:
    """Return what makes runs on threads; the compiled rules let them run side by side."""
    rules = jobs.source.rules

    def work(number: int) -> Row:
        return attempt(jobs(number), terms, rules)

    def execute(numbers: Sequence[int], stop: Stop) -> Iterator[list[Row]]:
        for _, row in in_order(work, numbers, workers=workers, stop=stop):
            yield [row]

    return execute


def executor_for(
    jobs: Jobs, terms: Terms, workers: int | None, dask: str | None
) -> AbstractContextManager[tuple[Executor, int]]:
    """Return what makes the runs, and how many it makes at a time.

    Classes in plain Python hold Python's lock, so more than one worker means processes for them.

    Raises
    ------
    RequestError
        If the number of workers is not allowed.
    """
    if dask is not None:
        from heterophony.experiments.engine.sweeping.cluster import on_cluster

        return on_cluster(jobs, terms, dask)
    most = max(1, jobs.layout.runs)
    if not terms.agents:
        threads = checked_workers(workers, most)
        return nullcontext((on_threads(jobs, terms, threads), threads))
    processes = checked_workers(workers or 1, most)
    if processes == 1:
        return nullcontext((on_threads(jobs, terms, 1), 1))
    from heterophony.experiments.engine.sweeping.cluster import on_processes

    return on_processes(jobs, terms, processes)
