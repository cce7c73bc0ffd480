"""Work on many tasks at once: results in the order of the tasks, whatever the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, TypeVar

from heterophony.experiments.results.errors import DEBUG, RequestError

LARGEST_WORKERS = 1_024
# Tasks under way per worker: enough that none waits, few enough that results do not pile up.
_AHEAD = 4

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Progress:
    """How far a job has come."""

    done: int
    total: int
    seconds: float

    @property
    def rate(self) -> float:
        """Tasks finished per second so far; 0 before the first."""
        return self.done / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at the present rate; None before the first task is finished."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


ProgressCallback = Callable[[Progress], None]


class Stop:
    """Catch the first Ctrl-C as a wish: the runs under way are finished and kept.

    A second Ctrl-C stops at once. Outside the main thread, or where somebody else handles the
    signal, nothing is touched.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> Stop:
        in_main_thread = threading.current_thread() is threading.main_thread()
        if in_main_thread and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._restore()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True
        self._restore()

    def _restore(self) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
            self._before = None


def checked_workers(workers: int | None, tasks: int) -> int:
    """Settle the number of threads: as asked, else one per core that this process may use.

    Raises
    ------
    RequestError
        If the number is not from 1 to 1,024.
    """
    if workers is None:
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return max(1, min(cores or 1, tasks))
    if isinstance(workers, bool) or not isinstance(workers, int):
        raise RequestError(f"workers is {workers!r}; allowed: a whole number from 1")
    if not 1 <= workers <= LARGEST_WORKERS:
        raise RequestError(f"workers is {workers}; allowed: 1 to {LARGEST_WORKERS:,}")
    return max(1, min(workers, tasks))


def in_order(
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    *,
    workers: int,
    stop: Stop,
    progress: ProgressCallback | None = None,
) -> Generator[tuple[int, _Result], None, None]:
    """Yield each task's position and result, in the order of the tasks.

    Threads suffice because the compiled rules let other threads run. After `stop.asked` no task is
    begun; those under way are still finished and yielded.
    """
    started = time.perf_counter()
    finished = _with_one(work, tasks, stop)
    if workers > 1:
        finished = _with_many(work, tasks, workers, stop)
    for done, (position, result) in enumerate(finished, start=1):
        if progress is not None:
            progress(Progress(done, len(tasks), time.perf_counter() - started))
        yield position, result


def attempted(work: Callable[[_Task], _Result], task: _Task, seed: int) -> _Result | str:
    """Do work that simulates under a seed; return the reason instead if it fails.

    What fails costs itself and nothing else. With `HETEROPHONY_DEBUG` set it ends the work, with
    its whole traceback.
    """
    try:
        return work(task)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return f"seed {seed}: {type(error).__name__}: {error}"


def _with_one(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], stop: Stop
) -> Iterator[tuple[int, _Result]]:
    """Work in the calling thread."""
    for position, task in enumerate(tasks):
        if stop.asked:
            return
        yield position, work(task)


def _with_many(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], workers: int, stop: Stop
) -> Iterator[tuple[int, _Result]]:
    """Work in `workers` threads."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="heterophony")
    under_way: deque[tuple[int, Future[_Result]]] = deque()
    coming = iter(enumerate(tasks))
    wait = True
    try:
        while True:
            while not stop.asked and len(under_way) < _AHEAD * workers:
                following = next(coming, None)
                if following is None:
                    break
                under_way.append((following[0], pool.submit(work, following[1])))
            if not under_way:
                return
            position, future = under_way.popleft()
            if stop.asked:
                for later in (future, *(each for _, each in under_way)):
                    later.cancel()
            try:
                yield position, future.result()
            except CancelledError:
                continue
    except KeyboardInterrupt:  # asked for a second time: at once
        wait = False
        raise
    finally:
        pool.shutdown(wait=wait, cancel_futures=True)
