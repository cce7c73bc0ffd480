"""The sums over pairs that share a seed, their means and 95 % intervals."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from heterophony.experiments.results.differences import (
    Difference,
    Numbers,
    Trajectory,
)
from heterophony.sim.pairing import (
    BASELINE,
    COUNT,
    DIFFERENCE,
    FOUND,
    HALF,
    HIGH,
    LOW,
    POLICY,
    SQUARES,
    SUMS,
    add_pair,
    word_of,
    write_differences,
)
from heterophony.sim.settling import anytime_half_width, is_settled
from heterophony.sim.student import student_quantiles

_BAND = (BASELINE, POLICY, DIFFERENCE, LOW, HIGH)
_FEWEST_QUANTILES = 64


class Paired:
    """Sums over pairs, fed one pair at a time, each value on its own.

    Memory does not grow with the pairs; `sim.pairing` has the arithmetic.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._shape = shape
        self._sums = np.zeros((SUMS, math.prod(shape)))

    @property
    def count(self) -> Numbers:
        """How many pairs have each value in both arms."""
        count: Numbers = self._sums[COUNT].reshape(self._shape)
        return count

    def add(self, baseline: Numbers, policy: Numbers) -> None:
        """Count one pair; values that are NaN in either arm are left out."""
        ours, theirs = (np.asarray(arm, np.float64).ravel() for arm in (baseline, policy))
        add_pair(ours, theirs, self._sums)

    def half_width(self, row: Any = ...) -> Numbers:
        """Return half the width of the 95 % t interval at `row`; NaN under two pairs."""
        half: Numbers = self._found()[HALF].reshape(self._shape)[row]
        return half

    def settled(self, value: int, smallest: float | None) -> int:
        """Return the place of the word of a value if it is settled, -1 if it is not.

        The words are those of `sim.pairing.word_of`; see `sim.settling`.
        """
        numbers = [float(row[value]) for row in self._found()]
        count, baseline, policy, mean, low, high, _ = numbers
        worth = float(smallest or 0.0)
        word = word_of(baseline, policy, mean, low, high, worth)
        half = anytime_half_width(count, float(self._sums[SQUARES, value]))
        return word if is_settled(word, mean - half, mean + half, worth) else -1

    def trajectory(self, row: Any = ...) -> Trajectory:
        """Return the means and the band of the values at `row`, NaN where no pair was known."""
        found = self._found()
        return Trajectory(*(found[each].reshape(self._shape)[row] for each in _BAND))

    def _found(self) -> Numbers:
        found = np.empty((FOUND, self._sums.shape[1]))
        write_differences(self._sums, quantiles(int(self._sums[COUNT].max(initial=0.0))), found)
        return found

    def differences(self, row: Any = ...) -> list[Difference]:
        """Return one difference per value of a one-dimensional `Paired`, or of one row."""
        columns = zip(*(column.tolist() for column in self.trajectory(row)), strict=True)
        counts = self.count[row].astype(int).tolist()
        return [
            Difference(baseline, policy, difference, low, high, pairs)
            for (baseline, policy, difference, low, high), pairs in zip(
                columns, counts, strict=True
            )
        ]


def quantiles(pairs: int) -> Numbers:
    """Return the quantiles of Student's t at the interval's upper end, by degrees of freedom."""
    enough = 1 << (pairs - 1).bit_length() if pairs > 1 else 1
    return student_quantiles(max(_FEWEST_QUANTILES, enough))
