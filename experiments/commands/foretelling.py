"""How long a job takes, said once, as soon as its first tasks tell: also in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.experiments.commands.guard import say
from heterophony.experiments.results.durations import about

if TYPE_CHECKING:
    from heterophony.experiments.engine.workers import Progress

LISTENED = 0.5  # seconds of work that an estimate rests on
WORTH_SAYING = 1.0  # seconds


class Foretelling:
    """Listen to the progress of a job, and say how long the rest of it takes.

    The tasks are the job's own: nothing is run for the estimate alone. The first one is not
    counted, since it also loads what is compiled.

    Parameters
    ----------
    unit
        What is counted, such as `pairs`.
    """

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._first: Progress | None = None
        self._told = False

    def __call__(self, now: Progress) -> None:
        """Hear how far the work has come."""
        if self._told:
            return
        if self._first is None:
            self._first = now
            return
        seconds, done = now.seconds - self._first.seconds, now.done - self._first.done
        if seconds < LISTENED or not done:
            return
        self._told = True
        left = (now.total - now.done) * seconds / done
        if left >= WORTH_SAYING:
            say(f"{now.total:,} {self._unit}: {about(left)} if nothing else runs here")
