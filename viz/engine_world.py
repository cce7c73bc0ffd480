"""What the engine of a page must know to begin a run from settings and to let its weeks pass.

The engine (`assets/engine/`) runs the rules compiled to WebAssembly: it sets memory aside, moves
bytes and calls rules; it has no arithmetic of the model. A run begins so, for one jobcentre:

1. Settings of each premises (`engine_premises`; a lever moves the numbers at its places). Set the
   tables `premises` and `baseline` aside, and call `write_premises(record, the record's words as an
   array of whole numbers, settings, beside)` for each record.
2. `write_sizes(state, first week, sizes)` writes whole numbers in the order of `sizes`.
3. Set the table `calendar` aside, with a row a day of `days`, all 0, and call
   `write_calendar(state, settings [premises, numbers], first weeks)`. Put `quantiles` in place.
4. Set every table of `shapes` aside, lengths by name from the sizes, each entry a copy of the
   table's `firstRows`, or 0 without one; `meeting_matrix` lies where `meetings` lie. Set the
   counters that say what to keep.
5. `furnish(state, seed, number of the jobcentre)`.
6. Let the weeks pass as `world.js` does: `run_weeks` between breaks, `has_capacity` before it, and
   `change_premises(state, premises, week)` in each week of `changes`.
7. `settle_cases` and `write_facts` on a copy of the cases, `write_terms(settings of today's values,
   ranges, terms)`, then `write_outcomes`; of a pair `write_groups`, over pairs `add_pair`,
   `write_differences` and `word_of` (`sim/books.py`, `sim/result.py`, `sim/pairing.py`).

Quantile tables and terciles of resources are scipy's, so a page carries them for the shapes that it
offers. In a run in which counts stand for conversations, `mean_counts` comes from a first pass with
turns (`sim.run.mean_counts`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents import state
from heterophony.agents.batch import LANES
from heterophony.agents.columns import as_bytes
from heterophony.agents.premises import beside_settings
from heterophony.agents.settings import COUNT, NUMBERS, SETTINGS, settings_of
from heterophony.agents.state import HEADER_FIELDS, TABLES
from heterophony.scenarios import PARAMETERS, Scenario
from heterophony.sim.accounts import price_ranges
from heterophony.sim.blank_tables import SHAPES, blank_table
from heterophony.sim.capacity import MOST_EVENTS
from heterophony.sim.prepared import prepared
from heterophony.sim.sizes import SIZES

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
        "sizes": list(SIZES),
        "shapes": {name: list(shape) for name, shape in SHAPES.items()},
        "firstRows": _first_rows(),
        "counters": {name: getattr(state, name) for name in _COUNTERS},
        "calendar": {name: calendar[name][1] for name in _OF_CALENDAR},
        "lanes": LANES,
        "mostEvents": MOST_EVENTS,
    }


def _first_rows() -> dict[str, list[int]]:
    """Return the bytes of an entry as each table begins; mere numbers of 0 are left out."""
    found = {}
    for name in SHAPES:
        dimensions = TABLES[name][1]
        entry = blank_table(name, (1,) * dimensions).reshape(1)
        if entry.dtype.names or as_bytes(entry).any():
            found[name] = as_bytes(entry)[0].tolist()
    return found


def settings_layout() -> dict[str, Any]:
    """Describe settings for a page: places of each parameter, and ranges of prices.

    A choice is its index among `choices`, a switch 0 or 1, an unset number 0; a week w of a list of
    weeks is a 1 at the place first + w - earliest. Numbers come first, lists of weeks last.
    `shares` are groups of parameters that are scaled to the sum 1.
    """
    return {
        "count": COUNT,
        "numbers": NUMBERS,
        "places": {name: _place(name) for name in PARAMETERS},
        "ranges": price_ranges().tolist(),
        "shares": shares_of_one(),
    }


def shares_of_one() -> list[list[str]]:
    """Return the groups of parameters, each a number, that are shares of one whole."""
    groups: dict[str, list[str]] = {}
    for name, parameter in PARAMETERS.items():
        if parameter.simplex and parameter.type == "float":
            groups.setdefault(parameter.simplex, []).append(name)
    return list(groups.values())


def _place(name: str) -> dict[str, Any]:
    """Say where settings hold a parameter, and what its numbers stand for."""
    parameter = PARAMETERS[name]
    found: dict[str, Any] = {"type": parameter.type, **SETTINGS[name]._asdict()}
    if parameter.choices:
        found["choices"] = list(parameter.choices)
    if parameter.type != "weeks":
        del found["earliest"]
    return found


def engine_premises(scenario: Scenario) -> dict[str, Any]:
    """Return what a page needs to begin runs of a scenario from settings.

    Settings are in sparse form: a list of the numbers, then the places beyond them that are 1.
    `firstWeeks` says from when each premises hold, `today` are the values from week 0 on, which
    prices are taken from; `quantiles` are bytes of numbers, [premises, kind, node].
    """
    ready = prepared(scenario)
    return {
        "firstWeeks": [week for week, _ in ready.premises],
        "premises": [_values(values) for _, values in ready.premises],
        "baseline": _values(scenario.baseline_values()),
        "today": _values(scenario.values),
        "quantiles": (list(ready.quantiles.shape), ready.quantiles.tobytes()),
        "changes": engine_changes(scenario),
    }


def _values(values: Any) -> dict[str, Any]:
    """Return settings in sparse form, and what a record needs beside them."""
    settings = settings_of(values)
    return {
        "numbers": settings[:NUMBERS].tolist(),
        "weeks": (NUMBERS + np.flatnonzero(settings[NUMBERS:])).tolist(),
        "beside": beside_settings(values).tolist(),
    }


def engine_changes(scenario: Scenario) -> list[dict[str, int]]:
    """Return what changes in mid-run: number and week of the premises that differ from before."""
    premises = scenario.premises()
    return [
        {"premises": number, "week": premises[number][0]}
        for number in range(1, len(premises))
        if premises[number][1] != premises[number - 1][1]
    ]
