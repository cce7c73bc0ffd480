"""The mentor's session and the group beside it: the back stage where the relation grows (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    match_between,
    true_state,
)
from heterophony.agents.bounded import clip, clip01, logistic, relax, saturating_step
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.images import mentor_sees_session
from heterophony.agents.mentor_week import mentor_effort
from heterophony.agents.presentation import front_share_in_session
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_ATTENDANCE,
    FOR_GROUP,
    FOR_OWN_STEP,
    NEED_DOMAINS,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled
def attendance_chance(citizen: CitizenRow, params: Parameters) -> float:
    """Return the chance that a citizen attends; ownership and trust raise, distress lowers it."""
    return logistic(
        params.attend_const
        + params.attend_ownership * citizen.ownership
        + params.attend_trust * citizen.trust_mentor
        + params.attend_distress * citizen.distress
        + params.attend_fatigue * citizen.change_fatigue
        + params.attend_crisis * citizen.in_crisis
    )


@compiled
def alliance_step(citizen: CitizenRow, params: Parameters, hours: float) -> None:
    """Raise trust in the mentor towards its ceiling; half of it takes about 15 hours.

    After a change of mentor it is rebuilt faster up to its former level (sources S41, S42).
    """
    rate = params.session_alliance_rate * citizen.alliance_speed * hours
    if citizen.trust_mentor < citizen.former_trust:
        rate *= params.session_relearn
    distance = citizen.trust_ceiling - citizen.trust_mentor
    citizen.trust_mentor = clip01(citizen.trust_mentor + clip(rate, 0.0, 1.0) * distance)


@compiled
def take_own_step(citizen: CitizenRow, params: Parameters, hours: float) -> bool:
    """Draw whether the citizen takes a step of their own; return whether they did.

    Citizens use mentoring for agendas of their own where it makes sense to them and they may choose
    (study l.431-443).
    """
    chance = clip(
        params.own_step_rate
        * hours
        * (params.own_step_base + params.own_step_meaning * citizen.meaning)
        * (params.own_step_autonomy_base + citizen.autonomy),
        0.0,
        1.0,
    )
    if uniform(citizen.key, citizen.life_week, FOR_OWN_STEP) >= chance:
        return False
    citizen.autonomy = saturating_step(citizen.autonomy, params.own_step_autonomy)
    citizen.everyday_mastery = saturating_step(citizen.everyday_mastery, params.own_step_mastery)
    return True


@compiled_inside
def hold_session(
    w: State, citizen: CitizenRow, params: Parameters, hours: float, effort: float
) -> float:
    """Apply an attended session of `hours`; return the gap between front and true state.

    The session is a free space (study l.465-469): only here does the plan drift towards the
    citizen's own needs, the front is low, and pressure and distress fall.
    """
    front = front_share_in_session(citizen, params)
    alliance_step(citizen, params, hours)
    citizen.autonomy = saturating_step(citizen.autonomy, params.session_autonomy_rate * hours)
    mentor_sees_session(w, citizen, w.mentors[citizen.mentor], params, front, hours)
    recognised = clip(params.session_recognition_rate * hours, 0.0, 1.0)
    citizen.recognition += recognised * (params.session_recognition_target - citizen.recognition)
    drift = clip(params.session_plan_drift * hours * citizen.knowledge_mentor, 0.0, 1.0)
    for domain in range(NEED_DOMAINS):
        citizen.plan[domain] += drift * (citizen.needs[domain] - citizen.plan[domain])
    relief = params.session_pressure_relief * effort * citizen.trust_mentor * hours
    citizen.pressure = saturating_step(citizen.pressure, -relief)
    relief = params.session_distress_relief * citizen.trust_mentor * hours
    citizen.distress = saturating_step(citizen.distress, -relief)
    citizen.missed_in_a_row = 0
    return front * (1.0 - true_state(citizen, params))


@compiled
def join_group(citizen: CitizenRow, params: Parameters) -> None:
    """Let a group activity add to everyday mastery: a share of a session, without the relation."""
    match = match_between(citizen.plan, citizen.needs)
    base = params.progress_ownership_base
    growth = (
        params.session_group_share
        * params.progress_mastery
        * (base + (1.0 - base) * citizen.ownership)
        * (params.progress_match_base + params.progress_match * match)
        * (1.0 - params.progress_crisis_stop * citizen.in_crisis)
    )
    mastery = citizen.everyday_mastery
    citizen.everyday_mastery = clip01(mastery + growth * (1.0 - mastery))


@compiled_inside
def lose_contact(citizen: CitizenRow, params: Parameters, week: int, missed: bool) -> None:
    """Let trust fade in a week without contact: a missed session, or none for too long."""
    if citizen.had_mentor == 0:
        return
    too_long = week - citizen.last_attended > params.mentor_session_interval_weeks
    if (missed or too_long) and citizen.trust_mentor > params.session_alliance_rest:
        citizen.trust_mentor = relax(
            citizen.trust_mentor, params.session_alliance_rest, params.session_alliance_drift
        )


@compiled_inside
def live_session(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Hold the week's session, if one is due, and the group activity beside it."""
    citizen.session_hours = 0.0
    missed = False
    if citizen.status == COURSE and citizen.mentor_gone == 0:
        citizen.shield_effort = mentor_effort(w, citizen)
    totals = w.totals[0]
    if citizen.session_due:
        hours = params.mentor_session_hours * w.mentors[citizen.mentor].session_share
        totals.mentor_sessions += hours  # a missed session costs the mentor the same
        chance = attendance_chance(citizen, params)
        attended = uniform(citizen.key, citizen.life_week, FOR_ATTENDANCE) < chance
        missed = not attended
        if attended:
            citizen.session_hours = hours
            citizen.last_attended = week
            totals.session_gap += hold_session(w, citizen, params, hours, citizen.shield_effort)
            totals.sessions_attended += 1.0
            if take_own_step(citizen, params, hours):
                totals.own_steps += 1.0
                w.cases[citizen.case].own_steps += 1.0
        else:
            citizen.missed_since_meeting += 1
            citizen.missed_in_a_row += 1
            totals.no_shows += 1.0
    lose_contact(citizen, params, week, missed)
    if sessions_run(w, citizen, week) and (
        (week - citizen.course_week) % params.session_group_interval_weeks == 0
    ):
        chance = attendance_chance(citizen, params)
        if uniform(citizen.key, citizen.life_week, FOR_GROUP) < chance:
            join_group(citizen, params)


@compiled
def sessions_run(w: State, citizen: CitizenRow, week: int) -> bool:
    """Tell whether sessions run at all: mentor in post and there, grant running."""
    if citizen.status != COURSE or citizen.mentor_gone or week >= citizen.grant_end:
        return False
    mentor = w.mentors[citizen.mentor]
    return mentor.exists == 1 and mentor.vacant_until <= week and citizen.mentor_back <= week
