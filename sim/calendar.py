"""The calendar of a run: premises, intakes, dialogue meetings and process steps by week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.compiled import compiled
from heterophony.agents.settings import SETTINGS
from heterophony.agents.state import State

if TYPE_CHECKING:
    from heterophony.agents.fields import CalendarRow, Parameters

WEEKS_OF_YEAR = 52
_INTAKE = SETTINGS["education.intake_weeks"]
_DIALOGUE = SETTINGS["dialogue.once_weeks"]
_HELD = SETTINGS["process.held_weeks"]
_CANCELLED = SETTINGS["process.cancelled_weeks"]


@compiled
def is_listed(settings: Any, listed: Any, week: int) -> bool:
    """Tell whether a list of weeks has a week in it.

    Parameters
    ----------
    settings : values of all parameters, [`agents.settings.COUNT`]
    listed : where settings hold the list
    week : of the run, or of the year, as the list counts them
    """
    place = week - listed.earliest
    return 0 <= place < listed.length and settings[listed.first + place] == 1.0


@compiled
def dialogue_held(params: Parameters, settings: Any, week: int) -> bool:
    """Tell whether a dialogue meeting is held in a week of the run."""
    interval = params.dialogue_interval_weeks
    regular = interval > 0 and week != 0 and week % max(interval, 1) == 0
    return regular or is_listed(settings, _DIALOGUE, week)


@compiled
def process_step(settings: Any, week: int) -> int:
    """Return the step of the development process: 1 first, 2 later, -1 cancelled, 0 none."""
    if is_listed(settings, _CANCELLED, week):
        return -1
    if not is_listed(settings, _HELD, week):
        return 0
    for earlier in range(_HELD.earliest, week):
        if is_listed(settings, _HELD, earlier):
            return 2
    return 1


@compiled
def write_week(day: CalendarRow, params: Parameters, settings: Any) -> None:
    """Write what happens in a week of the calendar under its premises."""
    of_year = (params.run_start_week_of_year - 1 + day.week) % WEEKS_OF_YEAR + 1
    intake = is_listed(settings, _INTAKE, of_year)
    goes_on = is_listed(settings, _INTAKE, of_year % WEEKS_OF_YEAR + 1)
    day.week_of_year = of_year
    day.intake = 1 if intake else 0
    day.intake_ends = 1 if intake and not goes_on else 0
    day.dialogue = 1 if dialogue_held(params, settings, day.week) else 0
    day.process = process_step(settings, day.week)


@compiled
def write_calendar(w: State, settings: Any, first_weeks: Any) -> None:
    """Write every week of a run, burn-in included, into the calendar.

    Parameters
    ----------
    w : with its records of premises, and a calendar of as many weeks as there are
    settings : values of all parameters under each premises, [premises, `agents.settings.COUNT`]
    first_weeks : from when each holds, ascending, [premises]; the first one begins the run
    """
    number = 0
    for place in range(len(w.calendar)):
        week = first_weeks[0] + place
        while number + 1 < len(first_weeks) and first_weeks[number + 1] <= week:
            number += 1
        day = w.calendar[place]
        day.week = week
        day.premises = number
        day.premises_begin = 1 if first_weeks[number] == week else 0
        write_week(day, w.premises[number], settings[number])
