"""Contrasts of policies with each other, and what shared seeds gain."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from heterophony.experiments.results.differences import (
    Difference,
    Numbers,
)
from heterophony.experiments.results.paired import Paired
from heterophony.sim.tables import Columns


def paired_values(columns: Columns, arms: int, outcome: str) -> Numbers:
    """Return one outcome of all arms, `[pairs, arms]`, the baseline first.

    Parameters
    ----------
    columns
        As in `Comparison`: pair after pair, and in each pair one row per arm in their order.
        Arms go by place: a policy derived from the baseline may have its name.
    arms
        How many there are, the baseline included.
    """
    values: Numbers = np.asarray(columns[outcome], np.float64).reshape(-1, arms)
    return values


def differences_between(
    columns: Columns, policies: Sequence[str], outcome: str
) -> list[tuple[str, str, Difference]]:
    """Return for every two policies the paired difference of the second less the first."""
    couples = list(combinations(range(len(policies)), 2))
    if not couples or not columns:
        return []
    values = paired_values(columns, 1 + len(policies), outcome)[:, 1:]
    first, second = (values[:, [couple[side] for couple in couples]] for side in (0, 1))
    sums = Paired((len(couples),))
    for one, other in zip(first, second, strict=True):
        sums.add(one, other)
    return [
        (policies[one], policies[other], difference)
        for (one, other), difference in zip(couples, sums.differences(), strict=True)
    ]


def variance_ratio(values: Numbers) -> float:
    """Return how many times as many pairs it would take with seeds that are not shared.

    That is the variance of a difference of unpaired runs (both arms' variances added up) over the
    variance of the paired difference: 1 where pairing gains nothing. NaN under two pairs, infinite
    where all pairs differ by the same.

    Parameters
    ----------
    values
        Both arms, `[pairs, 2]`; a pair with an undefined arm is left out.
    """
    known = values[~np.isnan(values).any(axis=1)]
    if len(known) < 2:
        return math.nan
    unpaired = float(np.var(known, axis=0, ddof=1).sum())
    paired = float(np.var(known[:, 1] - known[:, 0], ddof=1))
    if paired == 0.0:
        return math.inf if unpaired else math.nan
    return unpaired / paired
