"""Work on many tasks at once: results in the order of the tasks, whatever the workers."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from heterophony.experiments.results.errors import DEBUG, RequestError, WorkError

if TYPE_CHECKING:
    from heterophony.experiments.engine.checkpoint import Checkpoint

LARGEST_WORKERS = 1_024
# Tasks under way per worker: enough that none waits, few enough that results do not pile up.
_AHEAD = 4

# Signals that ask a job to stop, with the handler that they have unless somebody set another:
# Ctrl-C, what batch systems send, and a terminal that closes.
_SIGNALS: dict[int, Any] = {signal.SIGINT: signal.default_int_handler}
for _name in ("SIGTERM", "SIGHUP"):
    if hasattr(signal, _name):
        _SIGNALS[getattr(signal, _name)] = signal.SIG_DFL

Pool = AbstractContextManager[Executor]
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


@dataclass(frozen=True)
class Progress:
    """How far a job has come.

    Attributes
    ----------
    done, total
        Tasks that are finished, and all tasks.
    seconds
        Since this process began.
    resumed
        How many of those done an earlier process had finished.
    """

    done: int
    total: int
    seconds: float
    resumed: int = 0

    @property
    def rate(self) -> float:
        """Tasks finished per second by this process; 0 before the first."""
        return (self.done - self.resumed) / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds until the end at the present rate; None before the first task is finished."""
        return (self.total - self.done) / self.rate if self.rate > 0 else None


ProgressCallback = Callable[[Progress], None]


class Stop:
    """Catch the first Ctrl-C, SIGTERM or SIGHUP as a wish: runs under way are finished and kept.

    A second one stops at once. Outside the main thread, or where a signal has another handler than
    Python's own, nothing is touched.
    """

    def __init__(self) -> None:
        self.asked = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Stop:
        if threading.current_thread() is threading.main_thread():
            for number, usual in _SIGNALS.items():
                if signal.getsignal(number) == usual:
                    self._before[number] = signal.signal(number, self._ask)
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
        while self._before:
            signal.signal(*self._before.popitem())


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
    pool: Pool | None = None,
) -> Generator[tuple[int, _Result], None, None]:
    """Yield each task's position and result, in the order of the tasks.

    Threads suffice because the compiled rules let other threads run; a `pool` takes their place.
    After `stop.asked` no task is begun; those under way are still finished and yielded.
    """
    started = time.perf_counter()
    finished = _with_one(work, tasks, stop)
    if workers > 1:
        finished = _with_many(work, tasks, workers, stop, pool or threads(workers))
    for done, (position, result) in enumerate(finished, start=1):
        if progress is not None:
            progress(Progress(done, len(tasks), time.perf_counter() - started))
        yield position, result


@dataclass(frozen=True)
class Failure:
    """A task that raised: why, in one line."""

    reason: str


def run_tasks(
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    *,
    stop: Stop,
    workers: int = 1,
    keys: Sequence[str] | None = None,
    checkpoint: Checkpoint[_Result] | None = None,
    progress: ProgressCallback | None = None,
    named: Callable[[_Task], str] | None = None,
    pool: Pool | None = None,
) -> Generator[tuple[int, _Result | Failure], None, None]:
    """Yield each task's position and result, in the order of the tasks, and record each result.

    What the checkpoint holds is not worked on again. An exception becomes a `Failure`, costs its
    own task and no other, and is not recorded: the next call tries it again. With
    `HETEROPHONY_DEBUG` set it ends the work with its whole traceback.

    Parameters
    ----------
    work
        A pure function of a task.
    stop
        After `stop.asked` no task is begun; those under way are finished, recorded and yielded.
    workers
        Threads. The results do not depend on it.
    keys
        The key of each task in the checkpoint.
    checkpoint
        Where results are recorded before they are yielded.
    progress
        Called with how far the work has come; what the checkpoint holds counts as done.
    named
        Names a task in a failure's reason, such as "seed 7".
    pool
        Works in place of threads of this process, on so many tasks at a time as `workers` says.
    """
    began = time.perf_counter()
    known = {
        place
        for place, key in enumerate(keys or ())
        if checkpoint is not None and key in checkpoint
    }
    missing = [tasks[place] for place in range(len(tasks)) if place not in known]
    made = in_order(
        partial(attempted, work, named=named), missing, workers=workers, stop=stop, pool=pool
    )
    done = len(known)
    for place in range(len(tasks)):
        if checkpoint is not None and keys is not None and place in known:
            yield place, checkpoint[keys[place]]
            continue
        following = next(made, None)
        if following is None:  # a stop was asked for; what was recorded before still comes
            continue
        result = following[1]
        if checkpoint is not None and keys is not None and not isinstance(result, Failure):
            checkpoint.record(keys[place], result)
        done += 1
        if progress is not None:
            progress(Progress(done, len(tasks), time.perf_counter() - began, len(known)))
        yield place, result


def attempted(
    work: Callable[[_Task], _Result],
    task: _Task,
    *,
    named: Callable[[_Task], str] | None = None,
) -> _Result | Failure:
    """Do a piece of work; return the reason instead if it raises.

    With `HETEROPHONY_DEBUG` set the exception ends the work, with its whole traceback.
    """
    try:
        return work(task)
    except Exception as error:
        if os.environ.get(DEBUG):
            raise
        return Failure(f"{named(task)}: {one_line(error)}" if named else one_line(error))


def one_line(error: BaseException, longest: int = 300) -> str:
    """Return an error's kind and message on one line of at most so many characters."""
    kind = "out of memory" if isinstance(error, MemoryError) else type(error).__name__
    text = " ".join(f"{kind}: {error}".split())
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def _with_one(
    work: Callable[[_Task], _Result], tasks: Sequence[_Task], stop: Stop
) -> Iterator[tuple[int, _Result]]:
    """Work in the calling thread."""
    for position, task in enumerate(tasks):
        if stop.asked:
            return
        yield position, work(task)


@contextmanager
def threads(workers: int) -> Iterator[Executor]:
    """Yield a pool of threads; a second Ctrl-C does not wait for what is under way."""
    pool = ThreadPoolExecutor(workers, thread_name_prefix="heterophony")
    wait = True
    try:
        yield pool
    except KeyboardInterrupt:
        wait = False
        raise
    finally:
        pool.shutdown(wait=wait, cancel_futures=True)


def _with_many(
    work: Callable[[_Task], _Result],
    tasks: Sequence[_Task],
    workers: int,
    stop: Stop,
    pool: Pool,
) -> Iterator[tuple[int, _Result]]:
    """Work on as many tasks at a time as there are workers in a pool."""
    under_way: deque[tuple[int, Any]] = deque()
    coming = iter(enumerate(tasks))
    with pool as executor:
        while True:
            while not stop.asked and len(under_way) < _AHEAD * workers:
                following = next(coming, None)
                if following is None:
                    break
                under_way.append((following[0], executor.submit(work, following[1])))
            if not under_way:
                return
            position, future = under_way.popleft()
            if stop.asked:
                for later in (future, *(each for _, each in under_way)):
                    later.cancel()
            try:
                yield position, future.result()
            except CancelledError:
                if not stop.asked:
                    raise WorkError("the processes that worked on the tasks are gone") from None
