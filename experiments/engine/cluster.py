"""Runs on a cluster of dask.distributed: the same rows as on threads, in batches.

The batch of a worker that dies is repeated elsewhere. The runs of a batch that cost several workers
are made one by one, and a run that costs workers by itself becomes a row.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor as PoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import islice
from typing import Any

import cloudpickle
import distributed as _distributed
import msgspec

from heterophony.experiments.engine.interrupts import interrupts_held
from heterophony.experiments.engine.jobs import Job, Jobs, OtherSourceError, attempt_packed
from heterophony.experiments.engine.workers import Stop, one_line
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.identity import Agents
from heterophony.experiments.results.parts import KILLED, Row

Executor = Callable[[Sequence[int], Stop], Iterator[list[Row]]]  # as in `executors`
_SECONDS_A_BATCH = 1.0  # long compared with the two milliseconds of a task
_LARGEST_BATCH, _FIRST_BATCH = 64, 4
distributed: Any = _distributed  # the library has no types
_KNOWN = ("builtins", "heterophony", "mesa")  # packages whose classes workers have
_AHEAD = 2  # batches under way per thread of the cluster
_CONNECT = "30s"
_LOGS = ("distributed", "tornado", "asyncio")
# In words of Python's own, which a worker without this package understands too.
_PROBE = "__import__('heterophony').__version__"


@contextmanager
def on_cluster(jobs: Jobs, address: str) -> Iterator[tuple[Executor, int]]:
    """Yield an executor on the cluster at an address, and the number of its threads.

    Raises
    ------
    RequestError
        If the address has no port.
    WorkError
        If there is no cluster at the address, or it has no worker.
    """
    # A client that cannot read its address is half made, and fails again when Python ends.
    if not re.search(r":\d+$|^inproc://", address):
        raise RequestError(f"--dask is {address!r}; allowed: an address such as tcp://host:8786")
    with _silenced(), ExitStack() as stack:
        try:
            client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
            stack.enter_context(client)
        except (OSError, TimeoutError, ValueError) as error:
            raise WorkError(f"no cluster answers at {address}: {one_line(error)}") from error
        yield from _executor_of(client, jobs, address)


@contextmanager
def on_processes(jobs: Jobs, processes: int, threads: int = 1) -> Iterator[tuple[Executor, int]]:
    """Yield an executor in processes of this machine, so many runs at a time in each.

    Raises
    ------
    WorkError
        If the processes cannot be started.
    """
    with _local_client(processes, threads) as client:
        yield from _executor_of(client, jobs, "processes of this machine")


@contextmanager
def pool_of_processes(processes: int, threads: int) -> Iterator[PoolExecutor]:
    """Yield a pool in processes of this machine, so many tasks at a time in each.

    Raises
    ------
    WorkError
        If the processes cannot be started, or all that worked on a task died.
    """
    with _local_client(processes, threads) as client:
        try:
            yield client.get_executor(pure=False)
        except distributed.KilledWorker:
            raise WorkError(
                "every process that worked on one of the tasks died (out of memory, or killed "
                "from outside); what is finished is kept where there is a file for it"
            ) from None


@contextmanager
def _local_client(processes: int, threads: int) -> Iterator[Any]:
    """Yield a client of a cluster in processes of this machine."""
    with _silenced(), ExitStack() as stack:
        try:
            with interrupts_held():
                cluster = distributed.LocalCluster(
                    n_workers=processes,
                    threads_per_worker=threads,
                    dashboard_address=":0",
                    protocol="tcp",
                    silence_logs=logging.CRITICAL,
                )
            stack.enter_context(cluster)
            client = stack.enter_context(distributed.Client(cluster, set_as_default=False))
        except (OSError, RuntimeError, TimeoutError) as error:
            raise WorkError(f"the processes cannot be started: {one_line(error)}") from error
        yield client


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep the library's logs from saying, with tracebacks, what a sentence of ours says."""
    names = [each for each in logging.root.manager.loggerDict if each.split(".")[0] in _LOGS]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


def _executor_of(client: Any, jobs: Jobs, where: str) -> Iterator[tuple[Executor, int]]:
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
    except TimeoutError:
        raise WorkError(f"the cluster at {where} has no worker") from None
    _check_workers(client, where)
    threads = sum(client.nthreads().values())

    def execute(numbers: Sequence[int], stop: Stop) -> Iterator[list[Row]]:
        try:
            yield from _Batches(client, jobs, stop).run(numbers)
        except (OSError, RuntimeError) as error:  # time-outs too: the scheduler does not answer
            if isinstance(error, WorkError):
                raise
            raise _lost(error) from error

    with _travelling(jobs.agents):
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
    """Send classes that are not this package's by value: workers need not have their files."""
    names = {each.__module__ for agent in agents.values() for each in agent.__mro__}
    own = [sys.modules[n] for n in names if n.split(".")[0] not in _KNOWN and n in sys.modules]
    for module in own:
        cloudpickle.register_pickle_by_value(module)
    try:
        yield
    finally:
        for module in own:
            cloudpickle.unregister_pickle_by_value(module)


def _lost(error: BaseException) -> WorkError:
    return WorkError(
        f"the cluster failed: {one_line(error)}; finished runs are kept, and the same command "
        "resumes with another cluster"
    )


class _Batches:
    """Keeps a cluster busy with batches of runs, and takes in what comes back."""

    def __init__(self, client: Any, jobs: Jobs, stop: Stop) -> None:
        self._client, self._jobs, self._stop = client, jobs, stop
        without_agents = msgspec.structs.replace(jobs.source, agents={})  # they travel by value
        self._common = jobs.manifest.design.outcomes, without_agents.key
        self._under_way: dict[Any, tuple[Job, ...]] = {}
        self._doubtful: list[Job] = []  # of batches that cost several workers
        self._seconds, self._made = 0.0, 0

    def run(self, numbers: Sequence[int]) -> Iterator[list[Row]]:
        """Yield the rows of batches as they come."""
        coming = iter(numbers)
        finished = distributed.as_completed(loop=self._client.loop)
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
        name = f"heterophony-{batch[0].id}-{batch[-1].id}-{time.monotonic_ns()}"
        packed = cloudpickle.dumps((batch, *self._common))
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
        try:
            rows: list[Row] = future.result()
        except distributed.KilledWorker:
            if alone:
                return [self._killed(each) for each in batch]
            self._doubtful += batch
            return []
        except OtherSourceError:
            raise
        except (Exception, asyncio.CancelledError) as error:  # a dead scheduler cancels
            raise _lost(error) from error
        return rows

    def _one_by_one(self) -> Iterator[list[Row]]:
        """Make doubtful runs alone, so that a death has one cause."""
        for job in self._doubtful:
            if self._stop.asked:
                return
            future = self._sent((job,))
            yield self._rows(future, self._under_way.pop(future), alone=True)

    def _killed(self, job: Job) -> Row:
        reason = "every worker that made this run died (out of memory, or killed from outside)"
        rules = self._jobs.source.rules
        return Row(job.number, job.id, rules, KILLED, reason, (), 0.0, time.time(), "")
