"""Times for people."""

from __future__ import annotations

import math

_UNITS = ((1, "second", 119.5), (60, "minute", 7_200), (3_600, "hour", math.inf))


def duration(seconds: float) -> str:
    """Write a time for people, rounded up: "3 min 20 s"."""
    minutes, rest = divmod(math.ceil(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def amount(seconds: float) -> str:
    """Write roughly how long something takes: "less than a second", "40 seconds", "3 hours"."""
    if seconds < 1.0:
        return "less than a second"
    size, unit = next((size, unit) for size, unit, below in _UNITS if seconds < below)
    count = round(seconds / size)
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def about(seconds: float) -> str:
    """Write a time that was estimated: "about 40 seconds"."""
    return amount(seconds) if seconds < 1.0 else f"about {amount(seconds)}"


def between(low: float, high: float) -> str:
    """Write a span of times that were estimated: "between 40 seconds and 3 minutes"."""
    if amount(low) == amount(high):
        return about(high)
    return f"between {amount(low)} and {amount(high)}"
