"""What a run has counted, over all its jobcentres: sums by week, sums of the run, of meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.columns import as_matrix
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.state import State

Sums = npt.NDArray[np.float64]
WEEKLY_NAMES = tuple(column.name for column in WEEKLY_COLUMNS)
_TOTAL_NAMES = tuple(column.name for column in TOTAL_COLUMNS)
_MEETING_NAMES = tuple(column.name for column in MEETING_COLUMNS)


@dataclass(frozen=True)
class Aggregates:
    """Sums from week 0 on.

    Attributes
    ----------
    weekly : sums of each week, [week, name of `WEEKLY_NAMES`]
    totals : name -> sum over the run
    meetings : column of a meeting -> sum over all meetings held
    three_party : the same over those with a mentor
    """

    weekly: Sums
    totals: Mapping[str, float]
    meetings: Mapping[str, float]
    three_party: Mapping[str, float]


def aggregates_of(states: Sequence[State]) -> Aggregates:
    """Add up the books of jobcentres, in their order."""
    return Aggregates(
        weekly=_added([as_matrix(w.weekly) for w in states]),
        totals=_named(_TOTAL_NAMES, _added([as_matrix(w.totals)[0] for w in states])),
        meetings=_named(_MEETING_NAMES, _added([w.meeting_totals[0] for w in states])),
        three_party=_named(_MEETING_NAMES, _added([w.meeting_totals[1] for w in states])),
    )


def _added(parts: Sequence[Sums]) -> Sums:
    total = np.array(parts[0])
    for part in parts[1:]:
        total += part
    return total


def _named(names: Sequence[str], values: Sums) -> dict[str, float]:
    return dict(zip(names, values.tolist(), strict=True))
