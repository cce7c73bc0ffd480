"""How a citizen's week begins and how it is recorded: courses, returns, tracked cases."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    come_back,
    true_state,
)
from heterophony.agents.bounded import one_if
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.decisions import renew_lapsed_grant
from heterophony.agents.events import (
    EVENT_CLOSED,
    EVENT_COURSE,
    EVENT_MENTOR_CHANGE,
    note,
)
from heterophony.agents.images import caseworker_view, mentor_view
from heterophony.agents.presentation import front_share_on_stage, stake_at
from heterophony.agents.referral import start_course
from heterophony.agents.refund import refund_share
from heterophony.agents.state import State
from heterophony.agents.turnover import lose_mentor
from heterophony.agents.vocabulary import (
    CLOSED,
    COURSE,
    EDUCATION,
    JOB,
    NOBODY,
    REFERRED,
    RETURNING,
    TWO_PARTY,
    WAITING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters

IMPROVED_WEEK = 39
STATUS_WEEK = 52


@compiled
def reset_week(citizen: CitizenRow) -> None:
    """Clear what belonged to last week alone."""
    citizen.interviewed = 0
    citizen.spare_contact = 0
    citizen.meets = 0
    citizen.newly_due = 0
    citizen.session_due = 0
    citizen.session_hours = 0.0
    citizen.it_practised = 0.0
    citizen.shield_effort = 0.0
    citizen.shield_wanted = 0.0


@compiled
def interrupt_course(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Take the mentor away from one citizen at a set week of the course.

    The next mentor follows after the vacancy, or nobody.
    """
    if params.mentor_interrupt_at_course_week <= 0 or citizen.was_interrupted:
        return
    if week - citizen.course_week != params.mentor_interrupt_at_course_week:
        return
    citizen.was_interrupted = 1
    if not lose_mentor(citizen, params):
        return
    note(w, citizen, EVENT_MENTOR_CHANGE, week)
    if not params.mentor_replace_after_interruption:
        citizen.mentor_gone = 1
        return
    citizen.mentor_back = week if params.staffing_handover else week + params.staffing_vacancy_weeks
    citizen.mentor = next_mentor(w, citizen.mentor)


@compiled
def next_mentor(w: State, present: int) -> int:
    """Return the next existing mentor, in a circle."""
    count = len(w.mentors)
    for step in range(1, count + 1):
        row = (present + step) % count
        if w.mentors[row].exists:
            return row
    return present


@compiled_inside
def begin_week(w: State, row: int, params: Parameters, premises: int, week: int) -> None:
    """Begin a citizen's week: start a course, come back or lose a mentor if that is due."""
    citizen = w.citizens[row]
    if citizen.status == NOBODY:
        return
    reset_week(citizen)
    if citizen.status == REFERRED and week >= citizen.referred_week + params.referral_lead_weeks:
        start_course(citizen, params, week)
        note(w, citizen, EVENT_COURSE, week)
    elif citizen.status == RETURNING and week >= citizen.return_week:
        carry_ownership(w, citizen)
        come_back(citizen, params, w.quantiles[premises], week)
    if citizen.status == COURSE:
        if not params.mentor_enabled:
            citizen.status = TWO_PARTY
        else:
            interrupt_course(w, citizen, params, week)
            renew_lapsed_grant(citizen, params, w.jobcentre[0].placement_pressure, week)
    on_course = citizen.status == COURSE or citizen.status == TWO_PARTY
    if on_course and citizen.meeting_due == week:
        citizen.newly_due = 1


@compiled
def carry_ownership(w: State, citizen: CitizenRow) -> None:
    """Carry the last ownership of an ended case into the weeks that are still to be tracked."""
    if citizen.case < 0:
        return
    case = w.cases[citizen.case]
    if math.isnan(case.ownership_8w):
        case.ownership_8w = citizen.ownership
    if math.isnan(case.ownership_26w):
        case.ownership_26w = citizen.ownership
    if math.isnan(case.ownership_52w):
        case.ownership_52w = citizen.ownership


@compiled_inside
def track(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Write the measurements at 8, 26, 39 and 52 weeks after referral into the present case."""
    case = w.cases[citizen.case]
    since = week - case.referred_week
    if since > STATUS_WEEK:
        return
    if since == 8:
        case.ownership_8w = citizen.ownership
    elif since == 26:
        case.ownership_26w = citizen.ownership
    elif since == IMPROVED_WEEK:
        if citizen.status == COURSE or citizen.status == TWO_PARTY:
            note_improvement(w, citizen, params)
    elif since == STATUS_WEEK:
        if math.isnan(case.ownership_52w):
            case.ownership_52w = citizen.ownership
        case.in_education_52w = 1.0 if citizen.status == EDUCATION else 0.0
        case.in_job_52w = 0.0


@compiled
def noticeably_better(params: Parameters, now: float, start: float) -> float:
    """Return 1 if a state is noticeably better than a start (source M11)."""
    return one_if(now - start >= params.outcome_noticeable)


@compiled
def note_improvement(w: State, citizen: CitizenRow, params: Parameters) -> None:
    """Write whether the true state improved, and who sees it better than the remembered start."""
    case = w.cases[citizen.case]
    state = true_state(citizen, params)
    stake = stake_at(citizen, params, citizen.meeting_due)
    front = front_share_on_stage(citizen, params, stake, params.meeting_leak)
    case.improved_true_39w = noticeably_better(params, state, case.true_state_at_referral)
    case.improved_in_mentor_view_39w = noticeably_better(
        params, mentor_view(citizen, params), citizen.remembered_mentor
    )
    case.improved_in_caseworker_view_39w = noticeably_better(
        params, caseworker_view(citizen, params), citizen.remembered_caseworker
    )
    case.improved_in_citizen_view_39w = noticeably_better(
        params, state + front * (1.0 - state), citizen.remembered_citizen
    )


@compiled
def track_former(w: State, citizen: CitizenRow, week: int) -> None:
    """Write into the former case what the person does 52 weeks after its referral."""
    case = w.cases[citizen.former_case]
    if week - case.referred_week == STATUS_WEEK:
        case.in_education_52w = 1.0 if citizen.status == EDUCATION else 0.0
        case.in_job_52w = 0.0


@compiled
def end_case(w: State, citizen: CitizenRow, week: int) -> None:
    """Close the records of a person who has left for good: carry values, write the destination."""
    job = 1.0 if citizen.status == JOB else 0.0
    if citizen.former_case >= 0:
        former = w.cases[citizen.former_case]
        if math.isnan(former.in_education_52w):
            former.in_education_52w = 0.0
            former.in_job_52w = job
    if citizen.case < 0:
        return
    carry_ownership(w, citizen)
    case = w.cases[citizen.case]
    if math.isnan(case.in_education_52w):
        case.in_education_52w = 0.0
        case.in_job_52w = job
    if case.fate == 0:
        case.fate = citizen.status
        case.ended_week = week
        if citizen.status == CLOSED:
            note(w, citizen, EVENT_CLOSED, week)


@compiled_inside
def end_week(w: State, row: int, params: Parameters, week: int) -> None:
    """End a citizen's week: record it, free the slot, add a week of life and of support."""
    citizen = w.citizens[row]
    status = citizen.status
    if status == NOBODY:
        return
    if citizen.case >= 0:
        track(w, citizen, params, week)
    if citizen.former_case >= 0:
        track_former(w, citizen, week)
    left = status == EDUCATION or status >= CLOSED
    if left and citizen.extra_place == 0:
        leave_slot(w, citizen, row, params, week)
    if status >= CLOSED:
        end_case(w, citizen, week)
        citizen.status = NOBODY
        return
    citizen.life_week += 1
    if status == WAITING or status == REFERRED or status == COURSE or status == TWO_PARTY:
        count_support(w, citizen, params)
        citizen.weeks_on_support += 1.0


@compiled
def leave_slot(w: State, citizen: CitizenRow, row: int, params: Parameters, week: int) -> None:
    """Empty the slot of someone who leaves it; it is filled again from its own sequence."""
    slot = w.slots[citizen.slot]
    if slot.holder != row:
        return
    slot.holder = -1
    slot.generation += 1
    slot.refill_week = week + params.population_refill_weeks
    citizen.extra_place = 1


@compiled_inside
def count_support(w: State, citizen: CitizenRow, params: Parameters) -> None:
    """Count a week of benefit and the share of it that the state refunds under the law in force."""
    totals = w.totals[0]
    placed = citizen.status == COURSE
    refunded = refund_share(params, params.refund_regime, citizen.weeks_on_support, placed)
    if citizen.older:
        totals.support_weeks_older += 1.0
        totals.refunded_weeks_older += refunded
    else:
        totals.support_weeks_younger += 1.0
        totals.refunded_weeks_younger += refunded
    if citizen.status == COURSE or citizen.status == TWO_PARTY:
        totals.course_weeks += 1.0
        if placed:
            totals.mentored_weeks += 1.0
        case = w.cases[citizen.case]
        case.course_weeks += 1.0
        case.pressure_sum += citizen.pressure
