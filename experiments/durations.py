"""Times for people."""

from __future__ import annotations

import math


def duration(seconds: float) -> str:
    """Write a time for people, rounded up: "3 min 20 s"."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
