"""How the citizen reacts to a meeting: pressure, autonomy, trust, strong reactions (model, 3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import feasible_demand
from heterophony.agents.bounded import clip01, positive_part, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.tally import per_norm, pooled_uptake
from heterophony.agents.vocabulary import FOR_STRONG

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def felt_consistency(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return how consistent the meeting was to the citizen (q), 0-1: uptake and agreement.

    Disagreement settled before, or about shared goals, shows less (study l.2313-2329).
    """
    apart = abs(meeting.proposal_caseworker - meeting.proposal_mentor)
    apart *= 1.0 - params.reaction_pre_mutes * meeting.pre
    apart *= 1.0 - params.reaction_disagreement_shared * meeting.shared_goals
    agreed = 1.0 - min(1.0, params.reaction_disagreement_scale * apart)
    weight = params.reaction_uptake_weight
    meeting.uptake_quality = pooled_uptake(citizen, params)
    return clip01(weight * meeting.uptake_quality + (1.0 - weight) * agreed)


@compiled
def impulse_of(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, consistency: float
) -> float:
    """Return the meeting's impulse of pressure, 0-1, after the mentor's shielding.

    Being measured, demands above what is feasible, inconsistency; fear of an order after
    broken-off educations is not shielded (study l.441-443, 465-469, 1540-1579, 2122-2132).
    """
    measured = params.reaction_measuring * citizen.measuring_sensitivity
    measured *= (
        per_norm(meeting, params, meeting.measuring_questions) / params.reaction_measuring_norm
    )
    measured *= 1.0 - params.reaction_trust_buffer * citizen.trust_caseworker
    measured *= 1.0 - params.reaction_measuring_shared * meeting.shared_goals
    raw = measured + params.reaction_over * meeting.demand_over
    raw += params.reaction_inconsistency * (1.0 - consistency)
    shielded = 1.0 - params.reaction_shield * meeting.shield * citizen.trust_mentor
    fear = params.reaction_order_fear * min(citizen.prior_dropouts, params.education_e_cap)
    return clip01(raw * shielded + fear * meeting.order_given)


@compiled
def change_autonomy(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Change autonomy by influence and autonomy acts, less reactance to demands (source S21)."""
    talk = meeting.citizen_turns / meeting.turns
    involved = params.meeting_citizen_involvement
    influence = params.reaction_talk * talk + params.reaction_involvement * involved
    influence *= 1.0 - params.reaction_pre_settled * meeting.pre * (1.0 - involved)
    threat = params.reaction_over_factor * meeting.demand_over
    threat += params.reaction_demand_factor * per_norm(meeting, params, meeting.demands)
    before = citizen.autonomy
    citizen.autonomy = saturating_step(
        citizen.autonomy,
        params.reaction_influence * (influence - params.reaction_influence_zero)
        + params.reaction_autonomy_act * per_norm(meeting, params, meeting.autonomy_acts)
        - params.reaction_reactance * citizen.reactance * min(1.0, threat),
    )
    meeting.autonomy_change = citizen.autonomy - before


@compiled
def change_trust(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Change trust in both professionals by how the meeting was held."""
    over = min(1.0, params.reaction_over_scale * meeting.demand_over)
    dose = params.reaction_tk_prep * meeting.preparation - params.reaction_tk_over * over
    if meeting.recognitions > 0.0:
        dose += params.reaction_tk_recognition
    if per_norm(meeting, params, meeting.measuring_questions) >= params.meeting_many_measuring:
        dose -= params.reaction_tk_measuring
    citizen.trust_caseworker = saturating_step(citizen.trust_caseworker, dose)
    if meeting.three_party > 0.0:
        loss = params.reaction_tm_over * over * (1.0 - meeting.shield)
        citizen.trust_mentor = saturating_step(citizen.trust_mentor, -loss)


@compiled
def react(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any, week: int
) -> None:
    """Let the citizen react to the meeting just held."""
    consistency = 1.0
    if meeting.three_party > 0.0:
        consistency = felt_consistency(citizen, params, meeting)
        step = params.reaction_consistency_step
        citizen.consistency = clip01(
            citizen.consistency + step * (consistency - citizen.consistency)
        )
    meeting.demand_over = positive_part(meeting.decided_demand - feasible_demand(citizen, params))
    meeting.impulse = impulse_of(citizen, params, meeting, consistency)
    citizen.pressure = saturating_step(citizen.pressure, meeting.impulse)
    strain = (
        params.reaction_distress_share * meeting.impulse
        + params.reaction_distress_gap * meeting.gap
    )
    citizen.distress = saturating_step(citizen.distress, strain)
    told = per_norm(meeting, params, meeting.troubles)
    citizen.pressure = saturating_step(
        citizen.pressure, params.meeting_trouble_pressure * (1.0 - citizen.trust_caseworker) * told
    )
    citizen.pressure = saturating_step(citizen.pressure, -params.reaction_debrief * meeting.debrief)
    citizen.distress = saturating_step(citizen.distress, -params.reaction_debrief * meeting.debrief)
    change_autonomy(citizen, params, meeting)
    change_trust(citizen, params, meeting)
    chance = clip01(
        params.reaction_strong_impulse * meeting.impulse
        + params.reaction_strong_distress
        * positive_part(citizen.distress - params.reaction_strong_distress_zero)
    )
    if uniform(key, 0, FOR_STRONG) < chance:
        meeting.strong_reaction = 1.0
        citizen.distress = saturating_step(citizen.distress, params.reaction_strong_push)
        citizen.strong_until = week + params.progress_strong_weeks
        citizen.strong_week = week


@compiled
def anticipate(citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Feel the pressure of a meeting due next week (study l.1901-1907)."""
    if citizen.meeting_due == week + 1:
        dose = params.reaction_anticipation * citizen.measuring_sensitivity
        citizen.pressure = saturating_step(
            citizen.pressure, dose * (1.0 - citizen.trust_caseworker)
        )
