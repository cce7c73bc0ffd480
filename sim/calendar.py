"""The calendar of a run: which premises hold in a week, intakes, dialogues, process steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from heterophony.agents.columns import Rows, new_rows
from heterophony.agents.staff_columns import CALENDAR_COLUMNS

WEEKS_OF_YEAR = 52


def dialogue_held(values: Mapping[str, Any], week: int) -> bool:
    """Tell whether a dialogue meeting is held in a week of the run."""
    if week in values["dialogue.once_weeks"]:
        return True
    interval = values["dialogue.interval_weeks"]
    return bool(interval) and week != 0 and week % interval == 0


def process_step(values: Mapping[str, Any], week: int) -> int:
    """Return the step of the development process: 1 the first, 2 a later one, -1 cancelled."""
    held = values["process.held_weeks"]
    if week in values["process.cancelled_weeks"]:
        return -1
    if week in held:
        return 1 if week == min(held) else 2
    return 0


def build_calendar(premises: Sequence[tuple[int, Mapping[str, Any]]]) -> Rows:
    """Lay out every week of a run, burn-in included.

    Parameters
    ----------
    premises : sequence of (first week, values of all parameters)
        In order; the first one begins the run.
    """
    first = premises[0][0]
    weeks = premises[0][1]["run.weeks"]
    calendar = new_rows(CALENDAR_COLUMNS, weeks - first)
    starts = {start: number for number, (start, _) in enumerate(premises)}
    number = 0
    for day, week in zip(calendar, range(first, weeks), strict=True):
        if week in starts:
            number = starts[week]
            day.premises_begin = 1
        values = premises[number][1]
        intakes = values["education.intake_weeks"]
        of_year = (values["run.start_week_of_year"] - 1 + week) % WEEKS_OF_YEAR + 1
        day.week = week
        day.premises = number
        day.week_of_year = of_year
        day.intake = of_year in intakes
        day.intake_ends = day.intake and of_year % WEEKS_OF_YEAR + 1 not in intakes
        day.dialogue = dialogue_held(values, week)
        day.process = process_step(values, week)
    return calendar
