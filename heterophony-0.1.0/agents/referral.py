"""Interview and referral: an hour's knowledge, a deadline, the mentor as what is left (3.3)."""

from __future__ import annotations

from heterophony.agents.arrival import feasible_demand, match_between, true_state
from heterophony.agents.bounded import push, share
from heterophony.agents.citizen_columns import FAR_AWAY, NEVER
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.events import EVENT_REFERRAL, note
from heterophony.agents.presentation import (
    caseworker_sees,
    caseworker_view,
    front_role_distance,
    mentor_view,
    stake_at,
)
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_RESIDUAL,
    NEED_DOMAINS,
    REFERRED,
    STREAM_CASE,
    TWO_PARTY,
    WAITING,
)
from heterophony.agents.world import CASES, World


@compiled
def interview(w: World, citizen: Row, p: Premises, week: int) -> None:
    """Hold one interview: the caseworker learns, is trusted a little more, and forms an image.

    Little is learned in one hour, and less of someone who keeps up a front (study l.1959-1964,
    1980-1982).
    """
    stake = stake_at(citizen, p, week)
    distance = front_role_distance(citizen, p, stake, p.meeting_leak)
    gap = distance * (1.0 - true_state(citizen, p))
    citizen.knowledge_caseworker = push(
        citizen.knowledge_caseworker, p.referral_knowledge_per_interview * (1.0 - gap / 2.0)
    )
    citizen.trust_caseworker = push(citizen.trust_caseworker, p.referral_trust_per_interview)
    caseworker_sees(citizen, p, gap, 0.0, stake)
    citizen.interviews_held += 1
    citizen.interview_number += 1
    citizen.next_interview = week + p.referral_interview_gap_weeks
    citizen.last_contact = week
    w.totals[0].interviews += 1.0


@compiled
def ready_to_refer(citizen: Row, p: Premises, week: int) -> bool:
    """Tell whether the referral is sent: interviews done, or the deadline asks for it.

    It must be sent before the place can start: one interview *because* of four weeks
    (study l.1955-1957).
    """
    if citizen.status != WAITING or citizen.interviews_held < 1:
        return False
    if citizen.interviews_held >= p.referral_interviews:
        return True
    waited = week - citizen.arrived_week
    return waited >= p.referral_deadline_weeks - p.referral_lead_weeks


@compiled
def residual_chance(p: Premises, knowledge: float) -> float:
    """Return the chance that the mentor is chosen as what is left (study l.1929-1947, 1968-1982).

    Measuring counts a mentor course as a placement; involvement and other offers work against it.
    """
    offers = p.referral_offers_base - p.referral_offers_slope * p.referral_offers_available
    return share(
        (1.0 - knowledge)
        * (
            p.referral_residual_base
            + p.referral_residual_measuring * p.measurement_placement_weight
        )
        * (1.0 - p.referral_residual_involvement * p.meeting_citizen_involvement)
        * offers
    )


@compiled
def refer(citizen: Row, p: Premises, week: int) -> bool:
    """Write plan and demand from what the caseworker knows; return whether it was residual.

    What is not known is filled from the system's template and standard demand.
    """
    knowledge = citizen.knowledge_caseworker
    key = child_key(citizen.key, STREAM_CASE, citizen.case_number)
    residual = uniform(key, 0, FOR_RESIDUAL) < residual_chance(p, knowledge)
    known = 0.0 if residual else knowledge
    for domain in range(NEED_DOMAINS):
        citizen.plan[domain] = (
            known * citizen.needs[domain] + (1.0 - known) * p.plan_template[domain]
        )
    citizen.demand = share(
        known * feasible_demand(citizen, p) + (1.0 - known) * p.law_standard_demand
    )
    match = match_between(citizen.plan, citizen.needs)
    if residual:
        citizen.autonomy = push(citizen.autonomy, -p.referral_sold_cost * citizen.reactance)
        citizen.meaning = share(p.referral_sold_meaning * match)
    else:
        citizen.autonomy = push(citizen.autonomy, p.referral_chosen_autonomy)
        citizen.meaning = share(p.referral_chosen_meaning * match)
    citizen.status = REFERRED
    citizen.referred_week = week
    citizen.next_interview = NEVER
    citizen.mastery_at_referral = citizen.everyday_mastery
    citizen.mastery_at_meeting = citizen.everyday_mastery
    return residual


@compiled
def open_case(w: World, citizen: Row, p: Premises, residual: bool) -> None:
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
    case.true_state_at_referral = true_state(citizen, p)
    case.view_mentor_at_referral = mentor_view(citizen, p)
    case.view_caseworker_at_referral = caseworker_view(citizen, p)
    case.crisis_near_referral = citizen.in_crisis
    case.referred_week = citizen.referred_week


@compiled
def consider_referral(w: World, row: int, p: Premises, week: int) -> None:
    """Refer a citizen if interviews and deadline say so."""
    citizen = w.citizens[row]
    if ready_to_refer(citizen, p, week):
        residual = refer(citizen, p, week)
        open_case(w, citizen, p, residual)
        note(w, citizen, EVENT_REFERRAL, week)


@compiled
def start_course(citizen: Row, p: Premises, week: int) -> None:
    """Start the course `referral.lead_weeks` after referral: dates of first meeting and grant.

    Without mentors it is a two-party course at the same week, so that the arms differ by the
    mentor alone.
    """
    citizen.course_week = week
    citizen.missed_since_meeting = 0
    citizen.missed_in_a_row = 0
    citizen.meeting_due = week + max(p.meeting_interval_weeks, p.mentor_free_space_weeks)
    citizen.mentor_back = FAR_AWAY
    if p.mentor_enabled:
        citizen.status = COURSE
        citizen.had_mentor = 1
        citizen.grant_end = week + p.mentor_grant_weeks
        citizen.last_attended = week
    else:
        citizen.status = TWO_PARTY
        citizen.had_mentor = 0
