"""From what was measured in each arm to one number with its 95 % interval."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from heterophony.experiments.methods.patterns.intervals import of_mean, resampled
from heterophony.experiments.methods.patterns.multi_arm_estimators import (
    NAMED,
    Across,
    Arms,
    Values,
)
from heterophony.experiments.methods.patterns.panels import Measured
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.patterns import Estimate
from heterophony.scenarios.patterns_declared import Reading


def estimate(reading: Reading, arms: Arms, values: Values) -> Estimate:
    """Return what a reading sees in its arms, each a sequence of runs under the same seeds.

    `values` is what each arm sets.
    """
    if reading.across:
        return NAMED[reading.across](Across(reading, arms, values))
    return _READS[reading.reads](reading, arms)


def values_of(reading: Reading, runs: Sequence[Measured]) -> Numbers:
    """Return the number that each run of an arm gives; NaN where it is undefined."""
    values = [_value(reading, run, reading.study or reading.outcome) for run in runs]
    found = np.array(values, dtype=np.float64)
    if reading.less:
        found -= [_value(reading, run, reading.less) for run in runs]
    return found


def _value(reading: Reading, run: Measured, name: str) -> float:
    return float(run.studies[name][0]) if reading.study else run.outcomes[name]


def _difference(reading: Reading, arms: Arms) -> Estimate:
    return of_mean(values_of(reading, arms[1]) - values_of(reading, arms[0]))


def _gain(reading: Reading, arms: Arms) -> Estimate:
    first, second, third, fourth = (values_of(reading, runs) for runs in arms)
    return of_mean((fourth - third) - (second - first))


def _ratio(reading: Reading, arms: Arms) -> Estimate:
    """Return what is left of a difference: third less first, over second less first."""
    first, second, third = (values_of(reading, runs) for runs in arms)
    columns = np.column_stack([second - first, third - first])
    return resampled(columns, _second_over_first, _reading_key(reading))


def _odds(reading: Reading, arms: Arms) -> Estimate:
    """Return the pooled ratio of what happened to what was to be expected, from pairs of counts."""
    counts = np.array([run.studies[reading.study] for run in arms[0]], dtype=np.float64)
    return resampled(counts, _first_over_second, _reading_key(reading))


def _second_over_first(columns: Numbers) -> float:
    means = columns.mean(axis=0)
    return float(means[1] / means[0]) if means[0] else float("nan")


def _first_over_second(columns: Numbers) -> float:
    return _second_over_first(columns[:, ::-1])


def _reading_key(reading: Reading) -> str:
    return f"pattern {reading.name} {reading.outcome or reading.study}"


_READS: dict[str, Callable[[Reading, Arms], Estimate]] = {
    "level": lambda reading, arms: of_mean(values_of(reading, arms[0])),
    "difference": _difference,
    "gain": _gain,
    "ratio": _ratio,
    "odds": _odds,
}
