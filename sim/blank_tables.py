"""Empty tables of one jobcentre: their sizes and start values."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from heterophony.agents.batch import BATCH_COLUMNS
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import ColumnOf, as_matrix, new_rows
from heterophony.agents.events import EVENT_FIELDS
from heterophony.agents.meeting_columns import COUNTS, MEETING_COLUMNS, TALK_COLUMNS
from heterophony.agents.staff_columns import (
    CASEWORKER_COLUMNS,
    DYAD_COLUMNS,
    JOBCENTRE_COLUMNS,
    MENTOR_COLUMNS,
    SLOT_COLUMNS,
)
from heterophony.agents.state import COUNTERS, TABLES, State

# Lengths of each table that a run writes, by name where they are sizes (`sim.sizes.SIZES`).
SHAPES: Mapping[str, tuple[str | int, ...]] = {
    "citizens": ("people",),
    "caseworkers": ("posts",),
    "mentors": ("mentors",),
    "jobcentre": (1,),
    "slots": ("slots",),
    "understanding": ("mentors", "posts"),
    "dyads": ("mentors", "posts"),
    "not_understood": ("mentors", "posts"),
    "caseload": ("people",),
    "mentees": ("people",),
    "queue": ("people",),
    "lanes": ("blocks",),
    "meetings": (1,),
    "meeting_totals": (2, len(MEETING_COLUMNS)),
    "mean_counts": (len(COUNTS),),
    "talk": (1,),
    "turns": (1, "turns"),
    "cases": ("cases",),
    "weekly": ("weeks",),
    "totals": (1,),
    "events": (0, len(EVENT_FIELDS)),
    "counters": (COUNTERS,),
}
_COLUMNS: Mapping[str, tuple[ColumnOf, ...]] = {
    "citizens": CITIZEN_COLUMNS,
    "caseworkers": CASEWORKER_COLUMNS,
    "mentors": MENTOR_COLUMNS,
    "jobcentre": JOBCENTRE_COLUMNS,
    "slots": SLOT_COLUMNS,
    "dyads": DYAD_COLUMNS,
    "lanes": BATCH_COLUMNS,
    "meetings": MEETING_COLUMNS,
    "talk": TALK_COLUMNS,
    "cases": CASE_COLUMNS,
    "weekly": WEEKLY_COLUMNS,
    "totals": TOTAL_COLUMNS,
}
_BEGIN_AT_ONE = ("not_understood",)


def blank_table(name: str, shape: tuple[int, ...]) -> Any:
    """Make an empty table: rows at their start values, numbers at 0 or 1."""
    if name in _COLUMNS:
        return new_rows(_COLUMNS[name], math.prod(shape)).reshape(shape)
    table = np.zeros(shape, TABLES[name][0])
    if name in _BEGIN_AT_ONE:
        table.fill(1.0)
    return table.view(np.recarray) if table.dtype.names else table


def lengths(name: str, sizes: Mapping[str, int]) -> tuple[int, ...]:
    """Return the lengths of a table."""
    return tuple(sizes[each] if isinstance(each, str) else each for each in SHAPES[name])


def blank_state(sizes: Mapping[str, int], shared: Mapping[str, Any]) -> State:
    """Make the empty tables of one jobcentre.

    Parameters
    ----------
    sizes : by name, all of `sim.sizes.SIZES`
    shared : the tables that runs of a scenario share: premises, baseline, quantiles, calendar
    """
    tables = {name: blank_table(name, lengths(name, sizes)) for name in SHAPES}
    return State(**shared, **tables, meeting_matrix=as_matrix(tables["meetings"]))
