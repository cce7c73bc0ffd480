"""Weekly outcomes: means over people on a course and over posts, as rules of the weeks' sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.book_columns import PEOPLE_MEANS, WEEKLY_COLUMNS
from heterophony.agents.compiled import compiled
from heterophony.agents.staff_columns import DIMENSIONS
from heterophony.sim.summing import mean_of_known, pairwise_sum, places, ratio

RELATIONAL_COORDINATION_STEPS = 4.0  # the index runs from 1 to 5 (source S17)

# Outcome -> (sum, what it is divided by).
_PEOPLE = {name: (name, "people") for name in PEOPLE_MEANS}
_BY_OTHERS = {
    "session_attendance": ("sessions_attended", "sessions_due"),
    "meaning_horizon_caseworkers": ("horizon_caseworkers", "caseworkers_working"),
    "meaning_horizon_mentors": ("horizon_mentors", "mentors_working"),
    "preparation": ("preparation", "meetings_held"),
    "caseworker_utilisation": ("caseworker_utilisation", "caseworkers_working"),
    "mentor_utilisation": ("mentor_utilisation", "mentors_working"),
    "placed_share": ("placed", "to_place"),
    "placement_pressure": ("placement_pressure", "jobcentres"),
}
_DIVIDED = _PEOPLE | _BY_OTHERS
_NO_SERIES = ("case_knowledge_caseworker",)  # a value of the run only

# The outcomes that have a series, in order; then those with a value of the run alone.
SERIES = (
    *(name for name in PEOPLE_MEANS if name not in _NO_SERIES),
    "relational_coordination",
    *_BY_OTHERS,
)
WEEKLY_OUTCOMES = (*SERIES, *_NO_SERIES, "meetings_on_time")

WEEKLY_NAMES = tuple(column.name for column in WEEKLY_COLUMNS)
_of = places(WEEKLY_NAMES)
_found = places(WEEKLY_OUTCOMES)
# Row of the outcome, column of the sum, column of what it is divided by.
_DIVISIONS = np.array(
    [
        (WEEKLY_OUTCOMES.index(name), WEEKLY_NAMES.index(above), WEEKLY_NAMES.index(below))
        for name, (above, below) in _DIVIDED.items()
    ]
)
_DIMENSIONS = np.array([WEEKLY_OUTCOMES.index(f"rc_{name}") for name, _ in DIMENSIONS])


@compiled
def write_weekly_outcomes(sums: Any, series: Any, found: Any) -> None:
    """Write the weekly outcomes, and the value of each over the run.

    Parameters
    ----------
    sums : of each week, [week, `WEEKLY_NAMES`]
    series : to write, [`SERIES` and those without one, week]
    found : to write, [`WEEKLY_OUTCOMES`]; the mean over the weeks in which it is defined
    """
    weeks = len(sums)
    for each in range(len(_DIVISIONS)):
        row, above, below = _DIVISIONS[each, 0], _DIVISIONS[each, 1], _DIVISIONS[each, 2]
        for week in range(weeks):
            series[row, week] = ratio(sums[week, above], sums[week, below])
    for week in range(weeks):
        total = 0.0
        for each in range(len(_DIMENSIONS)):
            total += series[_DIMENSIONS[each], week]
        index = RELATIONAL_COORDINATION_STEPS * total / len(_DIMENSIONS)
        series[_found.relational_coordination, week] = 1.0 + index
    scratch = np.empty(weeks)
    for row in range(len(series)):
        found[row] = mean_of_known(series[row], scratch)
    found[_found.meetings_on_time] = over_the_run(sums, scratch)


@compiled
def over_the_run(sums: Any, scratch: Any) -> float:
    """Return the share of meetings that are held in the week in which they fall due."""
    for week in range(len(sums)):
        scratch[week] = sums[week, _of.meetings_on_time]
    on_time = pairwise_sum(scratch, len(sums))
    for week in range(len(sums)):
        scratch[week] = sums[week, _of.meetings_due]
    return ratio(on_time, pairwise_sum(scratch, len(sums)))
