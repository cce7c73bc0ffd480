"""Who is served this week: interviews and meetings in order, until hours or the cap run out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heterophony.agents.bounded import HOUR
from heterophony.agents.compiled import compiled
from heterophony.agents.practice import (
    added_meeting_share,
    decide_practice,
    funded,
    three_party,
)
from heterophony.agents.state import State
from heterophony.agents.vocabulary import COURSE, TWO_PARTY, WAITING

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, Parameters


@compiled
def comes_before(w: State, one: int, other: int, by_interview: bool) -> bool:
    """Tell which of two citizens is served first: the oldest date, then the slot."""
    a, b = w.citizens[one], w.citizens[other]
    if by_interview:
        first, second = a.arrived_week, b.arrived_week
    else:
        first = min(a.meeting_due, a.returned_due)
        second = min(b.meeting_due, b.returned_due)
    if first != second:
        return first < second
    if a.slot != b.slot:
        return a.slot < b.slot
    return a.generation < b.generation


@compiled
def enqueue(w: State, start: int, length: int, row: int, by_interview: bool) -> int:
    """Insert a citizen into a queue in order of service; return the new length."""
    place = length
    while place > 0 and comes_before(w, row, w.queue[start + place - 1], by_interview):
        w.queue[start + place] = w.queue[start + place - 1]
        place -= 1
    w.queue[start + place] = row
    return length + 1


@compiled
def hold_interviews(
    w: State, worker: CaseworkerRow, params: Parameters, base: Parameters, week: int
) -> float:
    """Choose this week's interviews, longest waiting first; return the hours that fell due.

    Interviews never stop: the first one is held if any hours are left, and hours beyond these are
    overtime.
    """
    fallen_due = 0.0
    length = 0
    for place in range(worker.first_case, worker.last_case):
        row = w.caseload[place]
        citizen = w.citizens[row]
        if citizen.status == WAITING and citizen.next_interview <= week:
            length = enqueue(w, worker.first_case, length, row, True)
            if citizen.next_interview == week:
                fallen_due += params.hours_interview
    totals = w.totals[0]
    for turn in range(length):
        citizen = w.citizens[w.queue[worker.first_case + turn]]
        extra = funded(params) and citizen.interviews_held >= base.referral_interviews
        cost = 0.0 if extra else params.hours_interview
        if cost > worker.hours_left and not (turn == 0 and worker.hours_left > 0.0):
            break
        citizen.interviewed = 1
        totals.caseworker_overtime += max(0.0, cost - worker.hours_left)
        worker.hours_left = max(0.0, worker.hours_left - cost)
        totals.caseworker_interviews += params.hours_interview
        if extra:
            worker.funded_hours += params.hours_interview
    return fallen_due


@compiled
def mentor_is_there(w: State, citizen: CitizenRow, week: int) -> bool:
    """Tell whether the citizen's mentor post is filled and not vacant for this citizen alone."""
    if citizen.mentor_gone:
        return False
    mentor = w.mentors[citizen.mentor]
    return mentor.exists == 1 and mentor.vacant_until <= week and citizen.mentor_back <= week


@compiled
def can_meet(w: State, citizen: CitizenRow, week: int) -> bool:
    """Tell whether a meeting is due and the mentor, if it needs one, is in post."""
    if citizen.status != COURSE and citizen.status != TWO_PARTY:
        return False
    if citizen.meeting_due > week and citizen.returned_due > week:
        return False
    return not three_party(citizen) or mentor_is_there(w, citizen, week)


@compiled
def hold_meetings(
    w: State, worker: CaseworkerRow, params: Parameters, base: Parameters, week: int
) -> float:
    """Choose this week's meetings, oldest first, within hours and cap; return the hours due."""
    jobcentre = w.jobcentre[0]
    held_cost = params.meeting_minutes / HOUR + params.hours_record
    fallen_due = 0.0
    length = 0
    for place in range(worker.first_case, worker.last_case):
        row = w.caseload[place]
        citizen = w.citizens[row]
        if citizen.status != COURSE and citizen.status != TWO_PARTY:
            continue
        due = min(citizen.meeting_due, citizen.returned_due)
        if due > week:
            continue
        citizen.meets = 2 if citizen.returned_due < citizen.meeting_due else 1
        decide_practice(citizen, jobcentre, params, week)
        if due == week:
            fallen_due += held_cost + params.hours_preparation + citizen.coordination_hours
        if can_meet(w, citizen, week):
            length = enqueue(w, worker.first_case, length, row, False)
        else:
            citizen.meets = 0
    added = added_meeting_share(params, base)
    cost = held_cost * (1.0 - added)
    cap = math.ceil(params.meeting_week_cap * worker.on_course / params.meeting_interval_weeks)
    held = 0
    for turn in range(length):
        citizen = w.citizens[w.queue[worker.first_case + turn]]
        if held >= cap or cost > worker.hours_left:
            citizen.meets = 0
            continue
        worker.hours_left -= cost
        held += 1
    w.totals[0].caseworker_meetings += held * held_cost
    worker.funded_hours += held * held_cost * added
    return fallen_due
