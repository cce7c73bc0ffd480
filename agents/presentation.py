"""What each shows and sees: the front, and each professional's fiction of the citizen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import feasible_demand
from heterophony.agents.bounded import clip, clip01, saturating_step
from heterophony.agents.compiled import compiled

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled
def stake_at(citizen: CitizenRow, params: Parameters, next_meeting: int) -> float:
    """Return what is at stake on the front stage, 0-1: help and income (study l.2004-2018).

    Full when the grant ends before `next_meeting`; someone without a mentor course has none.
    """
    secure = params.stake_grant_secure
    if citizen.had_mentor and citizen.mentor_gone == 0 and citizen.grant_end < next_meeting:
        secure = 1.0
    return min(1.0, citizen.weeks_on_support / params.stake_weeks) * secure


@compiled
def role_distance(
    citizen: CitizenRow, params: Parameters, safety: float, stake: float, extra: float, leak: float
) -> float:
    """Return the chance that a turn is front rather than authentic (RD), 0-1.

    Idealised self-presentation rises with the internalised discourse and pressure and falls with
    trust; in a crisis part of it leaks away (study l.1654-1670, 1726-1733).
    """
    base = params.front_pressure_base
    return clip01(
        citizen.internalised_discourse
        * (base + (1.0 - base) * citizen.pressure)
        * (1.0 - safety)
        * (1.0 - leak * citizen.in_crisis)
        * (1.0 + params.stake_role_distance * stake)
        + extra
    )


@compiled
def front_role_distance(
    citizen: CitizenRow, params: Parameters, stake: float, leak: float
) -> float:
    """Return the role distance in a meeting or an interview."""
    safety = params.front_safety_caseworker * citizen.trust_caseworker
    return role_distance(citizen, params, safety, stake, 0.0, leak)


@compiled
def session_role_distance(citizen: CitizenRow, params: Parameters) -> float:
    """Return the role distance in the mentor's session: nothing is at stake there.

    Knowledge passed on without consent since the last session makes the citizen more guarded.
    """
    extra = params.third_party_gap * (1.0 - params.coordination_consent) * citizen.passed_on
    safety = params.front_safety_mentor * citizen.trust_mentor
    return role_distance(citizen, params, safety, 0.0, extra, params.meeting_leak)


@compiled
def moved_image(image: float, shown: float, gain: float) -> float:
    """Move a professional's image towards what is shown, staying between 0 and 1."""
    return clip01(image + gain * (shown - image))


@compiled
def caseworker_sees(
    citizen: CitizenRow, params: Parameters, gap: float, report: float, stake: float
) -> None:
    """Update the caseworker's fiction by what is shown on the front stage.

    `report` is the weight of the mentor's report in a three-party meeting, 0 without a mentor; the
    mentor reports a little above the own image where something is at stake.
    """
    offset = gap - params.state_crisis_loss * citizen.in_crisis
    mastery = citizen.everyday_mastery + offset
    readiness = citizen.education_readiness + offset
    above_image = params.stake_report * stake
    mastery += report * (citizen.image_mastery_mentor + above_image - mastery)
    readiness += report * (citizen.image_readiness_mentor + above_image - readiness)
    gain = params.image_gain_meeting
    citizen.image_mastery_caseworker = moved_image(citizen.image_mastery_caseworker, mastery, gain)
    citizen.image_readiness_caseworker = moved_image(
        citizen.image_readiness_caseworker, readiness, gain
    )


@compiled
def mentor_sees(citizen: CitizenRow, params: Parameters, gap: float, hours: float) -> None:
    """Update the mentor's fiction by what is shown in a session of `hours`."""
    offset = params.image_session_gap * gap - params.state_crisis_loss * citizen.in_crisis
    gain = clip(params.image_gain_hour * hours, 0.0, 1.0)
    citizen.image_mastery_mentor = moved_image(
        citizen.image_mastery_mentor, citizen.everyday_mastery + offset, gain
    )
    citizen.image_readiness_mentor = moved_image(
        citizen.image_readiness_mentor, citizen.education_readiness + offset, gain
    )


@compiled
def mentor_view(citizen: CitizenRow, params: Parameters) -> float:
    """Return the citizen as the code of care sees it: mostly everyday mastery (S_M), 0-1."""
    care = params.image_care_view
    return care * citizen.image_mastery_mentor + (1.0 - care) * citizen.image_readiness_mentor


@compiled
def caseworker_view(citizen: CitizenRow, params: Parameters) -> float:
    """Return the citizen as law and economy see it: mostly readiness (S_K), 0-1."""
    care = params.image_care_view
    return (1.0 - care) * citizen.image_mastery_caseworker + (
        care * citizen.image_readiness_caseworker
    )


@compiled
def demand_seen_by_mentor(citizen: CitizenRow, params: Parameters, view: float) -> float:
    """Return the demand the mentor thinks feasible, given a view of the citizen, 0-1."""
    middle = (citizen.image_mastery_mentor + citizen.image_readiness_mentor) / 2.0
    return clip01(feasible_demand(citizen, params) + params.image_demand_weight * (view - middle))


@compiled
def demand_seen_by_caseworker(citizen: CitizenRow, params: Parameters) -> float:
    """Return the demand the caseworker thinks feasible, 0-1."""
    middle = (citizen.image_mastery_caseworker + citizen.image_readiness_caseworker) / 2.0
    shift = params.image_demand_weight * (caseworker_view(citizen, params) - middle)
    return clip01(feasible_demand(citizen, params) + shift)


@compiled
def fiction_divergence(citizen: CitizenRow, params: Parameters) -> float:
    """Return how far the two fictions lie apart: mean of views and feasible demands, 0-1."""
    view = mentor_view(citizen, params)
    views = abs(view - caseworker_view(citizen, params))
    demands = abs(
        demand_seen_by_mentor(citizen, params, view) - demand_seen_by_caseworker(citizen, params)
    )
    return (views + demands) / 2.0


@compiled
def pass_on(citizen: CitizenRow, params: Parameters, strength: float) -> None:
    """Let the mentor's knowledge reach the caseworker; without consent the relation pays.

    What is passed on is remembered until the next attended session (study l.455-461, 2128-2132).
    """
    told = strength * max(citizen.knowledge_mentor - citizen.knowledge_caseworker, 0.0)
    if told <= 0.0:
        return
    citizen.knowledge_caseworker = clip01(citizen.knowledge_caseworker + told)
    without_consent = 1.0 - params.coordination_consent
    citizen.trust_mentor = saturating_step(
        citizen.trust_mentor, -params.third_party_trust_loss * without_consent * told
    )
    citizen.passed_on += told
