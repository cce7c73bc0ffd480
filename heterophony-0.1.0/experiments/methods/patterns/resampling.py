"""Intervals of statistics that are no mean of pairs: runs drawn again, whole."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np

from heterophony.experiments.methods.patterns.rules import Estimate
from heterophony.experiments.results.differences import CONFIDENCE, Numbers

RESAMPLES = 1_000


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
    seed = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
    draws = np.random.default_rng(seed).integers(len(known), size=(RESAMPLES, len(known)))
    found = np.sort([statistic(known[draw]) for draw in draws])
    tail = (1.0 - CONFIDENCE) / 2.0
    if np.isnan(found).mean() > tail:
        return Estimate(statistic(known), nothing, nothing, len(known))
    low, high = np.nanquantile(found, [tail, 1.0 - tail])
    return Estimate(statistic(known), float(low), float(high), len(known))
