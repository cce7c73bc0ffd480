"""The schedule of a week, compiled: who acts in which order (model, section 3).

1 arrivals - 2 caseworkers' hours, interviews, spare contacts - 3 mentors' hours - 4 referral -
5 sessions - 6 meetings - 7 between meetings - 8 ownership - 9 progress and crisis - 10 education,
exit, return - 11 dialogue and learning - 12 turnover - 13 accounts and measures.
All staff states change after all meetings of the week, so the order of citizens does not matter.
"""

from __future__ import annotations

from heterophony.agents.caseworker_week import keep_spare_contact, plan_caseworker_week
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.education import live_exits
from heterophony.agents.learning import take_process_step
from heterophony.agents.life_course import begin_week, end_week
from heterophony.agents.living import grow, live_between_meetings, live_crisis
from heterophony.agents.meeting import hold_meeting
from heterophony.agents.mentor_week import plan_mentor_week
from heterophony.agents.referral import consider_referral, interview
from heterophony.agents.session import live_session, lose_contact
from heterophony.agents.vocabulary import CLOSED, COURSE, NOBODY, WAITING
from heterophony.agents.world import CITIZEN_ROWS, PLACE, World
from heterophony.sim.bookkeeping import (
    arrivals,
    clear_counts,
    count_case,
    list_cases,
    measure_citizen,
    measure_staff,
)
from heterophony.sim.room import has_room
from heterophony.sim.side_by_side import live_side_by_side, step_in, step_out
from heterophony.sim.staff import learn, turn_over


@compiled
def fill_hours(w: World, p: Premises, base: Premises, week: int) -> None:
    """Take steps 2 and 3: staff fill their hours; interviews and spare contacts take place."""
    for k in range(len(w.caseworkers)):
        plan_caseworker_week(w, k, p, base, week)
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if citizen.status == NOBODY:
            continue
        if citizen.interviewed:
            interview(w, citizen, p, week)
        elif citizen.spare_contact:
            keep_spare_contact(w, citizen, p, week)
    for m in range(len(w.mentors)):
        plan_mentor_week(w, m, p, base, week)


@compiled_inside
def live_week(w: World, row: int, p: Premises, day: Row) -> None:
    """Take steps 4 to 7 of one citizen: referral, session, meeting, and what lies between them.

    A citizen's week touches no other citizen, and staff only in what they learn afterwards: so
    each citizen lives through these steps at a stretch, which keeps the row close at hand.
    """
    citizen = w.citizens[row]
    week = day.week
    if citizen.status == WAITING:
        consider_referral(w, row, p, week)
    if citizen.status == COURSE:
        live_session(w, citizen, p, week)
    else:
        lose_contact(citizen, p, week, False)
    if citizen.meets > 0:
        hold_meeting(w, row, p, week)
    if citizen.status >= CLOSED:
        return
    live_between_meetings(w, citizen, p, week)


@compiled_inside
def live_on(w: World, citizen: Row, p: Premises, day: Row) -> None:
    """Take steps 9 and 10 of one citizen on no course: progress and crisis, education, exit."""
    grow(w, citizen, p)
    live_crisis(w, citizen, p, day.week)
    live_exits(w, citizen, p, day.week, day.intake == 1, day.intake_ends == 1)


@compiled
def live_through_encounters(w: World, p: Premises, day: Row) -> int:
    """Take steps 4 to 7; return how many are on a course: each has stepped into a lane."""
    people = 0
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if citizen.status != NOBODY:
            live_week(w, row, p, day)
            if citizen.status == COURSE:
                step_in(w, citizen, people)
                people += 1
    return people


@compiled
def live_on_after_encounters(w: World, p: Premises, day: Row, people: int) -> None:
    """Take steps 8 to 10: the people in lanes side by side, others by themselves."""
    live_side_by_side(w, people, p, day)
    place = 0
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if citizen.status == NOBODY or citizen.status >= CLOSED:
            continue
        if citizen.status == COURSE:
            step_out(w, citizen, place, p, day)
            place += 1
        else:
            live_on(w, citizen, p, day)


@compiled
def run_week(w: World, place: int) -> None:
    """Let one week pass; `place` is its index in the calendar."""
    w.counters[PLACE] = place
    day = w.calendar[place]
    week = day.week
    premises = day.premises
    p = w.premises[premises]
    arrivals(w, p, premises, week)
    clear_counts(w)
    for row in range(w.counters[CITIZEN_ROWS]):
        if w.citizens[row].status != NOBODY:
            begin_week(w, row, p, premises, week)
            count_case(w, w.citizens[row])
    take_process_step(w.jobcentre[0], p, day.process)
    list_cases(w)
    fill_hours(w, p, w.baseline[0], week)
    people = live_through_encounters(w, p, day)
    live_on_after_encounters(w, p, day, people)
    learn(w, p, day)
    turn_over(w, p, premises, week)
    measure_staff(w, week)
    for row in range(w.counters[CITIZEN_ROWS]):
        if w.citizens[row].status != NOBODY:
            measure_citizen(w, row, p, week)
            end_week(w, row, p, week)


@compiled
def run_weeks(w: World, first: int, last: int) -> int:
    """Let the weeks at places `first` to `last - 1` of the calendar pass.

    Returns the place of the first week that has not passed: before `last` where room ran out.
    """
    for place in range(first, last):
        if not has_room(w):
            return place
        run_week(w, place)
    return last
