"""A number of several runs with its 95 % interval: of a mean, or by drawing the runs again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.results.differences import (
    CONFIDENCE,
    Numbers,
)
from heterophony.experiments.results.paired import Paired
from heterophony.experiments.results.patterns import Estimate

RESAMPLES = 1_000


def of_mean(values: Numbers) -> Estimate:
    """Return the mean of what is defined with its t interval."""
    sums = Paired((1,))
    for value in values:
        sums.add(np.zeros(1), np.array([value]))
    found = sums.differences()[0]
    return Estimate(found.difference, found.low, found.high, found.pairs)


def resampled(numbers: Numbers, statistic: Callable[[Numbers], float], key: str) -> Estimate:
    """Return a statistic of runs `[runs, columns]` with its percentile interval over resamples.

    Runs are drawn whole, with replacement, by a generator that is seeded from `key`. Runs with an
    undefined number are left out. Where more than the tail of the resamples is undefined, so is
    the interval.
    """
    known = numbers[~np.isnan(numbers).any(axis=1)] if len(numbers) else numbers
    nothing = float("nan")
    if len(known) < 2:
        return Estimate(nothing, nothing, nothing, len(known))
    draws = keyed_generator(key).integers(len(known), size=(RESAMPLES, len(known)))
    found = np.sort([statistic(known[draw]) for draw in draws])
    tail = (1.0 - CONFIDENCE) / 2.0
    if np.isnan(found).mean() > tail:
        return Estimate(statistic(known), nothing, nothing, len(known))
    low, high = np.nanquantile(found, [tail, 1.0 - tail])
    return Estimate(statistic(known), float(low), float(high), len(known))
