"""Answer the page's questions, line by line: at once what is known, then what is computed."""

from __future__ import annotations

import logging
import os
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

from heterophony.experiments.engine.pools import THREADS_A_PROCESS, shared_out
from heterophony.experiments.engine.workers import LARGEST_WORKERS, checked_workers
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.experiments.methods.deepening import as_document
from heterophony.experiments.methods.lever_map import AXES
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import DEBUG
from heterophony.experiments.results.notice import HEADLINE
from heterophony.viz import computing
from heterophony.viz.class_runs import ClassRuns
from heterophony.viz.prepared import Prepared, read_prepared
from heterophony.viz.waiting_line import Crowded, Superseded, WaitingLine

STAGES: Final = (4, 16, 32, 50)  # pairs of the first quick answer, refined up to the full one
_KEPT: Final = 400  # documents that are kept, for all visitors
_log = logging.getLogger(__name__)
Line = Mapping[str, Any]


class RecentDocuments:
    """The documents that were asked for last."""

    def __init__(self) -> None:
        self._documents: OrderedDict[Any, Line] = OrderedDict()

    def get(self, key: Any) -> Line | None:
        """Return a document, None where it is not kept."""
        if key in self._documents:
            self._documents.move_to_end(key)
        return self._documents.get(key)

    def put(self, key: Any, document: Line) -> None:
        """Keep a document; the one asked for longest ago is dropped."""
        self._documents[key] = document
        while len(self._documents) > _KEPT:
            self._documents.popitem(last=False)


class Answering:
    """Everything that answers questions: what was prepared, workers, and what was computed.

    Answers and deeper looks have worker processes of their own, each one for every four cores:
    nobody's deeper look keeps an answer waiting.
    """

    def __init__(self, prepared: Prepared | None = None) -> None:
        self.prepared = prepared if prepared is not None else read_prepared()
        self.stale = self.prepared.made_by != model_digest()
        self.ready = False
        shared = shared_out(checked_workers(None, LARGEST_WORKERS), THREADS_A_PROCESS)
        self.answers, self.depths = WaitingLine(*shared), WaitingLine(*shared)
        self.classes = ClassRuns()
        self._recent = RecentDocuments()

    async def warm_up(self) -> None:
        """Compile the rules before anybody waits for them, in one process after the other."""
        for line in (self.answers, self.depths):
            try:
                await line.run_everywhere(computing.compiled)
            except Exception as error:
                _told("the rules could not be compiled", error)
        self.ready = True

    def close(self) -> None:
        """End the workers."""
        self.answers.close()
        self.depths.close()
        self.classes.close()

    async def answer(self, visitor: str, question: OwnPlan) -> AsyncIterator[Line]:
        """Yield the first answer at once, then ever better ones, the last with `final`."""
        if question.changes_nothing:
            yield {"basis": "unchanged", "final": True}
            return
        known = self._known(question)
        if known is not None:
            yield known
            if known["final"]:
                return
        async for line in self._computed(visitor, question):
            yield line

    def _known(self, question: OwnPlan) -> Line | None:
        """Return what can be said without a run: computed before, prepared, or emulated."""
        kept = self._recent.get(("answer", question.key))
        if kept is not None:
            return {**kept, "final": True}
        ready = self.prepared.answers.get(question.key)
        if ready is not None:
            depth = {"depth": ready["depth"], "stale": self.stale, "final": not self.stale}
            settled = settled_words(ready["answer"])
            return {**ready["answer"], **depth, "basis": "prepared", "settled": settled}
        if self.prepared.first is None or question.assumptions:
            return None
        return {**self.prepared.first.answer(question), "stale": self.stale, "final": False}

    async def _computed(self, visitor: str, question: OwnPlan) -> AsyncIterator[Line]:
        if not self.ready:
            yield {"state": "compiling"}
        document = as_document(question)
        try:
            for pairs in STAGES:
                found = await self.answers.run(visitor, computing.answer, document, pairs)
                final = pairs == STAGES[-1] or all(found["settled"].values())
                if final:
                    self._recent.put(("answer", question.key), found)
                yield {**found, "final": final}
                if final:
                    return
        except Superseded:
            return
        except Exception as error:
            yield _failed(error)

    async def depth(self, visitor: str, question: OwnPlan) -> AsyncIterator[Line]:
        """Yield progress, then how sure the answer is and what turns it."""
        kept = self._recent.get(("depth", question.key))
        own = self._recent.get(("answer", question.key))
        if kept is not None:
            yield {"depth": kept}
            return
        document = as_document(question)
        try:
            if own is None:
                own = await self.depths.run(visitor, computing.answer, document, STAGES[1])
            steps = await self.depths.run(visitor, computing.depth_tasks, document)
            found = []
            for done, (name, value) in enumerate(steps):
                yield {"done": done, "of": len(steps)}
                step = computing.depth_step
                found.append(await self.depths.run(visitor, step, document, name, value))
            figure = own["outcomes"][HEADLINE]
            together = await self.depths.run(
                visitor, computing.depth, document, steps, found, figure
            )
        except Superseded:
            return
        except Exception as error:
            yield _failed(error)
            return
        self._recent.put(("depth", question.key), together)
        yield {"depth": together}

    async def lever_map(
        self, visitor: str, question: OwnPlan, across: str, up: str
    ) -> AsyncIterator[Line]:
        """Yield progress, then a map of two levers."""
        usual = (across, up) == AXES
        ready = self.prepared.maps.get(question.key) if usual else None
        if ready is not None and not self.stale:
            yield {"map": ready}
            return
        key = ("map", question.key, across, up)
        kept = self._recent.get(key)
        if kept is None:
            if ready is not None:
                yield {"map": ready, "stale": True}
            document, notes = as_document(question), []
            try:
                for place in range(computing.MAP_WORLDS):
                    yield {"done": place, "of": computing.MAP_WORLDS}
                    step = computing.map_step
                    notes.append(await self.depths.run(visitor, step, document, across, up, place))
                kept = await self.depths.run(
                    visitor, computing.lever_map, document, across, up, notes
                )
            except Superseded:
                return
            except Exception as error:
                yield _failed(error)
                return
            self._recent.put(key, kept)
        yield {"map": kept}

    async def meetings(self, visitor: str, question: OwnPlan, number: int) -> AsyncIterator[Line]:
        """Yield a meeting today, and one with the plan."""
        try:
            found = await self.depths.run(
                visitor, computing.meetings, as_document(question), number
            )
        except Superseded:
            return
        except Exception as error:
            yield _failed(error)
            return
        yield {"meetings": found}


def _failed(error: Exception) -> Line:
    """Return the line that makes the page say that a computation failed."""
    if isinstance(error, Crowded):
        return {"error": "crowded"}
    _told("a question could not be computed", error)
    return {"error": "failed"}


def _told(what: str, error: Exception) -> None:
    """Log one line; the visitor gets a sentence, the operator can ask for the traceback."""
    whole = bool(os.environ.get(DEBUG))
    _log.error("%s: %s", what, " ".join(str(error or repr(error)).split())[:300], exc_info=whole)
