"""Fair turns for many visitors: one step at a time, every visitor in turn, the latest wish only."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final

from heterophony.experiments.engine.interrupts import interrupts_held
from heterophony.viz import computing

MOST_WAITING: Final = 500
_Wish = tuple[asyncio.Future[Any], Callable[..., Any], Any]


class Superseded(Exception):  # noqa: N818  not an error: the visitor asked something else
    """The visitor asked something else meanwhile."""


class Crowded(Exception):  # noqa: N818  the page says so in its own words
    """Too many visitors wait."""


class WaitingLine:
    """One worker process, and the visitors who wait for it.

    A visitor has one place in the line, however often they ask: a new wish takes the place of the
    one before. After each step the next visitor has a turn, so nobody waits for a whole answer of
    somebody else.
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[Hashable, _Wish] = OrderedDict()
        self._running = False
        self._pool: ProcessPoolExecutor | None = None

    async def run(self, visitor: Hashable, step: Callable[..., Any], *arguments: Any) -> Any:
        """Wait for a turn, then return what a step of `computing` returns.

        Raises
        ------
        Superseded
            If the visitor asks for another step before this one has its turn.
        Crowded
            If too many visitors wait already.
        """
        earlier = self._waiting.pop(visitor, None)
        if earlier is not None and not earlier[0].done():
            earlier[0].set_exception(Superseded())
        if len(self._waiting) >= MOST_WAITING:
            raise Crowded
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
        pool = self._worker()
        with interrupts_held():  # the process starts when it gets its first step
            return pool.submit(step, *arguments)

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Threads come and go in a worker; without this each would keep memory of its own.
            os.environ.setdefault("MALLOC_ARENA_MAX", "2")
            spawn = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, spawn, computing.begin)
        return self._pool

    def close(self) -> None:
        """End the worker process."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
