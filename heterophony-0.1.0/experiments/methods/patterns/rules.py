"""When a reading holds, and what that says of its pattern."""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from heterophony.scenarios.patterns_declared import Reading


class Estimate(NamedTuple):
    """A number with its 95 % interval and the number of pairs behind it; NaN where undefined."""

    seen: float
    low: float
    high: float
    pairs: int


class Standing(StrEnum):
    """How a reading stands to what is expected of it."""

    HOLDS = "holds"
    FAILS = "fails"
    UNCERTAIN = "uncertain"


class PatternVerdict(StrEnum):
    """How a pattern stands."""

    PASS = "pass"
    FAIL = "fail"
    UNCERTAIN = "uncertain"


def standing(reading: Reading, found: Estimate) -> Standing:
    """Hold an estimate against what a reading expects.

    `UNCERTAIN` wherever the interval leaves both open: it then takes more pairs, or better ones.
    """
    if any(math.isnan(each) for each in found[:3]):
        return Standing.UNCERTAIN
    if reading.expected == "band":
        return _band(reading, found)
    if reading.expected == "~0":
        return _nothing(reading.smallest, found)
    if reading.expected.endswith("-"):
        found = Estimate(-found.seen, -found.high, -found.low, found.pairs)
    smallest = 0.0 if reading.expected.startswith("small") else reading.smallest
    return _more(smallest, found)


def pattern_verdict(standings: Iterable[tuple[Standing, bool]]) -> PatternVerdict:
    """Sum up the required readings: all hold, one fails, or neither. Others do not count."""
    required = [each for each, counts in standings if counts]
    if Standing.FAILS in required:
        return PatternVerdict.FAIL
    if Standing.UNCERTAIN in required:
        return PatternVerdict.UNCERTAIN
    return PatternVerdict.PASS


def expectation(reading: Reading) -> str:
    """Write what a reading expects, as people read it."""
    if reading.expected != "band":
        return reading.expected
    if reading.high is None:
        return f"at least {reading.low:g}"
    if reading.low is None:
        return f"at most {reading.high:g}"
    return f"{reading.low:g} to {reading.high:g}"


def _more(smallest: float, found: Estimate) -> Standing:
    if found.low > 0.0 and found.seen >= smallest:
        return Standing.HOLDS
    if found.high <= 0.0 or found.high < smallest:
        return Standing.FAILS
    return Standing.UNCERTAIN


def _nothing(smallest: float, found: Estimate) -> Standing:
    if -smallest <= found.low and found.high <= smallest:
        return Standing.HOLDS
    leaves_out_0 = found.low > 0.0 or found.high < 0.0
    if leaves_out_0 and abs(found.seen) >= smallest:
        return Standing.FAILS
    return Standing.UNCERTAIN


def _band(reading: Reading, found: Estimate) -> Standing:
    low = -math.inf if reading.low is None else reading.low
    high = math.inf if reading.high is None else reading.high
    if low <= found.low and found.high <= high:
        return Standing.HOLDS
    if found.high < low or found.low > high:
        return Standing.FAILS
    return Standing.UNCERTAIN
