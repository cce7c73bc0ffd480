"""Two to any power, as the double nearest to the true value: the same on every machine.

Numbers are pairs: a double and the rest that it cannot hold. A pair's own relative error is about
2**-104, so that its first double is wrong for fewer than one in 2**50 exponents.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal
from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled

_EXACT = Context(prec=60)
_SPLIT = 2.0**27 + 1.0  # halves the digits of a double
_STEPS = 64  # steps of the table of powers of two
_STEP_BITS, _STEP_MASK = np.int64(6), np.int64(_STEPS - 1)
_DIGITS = np.int64(52)
_TERMS = 13  # terms of the series; the next one is below 2**-125


def _pair(number: Decimal) -> tuple[float, float]:
    """Split an exact number into the nearest double and the double nearest to the rest."""
    near = float(number)
    return near, float(_EXACT.subtract(number, Decimal(near)))


def _powers_of_root() -> list[Decimal]:
    """Return the powers of two in steps of 1/64: products of its root, much sooner than powers."""
    root = Decimal(2)
    for _ in range(_STEPS.bit_length() - 1):
        root = _EXACT.sqrt(root)
    powers = [Decimal(1)]
    for _ in range(1, _STEPS):
        powers.append(_EXACT.multiply(powers[-1], root))
    return powers


_LOG_2, _LOG_2_REST = _pair(_EXACT.ln(Decimal(2)))
POWERS = np.array([_pair(power) for power in _powers_of_root()])  # [step, double and rest]
_SERIES = np.array([_pair(_EXACT.divide(1, math.factorial(term))) for term in range(_TERMS)])


@compiled
def exact_sum(a: float, b: float) -> tuple[float, float]:
    """Return a sum and its rounding error (D. E. Knuth, The Art of Computer Programming, 4.2.2)."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


@compiled
def halves(a: float) -> tuple[float, float]:
    """Split a double into two of half the digits (T. J. Dekker, Numer. Math. 18, 1971)."""
    large = _SPLIT * a
    high = large - (large - a)
    return high, a - high


@compiled
def exact_product(a: float, b: float) -> tuple[float, float]:
    """Return a product and its rounding error (Dekker 1971)."""
    product = a * b
    a_high, a_low = halves(a)
    b_high, b_low = halves(b)
    rest = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
    return product, rest


@compiled
def pair_sum(a: float, a_rest: float, b: float, b_rest: float) -> tuple[float, float]:
    """Add two pairs of the same sign, or of which the first is much larger."""
    total, rest = exact_sum(a, b)
    return exact_sum(total, rest + (a_rest + b_rest))


@compiled
def pair_product(a: float, a_rest: float, b: float, b_rest: float) -> tuple[float, float]:
    """Multiply two pairs."""
    product, rest = exact_product(a, b)
    return exact_sum(product, rest + (a * b_rest + a_rest * b))


@compiled
def power_of_two(exponent: Any) -> float:
    """Return 2 to a power between -1000 and 1000, the nearest double."""
    whole = math.floor(exponent * _STEPS + 0.5)
    log, log_rest = pair_product(exponent - whole / _STEPS, 0.0, _LOG_2, _LOG_2_REST)
    total, rest = _SERIES[_TERMS - 1, 0], _SERIES[_TERMS - 1, 1]
    for term in range(_TERMS - 2, -1, -1):
        total, rest = pair_product(total, rest, log, log_rest)
        total, rest = pair_sum(_SERIES[term, 0], _SERIES[term, 1], total, rest)
    step = whole & _STEP_MASK
    near, rest = pair_product(total, rest, POWERS[step, 0], POWERS[step, 1])
    bits = np.float64(near).view(np.int64) + ((whole >> _STEP_BITS) << _DIGITS)
    return float(np.int64(bits).view(np.float64))
