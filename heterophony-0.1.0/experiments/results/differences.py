"""Paired differences: the sums over pairs that share a seed, their means and 95 % intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from heterophony.experiments.results.codec import plain

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Difference:
    """One outcome in both arms, and the mean paired difference (policy less baseline).

    `low` and `high` bound its 95 % t interval. A pair in which either arm is undefined is left out
    of all five numbers; `pairs` counts those that are left. Undefined numbers are NaN: all without
    a pair, the interval with one.
    """

    baseline: float
    policy: float
    difference: float
    low: float
    high: float
    pairs: int


class Trajectory(NamedTuple):
    """One weekly outcome in both arms, and the band of its paired difference; arrays `[weeks]`."""

    baseline: Numbers
    policy: Numbers
    difference: Numbers
    low: Numbers
    high: Numbers


class Paired:
    """Sums over pairs, fed one pair at a time, each value on its own.

    Welford's recurrence: memory does not grow with the pairs, and equal differences give a variance
    of exactly 0.
    """

    def __init__(self, shape: tuple[int, ...]) -> None:
        self.count = np.zeros(shape)
        self.baseline = np.zeros(shape)
        self.policy = np.zeros(shape)
        self.difference = np.zeros(shape)
        self._squares = np.zeros(shape)

    def add(self, baseline: Numbers, policy: Numbers) -> None:
        """Count one pair; values that are NaN in either arm are left out."""
        change = policy - baseline
        known = ~np.isnan(change)
        self.count += known
        share = np.where(known, 1.0 / np.maximum(self.count, 1.0), 0.0)
        self.baseline += np.where(known, baseline - self.baseline, 0.0) * share
        self.policy += np.where(known, policy - self.policy, 0.0) * share
        before = np.where(known, change - self.difference, 0.0)
        self.difference += before * share
        self._squares += before * np.where(known, change - self.difference, 0.0)

    def half_width(self, row: Any = ...) -> Numbers:
        """Return half the width of the 95 % t interval at `row`; NaN under two pairs."""
        count = self.count[row]
        freedom = np.maximum(count - 1.0, 1.0)
        error = np.sqrt(self._squares[row] / freedom / np.maximum(count, 1.0))
        # Most values are known in every pair: the quantile costs more than all else here.
        known, places = np.unique(freedom, return_inverse=True)
        quantiles = stdtrit(known, 0.5 + CONFIDENCE / 2.0)[places.reshape(freedom.shape)]
        return np.where(count >= 2.0, quantiles * error, np.nan)

    def trajectory(self, row: Any = ...) -> Trajectory:
        """Return the means and the band of the values at `row`, NaN where no pair was known."""
        known = self.count[row] > 0.0
        difference = np.where(known, self.difference[row], np.nan)
        half = self.half_width(row)
        return Trajectory(
            np.where(known, self.baseline[row], np.nan),
            np.where(known, self.policy[row], np.nan),
            difference,
            difference - half,
            difference + half,
        )

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


def difference_document(difference: Difference) -> dict[str, Any]:
    """Return both arms, the paired difference, its interval and the number of pairs."""
    document: dict[str, Any] = plain(vars(difference))
    return document


def difference_documents(differences: Mapping[str, Difference]) -> dict[str, dict[str, Any]]:
    """Return the document of each difference, by outcome."""
    return {name: difference_document(each) for name, each in differences.items()}


def difference_of(document: Mapping[str, Any]) -> Difference:
    """Return the difference that a document holds, with NaN for what is undefined."""
    known: dict[str, Any] = {k: np.nan if v is None else v for k, v in document.items()}
    return Difference(**known)


def differences_of(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Difference]:
    """Return the difference of each document, by outcome."""
    return {name: difference_of(each) for name, each in documents.items()}
