"""The classroom's runs on the server: computed once for all visitors, by a worker of their own."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from heterophony.viz import computing
from heterophony.viz.waiting_line import WaitingLine

_KEPT: Final = 40  # classrooms and lessons, by language and seed
_log = logging.getLogger(__name__)


class ClassRuns:
    """The last classrooms that were asked for."""

    def __init__(self) -> None:
        self._line = WaitingLine()
        self._tasks: OrderedDict[tuple[str, int, str], asyncio.Task[Mapping[str, Any]]] = (
            OrderedDict()
        )

    def close(self) -> None:
        """End the worker."""
        self._line.close()

    async def get(self, language: str, seed: int, lesson: str = "") -> Mapping[str, Any]:
        """Return the runs, or what a lesson's found; `error` in it says that it failed."""
        key = (language, seed, lesson)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._computed(*key))
            while len(self._tasks) > _KEPT:
                self._tasks.popitem(last=False)
        try:
            return await asyncio.shield(self._tasks[key])
        except Exception as error:
            self._tasks.pop(key, None)
            _log.error("a classroom could not be computed: %s", error)
            return {"error": "failed"}

    async def _computed(self, language: str, seed: int, lesson: str) -> Mapping[str, Any]:
        visitor = f"{language} {seed} {lesson}"
        found: Mapping[str, Any]
        if lesson:
            found = await self._line.run(visitor, computing.lesson, lesson, language, seed)
        else:
            found = await self._line.run(visitor, computing.classroom_runs, language, seed)
        return found
