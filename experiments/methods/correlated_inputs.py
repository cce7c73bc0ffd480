"""Inputs that are correlated: how they are drawn, and their shares of the variance.

Sobol's indices keep their meaning: `first` is the share of the variance that would go if a row of
inputs were known (what it says about its correlates included), `total` the share that stays if all
others are known. They are computed from draws conditional on one part of a point (Kucherenko,
Tarantola and Annoni 2012), with the estimator of Janon and others (2014), which is efficient.
SALib draws independent inputs only.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import norm, qmc

from heterophony.experiments.results.designs import SensitivityDesign
from heterophony.experiments.results.differences import CONFIDENCE, Numbers


def correlated_places(design: SensitivityDesign, chance: np.random.Generator) -> Numbers:
    """Return the points of a design with correlations, `[points, inputs]`, places from 0 to 1.

    A block holds a base point; for each row a point that shares the row's inputs and draws all
    others anew, given those; then for each row one that draws the row anew, given all others.
    """
    matrix, size = design.normal_correlation, design.inputs
    # Even at powers of 2, as the sequence of independent designs is.
    drawn = qmc.MultivariateNormalQMC(np.zeros(2 * size), rng=chance).random(design.blocks)
    base, anew = drawn[:, :size] @ np.linalg.cholesky(matrix).T, drawn[:, size:]
    every = set(range(size))
    rest = [sorted(every - set(part)) for part in design.parts]
    points = [base]
    points += [_drawn_given(base, anew, part, matrix) for part in design.parts]
    points += [_drawn_given(base, anew, part, matrix) for part in rest]
    places: Numbers = norm.cdf(np.stack(points, axis=1)).reshape(-1, size)
    return places


def _drawn_given(base: Numbers, anew: Numbers, known: Sequence[int], matrix: Numbers) -> Numbers:
    """Return points that share some inputs with the base; the others follow from those by luck."""
    shared = list(known)
    free = sorted(set(range(len(matrix))) - set(shared))
    weights = np.linalg.solve(matrix[np.ix_(shared, shared)], matrix[np.ix_(shared, free)])
    left = matrix[np.ix_(free, free)] - matrix[np.ix_(free, shared)] @ weights
    points = base.copy()
    points[:, free] = base[:, shared] @ weights + anew[:, free] @ np.linalg.cholesky(left).T
    return points


def sharing_the_rest(blocks: Numbers) -> Numbers:
    """Return a block's points as those of an independent design: base, one a row, base.

    The points are those in which a row alone is drawn anew, so what luck does to total indices is
    computed in the same way.
    """
    rows = blocks.shape[1] // 2
    return np.concatenate([blocks[:, :1], blocks[:, rows + 1 :], blocks[:, :1]], axis=1)


def dependent_indices(
    values: Numbers, resamples: int, chance: np.random.Generator
) -> list[Numbers]:
    """Return first and total indices, each followed by the ends of its 95 % interval.

    Parameters
    ----------
    values
        `[blocks, points of a block]`, in the order of `correlated_places`.
    resamples
        How many bootstrap samples of the blocks an interval rests on.
    """
    centred = values - values.mean()
    found = _indices(centred)
    blocks = len(values)
    samples = (centred[chance.integers(0, blocks, blocks)] for _ in range(resamples))
    spread = np.std([_indices(each) for each in samples], axis=0, ddof=1)
    half = float(norm.ppf(0.5 + CONFIDENCE / 2.0)) * spread
    return [
        side
        for index, width in zip(found, half, strict=True)
        for side in (index, index - width, index + width)
    ]


def _indices(values: Numbers) -> Numbers:
    """Return `[first and total, rows]`.

    Two points that share a part of their inputs, all else being drawn anew, are correlated by the
    share of the variance that the part decides.
    """
    base, others = values[:, :1], values[:, 1:]
    middle = 0.5 * (base + others).mean(axis=0)
    variance = 0.5 * (base**2 + others**2).mean(axis=0) - middle**2
    decided = ((base * others).mean(axis=0) - middle**2) / variance
    first, by_the_rest = np.split(decided, 2)
    return np.stack([first, 1.0 - by_the_rest])
