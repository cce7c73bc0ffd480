"""From what was measured in each arm to one number with its 95 % interval."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import numpy as np

from heterophony.experiments.pairing import CONFIDENCE, Numbers, Paired
from heterophony.experiments.patterns.measuring import Measured
from heterophony.experiments.patterns.rules import Estimate
from heterophony.scenarios.patterns_declared import Reading

RESAMPLES = 2_000
Arms = Sequence[Sequence[Measured]]


def estimate(reading: Reading, arms: Arms) -> Estimate:
    """Return what a reading sees in its arms, each a sequence of runs under the same seeds."""
    return _READS[reading.reads](reading, arms)


def values_of(reading: Reading, runs: Sequence[Measured]) -> Numbers:
    """Return the number that each run of an arm gives; NaN where it is undefined."""
    if reading.study:
        return np.array([run.studies[reading.study] for run in runs], dtype=np.float64)
    found = np.array([run.outcomes[reading.outcome] for run in runs], dtype=np.float64)
    if reading.less:
        found -= np.array([run.outcomes[reading.less] for run in runs], dtype=np.float64)
    return found


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
    undefined number are left out.
    """
    known = numbers[~np.isnan(numbers).any(axis=1)]
    if len(known) < 2:
        return Estimate(float("nan"), float("nan"), float("nan"), len(known))
    seed = int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")
    draws = np.random.default_rng(seed).integers(len(known), size=(RESAMPLES, len(known)))
    found = np.array([statistic(known[draw]) for draw in draws])
    tail = 50.0 * (1.0 - CONFIDENCE)
    low, high = np.percentile(found, [tail, 100.0 - tail])
    return Estimate(statistic(known), float(low), float(high), len(known))


def _level(reading: Reading, arms: Arms) -> Estimate:
    return of_mean(values_of(reading, arms[0]))


def _difference(reading: Reading, arms: Arms) -> Estimate:
    return of_mean(values_of(reading, arms[1]) - values_of(reading, arms[0]))


def _gain(reading: Reading, arms: Arms) -> Estimate:
    first, second, third, fourth = (values_of(reading, runs) for runs in arms)
    return of_mean((fourth - third) - (second - first))


def _ratio(reading: Reading, arms: Arms) -> Estimate:
    """Return what is left of a difference: third less first, over second less first."""
    first, second, third = (values_of(reading, runs) for runs in arms)
    columns = np.column_stack([second - first, third - first])
    return resampled(columns, _second_over_first, _key(reading))


def _odds(reading: Reading, arms: Arms) -> Estimate:
    """Return the pooled ratio of what happened to what was to be expected, from pairs of counts."""
    counts = np.array([run.studies[reading.study] for run in arms[0]], dtype=np.float64)
    return resampled(counts, _first_over_second, _key(reading))


def _second_over_first(columns: Numbers) -> float:
    means = columns.mean(axis=0)
    return float(means[1] / means[0]) if means[0] else float("nan")


def _first_over_second(columns: Numbers) -> float:
    return _second_over_first(columns[:, ::-1])


def _key(reading: Reading) -> str:
    return f"heterophony pattern {reading.name} {reading.outcome or reading.study}"


_READS: dict[str, Callable[[Reading, Arms], Estimate]] = {
    "level": _level,
    "difference": _difference,
    "gain": _gain,
    "ratio": _ratio,
    "odds": _odds,
}
