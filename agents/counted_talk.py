"""A structural alternative: the meeting's log replaced by random counts of equal mean (3.15).

It tests whether the order of turns matters. Counts are Poisson distributed around the means of all
three-party meetings of the same arm and seed, and shares of them are binomial, so that counts do
not depend on the people in the meeting. A first pass of the run with turns gives the means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.agents.conversation import (
    number_of_turns,
)
from heterophony.agents.draws import binomial_quantile, poisson_quantile, uniform
from heterophony.agents.meeting_columns import (
    CONDITIONS,
    COUNT_NAMES,
    MEETING_COLUMNS,
    SHARE_OF,
)
from heterophony.agents.vocabulary import FOR_COUNTS

if TYPE_CHECKING:
    from heterophony.agents.fields import MeetingRow, Parameters

FIRST_COUNT = len(CONDITIONS)
NO_WHOLE = -1


def whole_of(name: str) -> int:
    """Return the index of the count that this count is a share of, or -1 if it is no share."""
    return COUNT_NAMES.index(SHARE_OF[name]) if name in SHARE_OF else NO_WHOLE


def depth_of(name: str) -> int:
    """Return how many counts this count is a share of, directly or through other shares."""
    return 1 + depth_of(SHARE_OF[name]) if name in SHARE_OF else 0


_IN_ORDER = sorted(COUNT_NAMES, key=depth_of)  # wholes before their shares
ORDER = np.array([COUNT_NAMES.index(name) for name in _IN_ORDER], dtype=np.int64)
WHOLES = np.array([whole_of(name) for name in _IN_ORDER], dtype=np.int64)


@compiled
def draw_counts(
    numbers: Any, means: Any, meeting: MeetingRow, params: Parameters, key: Any, room: int
) -> None:
    """Draw a meeting's counts; `numbers` is its row as an array [columns], `means` are by count."""
    meeting.turns = float(number_of_turns(params, room))
    for place in range(len(ORDER)):
        count, whole = ORDER[place], WHOLES[place]
        u = uniform(key, count, FOR_COUNTS)
        if whole == NO_WHOLE:
            drawn = poisson_quantile(means[count], u)
        else:
            among = int(numbers[FIRST_COUNT + whole])
            share = means[count] / means[whole] if means[whole] > 0.0 else 0.0
            drawn = float(binomial_quantile(among, min(share, 1.0), u))
        numbers[FIRST_COUNT + count] = drawn


_COLUMNS = [column.name for column in MEETING_COLUMNS]
_HELD = _COLUMNS.index("meetings")
_COUNTED = np.array([_COLUMNS.index(name) for name in COUNT_NAMES], dtype=np.int64)


@compiled
def write_mean_counts(sums: Any, means: Any) -> None:
    """Write the mean of each count over all meetings with a mentor.

    Parameters
    ----------
    sums : over all meetings and over those with a mentor, [2, column]
    means : to write, [count]
    """
    held = max(sums[1, _HELD], 1.0)
    for count in range(len(_COUNTED)):
        means[count] = sums[1, _COUNTED[count]] / held
