"""Fair turns for many visitors: one step at a time, every visitor in turn, the latest wish only."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from heterophony.experiments.engine.interrupts import interrupts_held
from heterophony.viz import computing

MOST_WAITING: Final = 500
MOST_KNOWN: Final = 2 * MOST_WAITING  # visitors whose worker is remembered
_Wish = tuple[asyncio.Future[Any], Callable[..., Any], Any]


class Superseded(Exception):  # noqa: N818  not an error: the visitor asked something else
    """The visitor asked something else meanwhile."""


class Crowded(Exception):  # noqa: N818  the page says so in its own words
    """Too many visitors wait."""


class WaitingLine:
    """Worker processes, and the visitors who wait for them.

    A visitor has one place in the line, however often they ask: a new wish takes the place of the
    one before. After each step the next visitor has a turn, so nobody waits for a whole answer of
    somebody else. A visitor stays with one worker, which keeps their runs; a new one goes where the
    fewest are.

    Parameters
    ----------
    workers
        How many processes.
    threads
        Of each; one for every core if None.
    """

    def __init__(self, workers: int = 1, threads: int | None = None) -> None:
        self._workers = [_Worker(threads) for _ in range(workers)]
        self._known: OrderedDict[Hashable, _Worker] = OrderedDict()

    async def run(self, visitor: Hashable, step: Callable[..., Any], *arguments: Any) -> Any:
        """Wait for a turn, then return what a step of `computing` returns.

        Raises
        ------
        Superseded
            If the visitor asks for another step before this one has its turn.
        Crowded
            If too many visitors wait already.
        """
        worker = self._worker_of(visitor)
        worker.supersede(visitor)
        if sum(each.waiting for each in self._workers) >= MOST_WAITING:
            raise Crowded
        return await worker.run(visitor, step, *arguments)

    async def run_everywhere(self, step: Callable[..., Any]) -> None:
        """Run a step in every process, in one after the other."""
        for worker in self._workers:
            await worker.run(self, step)

    def _worker_of(self, visitor: Hashable) -> _Worker:
        if visitor not in self._known:
            here = Counter(map(id, self._known.values()))
            self._known[visitor] = min(self._workers, key=lambda each: here[id(each)])
        self._known.move_to_end(visitor)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return self._known[visitor]

    def close(self) -> None:
        """End the worker processes."""
        for worker in self._workers:
            worker.close()


class _Worker:
    """A process, and the visitors who wait for it."""

    def __init__(self, threads: int | None) -> None:
        self._threads = threads
        self._waiting: OrderedDict[Hashable, _Wish] = OrderedDict()
        self._running = False
        self._pool: ProcessPoolExecutor | None = None

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def supersede(self, visitor: Hashable) -> None:
        """Take a visitor out of the line."""
        earlier = self._waiting.pop(visitor, None)
        if earlier is not None and not earlier[0].done():
            earlier[0].set_exception(Superseded())

    async def run(self, visitor: Hashable, step: Callable[..., Any], *arguments: Any) -> Any:
        """Wait for a turn, then return what a step returns."""
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting[visitor] = (future, step, arguments)
        if not self._running:
            self._running = True
            self._task = asyncio.create_task(self._serve())
        try:
            return await future
        finally:  # a visitor who has left keeps no place
            if self._waiting.get(visitor, (None,))[0] is future:
                del self._waiting[visitor]

    async def _serve(self) -> None:
        """Give turns until nobody waits."""
        try:
            while self._waiting:
                _, (future, step, arguments) = self._waiting.popitem(last=False)
                if not future.done():
                    await self._step(future, step, arguments)
        finally:
            self._running = False

    async def _step(
        self, future: asyncio.Future[Any], step: Callable[..., Any], arguments: Any
    ) -> None:
        try:
            found = await asyncio.wrap_future(self._submitted(step, *arguments))
        except Exception as error:
            if isinstance(error, BrokenProcessPool):
                self._pool = None  # the next step starts another process
            if not future.done():
                future.set_exception(error)
            return
        if not future.done():
            future.set_result(found)

    def _submitted(self, step: Callable[..., Any], *arguments: Any) -> Future[Any]:
        pool = self._process()
        with interrupts_held():  # the process starts when it gets its first step
            return pool.submit(step, *arguments)

    def _process(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Threads come and go in a worker; without this each would keep memory of its own.
            os.environ.setdefault("MALLOC_ARENA_MAX", "2")
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawn, computing.begin, (self._threads,))
        return self._pool

    def close(self) -> None:
        """End the worker process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
