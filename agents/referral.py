"""Interview and referral: an hour's knowledge, a deadline, the mentor as residual choice (3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    match_between,
    true_state,
)
from heterophony.agents.bounded import clip01, saturating_step
from heterophony.agents.citizen_columns import FAR_AWAY, NEVER
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.events import EVENT_REFERRAL, note
from heterophony.agents.images import (
    begin_to_remember,
    caseworker_sees_interview,
    caseworker_view,
    estimate_of_caseworker,
    mentor_view,
    relative_care,
)
from heterophony.agents.presentation import front_share_on_stage, stake_at
from heterophony.agents.state import CASES, State
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_EARLY_REFERRAL,
    FOR_RESIDUAL,
    NEED_DOMAINS,
    REFERRED,
    STREAM_CASE,
    TWO_PARTY,
    WAITING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled
def interview(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Hold one interview: the caseworker learns, is trusted a little more, and forms an image.

    Little is learned in one hour, and less of someone who keeps up a front (study l.1959-1964,
    1980-1982).
    """
    caseworker = w.caseworkers[citizen.caseworker]
    stake = stake_at(citizen, params, week)
    front = front_share_on_stage(citizen, params, stake, params.meeting_leak)
    caseworker_sees_interview(w, citizen, caseworker, params, front)
    gap = front * (1.0 - true_state(citizen, params))
    dose = params.referral_knowledge_per_interview * (1.0 - gap / 2.0)
    dose *= relative_care(caseworker.weights, params.usual_caseworker_care)
    citizen.knowledge_caseworker = saturating_step(citizen.knowledge_caseworker, dose)
    citizen.trust_caseworker = saturating_step(
        citizen.trust_caseworker, params.referral_trust_per_interview
    )
    citizen.interviews_held += 1
    citizen.interview_number += 1
    citizen.next_interview = week + params.referral_interview_gap_weeks
    citizen.last_contact = week
    w.totals[0].interviews += 1.0


@compiled
def ready_to_refer(citizen: CitizenRow, params: Parameters, pressure: float, week: int) -> bool:
    """Tell whether the referral is sent: after interviews, by the deadline, or under pressure.

    It must be sent before the place can start, so that four weeks leave one interview (study
    l.1955-1957); the pressure to place refers earlier (l.1955-1982).
    """
    if citizen.status != WAITING or citizen.interviews_held < 1:
        return False
    if citizen.interviews_held >= params.referral_interviews:
        return True
    waited = week - citizen.arrived_week
    if waited >= params.referral_deadline_weeks - params.referral_lead_weeks:
        return True
    u = uniform(citizen.key, citizen.life_week, FOR_EARLY_REFERRAL)
    return u < params.referral_early * pressure


@compiled
def residual_chance(params: Parameters, knowledge: float, pressure: float) -> float:
    """Return the chance that the mentor is the residual choice (study l.1929-1947, 1968-1982).

    A mentor course counts as a placement; involvement and other offers lower the chance.
    """
    offers = (
        params.referral_offers_base
        - params.referral_offers_slope * params.referral_offers_available
    )
    return clip01(
        (1.0 - knowledge)
        * (params.referral_residual_base + params.referral_residual_measuring * pressure)
        * (1.0 - params.referral_residual_involvement * params.meeting_citizen_involvement)
        * offers
    )


@compiled
def refer(citizen: CitizenRow, params: Parameters, pressure: float, week: int) -> bool:
    """Write plan and demand from the caseworker's image; return whether the choice was residual.

    The template and the standard demand fill in what the caseworker does not know.
    """
    knowledge = citizen.knowledge_caseworker
    key = child_key(citizen.key, STREAM_CASE, citizen.case_number)
    residual = uniform(key, 0, FOR_RESIDUAL) < residual_chance(params, knowledge, pressure)
    known = 0.0 if residual else knowledge
    for domain in range(NEED_DOMAINS):
        citizen.plan[domain] = (
            known * citizen.needs[domain] + (1.0 - known) * params.plan_template[domain]
        )
    citizen.demand = clip01(
        known * estimate_of_caseworker(citizen, params) + (1.0 - known) * params.law_standard_demand
    )
    match = match_between(citizen.plan, citizen.needs)
    if residual:
        citizen.meaning = clip01(params.referral_sold_meaning * match)
    else:
        citizen.autonomy = saturating_step(citizen.autonomy, params.referral_chosen_autonomy)
        citizen.meaning = clip01(params.referral_chosen_meaning * match)
    citizen.status = REFERRED
    citizen.referred_week = week
    citizen.next_interview = NEVER
    citizen.mastery_at_referral = citizen.everyday_mastery
    state = true_state(citizen, params)
    stake = stake_at(citizen, params, week)
    front = front_share_on_stage(citizen, params, stake, params.meeting_leak)
    begin_to_remember(citizen, params, state + front * (1.0 - state))
    return residual


@compiled
def open_case(w: State, citizen: CitizenRow, params: Parameters, residual: bool) -> None:
    """Write the referral into the book of cases."""
    row = w.counters[CASES]
    w.counters[CASES] += 1
    citizen.former_case = citizen.case
    citizen.case = row
    case = w.cases[row]
    case.slot = citizen.slot
    case.generation = citizen.generation
    case.case_number = citizen.case_number
    case.resources = citizen.resources
    case.group = citizen.group
    case.internalised_discourse = citizen.internalised_discourse
    case.reactance = citizen.reactance
    case.prior_dropouts = citizen.prior_dropouts
    case.residual = 1 if residual else 0
    case.plan_match_at_referral = match_between(citizen.plan, citizen.needs)
    case.trust_caseworker_at_referral = citizen.trust_caseworker
    case.true_state_at_referral = true_state(citizen, params)
    case.view_mentor_at_referral = mentor_view(citizen, params)
    case.view_caseworker_at_referral = caseworker_view(citizen, params)
    case.presented_at_referral = citizen.remembered_citizen
    case.crisis_near_referral = citizen.in_crisis
    case.referred_week = citizen.referred_week


@compiled
def consider_referral(w: State, row: int, params: Parameters, week: int) -> None:
    """Refer a citizen if interviews and the deadline require it."""
    citizen = w.citizens[row]
    pressure = w.jobcentre[0].placement_pressure
    if ready_to_refer(citizen, params, pressure, week):
        residual = refer(citizen, params, pressure, week)
        open_case(w, citizen, params, residual)
        note(w, citizen, EVENT_REFERRAL, week)


@compiled
def start_course(citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Start the course `referral.lead_weeks` after referral: dates of first meeting and grant.

    Without mentors it is a two-party course at the same week, so that the arms differ by the
    mentor alone.
    """
    citizen.course_week = week
    citizen.missed_since_meeting = 0
    citizen.missed_in_a_row = 0
    citizen.meeting_due = week + max(params.meeting_interval_weeks, params.mentor_free_space_weeks)
    citizen.mentor_back = FAR_AWAY
    if params.mentor_enabled:
        citizen.status = COURSE
        citizen.had_mentor = 1
        citizen.grant_end = week + params.mentor_grant_weeks
        citizen.last_attended = week
    else:
        citizen.status = TWO_PARTY
        citizen.had_mentor = 0
