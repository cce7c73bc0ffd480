"""Sums and means in one fixed order of additions, and the places of named columns in an array.

A mean's last bit depends on the order in which numbers are added. Here it is stated, so that
Python, compiled rules and a page give the same bits whatever the version of a library.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable
from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled

_STRANDS = 8  # fewer numbers are added from left to right
_BLOCK = 128  # more are halved
_MOST_HALVINGS = 64


def places(names: Iterable[str]) -> Any:
    """Return the places of names, as attributes: rules read `totals[of.sanctions]`."""
    named = list(names)
    return namedtuple("places", named)(*range(len(named)))


@compiled
def block_sum(numbers: Any, first: int, count: int) -> float:
    """Add `count` numbers of an array from place `first`, in eight strands if there are as many."""
    total = 0.0
    if count < _STRANDS:
        for place in range(first, first + count):
            total += numbers[place]
        return total
    a, b, c, d = (numbers[first], numbers[first + 1], numbers[first + 2], numbers[first + 3])
    e, f, g, h = (numbers[first + 4], numbers[first + 5], numbers[first + 6], numbers[first + 7])
    whole = first + count - count % _STRANDS
    for place in range(first + _STRANDS, whole, _STRANDS):
        a += numbers[place]
        b += numbers[place + 1]
        c += numbers[place + 2]
        d += numbers[place + 3]
        e += numbers[place + 4]
        f += numbers[place + 5]
        g += numbers[place + 6]
        h += numbers[place + 7]
    total = ((a + b) + (c + d)) + ((e + f) + (g + h))
    for place in range(whole, first + count):
        total += numbers[place]
    return total


@compiled
def pairwise_sum(numbers: Any, count: int) -> float:
    """Add the first `count` numbers of an array: halves of halves, down to blocks.

    Rounding grows with the logarithm of the count (N. J. Higham, SIAM J. Sci. Comput. 14, 1993).
    The walk through the halves keeps a path from the whole to the present block; a rule that calls
    itself cannot be read back from the compiler's cache.
    """
    if count <= _BLOCK:
        return block_sum(numbers, 0, count)
    first = np.zeros(_MOST_HALVINGS, dtype=np.int64)
    length = np.zeros(_MOST_HALVINGS, dtype=np.int64)
    is_left = np.zeros(_MOST_HALVINGS, dtype=np.bool_)
    left_sum = np.zeros(_MOST_HALVINGS)
    length[0] = count
    depth = 0
    while True:
        while length[depth] > _BLOCK:  # down to the first block of this part
            half = length[depth] // 2
            depth += 1
            first[depth], length[depth] = first[depth - 1], half - half % _STRANDS
            is_left[depth] = True
        total = block_sum(numbers, first[depth], length[depth])
        while depth > 0 and not is_left[depth]:  # up, while both halves are there
            depth -= 1
            total = left_sum[depth] + total
        if depth == 0:
            return total
        left_sum[depth - 1] = total  # then the right half beside this left one
        first[depth] += length[depth]
        length[depth] = length[depth - 1] - length[depth]
        is_left[depth] = False


@compiled
def mean_of_known(numbers: Any, scratch: Any) -> float:
    """Return the mean of what is defined, NaN if nothing is; `scratch` is as long as `numbers`."""
    known = 0
    for number in numbers:
        if not np.isnan(number):
            scratch[known] = number
            known += 1
    return pairwise_sum(scratch, known) / known if known > 0 else np.nan


@compiled
def ratio(above: float, below: float) -> float:
    """Divide, NaN where there is nothing to divide by."""
    return above / below if below != 0.0 else np.nan
