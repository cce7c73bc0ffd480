"""When a word about pairs may be called settled, however often one has looked before.

A t interval holds for a number of pairs that was fixed beforehand. A look after every
pair takes an interval that holds at all numbers at once: a confidence sequence.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.agents.portable_math import power
from heterophony.sim.pairing import LESS, LITTLE_LESS, LITTLE_MORE, MORE, NONE

ERROR = 0.01  # chance that the sequence ever misses the true difference
EFFECT_VARIANCE = 1.0  # of effects that it is tuned to, in standard deviations of a pair squared
FEWEST_ALIKE = 20.0  # pairs with one and the same difference: fewer say nothing of their spread
FEWEST_SETTLED = 8  # pairs: means of fewer may be far from normal


@compiled
def anytime_half_width(count: float, squares: float) -> float:
    """Return half the width of the confidence sequence of a mean difference.

    Differences as good as normal, of unknown variance: the mean is where the Bayes factor of the
    t statistic (normal effects; Gönen, Johnson, Lu & Westfall 2005) stays below 1 / `ERROR`. The
    factor is a martingale, so the chance that it is ever larger is below `ERROR` (Ville;
    Wang & Ramdas 2025, Sequential Analysis 44).

    Parameters
    ----------
    count : pairs
    squares : sum of squared deviations from the mean
    """
    if count < 2.0:
        return np.inf
    if squares == 0.0:
        return 0.0 if count >= FEWEST_ALIKE else np.inf
    freedom, spread = count - 1.0, 1.0 + count * EFFECT_VARIANCE
    least = power(np.sqrt(spread) / ERROR, 2.0 / count)
    if least >= spread:
        return np.inf
    t_squared = freedom * (least - 1.0) / (1.0 - least / spread)
    return np.sqrt(squares / freedom / count * t_squared)


@compiled
def is_settled(word: int, low: float, high: float, smallest: float) -> bool:
    """Tell whether a word is true of all differences from `low` to `high`.

    More and less are differences that matter; of the words for small ones only the size is looked
    at, since a difference that is not 0 gets its sign from enough pairs.
    """
    if word == MORE:
        return low > 0.0 and low >= smallest
    if word == LESS:
        return high < 0.0 and high <= -smallest
    if word in (NONE, LITTLE_MORE, LITTLE_LESS):
        return -smallest <= low and high <= smallest
    return False


@compiled
def is_settled_figure(
    word: int, mean: float, low: float, high: float, pairs: int, smallest: float, quantiles: Any
) -> bool:
    """Tell whether the word of a shown figure is settled.

    Parameters
    ----------
    word : its place among the words of `pairing.word_of`
    mean, low, high : the mean difference and its t interval, which holds the spread of the pairs
    pairs : how many there are
    smallest : the smallest difference that matters
    quantiles : as in `pairing.half_width`
    """
    if pairs < FEWEST_SETTLED or not np.isfinite(high - low):
        return False
    freedom = pairs - 1
    error = (high - low) / 2.0 / quantiles[freedom - 1]
    half = anytime_half_width(float(pairs), error * error * freedom * pairs)
    return is_settled(word, mean - half, mean + half, smallest)
