"""Progress for scripts and notebooks: one line that says how far the work has come."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from heterophony.experiments.engine.workers import Progress
from heterophony.experiments.results.durations import duration


class ProgressLine:
    """A callback for `progress=`: rewrites one line, at most twice a second.

    Parameters
    ----------
    unit
        What is counted, such as "pairs".
    stream
        Where the line goes; standard error unless given.
    """

    def __init__(self, unit: str = "tasks", stream: TextIO | None = None) -> None:
        self.unit = unit
        self.stream = sys.stderr if stream is None else stream
        self._last = 0.0

    def __call__(self, now: Progress) -> None:
        """Write how far the work has come."""
        done = now.done >= now.total
        if not done and time.monotonic() - self._last < 0.5:
            return
        self._last = time.monotonic()
        left = now.seconds_left
        rest = "" if done or left is None else f", {duration(left)} left"
        line = f"{now.done:,} of {now.total:,} {self.unit}{rest}"
        self.stream.write(f"\r{line:<60}" + ("\n" if done else ""))
        self.stream.flush()
