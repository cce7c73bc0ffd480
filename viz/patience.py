"""How long the server waits for a client: for the whole question, and until an answer is taken.

A client that is slow, silent or stuck holds a connection, which is all that it may cost. One that
closes its half of the connection has left, as a browser does whose page is closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import ClassVar, Final

from starlette.requests import ClientDisconnect
from uvicorn.protocols.http.h11_impl import H11Protocol

HEARD_SECONDS: Final = 15.0  # for a whole question, however it trickles in
TAKEN_SECONDS: Final = 30.0  # without a byte of the answer taken
MOST_WAITED_FOR: Final = 200  # connections; beyond, the one waited for longest is closed


class Patient(H11Protocol):
    """A connection that is closed when its client keeps the server waiting."""

    # All connections on whose client the server waits, longest first.
    _waited_for: ClassVar[OrderedDict[Patient, None]] = OrderedDict()
    _timer: asyncio.TimerHandle | None = None
    _awaited = ""  # "question" or "answer"

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a question."""
        super().connection_made(transport)
        # What the system's own buffer does not take is waited for, be it a single byte.
        transport.set_write_buffer_limits(high=0)
        self._reconsider()

    def data_received(self, data: bytes) -> None:
        """Go on to wait where the question is not whole yet."""
        super().data_received(data)
        self._reconsider()

    def pause_writing(self) -> None:
        """Begin to wait until the answer is taken."""
        super().pause_writing()
        self._reconsider()

    def resume_writing(self) -> None:
        """All that was written is taken."""
        super().resume_writing()
        self._reconsider()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _reconsider(self) -> None:
        """Wait for what is due from the client now; what was due before keeps its deadline."""
        if self.flow.write_paused:
            awaited = "answer"
        elif not (self._is_being_answered or self._is_kept_alive):
            awaited = "question"
        else:
            awaited = ""
        if awaited == self._awaited:
            return
        self._stop_waiting()
        self._awaited = awaited
        if awaited == "answer":
            self._wait_for_taking(self.transport.get_write_buffer_size())
        elif awaited == "question":
            self._wait(HEARD_SECONDS, self.transport.abort)

    @property
    def _is_being_answered(self) -> bool:
        """Whether a whole question has come, and its answer is not all written."""
        cycle = self.cycle
        return cycle is not None and not (cycle.more_body or cycle.response_complete)

    @property
    def _is_kept_alive(self) -> bool:
        """Whether the last question is answered and uvicorn's own, shorter patience runs."""
        return self.timeout_keep_alive_task is not None

    def _wait_for_taking(self, left: int) -> None:
        def look() -> None:
            now = self.transport.get_write_buffer_size()
            if now >= left:
                self.transport.abort()
            else:
                self._wait_for_taking(now)

        self._wait(TAKEN_SECONDS, look)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._timer = self.loop.call_later(seconds, then)
        self._waited_for[self] = None
        while len(self._waited_for) > MOST_WAITED_FOR:
            self._waited_for.popitem(last=False)[0].transport.abort()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer, self._awaited = None, ""
        self._waited_for.pop(self, None)


class Unexpected(logging.Filter):
    """Leave out of the log that a visitor left, or that the server was stopped meanwhile."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is worth a line."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, ClientDisconnect | asyncio.CancelledError)
