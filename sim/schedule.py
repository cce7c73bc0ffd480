"""The one statement of the order of a week in a jobcentre (model, section 3).

The pressure to place - 1 arrivals - 2 caseworkers' hours, interviews, spare contacts - 3 mentors'
hours - 4 to 10 what each citizen lives through (`agents/citizen_week.py`) - 11 dialogue and
learning - 12 turnover - 13 accounts and measures, who is placed. All staff states change after all
meetings of the week, so the order of citizens does not matter.

Both executors follow `WEEK`: the compiled `run_week` is written out from it, and Mesa's agents take
it step by step (`sim/office.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.caseworker_week import keep_spare_contact, plan_caseworker_week
from heterophony.agents.citizen_week import (
    AFTER_ENCOUNTERS,
    CITIZEN_WEEK,
    ENCOUNTERS,
    consider_leaving,
    consider_referral,
    grow,
    has_meeting,
    is_here,
    is_known,
    is_on_course,
    is_waiting,
    lines_of,
    live_between_meetings,
    live_crisis,
    live_meeting,
    live_session,
    move_ownership,
)
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.learning import take_process_step
from heterophony.agents.life_course import (
    begin_week,
    end_week,
)
from heterophony.agents.mentor_week import plan_mentor_week
from heterophony.agents.referral import interview
from heterophony.agents.rule_sources import PLAIN
from heterophony.agents.state import CITIZEN_ROWS, PLACE, State
from heterophony.agents.written_out import written_out
from heterophony.sim.batch_steps import step_batch, step_in, step_out
from heterophony.sim.bookkeeping import (
    arrivals,
    clear_counts,
    count_case,
    count_placed,
    list_cases,
    measure_citizen,
    measure_staff,
    press_to_place,
)
from heterophony.sim.capacity import has_capacity
from heterophony.sim.staff import learn, turn_over

if TYPE_CHECKING:
    from heterophony.agents.fields import CalendarRow, Parameters

# The rules that the written-out functions below call by name.
_RULES = (
    consider_leaving, consider_referral, grow, has_meeting, is_here, is_known, is_on_course,
    is_waiting, live_between_meetings, live_crisis, live_meeting, live_session, move_ownership,
)  # fmt: skip


@compiled_inside
def begin_to_press(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Set the week's pressure to place people in offers."""
    press_to_place(w, params)


@compiled_inside
def arrive(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take step 1: people arrive in open slots."""
    arrivals(w, params, calendar_week.premises, calendar_week.week)


@compiled
def begin_weeks(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Begin everybody's week: courses start, people come back, cases are counted."""
    clear_counts(w)
    for row in range(w.counters[CITIZEN_ROWS]):
        if is_known(w.citizens[row]):
            begin_week(w, row, params, calendar_week.premises, calendar_week.week)
            count_case(w, w.citizens[row])


@compiled_inside
def prepare_staff(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take a step of the development process, if one is due, and list who has which cases."""
    take_process_step(w.jobcentre[0], params, calendar_week.process)
    list_cases(w)


@compiled
def fill_hours(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take steps 2 and 3: staff fill their hours; interviews and spare contacts take place."""
    week, base = calendar_week.week, w.baseline[0]
    for k in range(len(w.caseworkers)):
        plan_caseworker_week(w, k, params, base, week)
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if not is_known(citizen):
            continue
        if citizen.interviewed:
            interview(w, citizen, params, week)
        elif citizen.spare_contact:
            keep_spare_contact(w, citizen, params, week)
    for m in range(len(w.mentors)):
        plan_mentor_week(w, m, params, base, week)


_ARGUMENTS = "w, row, params, calendar_week"
# What one citizen lives through: all of the week, up to meetings, and after them.
live_week: Any = compiled_inside(
    written_out(globals(), "live_week", _ARGUMENTS, lines_of(CITIZEN_WEEK))
)
live_encounters: Any = compiled_inside(
    written_out(globals(), "live_encounters", _ARGUMENTS, lines_of(ENCOUNTERS))
)
live_on: Any = compiled_inside(
    written_out(globals(), "live_on", _ARGUMENTS, lines_of(AFTER_ENCOUNTERS))
)


@compiled
def live_by_row(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take steps 4 to 10, one citizen after the other: the path without batches."""
    for row in range(w.counters[CITIZEN_ROWS]):
        if is_known(w.citizens[row]):
            live_week(w, row, params, calendar_week)


@compiled
def live_through_encounters(w: State, params: Parameters, calendar_week: CalendarRow) -> int:
    """Take steps 4 to 7, and copy people on a course into lanes; return how many these are."""
    people = 0
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if is_known(citizen):
            live_encounters(w, row, params, calendar_week)
            if is_on_course(citizen):
                step_in(w, citizen, people)
                people += 1
    return people


@compiled
def live_on_after_encounters(
    w: State, params: Parameters, calendar_week: CalendarRow, people: int
) -> None:
    """Take steps 8 to 10: people on a course in batches, others by themselves."""
    step_batch(w, people, params, calendar_week)
    place = 0
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if not is_here(citizen):
            continue
        if is_on_course(citizen):
            step_out(w, citizen, place, params, calendar_week)
            place += 1
        else:
            live_on(w, row, params, calendar_week)


@compiled_inside
def live_in_batches(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take steps 4 to 10; people on a course take the last ones in batches."""
    people = live_through_encounters(w, params, calendar_week)
    live_on_after_encounters(w, params, calendar_week, people)


live_through = live_by_row if PLAIN else live_in_batches


@compiled_inside
def lose_staff(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take step 12: turnover."""
    turn_over(w, params, calendar_week.premises, calendar_week.week)


@compiled
def end_weeks(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Take step 13: measure staff and citizens, and end everybody's week."""
    measure_staff(w, calendar_week.week)
    for row in range(w.counters[CITIZEN_ROWS]):
        if is_known(w.citizens[row]):
            measure_citizen(w, row, params, calendar_week.week)
            end_week(w, row, params, calendar_week.week)


@compiled_inside
def count_who_is_placed(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Count who is placed at the end of the week."""
    count_placed(w, calendar_week.week)


class Step(NamedTuple):
    """A step of the week.

    Attributes
    ----------
    name : of the rule here; an office whose agents take the step has a method of this name
    rule : what happens, from state, parameters and the week's row of the calendar
    """

    name: str
    rule: Callable[[State, Any, Any], None]


WEEK = (
    Step("begin_to_press", begin_to_press),
    Step("arrive", arrive),
    Step("begin_weeks", begin_weeks),
    Step("prepare_staff", prepare_staff),
    Step("fill_hours", fill_hours),
    Step("live_through", live_through),
    Step("learn", learn),
    Step("lose_staff", lose_staff),
    Step("end_weeks", end_weeks),
    Step("count_who_is_placed", count_who_is_placed),
)

# take_steps(w, params, calendar_week): take all steps of a week.
take_steps: Any = compiled_inside(
    written_out(
        globals(),
        "take_steps",
        "w, params, calendar_week",
        [f"{step.name}(w, params, calendar_week)" for step in WEEK],
    )
)


@compiled
def run_week(w: State, place: int) -> None:
    """Simulate one week; `place` is its index in the calendar."""
    w.counters[PLACE] = place
    calendar_week = w.calendar[place]
    take_steps(w, w.premises[calendar_week.premises], calendar_week)


@compiled
def run_weeks(w: State, first: int, last: int) -> int:
    """Simulate the weeks at places `first` to `last - 1` of the calendar.

    Returns the place of the first week that was not simulated: before `last` if capacity ran out.
    """
    for place in range(first, last):
        if not has_capacity(w):
            return place
        run_week(w, place)
    return last
