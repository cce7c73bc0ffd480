"""The addresses of the page: the document, its parts, and the questions it asks."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import heterophony
from heterophony.experiments.inputs.lessons import load_lessons
from heterophony.experiments.inputs.own_jobcentre import OwnPlan, questions, read_plan
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.viz import page_documents, word_file
from heterophony.viz.answering import Answering, Line
from heterophony.viz.computing import SEED
from heterophony.viz.words import LANGUAGES

LARGEST_QUESTION: Final = 16_000  # bytes
_LONGEST_NAME: Final = 40
_LATEST_MEETING: Final = 10_000
_LATEST_SEED: Final = 9_999
_ASSETS: Final = Path(__file__).with_name("assets") / "page"
_STREAM: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_FRESH: Final = {"Cache-Control": "no-cache"}


class Fresh(StaticFiles):
    """Files that a browser asks for again at each visit: an update is seen at once."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Find a file; a name that the system cannot even spell has none."""
        try:
            return super().lookup_path(path)
        except ValueError:
            return "", None

    def file_response(self, *args: Any, **more: Any) -> Response:
        """Return a file, or that it has not changed."""
        response = super().file_response(*args, **more)
        response.headers.update(_FRESH)
        return response


class Site:
    """The page and the questions that visitors ask it."""

    def __init__(self, answering: Answering, language: str) -> None:
        self.answering = answering
        self.language = language

    def application(self) -> Starlette:
        """Return the application that a server runs."""
        return Starlette(
            routes=[
                Route("/", self.page),
                Route("/health", self.health),
                Route("/accessibility", self.accessibility),
                Route("/was", lambda _: RedirectResponse("/accessibility?lang=da")),
                Route("/favicon.ico", lambda _: Response(status_code=204)),
                Route("/data/{name}.json", self.data),
                Route("/class", self.classroom),
                Route("/class/runs.json", self.runs),
                Route("/class/lesson.json", self.runs),
                Route("/ask/{what}", self.ask, methods=["POST"]),
                Route("/note.docx", self.note, methods=["POST"]),
                Mount("/page", Fresh(directory=_ASSETS)),
            ],
            exception_handlers={HTTPException: self.lost, 500: self.broken},
            lifespan=self._lifespan,
        )

    @contextlib.asynccontextmanager
    async def _lifespan(self, _: Starlette) -> AsyncIterator[None]:
        warming = asyncio.create_task(self.answering.warm_up())
        yield
        warming.cancel()
        self.answering.close()

    def _language(self, request: Request) -> str:
        asked = request.query_params.get("lang", "")
        return asked if asked in LANGUAGES else self.language

    async def page(self, request: Request) -> Response:
        """Return the document; everything else is put into it by its scripts."""
        return HTMLResponse(page_documents.page(self._language(request)), headers=_FRESH)

    async def classroom(self, request: Request) -> Response:
        """Return the classroom's document."""
        text = page_documents.classroom(self._language(request))
        return HTMLResponse(text, headers=_FRESH)

    async def runs(self, request: Request) -> Response:
        """Return the classroom's runs, or a lesson's; the first to ask has them computed."""
        try:
            seed = _seed(request.query_params.get("seed"))
            lesson = _lesson(request.query_params.get("name", ""))
            found = await self.answering.classes.get(self._language(request), seed, lesson)
        except RequestError as error:
            return JSONResponse({"error": "refused", "reason": str(error)}, status_code=400)
        return JSONResponse(found, status_code=503 if "error" in found else 200, headers=_FRESH)

    async def accessibility(self, request: Request) -> Response:
        """Return the statement on accessibility."""
        return HTMLResponse(page_documents.statement(self._language(request)), headers=_FRESH)

    async def health(self, _: Request) -> Response:
        """Say that the server answers, and whether the rules are compiled."""
        answering = self.answering
        return JSONResponse(
            {
                "status": "ok",
                "version": heterophony.__version__,
                "model": model_digest(),
                "rules": "ready" if answering.ready else "compiling",
                "prepared": "stale" if answering.stale else "good",
            },
            headers={"Cache-Control": "no-store"},
        )

    async def data(self, request: Request) -> Response:
        """Return the words of a language, or what is declared."""
        name = request.path_params["name"]
        if name in LANGUAGES:
            return JSONResponse(page_documents.sentences(name), headers=_FRESH)
        if name == "declared":
            titles = {"assumed": page_documents.assumed_titles()}
            return JSONResponse(page_documents.declared() | titles, headers=_FRESH)
        if name == "assumptions":
            return JSONResponse(page_documents.assumptions(), headers=_FRESH)
        raise HTTPException(404)

    async def ask(self, request: Request) -> Response:
        """Answer a question line by line; refuse a wrong one in a sentence."""
        try:
            asked = await _document(request)
            if request.path_params["what"] == "questions":
                return JSONResponse(questions(read_plan(asked).jobcentre))
            question = read_plan(asked)
            visitor = _short(asked.get("visitor", "nobody"))
            lines = self._lines(request.path_params["what"], visitor, question, asked)
        except RequestError as error:
            return JSONResponse({"error": "refused", "reason": str(error)}, status_code=400)
        return StreamingResponse(
            _written(lines), media_type="application/x-ndjson", headers=_STREAM
        )

    def _lines(
        self, what: str, visitor: str, question: OwnPlan, asked: Mapping[str, Any]
    ) -> AsyncIterator[Line]:
        known: Mapping[str, Callable[[], AsyncIterator[Line]]] = {
            "answer": lambda: self.answering.answer(visitor, question),
            "depth": lambda: self.answering.depth(visitor, question),
            "meetings": lambda: self.answering.meetings(visitor, question, _number(asked)),
            "map": lambda: self.answering.lever_map(visitor, question, *_axes(asked)),
        }
        if what not in known:
            raise HTTPException(404)
        return known[what]()

    async def note(self, request: Request) -> Response:
        """Return a note as a file for a word processor."""
        try:
            content = word_file.written(await _document(request))
        except RequestError as error:
            return JSONResponse({"error": "refused", "reason": str(error)}, status_code=400)
        return Response(content, media_type=word_file.TYPE)

    async def lost(self, request: Request, error: Exception) -> Response:
        """Say in the visitor's language that there is no such page."""
        code = error.status_code if isinstance(error, HTTPException) else 404
        text = page_documents.lost(self._language(request))
        return HTMLResponse(text, status_code=code)

    async def broken(self, request: Request, _: Exception) -> Response:
        """Say in the visitor's language that something went wrong."""
        return HTMLResponse(page_documents.lost(self._language(request)), status_code=500)


async def _document(request: Request) -> Mapping[str, Any]:
    """Read the request's document.

    Raises
    ------
    RequestError
        If it is too large, or none.
    """
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > LARGEST_QUESTION:
            raise RequestError(f"the question is above {LARGEST_QUESTION:,} bytes")
    try:
        found = json.loads(content)
        # JSON can spell halves of letters, which no answer could repeat.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise RequestError("the question is no JSON in UTF-8") from None
    if not isinstance(found, Mapping):
        raise RequestError("the question is no table; allowed: jobcentre, plan, assumptions")
    return found


def _short(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        raise RequestError(f"visitor is no text of at most {_LONGEST_NAME} letters")
    return value


def _number(asked: Mapping[str, Any]) -> int:
    number = asked.get("number", 0)
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < _LATEST_MEETING:
        raise RequestError(f"number is no whole number from 0 to {_LATEST_MEETING - 1:,}")
    return number


def _seed(text: str | None) -> int:
    if text is None:
        return SEED
    if not text.isdecimal() or len(text) > len(str(_LATEST_SEED)) or int(text) > _LATEST_SEED:
        raise RequestError(f"seed is no whole number from 0 to {_LATEST_SEED:,}")
    return int(text)


def _lesson(name: str) -> str:
    if name and name not in load_lessons():
        raise RequestError(f"name is no lesson; there are: {', '.join(load_lessons())}")
    return name


def _axes(asked: Mapping[str, Any]) -> tuple[str, str]:
    names = page_documents.drawable()
    across, up = asked.get("across"), asked.get("up")
    if across not in names or up not in names or across == up:
        raise RequestError("across and up are no two different levers")
    return str(across), str(up)


async def _written(lines: AsyncIterator[Line]) -> AsyncIterator[bytes]:
    async for line in lines:
        yield json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
