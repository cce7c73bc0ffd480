"""What luck alone would give: the part of the seeds in variances, effects and indices."""

from __future__ import annotations

import math

import numpy as np

from heterophony.experiments.results.differences import Numbers


def seed_shares(values: Numbers) -> tuple[float, float]:
    """Return the seeds' share in the variance between points, and in that of single runs.

    Points and seeds are a two-way layout. What all points share under a seed moves no difference
    between points; the interaction, which is left over, does.

    Parameters
    ----------
    values
        `[points, replicates]`, all defined.

    Returns
    -------
    tuple of float
        Share of the variance between the points' means that is left-over luck, and share of the
        variance between single runs that is not the points'; NaN with one replicate, or where
        nothing varies.
    """
    points, replicates = values.shape
    if replicates < 2 or points < 2:
        return math.nan, math.nan
    by_point = values.mean(axis=1, keepdims=True)
    by_seed = values.mean(axis=0, keepdims=True)
    left_over = values - by_point - by_seed + values.mean()
    luck = float((left_over**2).sum()) / ((points - 1) * (replicates - 1))
    between = replicates * float(by_point.var(ddof=1))  # holds the luck once
    seeds = max(points * float(by_seed.var(ddof=1)) - luck, 0.0) / points
    if between == 0.0:
        return math.nan, math.nan
    of_points = max(between - luck, 0.0) / replicates
    return min(luck / between, 1.0), (seeds + luck) / (seeds + luck + of_points)


def effects_of_seeds(effects: Numbers) -> Numbers:
    """Return the mean absolute elementary effect that seeds alone would give, for each input.

    Parameters
    ----------
    effects
        Elementary effects `[blocks, inputs, replicates]`.
    """
    replicates = effects.shape[2]
    if replicates < 2:
        return np.full(effects.shape[1], math.nan)
    variance = effects.var(axis=2, ddof=1).mean(axis=0) / replicates
    found: Numbers = np.sqrt(variance * 2.0 / math.pi)  # mean of a normal number's size
    return found


def totals_of_seeds(values: Numbers) -> Numbers:
    """Return the part of each row's total index that seeds alone would give.

    Parameters
    ----------
    values
        `[blocks, points of a block, replicates]` of a Sobol design.
    """
    replicates = values.shape[2]
    if replicates < 2:
        return np.full(values.shape[1] - 2, math.nan)
    apart = values[:, :1, :] - values[:, 1:-1, :]
    luck = 0.5 * apart.var(axis=2, ddof=1).mean(axis=0) / replicates
    base = values[:, [0, -1], :].mean(axis=2)
    found: Numbers = luck / base.var()
    return found
