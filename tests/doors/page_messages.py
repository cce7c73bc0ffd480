"""The page's server without a network: what a socket would bring goes in, its answer comes out."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from heterophony.experiments import RequestError
from heterophony.viz.answering import Answering, Line
from heterophony.viz.patience import Patient
from heterophony.viz.security import LOCAL, Guarded
from heterophony.viz.site import Site

_HEAD = "HTTP/1.1\r\nHost: 127.0.0.1\r\n"
_QUESTION = (
    '{"jobcentre": {"staffing.caseworker_caseload": 45}, "plan": {"meeting.interval_weeks": 4},'
    ' "assumptions": {"ownership.complementarity": 0.5}, "visitor": "a", "number": 3,'
    ' "across": "meeting.interval_weeks", "up": "staffing.caseworker_caseload"}'
)
_NOTE = '{"parts": [{"kind": "title", "text": "Notat"}, {"kind": "text", "text": "Nej."}]}'


def _posted(address: str, body: str) -> str:
    return f"POST {address} {_HEAD}Content-Length: {len(body)}\r\n\r\n{body}"


MESSAGES = (
    *(_posted(f"/ask/{what}", _QUESTION) for what in ("answer", "depth", "meetings", "map")),
    _posted("/ask/questions", _QUESTION),
    _posted("/note.docx", _NOTE),
    f"GET /?lang=da {_HEAD}Origin: http://127.0.0.1\r\nCookie: a=b\r\n\r\n",
    f"GET /class/runs.json?seed=4&lang=da {_HEAD}\r\n",
    f"GET /class/lesson.json?name=codes&seed=4 {_HEAD}\r\n",
    f"GET /page/class/main.js {_HEAD}Range: bytes=2-9\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n",
    f"GET /data/declared.json {_HEAD}Connection: close\r\n\r\nGET /health {_HEAD}\r\n",
)


class _Ready(Answering):
    """Answers at once: here the door is tried, and not what is computed behind it."""

    async def _at_once(self, *_: Any) -> AsyncIterator[Line]:
        yield {"final": True}

    answer = depth = meetings = lever_map = _at_once  # type: ignore[assignment]

    async def get(self, *_: Any) -> Line:
        """Return a classroom."""
        return {}


class _Wire(asyncio.Transport):
    """Takes what the server writes, as fast as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.taken = bytearray()
        self.closed = False

    def write(self, data: Any) -> None:
        self.taken += data

    def close(self) -> None:
        self.closed = True

    abort = close

    def is_closing(self) -> bool:
        return self.closed

    def get_write_buffer_size(self) -> int:
        return 0

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


class _Page:
    """One server for all messages, on a thread: a browser that is open has a loop in the first."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        threading.Thread(target=self.loop.run_forever, daemon=True).start()
        answering = _Ready()
        answering.classes = answering  # type: ignore[assignment]
        site = Guarded(Site(answering, "en").application(), LOCAL)
        self.config = uvicorn.Config(
            site, http=Patient, ws="none", lifespan="off", log_level="critical", access_log=False
        )
        self.config.load()

    async def answer(self, message: bytes) -> bytes:
        state, wire = ServerState(), _Wire()
        connection = Patient(self.config, state, {}, self.loop)
        connection.connection_made(wire)
        if message:  # a socket never brings nothing
            connection.data_received(message)
        while state.tasks and not (connection.cycle and connection.cycle.more_body):
            await asyncio.wait(state.tasks)
        connection.connection_lost(None)
        while state.tasks:
            await asyncio.wait(state.tasks)
        return bytes(wire.taken)


_pages: list[_Page] = []


def spoken(message: str) -> None:
    """Send a message to the page.

    Raises
    ------
    RequestError
        With what the page says, if it refuses the message or waits for more.
    AssertionError
        If it fails.
    """
    if not _pages:
        _pages.append(_Page())
    page = _pages[0]
    asked = page.answer(message.encode("utf-8", "replace"))
    answer = asyncio.run_coroutine_threadsafe(asked, page.loop).result()
    if not answer:
        raise RequestError("the page waits for more")
    codes = [int(code) for code in re.findall(rb"^HTTP/1\.1 (\d\d\d) ", answer, re.M)]
    assert codes, answer[:200]
    assert max(codes) < 500, answer[:200]
    if max(codes) >= 400:
        raise RequestError(f"refused with {max(codes)}")
