"""Errors, by who must put them right: the user, or the machine."""

from __future__ import annotations

from typing import Any

DEBUG = "HETEROPHONY_DEBUG"  # set in the environment: whole tracebacks instead of one sentence


class RequestError(ValueError):
    """The request was wrong: the message names field, value and what is allowed."""


class WorkError(RuntimeError):
    """The work itself failed: no room, no permission, a folder that cannot be read."""


class NoRoomError(WorkError):
    """The disk is full; the caller may try again later."""


class Interrupted(KeyboardInterrupt):
    """The work was interrupted; `finished` holds what was done until then.

    Attributes
    ----------
    finished
        A `RunSet`, a `Comparison`, a `Store` or another result over what was finished (perhaps
        nothing).
    """

    def __init__(self, finished: Any, done: int, asked: int, unit: str = "replicates") -> None:
        super().__init__(f"interrupted after {done:,} of {asked:,} {unit}")
        self.finished = finished
        self.done = done
        self.asked = asked
