"""Exponential, logarithm and power from plain arithmetic: the same bits in Python and compiled.

The platform's own functions differ in the last place between C libraries, and the compiler can
neither inline nor vectorise them. Each function here is a value from a table, corrected by the
first terms of a series.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.agents.exact_power import POWERS

MOST = 700.0  # exponents are cut off at it and its negative: nothing over- or underflows

# A float's bits: 52 digits behind the point, above them the power of two plus 1023.
_DIGITS = np.int64(52)
_ROUNDS = 1.5 * 2.0**52  # added to a number it leaves the nearest whole one in the last digits
# log 2 in two parts: the first is so short that its product with a whole number is exact.
_LOG_2, _LOG_2_REST = 0.6931471803691238, 1.9082149292705877e-10

# Powers of two in steps of 1/64, as bits; exact to the last place by decimals.
_STEP_BITS, _STEP_MASK = np.int64(6), np.int64(63)
_STEPS_PER_UNIT = 92.33248261893449
_STEP, _STEP_REST = _LOG_2 / 64.0, _LOG_2_REST / 64.0
_POWERS = np.ascontiguousarray(POWERS[:, 0])
_POWER_BITS = _POWERS.view(np.int64)

# A number between root 1/2 and root 2 lies in one of 128 parts, found by the bits above that root.
# Tables give the part's middle, its inverse and its logarithm.
_ROOT_OF_HALF = np.float64(0.7071067811865476).view(np.int64)
_PART_BITS, _PART_MASK = np.int64(45), np.int64(127)


def _middle(part: int) -> float:
    """Return the middle of a part, 1 itself where it lies inside."""
    ends = [_ROOT_OF_HALF + ((part + side) << int(_PART_BITS)) for side in (0, 1)]
    low, high = (float(np.int64(end).view(np.float64)) for end in ends)
    return 1.0 if low <= 1.0 <= high else (low + high) / 2.0


_MIDDLES = np.array([_middle(part) for part in range(128)])
_INVERSES = 1.0 / _MIDDLES
_LOGS = np.array([float(Decimal(middle).ln()) for middle in _MIDDLES.tolist()])


@compiled
def exponential(value: float) -> float:
    """Return e to the power of `value`, right to within two units in the last place."""
    value = min(max(value, -MOST), MOST)
    rounded = value * _STEPS_PER_UNIT + _ROUNDS
    steps = rounded - _ROUNDS
    whole = np.float64(rounded).view(np.int64)
    x = (value - steps * _STEP) - steps * _STEP_REST
    x2 = x * x
    series = x + x2 * ((1.0 / 2.0 + x * (1.0 / 6.0)) + x2 * (1.0 / 24.0 + x * (1.0 / 120.0)))
    bits = _POWER_BITS[whole & _STEP_MASK] + ((whole >> _STEP_BITS) << _DIGITS)
    near = float(np.int64(bits).view(np.float64))
    return near + near * series


@compiled
def logarithm(value: float) -> float:
    """Return the natural logarithm of a number above 0; its error is below 5e-16 of 1 or of it."""
    bits = np.float64(value).view(np.int64)
    above = bits - _ROOT_OF_HALF
    whole = above >> _DIGITS
    part = (above >> _PART_BITS) & _PART_MASK
    m = float(np.int64(bits - (whole << _DIGITS)).view(np.float64))
    x = (m - _MIDDLES[part]) * _INVERSES[part]
    x2 = x * x
    tail = (-1.0 / 2.0 + x * (1.0 / 3.0)) + x2 * (-1.0 / 4.0 + x * (1.0 / 5.0) - x2 * (1.0 / 6.0))
    times = float(whole)
    return float(times * _LOG_2 + (_LOGS[part] + (x + (x2 * tail + times * _LOG_2_REST))))


@compiled
def power(base: float, exponent: float) -> float:
    """Return a number above 0 to any power."""
    return exponential(exponent * logarithm(base))
