"""From what was measured in each arm to one number with its 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from heterophony.experiments.methods.patterns.across import estimate_across
from heterophony.experiments.methods.patterns.measuring import Measured
from heterophony.experiments.methods.patterns.resampling import resampled
from heterophony.experiments.methods.patterns.rules import Estimate
from heterophony.experiments.results.differences import Numbers, Paired
from heterophony.scenarios.patterns_declared import Reading

Arms = Sequence[Sequence[Measured]]


def estimate(reading: Reading, arms: Arms, values: Sequence[Mapping[str, Any]]) -> Estimate:
    """Return what a reading sees in its arms, each a sequence of runs under the same seeds.

    `values` is what each arm sets.
    """
    if reading.across:
        return estimate_across(reading, arms, values)
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
