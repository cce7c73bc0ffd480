"""What the engine of a page must know of tables, and the tables of a run's first week.

The engine (`assets/engine/`) runs the rules compiled to WebAssembly: it moves these bytes into the
rules' memory, lets the weeks pass, and hands the tables back. It has no arithmetic of the model.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents import state
from heterophony.agents.batch import BATCH_COLUMNS, LANES
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import as_bytes, new_rows
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.state import HEADER_FIELDS, TABLES, State
from heterophony.scenarios import Scenario
from heterophony.sim.capacity import MOST_EVENTS
from heterophony.sim.organisation import division_of

_BEGINNINGS = {
    "citizens": CITIZEN_COLUMNS,
    "cases": CASE_COLUMNS,
    "lanes": BATCH_COLUMNS,
    "meetings": MEETING_COLUMNS,
    "totals": TOTAL_COLUMNS,
}
_COUNTERS = (
    "CASES",
    "MEETINGS_KEPT",
    "EVENTS_KEPT",
    "KEEP_MEETINGS",
    "KEEP_TURNS",
    "KEEP_EVENTS",
    "COUNTERS",
)
_OF_CALENDAR = ("week", "premises", "premises_begin")


def engine_layout() -> dict[str, Any]:
    """Describe tables for the engine: sizes, first rows, and places of what it reads itself."""
    calendar = TABLES["calendar"][0].fields
    assert calendar is not None
    return {
        "headerFields": HEADER_FIELDS,
        "tables": {name: {"bytes": entry.itemsize} for name, (entry, _) in TABLES.items()},
        "firstRows": {
            name: as_bytes(new_rows(columns, 1))[0].tolist()
            for name, columns in _BEGINNINGS.items()
        },
        "counters": {name: getattr(state, name) for name in _COUNTERS},
        "calendar": {name: calendar[name][1] for name in _OF_CALENDAR},
        "lanes": LANES,
        "mostEvents": MOST_EVENTS,
    }


def engine_tables(w: State) -> dict[str, tuple[list[int], bytes]]:
    """Return shape and bytes of every table that has memory of its own."""
    tables = {name: np.asarray(getattr(w, name)) for name in TABLES if name != "meeting_matrix"}
    return {name: (list(table.shape), table.tobytes()) for name, table in tables.items()}


def engine_changes(scenario: Scenario) -> list[dict[str, Any]]:
    """Return what changes in mid-run: number and week of the premises, and what they ask for."""
    premises = scenario.premises()
    return [
        {
            "premises": number,
            "week": premises[number][0],
            **division_of(premises[number][1])._asdict(),
        }
        for number in range(1, len(premises))
        if premises[number][1] != premises[number - 1][1]
    ]
