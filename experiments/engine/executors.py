"""Where the runs of a sweep are made: on threads, in processes or on a cluster, all one way.

An executor takes the numbers of runs and yields their rows, in any order.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import TypedDict

from heterophony.experiments.engine.jobs import Jobs, attempt
from heterophony.experiments.engine.pools import RUNS_A_PROCESS, THREADS_A_PROCESS, shared_out
from heterophony.experiments.engine.workers import (
    ProgressCallback,
    Stop,
    checked_workers,
    in_order,
)
from heterophony.experiments.inputs.checked import positive_number
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.identity import Agents, Source
from heterophony.experiments.results.parts import Row
from heterophony.experiments.results.store_manifest import Manifest

# Makes runs by number and yields their rows, in any order; starts none after `stop.asked`.
Executor = Callable[[Sequence[int], Stop], Iterator[list[Row]]]


Say = Callable[[str], None]
LOG: Say = logging.getLogger("heterophony").warning


class Options(TypedDict, total=False):
    """How runs are made, as keywords: see `ExecutionOptions`."""

    workers: int | None
    dask: str | None
    time_limit: float | None
    retry: bool
    accept_stale: bool
    agents: Agents | None
    progress: ProgressCallback | None
    say: Say


@dataclass(frozen=True)
class ExecutionOptions:
    """How runs are made: none of it changes a result.

    Attributes
    ----------
    workers
        Runs at a time; one per core by default. They are threads; beyond four, where there are
        runs enough, processes of up to four threads. With `agents`, processes of one thread, one
        by default.
    dask
        The address of a dask.distributed cluster to use instead.
    time_limit
        Seconds that a run may take; one that takes longer becomes a row that says so.
    retry
        Make runs again that failed, timed out or were killed before.
    accept_stale
        Go on although the model has changed since the store was begun.
    agents
        Classes that act instead of the model's own: `citizen_class`, `mentor_class`,
        `caseworker_class`, as for `HeterophonicModel`.
    progress
        Called with how far the work has come.
    say
        Called with what people should know; the log of this package by default.

    Raises
    ------
    RequestError
        If the time limit is not a number above 0, or both workers and a cluster are given.
    """

    workers: int | None = None
    dask: str | None = None
    time_limit: float | None = None
    retry: bool = False
    accept_stale: bool = False
    agents: Agents | None = None
    progress: ProgressCallback | None = None
    say: Say = LOG

    def __post_init__(self) -> None:
        """Check the options."""
        if self.dask is not None and self.workers is not None:
            raise RequestError("workers and dask contradict each other; a cluster has its own")
        if self.time_limit is not None:
            limit = positive_number(self.time_limit, "time_limit", " (seconds)")
            object.__setattr__(self, "time_limit", limit)

    def jobs(self, manifest: Manifest, source: Source) -> Jobs:
        """Return the jobs of a store's runs."""
        return Jobs(manifest, source, self.time_limit, self.agents or {})


def on_threads(jobs: Jobs, workers: int) -> Executor:
    """Return an executor of threads; the compiled rules let them run side by side."""
    rules, outcomes = jobs.source.rules, jobs.manifest.design.outcomes

    def work(number: int) -> Row:
        return attempt(jobs(number), outcomes, rules)

    def execute(numbers: Sequence[int], stop: Stop) -> Iterator[list[Row]]:
        for _, row in in_order(work, numbers, workers=workers, stop=stop):
            yield [row]

    return execute


def executor_for(jobs: Jobs, how: ExecutionOptions) -> AbstractContextManager[tuple[Executor, int]]:
    """Return an executor, and how many runs it makes at a time.

    Classes in plain Python hold Python's lock, so more than one worker means processes for them.
    Compiled runs hold it for a small part: four threads to a process lose little.

    Raises
    ------
    RequestError
        If the number of workers is not allowed, or dask.distributed is needed and not installed.
    """
    most = max(1, jobs.manifest.layout.runs)
    processes, threads = 1, 1
    if how.dask is None:
        one = 1 if jobs.agents and how.workers is None else how.workers
        count = checked_workers(one, most)
        processes, threads = shared_out(count, 1 if jobs.agents else THREADS_A_PROCESS)
        if processes == 1 or (not jobs.agents and most < RUNS_A_PROCESS * processes):
            return nullcontext((on_threads(jobs, count), count))
    try:
        from heterophony.experiments.engine import cluster  # needs an extra of this package
    except ImportError:
        needed = "dask.distributed: pip install 'heterophony[cluster]'"
        if how.dask is None and not jobs.agents:
            how.say(f"{count} threads share one process; more processes need {needed}")
            return nullcontext((on_threads(jobs, count), count))
        raise RequestError(f"runs in other processes need {needed}") from None
    if how.dask is not None:
        return cluster.on_cluster(jobs, how.dask)
    return cluster.on_processes(jobs, processes, threads)
