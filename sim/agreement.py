"""What many plausible worlds say together: how many agree, the word for it, and the spread.

`experiments.results.over_worlds` names the numbers; a page that carries worlds asks the same rules.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled

# Places of shares: in how many worlds a plan is better, worse, no different, and not settled.
BETTER, WORSE, NONE, UNSETTLED = 0, 1, 2, 3
STANDINGS = 4
# Places of the words of `overall_word`; the first four as above.
DEPENDS, MOSTLY_BETTER, MOSTLY_WORSE = 4, 5, 6
OVERALL_WORDS = (
    *("better", "worse", "none", "open"),
    *("depends", "mostly_better", "mostly_worse"),
)

CLEAR, MOST, SOME = 0.8, 0.5, 0.1  # of the worlds
_BAND = np.array([0.5, 0.05, 0.95])


@compiled
def worlds_of(shares: Any) -> float:
    """Return the number of all worlds, at least 1."""
    worlds = 0
    for standing in range(STANDINGS):
        worlds += shares[standing]
    return max(float(worlds), 1.0)


@compiled
def clear_word(shares: Any) -> int:
    """Return the standing that four fifths of the worlds have, `UNSETTLED` if none has.

    Parameters
    ----------
    shares : numbers of worlds, [`STANDINGS`]
    """
    worlds = worlds_of(shares)
    for standing in (BETTER, WORSE, NONE):
        if shares[standing] / worlds >= CLEAR:
            return standing
    return UNSETTLED


@compiled
def overall_word(shares: Any) -> int:
    """Return the place of the word for all worlds together, in `OVERALL_WORDS`.

    Parameters
    ----------
    shares : as in `clear_word`
    """
    clear = clear_word(shares)
    if clear != UNSETTLED:
        return clear
    worlds = worlds_of(shares)
    better, worse = shares[BETTER] / worlds, shares[WORSE] / worlds
    if min(better, worse) >= SOME:
        return DEPENDS
    if better > MOST and worse < SOME:
        return MOSTLY_BETTER
    if worse > MOST and better < SOME:
        return MOSTLY_WORSE
    return UNSETTLED


@compiled
def count_by_size(changes: Any, smallest: float, shares: Any) -> None:
    """Count worlds by the size of a change alone, where runs are too few for an interval.

    Parameters
    ----------
    changes : in the direction that serves the citizen, [world]; NaN where there is none
    smallest : the smallest change that matters
    shares : to write, [`STANDINGS`]
    """
    for standing in range(STANDINGS):
        shares[standing] = 0
    for world in range(len(changes)):
        change = changes[world]
        if change >= smallest:
            shares[BETTER] += 1
        elif change <= -smallest:
            shares[WORSE] += 1
        elif abs(change) < smallest:
            shares[NONE] += 1
        else:
            shares[UNSETTLED] += 1


@compiled
def write_spread(changes: Any, found: Any) -> None:
    """Write the median and the 5th and 95th percentile, linear between values (numpy's way).

    Parameters
    ----------
    changes : [world], which are sorted; NaN where there is none
    found : to write, [3]; NaN where no world has a change
    """
    known = 0
    for world in range(len(changes)):
        change = changes[world]
        if np.isnan(change):
            continue
        place = known
        while place > 0 and changes[place - 1] > change:
            changes[place] = changes[place - 1]
            place -= 1
        changes[place] = change
        known += 1
    for row in range(len(_BAND)):
        found[row] = np.nan
        if known > 0:
            position = (known - 1) * _BAND[row]
            below = int(position)
            part = position - below
            low, high = changes[below], changes[min(below + 1, known - 1)]
            between = (high - low) * (part if part < 0.5 else 1.0 - part)
            found[row] = low + between if part < 0.5 else high - between
