"""Keyed chance: a draw is a pure function of who, when and what for.

Draws share no stream, so that adding a draw, reordering agents or changing the number of workers
changes no other draw, and policies under one seed have common random numbers.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import COMPILATION_OFF, compiled
from heterophony.agents.portable_math import exponential, logarithm, power

if COMPILATION_OFF:  # 64-bit arithmetic wraps by design; numpy would warn of it
    np.seterr(over="ignore")

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_WHEN = np.uint64(0xD6E8FEB86659FD93)
_PURPOSE = np.uint64(0xA0761D6478BD642F)
_COUNT = np.uint64(0xE7037ED1A0B428DB)
_SHIFT_30, _SHIFT_27, _SHIFT_31, _SHIFT_12 = (np.uint64(n) for n in (30, 27, 31, 12))
_UNIT = 2.0**-52  # one bit less than a float holds: with the half added, 1 is never reached
_POSITIVE = 0x7FFFFFFFFFFFFFFF

LOGIT_LIMIT = 14.0
LOGIT_STEPS = 16.0  # nodes of a quantile table per unit of log odds
QUANTILE_NODES = int(2 * LOGIT_LIMIT * LOGIT_STEPS) + 1


@compiled
def splitmix64(value: Any) -> Any:
    """Scramble 64 bits (the finaliser of splitmix64, Steele, Lea & Flood 2014)."""
    value = (value ^ (value >> _SHIFT_30)) * _FIRST
    value = (value ^ (value >> _SHIFT_27)) * _SECOND
    return value ^ (value >> _SHIFT_31)


@compiled
def child_key(parent: Any, stream: int, number: int) -> Any:
    """Derive the key of the `number`-th thing of a kind that belongs to `parent`."""
    return splitmix64(
        parent
        + _GOLDEN * np.uint64((number + 1) & _POSITIVE)
        + splitmix64(_PURPOSE * np.uint64(stream + 1))
    )


@compiled
def uniform(key: Any, when: int, purpose: int, count: int = 0) -> float:
    """Draw a number strictly between 0 and 1 for one purpose at one time."""
    place = (
        _WHEN * np.uint64(when & _POSITIVE)
        + _PURPOSE * np.uint64(purpose + 1)
        + _COUNT * np.uint64(count)
    )
    bits = splitmix64(key + place) >> _SHIFT_12
    return (float(bits) + 0.5) * _UNIT


@compiled
def quantile(table: Any, u: float) -> float:
    """Read a quantile function tabled on an even grid of log odds (`sim/quantiles.py`)."""
    return read_at(table, position_of(u))


@compiled
def position_of(u: float) -> float:
    """Return where a draw lies on the grid of a quantile table, in nodes."""
    return (logarithm(u / (1.0 - u)) + LOGIT_LIMIT) * LOGIT_STEPS


@compiled
def read_at(table: Any, position: float) -> float:
    """Read a quantile table between its nodes."""
    last = QUANTILE_NODES - 2
    node = min(max(int(position), 0), last)
    part = min(max(position - node, 0.0), 1.0)
    return table[node] + part * (table[node + 1] - table[node])


@compiled
def poisson_quantile(mean: float, u: float) -> float:
    """Invert the Poisson distribution at `u` (at most 60)."""
    chance = exponential(-mean)
    reached = chance
    count = 0
    while u > reached and count < 60:
        count += 1
        chance *= mean / count
        reached += chance
    return float(count)


@compiled
def geometric_quantile(mean: float, u: float) -> int:
    """Invert the geometric distribution that counts from 0 and has this mean."""
    if mean <= 0.0:
        return 0
    stay = mean / (1.0 + mean)
    return int(logarithm(1.0 - u) / logarithm(stay))


@compiled
def binomial_quantile(trials: int, share: float, u: float) -> int:
    """Invert the binomial distribution at `u`."""
    if share <= 0.0:
        return 0
    if share >= 1.0:
        return trials
    chance = power(1.0 - share, float(trials))
    reached = chance
    count = 0
    while u > reached and count < trials:
        count += 1
        chance *= (trials - count + 1) / count * share / (1.0 - share)
        reached += chance
    return count
