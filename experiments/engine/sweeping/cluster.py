"""Runs on a cluster of dask.distributed: the same rows as on threads, in batches.

A worker that dies costs its batch, which is done again elsewhere. Where a batch has cost several
workers, its runs are made one by one, and a run that costs workers by itself becomes a row.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from heterophony.experiments.engine.sweeping.executors import Executor, Jobs
from heterophony.experiments.engine.sweeping.identity import Agents
from heterophony.experiments.engine.sweeping.work import (
    KILLED,
    Job,
    OtherSourceError,
    Row,
    Terms,
    attempt_packed,
    one_line,
)
from heterophony.experiments.engine.workers import Stop
from heterophony.experiments.results.errors import RequestError, WorkError

_SECONDS_A_BATCH = 1.0  # long beside the two milliseconds that a task costs
_LARGEST_BATCH, _FIRST_BATCH = 64, 4
_KNOWN = ("builtins", "heterophony", "mesa")  # packages whose classes workers have
_AHEAD = 2  # batches under way per thread of the cluster
_CONNECT = "30s"
# In words of Python's own, which a worker without this package understands too.
_PROBE = "__import__('heterophony').__version__"


@contextmanager
def on_cluster(jobs: Jobs, terms: Terms, address: str) -> Iterator[tuple[Executor, int]]:
    """Lend what makes runs on the cluster at an address, and the number of its threads.

    Raises
    ------
    RequestError
        If dask.distributed is not installed, or the address has no port.
    WorkError
        If there is no cluster at the address, or it has no worker.
    """
    distributed = _distributed()
    # A client that cannot read its address is half made, and fails again when Python ends.
    if not re.search(r":\d+$|^inproc://", address):
        raise RequestError(f"--dask is {address!r}; allowed: an address such as tcp://host:8786")
    try:
        client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise WorkError(f"no cluster answers at {address}: {one_line(error)}") from error
    with client:
        yield from _lent(client, jobs, terms, address)


@contextmanager
def on_processes(jobs: Jobs, terms: Terms, processes: int) -> Iterator[tuple[Executor, int]]:
    """Lend what makes runs in processes of this machine, one run at a time in each."""
    distributed = _distributed()
    with (
        distributed.LocalCluster(
            n_workers=processes, threads_per_worker=1, dashboard_address=":0", protocol="tcp"
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        yield from _lent(client, jobs, terms, "processes of this machine")


def _lent(client: Any, jobs: Jobs, terms: Terms, where: str) -> Iterator[tuple[Executor, int]]:
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError:
        raise WorkError(f"the cluster at {where} has no worker") from None
    _check_workers(client, where)
    threads = sum(client.nthreads().values())

    def execute(numbers: Sequence[int], stop: Stop) -> Iterator[list[Row]]:
        try:
            yield from _Batches(client, jobs, terms, stop).run(numbers)
        except OSError as error:  # time-outs too: the scheduler does not answer
            raise _lost(error) from error

    with _travelling(terms.agents):
        yield execute, threads


def _check_workers(client: Any, where: str) -> None:
    """Refuse a cluster with a worker that lacks this package: it would not answer, ever."""
    try:
        client.run(eval, _PROBE)
    except Exception as error:
        raise WorkError(
            f"a worker of the cluster at {where} cannot import heterophony ({one_line(error)}); "
            "install the same version on every worker"
        ) from error


@contextmanager
def _travelling(agents: Agents) -> Iterator[None]:
    """Let classes that are not this package's be sent whole: workers need not have their files."""
    from cloudpickle import register_pickle_by_value, unregister_pickle_by_value

    names = {each.__module__ for agent in agents.values() for each in agent.__mro__}
    own = [sys.modules[n] for n in names if n.split(".")[0] not in _KNOWN and n in sys.modules]
    for module in own:
        register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in own:
            unregister_pickle_by_value(module)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise RequestError(
            "runs in other processes need dask.distributed: pip install 'heterophony[cluster]'"
        ) from None
    return distributed


def _lost(error: Exception) -> WorkError:
    return WorkError(
        f"the cluster failed: {one_line(error)}; what is finished is kept, and the same line goes "
        "on with another"
    )


class _Batches:
    """Keeps a cluster busy with batches of runs, and takes in what comes back."""

    def __init__(self, client: Any, jobs: Jobs, terms: Terms, stop: Stop) -> None:
        self._client, self._jobs, self._terms, self._stop = client, jobs, terms, stop
        self._under_way: dict[Any, tuple[Job, ...]] = {}
        self._doubtful: list[Job] = []  # of batches that cost several workers
        self._seconds, self._made = 0.0, 0

    def run(self, numbers: Sequence[int]) -> Iterator[list[Row]]:
        """Yield the rows of batches as they come."""
        coming = iter(numbers)
        finished = _distributed().as_completed(loop=self._client.loop)
        while self._submit(coming, finished) or self._under_way:
            future = next(finished)
            rows = self._rows(future, self._under_way.pop(future))
            future.release()
            self._seconds += sum(row.seconds for row in rows)
            self._made += len(rows)
            if rows:
                yield rows
        yield from self._one_by_one()

    def _submit(self, coming: Iterator[int], finished: Any) -> bool:
        """Send batches until enough are under way; return whether any was sent."""
        most = _AHEAD * max(1, sum(self._client.nthreads().values()))
        sent = False
        while not self._stop.asked and len(self._under_way) < most:
            batch = tuple(self._jobs(number) for number in islice(coming, self._size()))
            if not batch:
                break
            finished.add(self._sent(batch))
            sent = True
        return sent

    def _sent(self, batch: tuple[Job, ...]) -> Any:
        import cloudpickle

        name = f"heterophony-{batch[0].id}-{batch[-1].id}-{time.monotonic_ns()}"
        packed = cloudpickle.dumps((batch, self._terms))
        future = self._client.submit(attempt_packed, packed, key=name, pure=False)
        self._under_way[future] = batch
        return future

    def _size(self) -> int:
        """Return how many runs make about a second."""
        if not self._made:
            return _FIRST_BATCH
        runs = _SECONDS_A_BATCH / max(self._seconds / self._made, 1e-6)
        return int(max(1, min(_LARGEST_BATCH, runs)))

    def _rows(self, future: Any, batch: tuple[Job, ...], *, alone: bool = False) -> list[Row]:
        """Return the rows of a batch that has ended; none yet if it cost several workers.

        A batch that was not alone may have died of another one on the same workers.

        Raises
        ------
        OtherSourceError
            If a worker has another version of the model.
        WorkError
            If the cluster is lost, or cannot take the batch.
        """
        from distributed import KilledWorker

        try:
            rows: list[Row] = future.result()
        except KilledWorker:
            if alone:
                return [self._killed(each) for each in batch]
            self._doubtful += batch
            return []
        except OtherSourceError:
            raise
        except Exception as error:
            raise _lost(error) from error
        return rows

    def _one_by_one(self) -> Iterator[list[Row]]:
        """Make doubtful runs with nothing beside them, so that a death has one cause."""
        for job in self._doubtful:
            if self._stop.asked:
                return
            future = self._sent((job,))
            yield self._rows(future, self._under_way.pop(future), alone=True)

    def _killed(self, job: Job) -> Row:
        reason = "every worker that made this run died (out of memory, or killed from outside)"
        rules = self._jobs.source.rules
        return Row(job.number, job.id, rules, KILLED, reason, (), 0.0, time.time(), "")
