"""Who arrives: traits and first values of a person, and the return of someone who dropped out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import clip, clip01, positive_part
from heterophony.agents.citizen_columns import FAR_AWAY, FOREVER, NEVER
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import (
    child_key,
    geometric_quantile,
    poisson_quantile,
    quantile,
    uniform,
)
from heterophony.agents.portable_math import exponential, logarithm
from heterophony.agents.profiles import (
    apply_profile,
)
from heterophony.agents.vocabulary import (
    FOR_AGE,
    FOR_ALLIANCE,
    FOR_AUTONOMY,
    FOR_DISCOURSE,
    FOR_DROPOUTS,
    FOR_FIRST_CRISIS,
    FOR_MEANING,
    FOR_MEASURING,
    FOR_NEEDS,
    FOR_OWNERSHIP,
    FOR_REACTANCE,
    FOR_RESOURCES,
    FOR_SPEED,
    FOR_WEEKS_ON_SUPPORT,
    NEED_DOMAINS,
    PROFILE_CRISIS,
    Q_DISCOURSE,
    Q_MEASURING,
    Q_NEEDS,
    Q_NORMAL,
    Q_OWNERSHIP,
    Q_REACTANCE,
    Q_RESOURCES,
    STREAM_PERSON,
    WAITING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters, SlotRow

KNOWN_AFTER_RETURN = 0.5  # of what the professionals knew of somebody who comes back


@compiled
def draw_traits(citizen: CitizenRow, params: Parameters, quantiles: Any) -> None:
    """Draw a person's fixed traits: the n-th holder of a slot has the same ones in every policy."""
    key, margin = citizen.key, params.trait_margin
    citizen.resources = quantile(quantiles[Q_RESOURCES], uniform(key, 0, FOR_RESOURCES))
    citizen.group = 0
    if citizen.resources >= params.trait_resources_terciles[0]:
        citizen.group = 1
    if citizen.resources >= params.trait_resources_terciles[1]:
        citizen.group = 2
    total = 0.0
    for domain in range(NEED_DOMAINS):
        u = uniform(key, 0, FOR_NEEDS, domain)
        citizen.needs[domain] = max(quantile(quantiles[Q_NEEDS + domain], u), 1e-12)
        total += citizen.needs[domain]
    for domain in range(NEED_DOMAINS):
        citizen.needs[domain] /= total
    citizen.reactance = quantile(quantiles[Q_REACTANCE], uniform(key, 0, FOR_REACTANCE))
    citizen.measuring_sensitivity = quantile(quantiles[Q_MEASURING], uniform(key, 0, FOR_MEASURING))
    citizen.internalised_discourse = quantile(
        quantiles[Q_DISCOURSE], uniform(key, 0, FOR_DISCOURSE)
    )
    normal = quantiles[Q_NORMAL]
    autonomy = params.trait_autonomy_mean + params.trait_autonomy_sd * quantile(
        normal, uniform(key, 0, FOR_AUTONOMY)
    )
    ceiling = params.trait_alliance_mean + params.trait_alliance_sd * quantile(
        normal, uniform(key, 0, FOR_ALLIANCE)
    )
    citizen.trait_autonomy = clip(autonomy, margin, 1.0 - margin)
    citizen.trust_ceiling = clip(ceiling, margin, 1.0 - margin)
    citizen.trait_meaning = params.trait_meaning_sd * quantile(normal, uniform(key, 0, FOR_MEANING))
    citizen.alliance_speed = exponential(
        params.trait_speed_sd * quantile(normal, uniform(key, 0, FOR_SPEED))
    )
    citizen.older = 1 if uniform(key, 0, FOR_AGE) < params.population_share_aged_25_29 else 0
    citizen.prior_dropouts = poisson_quantile(
        params.population_prior_dropouts_mean, uniform(key, 0, FOR_DROPOUTS)
    )
    citizen.weeks_on_support = -params.population_start_weeks_on_support * logarithm(
        1.0 - uniform(key, 0, FOR_WEEKS_ON_SUPPORT)
    )
    citizen.crisis_factor = 1.0


@compiled
def set_first_states(citizen: CitizenRow, params: Parameters, quantiles: Any) -> None:
    """Give a newcomer the states with which people arrive (model, 2.1)."""
    r = citizen.resources
    citizen.autonomy = citizen.trait_autonomy
    citizen.meaning = params.state_meaning_start
    citizen.trust_mentor = params.state_trust_mentor_start
    citizen.trust_caseworker = params.state_trust_caseworker_start
    citizen.consistency = params.state_consistency_start
    citizen.pressure = params.state_pressure_start
    citizen.change_fatigue = clip01(
        params.state_fatigue_start + params.state_fatigue_per_dropout * citizen.prior_dropouts
    )
    citizen.distress = clip01(params.state_distress_start * (1.0 - r))
    mastery = params.state_mastery_start + params.state_mastery_resources * r
    if params.population_profile == PROFILE_CRISIS:
        mastery += params.preset_crisis_mastery_gain
    citizen.everyday_mastery = clip01(mastery)
    citizen.education_readiness = clip01(
        params.state_readiness_start + params.state_readiness_resources * r
    )
    citizen.first_mastery = citizen.everyday_mastery
    citizen.first_readiness = citizen.education_readiness
    citizen.ownership = quantile(quantiles[Q_OWNERSHIP], uniform(citizen.key, 0, FOR_OWNERSHIP))
    citizen.recognition = params.state_recognition_start
    citizen.knowledge_caseworker = params.knowledge_start
    citizen.knowledge_mentor = params.knowledge_start
    citizen.image_mastery_caseworker = params.image_start_mastery
    citizen.image_readiness_caseworker = params.image_start_readiness
    citizen.image_mastery_mentor = params.image_start_mastery
    citizen.image_readiness_mentor = params.image_start_readiness
    citizen.openings_known = params.opening_reference / 2.0
    citizen.in_crisis = 0
    citizen.crisis_weeks_left = 0
    citizen.weeks_since_crisis = FOREVER
    if params.population_profile == PROFILE_CRISIS:
        begin_crisis(citizen, params, uniform(citizen.key, 0, FOR_FIRST_CRISIS))


@compiled
def begin_crisis(citizen: CitizenRow, params: Parameters, u: float) -> None:
    """Start a crisis of one week and a geometric number more (model, 3.9)."""
    further = params.progress_crisis_mean_weeks - 1.0
    citizen.in_crisis = 1
    citizen.crisis_weeks_left = 1 + geometric_quantile(further, u)


@compiled
def clear_case(citizen: CitizenRow, week: int) -> None:
    """Begin a case without meetings, decisions or dates."""
    citizen.arrived_week = week
    citizen.next_interview = week
    citizen.interviews_held = 0
    citizen.referred_week = FAR_AWAY
    citizen.course_week = FAR_AWAY
    citizen.had_mentor = 0
    citizen.mentor_gone = 0
    citizen.mentor_back = FAR_AWAY
    citizen.was_interrupted = 0
    citizen.meeting_due = NEVER
    citizen.returned_due = NEVER
    citizen.grant_end = FAR_AWAY
    citizen.last_contact = FAR_AWAY
    citizen.last_attended = FAR_AWAY
    citizen.last_alignment = FAR_AWAY
    citizen.return_week = NEVER
    citizen.missed_since_meeting = 0
    citizen.missed_in_a_row = 0
    citizen.order_stands = 0
    citizen.order_from_start = 0
    citizen.ordered = 0
    for back in range(3):
        citizen.foreign_connected[back] = 0.0
        citizen.foreign_turns[back] = 0.0
    citizen.meets = 0
    citizen.interviewed = 0
    citizen.session_due = 0
    citizen.session_hours = 0.0
    citizen.it_practised = 0.0
    citizen.shield_effort = 0.0


@compiled
def arrive(
    citizen: CitizenRow, slot: SlotRow, params: Parameters, quantiles: Any, week: int
) -> None:
    """Let a new person arrive in a slot: the person waits, and nobody has an image of them yet."""
    citizen.key = child_key(slot.key, STREAM_PERSON, slot.generation)
    citizen.generation = slot.generation
    citizen.extra_place = 0
    citizen.status = WAITING
    citizen.life_week = 0
    citizen.mentor = slot.mentor
    citizen.caseworker = slot.caseworker
    citizen.case = -1
    citizen.former_case = -1
    citizen.case_number = 0
    citizen.meeting_number = 0
    citizen.interview_number = 0
    citizen.former_trust = 0.0
    citizen.strong_until = FAR_AWAY
    citizen.strong_week = FAR_AWAY
    citizen.education_week = FAR_AWAY
    draw_traits(citizen, params, quantiles)
    apply_profile(citizen, params)
    clear_case(citizen, week)
    set_first_states(citizen, params, quantiles)
    if params.population_profile == PROFILE_CRISIS and params.law_education_order:
        citizen.order_stands = 1
        citizen.order_from_start = 1


@compiled
def come_back(citizen: CitizenRow, params: Parameters, quantiles: Any, week: int) -> None:
    """Open a new case for someone who dropped out of education, on an extra place (model, 3.10).

    Resources, states and professionals stay the same, ownership is drawn anew, and the
    professionals keep part of what they knew.
    """
    citizen.status = WAITING
    citizen.extra_place = 1
    citizen.case_number += 1
    clear_case(citizen, week)
    citizen.ownership = quantile(
        quantiles[Q_OWNERSHIP], uniform(citizen.key, citizen.case_number, FOR_OWNERSHIP)
    )
    citizen.recognition = params.state_recognition_start
    kept = KNOWN_AFTER_RETURN
    citizen.knowledge_caseworker = max(params.knowledge_start, kept * citizen.knowledge_caseworker)
    citizen.knowledge_mentor = max(params.knowledge_start, kept * citizen.knowledge_mentor)


@compiled_inside
def feasible_demand(citizen: CitizenRow, params: Parameters) -> float:
    """Return the demand that the citizen can realistically meet, x* (fear: study l.1540-1579)."""
    mastery, readiness = citizen.everyday_mastery, citizen.education_readiness
    crisis = params.education_cap_crisis * citizen.in_crisis
    return demand_that_fits(citizen, params, mastery, readiness, crisis)


@compiled_inside
def demand_that_fits(
    citizen: CitizenRow, params: Parameters, mastery: float, readiness: float, loss: float
) -> float:
    """Return the demand that a mastery and a readiness allow, true values or somebody's image, 0-1.

    Both sides know of broken-off educations, and an order raises the fear of another one; `loss` is
    what a known crisis takes away.
    """
    fear = 1.0 + params.education_fear_order * citizen.order_stands
    raw = (
        params.education_cap_const
        + params.education_cap_u * readiness
        + params.education_cap_e * mastery
        - loss
        - params.education_e_penalty * min(citizen.prior_dropouts, params.education_e_cap) * fear
    )
    return clip(raw, floor_of(params), params.education_cap_ceiling)


@compiled_inside
def floor_of(params: Parameters) -> float:
    """Return the lowest feasible demand, never above the highest one."""
    return min(params.education_cap_floor, params.education_cap_ceiling)


@compiled
def true_state(citizen: CitizenRow, params: Parameters) -> float:
    """Return the citizen's true state (s), 0-1: mastery and readiness, lower in a crisis."""
    weight = params.state_mastery_weight
    return clip01(
        weight * citizen.everyday_mastery
        + (1.0 - weight) * citizen.education_readiness
        - params.state_crisis_loss * citizen.in_crisis
    )


@compiled
def match_between(plan: Any, needs: Any) -> float:
    """Return how far a plan fits the needs: 1 less half the sum of absolute differences (mu)."""
    distance = 0.0
    for domain in range(NEED_DOMAINS):
        distance += abs(plan[domain] - needs[domain])
    return positive_part(1.0 - distance / 2.0)
