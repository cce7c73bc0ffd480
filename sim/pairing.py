"""Statistics of pairs of runs with common random numbers: sums, intervals and a verdict.

Comparisons and pages call these rules of plain arrays; they contain no names, so that they also
compile for a page.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled

# Verdicts of `word_of` by number; `experiments.methods.verdicts.Verdict` has the same order.
MORE, LESS, LITTLE_MORE, LITTLE_LESS = 0, 1, 2, 3
MORE_SIZE_UNCERTAIN, LESS_SIZE_UNCERTAIN, NONE, UNCERTAIN, UNDEFINED = 4, 5, 6, 7, 8

# Sums over thousands of citizens and dozens of pairs round by some 1e-14 of the value.
ROUNDING = 1e-12

# Rows of the sums over pairs, [SUMS, value].
COUNT, BASELINE, POLICY, DIFFERENCE, SQUARES = 0, 1, 2, 3, 4
SUMS = 5
# Rows of the statistics found from the sums, [FOUND, value].
LOW, HIGH, HALF = 4, 5, 6
FOUND = 7


@compiled
def add_pair(baseline: Any, policy: Any, sums: Any) -> None:
    """Count one pair in the sums; a value that is NaN in either arm is left out.

    Welford's recurrence: equal differences give a variance of exactly 0.

    Parameters
    ----------
    baseline, policy : values of both arms, [value]
    sums : to add to, [`SUMS`, value]
    """
    for value in range(len(baseline)):
        change = policy[value] - baseline[value]
        if np.isnan(change):
            continue
        sums[COUNT, value] += 1.0
        share = 1.0 / sums[COUNT, value]
        sums[BASELINE, value] += (baseline[value] - sums[BASELINE, value]) * share
        sums[POLICY, value] += (policy[value] - sums[POLICY, value]) * share
        before = change - sums[DIFFERENCE, value]
        sums[DIFFERENCE, value] += before * share
        sums[SQUARES, value] += before * (change - sums[DIFFERENCE, value])


@compiled
def half_width(count: float, squares: float, quantiles: Any) -> float:
    """Return half the width of the t interval of a mean difference; NaN under two pairs.

    Parameters
    ----------
    count : pairs
    squares : sum of squared deviations from the mean
    quantiles : of Student's t at the upper end of the interval, by degrees of freedom less 1
    """
    if count < 2.0:
        return np.nan
    freedom = count - 1.0
    return quantiles[int(freedom) - 1] * np.sqrt(squares / freedom / count)


@compiled
def write_differences(sums: Any, quantiles: Any, found: Any) -> None:
    """Write means and intervals: NaN where no pair was known, no interval under two.

    Parameters
    ----------
    sums : over pairs, [`SUMS`, value]
    quantiles : as in `half_width`
    found : to write, [`FOUND`, value]: pairs, both means, difference, interval, half its width
    """
    for value in range(sums.shape[1]):
        count = sums[COUNT, value]
        found[COUNT, value] = count
        for row in (BASELINE, POLICY, DIFFERENCE):
            found[row, value] = sums[row, value] if count > 0.0 else np.nan
        half = half_width(count, sums[SQUARES, value], quantiles)
        found[HALF, value] = half
        found[LOW, value] = found[DIFFERENCE, value] - half
        found[HIGH, value] = found[DIFFERENCE, value] + half


@compiled
def is_within(low: float, high: float, smallest: float) -> bool:
    """Tell whether a whole interval lies within plus or minus `smallest`."""
    return -smallest <= low and high <= smallest


@compiled
def word_of(
    baseline: float, policy: float, difference: float, low: float, high: float, smallest: float
) -> int:
    """Return the number of the verdict on a paired difference: its sign and its size.

    The interval decides the sign. The difference matters if the estimate is large enough, and is
    small if no value in the interval is.

    Parameters
    ----------
    baseline, policy : means of both arms
    difference, low, high : the mean difference and its interval
    smallest : the smallest difference that matters; 0: any does
    """
    if np.isnan(difference):
        return UNDEFINED
    if np.isnan(low) or np.isnan(high):
        return UNCERTAIN
    if is_within(low, high, ROUNDING * max(abs(baseline), abs(policy))):
        return NONE
    small = is_within(low, high, smallest)
    if low <= 0.0 <= high:
        return NONE if small else UNCERTAIN
    more = low > 0.0
    if abs(difference) >= smallest:
        return MORE if more else LESS
    if small:
        return LITTLE_MORE if more else LITTLE_LESS
    return MORE_SIZE_UNCERTAIN if more else LESS_SIZE_UNCERTAIN
