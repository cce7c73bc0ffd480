"""Find contradictions and unknown names in the declaration of a pattern."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any, get_args

from heterophony.scenarios.declarations import load_outcomes
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.pattern import Evidence, Expected, Pattern, Reading, Reads

__all__ = ["contradictions", "value_tables"]

_FEWEST_PAIRS = 2  # an interval needs two

# How many arms each way of reading takes: at least, and at most (None: any number).
_ARMS: Mapping[str, tuple[int, int | None]] = {
    "level": (1, 1),
    "difference": (2, 2),
    "gain": (4, 4),
    "ratio": (3, 3),
    "odds": (1, 1),
    "across": (2, None),
}


def contradictions(pattern: Pattern) -> list[str]:
    """Return what is contradictory or unknown in a pattern, a sentence each."""
    found = []
    if pattern.evidence not in get_args(Evidence):
        found.append(f"evidence is {pattern.evidence!r}; allowed: {', '.join(get_args(Evidence))}")
    if not any(each.required for each in pattern.readings.values()):
        found.append("no reading is required, so that it could not fail")
    for reading in pattern.readings.values():
        found += [f"{reading.name}: {each}" for each in _wrong_reading(reading, pattern)]
    for ablation in pattern.ablations.values():
        for name in ablation.destroys:
            if name not in pattern.readings:
                found.append(f"{ablation.name} destroys {name}, which is no reading")
    return found


def value_tables(pattern: Pattern) -> dict[str, dict[str, Any]]:
    """Return the values of every arm and ablation, by its name."""
    return pattern.arms | {each.name: each.values for each in pattern.ablations.values()}


def _wrong_reading(reading: Reading, pattern: Pattern) -> list[str]:
    found = []
    for name, allowed in (("reads", Reads), ("expected", Expected), ("evidence", Evidence)):
        value = getattr(reading, name)
        if value not in get_args(allowed):
            found.append(f"{name} is {value!r}; allowed: {', '.join(get_args(allowed))}")
    for arm in reading.arms:
        if arm not in pattern.arms:
            hint = nearest(arm, list(pattern.arms))
            found.append(f"arm {arm!r} is not declared (nearest: {hint})")
    fewest, most = _ARMS.get(reading.reads, (1, None))
    if len(reading.arms) < fewest or (most is not None and len(reading.arms) > most):
        found.append(f"{reading.reads} takes {fewest} arms, not {len(reading.arms)}")
    outcomes = load_outcomes()
    named = (reading.outcome, "" if reading.study else reading.less)
    found += [
        f"outcome {name!r} does not exist (nearest: {nearest(name, list(outcomes))})"
        for name in named
        if name and name not in outcomes
    ]
    if bool(reading.outcome) == bool(reading.study):
        found.append("a reading takes an outcome or a study, and not both")
    if (reading.reads == "across") != bool(reading.across):
        found.append("a reading across arms, and only such a one, names what it makes of them")
    if reading.pairs < _FEWEST_PAIRS:
        found.append(f"pairs = {reading.pairs}; allowed: a whole number from {_FEWEST_PAIRS}")
    if not 0 <= reading.smallest < inf:
        found.append(f"smallest = {reading.smallest}; allowed: a number from 0")
    if reading.low is not None and reading.high is not None and not reading.low < reading.high:
        found.append(f"low = {reading.low} is not below high = {reading.high}")
    ends = (reading.low, reading.high)
    if (reading.expected == "band") != any(end is not None for end in ends):
        found.append("a band, and only a band, has ends")
    return found
