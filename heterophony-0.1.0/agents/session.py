"""The mentor's session and the group beside it: the back stage where the relation grows (3.2)."""

from __future__ import annotations

from heterophony.agents.arrival import match_between, true_state
from heterophony.agents.bounded import clip, logistic, push, relax, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.mentor_week import mentor_effort
from heterophony.agents.presentation import mentor_sees, session_role_distance
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_ATTENDANCE,
    FOR_GROUP,
    FOR_OWN_STEP,
    NEED_DOMAINS,
)
from heterophony.agents.world import World


@compiled
def attendance_chance(citizen: Row, p: Premises) -> float:
    """Return the chance that a citizen comes: ownership and trust bring, distress keeps away."""
    return logistic(
        p.attend_const
        + p.attend_ownership * citizen.ownership
        + p.attend_trust * citizen.trust_mentor
        + p.attend_distress * citizen.distress
        + p.attend_fatigue * citizen.change_fatigue
        + p.attend_crisis * citizen.in_crisis
    )


@compiled
def alliance_step(citizen: Row, p: Premises, hours: float) -> None:
    """Let trust in the mentor grow towards its ceiling: about 15 hours to half of it.

    After a change of mentor it is rebuilt faster up to its former level (sources S41, S42).
    """
    rate = p.session_alliance_rate * citizen.alliance_speed * hours
    rate *= 1.0 - p.session_fatigue_slowing * citizen.change_fatigue
    if citizen.trust_mentor < citizen.former_trust:
        rate *= p.session_relearn
    distance = citizen.trust_ceiling - citizen.trust_mentor
    citizen.trust_mentor = share(citizen.trust_mentor + clip(rate, 0.0, 1.0) * distance)


@compiled
def take_own_step(citizen: Row, p: Premises, hours: float) -> bool:
    """Let the citizen take a step of their own, if it comes to it; return whether it did.

    Citizens use mentoring for agendas of their own where it makes sense to them and they may
    choose (study l.431-443).
    """
    chance = clip(
        p.own_step_rate
        * hours
        * (p.own_step_base + p.own_step_meaning * citizen.meaning)
        * (p.own_step_autonomy_base + citizen.autonomy),
        0.0,
        1.0,
    )
    if uniform(citizen.key, citizen.life_week, FOR_OWN_STEP) >= chance:
        return False
    citizen.autonomy = push(citizen.autonomy, p.own_step_autonomy)
    citizen.everyday_mastery = push(citizen.everyday_mastery, p.own_step_mastery)
    return True


@compiled_inside
def hold_session(citizen: Row, p: Premises, hours: float, effort: float) -> float:
    """Live through an attended session of `hours`; return the gap between front and true state.

    Free space (study l.465-469): only here the plan drifts towards the citizen's own needs, the
    front is low, and pressure and distress are relieved.
    """
    gap = session_role_distance(citizen, p) * (1.0 - true_state(citizen, p))
    alliance_step(citizen, p, hours)
    citizen.autonomy = push(citizen.autonomy, p.session_autonomy_rate * hours)
    citizen.knowledge_mentor = push(citizen.knowledge_mentor, p.session_knowledge_rate * hours)
    recognised = clip(p.session_recognition_rate * hours, 0.0, 1.0)
    citizen.recognition += recognised * (p.session_recognition_target - citizen.recognition)
    drift = clip(p.session_plan_drift * hours * citizen.knowledge_mentor, 0.0, 1.0)
    for domain in range(NEED_DOMAINS):
        citizen.plan[domain] += drift * (citizen.needs[domain] - citizen.plan[domain])
    relief = p.session_pressure_relief * effort * citizen.trust_mentor * hours
    citizen.pressure = push(citizen.pressure, -relief)
    relief = p.session_distress_relief * citizen.trust_mentor * hours
    citizen.distress = push(citizen.distress, -relief)
    mentor_sees(citizen, p, gap, hours)
    citizen.missed_in_a_row = 0
    citizen.passed_on = 0.0
    return gap


@compiled
def join_group(citizen: Row, p: Premises) -> None:
    """Let a group activity add to everyday mastery: a share of a session, without the relation."""
    match = match_between(citizen.plan, citizen.needs)
    base = p.progress_ownership_base
    growth = (
        p.session_group_share
        * p.progress_mastery
        * (base + (1.0 - base) * citizen.ownership)
        * (p.progress_match_base + p.progress_match * match)
        * (1.0 - p.progress_crisis_stop * citizen.in_crisis)
    )
    mastery = citizen.everyday_mastery
    citizen.everyday_mastery = share(mastery + growth * (1.0 - mastery))


@compiled_inside
def lose_contact(citizen: Row, p: Premises, week: int, missed: bool) -> None:
    """Let trust fade in a week without contact: a missed session, or none for too long."""
    if citizen.had_mentor == 0:
        return
    too_long = week - citizen.last_attended > p.mentor_session_interval_weeks
    if (missed or too_long) and citizen.trust_mentor > p.session_alliance_rest:
        citizen.trust_mentor = relax(
            citizen.trust_mentor, p.session_alliance_rest, p.session_alliance_drift
        )


@compiled_inside
def live_session(w: World, citizen: Row, p: Premises, week: int) -> None:
    """Live through the week's session, if one is due, and the group activity beside it."""
    citizen.session_hours = 0.0
    missed = False
    if citizen.status == COURSE and citizen.mentor_gone == 0:
        citizen.shield_effort = mentor_effort(w, citizen)
    totals = w.totals[0]
    if citizen.session_due:
        hours = p.mentor_session_hours * w.mentors[citizen.mentor].session_share
        totals.mentor_sessions += hours  # a missed session costs the mentor the same
        chance = attendance_chance(citizen, p)
        attended = uniform(citizen.key, citizen.life_week, FOR_ATTENDANCE) < chance
        missed = not attended
        if attended:
            citizen.session_hours = hours
            citizen.last_attended = week
            totals.session_gap += hold_session(citizen, p, hours, citizen.shield_effort)
            totals.sessions_attended += 1.0
            if take_own_step(citizen, p, hours):
                totals.own_steps += 1.0
                w.cases[citizen.case].own_steps += 1.0
        else:
            citizen.missed_since_meeting += 1
            citizen.missed_in_a_row += 1
            totals.no_shows += 1.0
    lose_contact(citizen, p, week, missed)
    if sessions_run(w, citizen, week) and (
        (week - citizen.course_week) % p.session_group_interval_weeks == 0
    ):
        chance = attendance_chance(citizen, p)
        if uniform(citizen.key, citizen.life_week, FOR_GROUP) < chance:
            join_group(citizen, p)


@compiled
def sessions_run(w: World, citizen: Row, week: int) -> bool:
    """Tell whether sessions run at all: mentor in post and there, grant running."""
    if citizen.status != COURSE or citizen.mentor_gone or week >= citizen.grant_end:
        return False
    mentor = w.mentors[citizen.mentor]
    return mentor.exists == 1 and mentor.vacant_until <= week and citizen.mentor_back <= week
