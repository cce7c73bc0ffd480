"""The calendar of a run: which premises hold in a week, intakes, dialogues, process steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.columns import Rows, new_rows
from heterophony.agents.staff_columns import CALENDAR_COLUMNS

WEEKS_OF_YEAR = 52
Weeks = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def dialogues_held(values: Mapping[str, Any], weeks: Weeks) -> Mask:
    """Tell in which weeks of the run a dialogue meeting is held."""
    held = np.isin(weeks, values["dialogue.once_weeks"])
    interval = values["dialogue.interval_weeks"]
    if interval:
        held |= (weeks != 0) & (weeks % interval == 0)
    return held


def process_steps(values: Mapping[str, Any], weeks: Weeks) -> Weeks:
    """Return the steps of the development process: 1 first, 2 later, -1 cancelled, 0 none."""
    held = values["process.held_weeks"]
    steps = np.where(np.isin(weeks, held), 2, 0)
    if held:
        steps[weeks == min(held)] = 1
    steps[np.isin(weeks, values["process.cancelled_weeks"])] = -1
    return steps


def build_calendar(premises: Sequence[tuple[int, Mapping[str, Any]]]) -> Rows:
    """Lay out every week of a run, burn-in included.

    Parameters
    ----------
    premises : sequence of (first week, values of all parameters)
        In order; the first one begins the run.
    """
    first = premises[0][0]
    weeks = np.arange(first, premises[0][1]["run.weeks"])
    rows = new_rows(CALENDAR_COLUMNS, len(weeks))
    calendar = np.asarray(rows)
    starts = np.array([start for start, _ in premises])
    calendar["week"] = weeks
    calendar["premises"] = np.searchsorted(starts, weeks, side="right") - 1
    calendar["premises_begin"] = np.isin(weeks, starts)
    for number, (_, values) in enumerate(premises):
        days = calendar["premises"] == number
        present = weeks[days]
        intakes = values["education.intake_weeks"]
        of_year = (values["run.start_week_of_year"] - 1 + present) % WEEKS_OF_YEAR + 1
        intake = np.isin(of_year, intakes)
        calendar["week_of_year"][days] = of_year
        calendar["intake"][days] = intake
        goes_on = np.isin(of_year % WEEKS_OF_YEAR + 1, intakes)
        calendar["intake_ends"][days] = intake & ~goes_on
        calendar["dialogue"][days] = dialogues_held(values, present)
        calendar["process"][days] = process_steps(values, present)
    return rows
