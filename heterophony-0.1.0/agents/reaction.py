"""How the citizen reacts to a meeting: pressure, autonomy, trust, strong reactions (model, 3.7)."""

from __future__ import annotations

from typing import Any

from heterophony.agents.arrival import feasible_demand
from heterophony.agents.bounded import above, push, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.tally import per_norm, pooled_uptake
from heterophony.agents.vocabulary import FOR_STRONG


@compiled
def felt_consistency(citizen: Row, p: Premises, meeting: Row) -> float:
    """Return how consistent the meeting was to the citizen (q), 0-1: uptake and agreement.

    Disagreement settled before, or about shared goals, shows less (study l.2313-2329).
    """
    apart = abs(meeting.proposal_caseworker - meeting.proposal_mentor)
    apart *= 1.0 - p.reaction_pre_mutes * meeting.pre
    apart *= 1.0 - p.reaction_disagreement_shared * meeting.shared_goals
    agreed = 1.0 - min(1.0, p.reaction_disagreement_scale * apart)
    weight = p.reaction_uptake_weight
    meeting.uptake_quality = pooled_uptake(citizen, p)
    return share(weight * meeting.uptake_quality + (1.0 - weight) * agreed)


@compiled
def impulse_of(citizen: Row, p: Premises, meeting: Row, consistency: float) -> float:
    """Return the meeting's impulse of pressure, 0-1, after the mentor's shielding.

    Being measured, demands above what is feasible, inconsistency; fear of an order after
    broken-off educations is not shielded (study l.441-443, 465-469, 1540-1579, 2122-2132).
    """
    measured = p.reaction_measuring * citizen.measuring_sensitivity
    measured *= per_norm(meeting, p, meeting.measuring_questions) / p.reaction_measuring_norm
    measured *= 1.0 - p.reaction_trust_buffer * citizen.trust_caseworker
    measured *= 1.0 - p.reaction_measuring_shared * meeting.shared_goals
    raw = measured + p.reaction_over * meeting.demand_over
    raw += p.reaction_inconsistency * (1.0 - consistency)
    shielded = 1.0 - p.reaction_shield * meeting.shield * citizen.trust_mentor
    fear = p.reaction_order_fear * min(citizen.prior_dropouts, p.education_e_cap)
    return share(raw * shielded + fear * meeting.order_given)


@compiled
def change_autonomy(citizen: Row, p: Premises, meeting: Row) -> None:
    """Change autonomy by influence and autonomy acts, less reactance to demands (source S21)."""
    talk = meeting.citizen_turns / meeting.turns
    involved = p.meeting_citizen_involvement
    influence = p.reaction_talk * talk + p.reaction_involvement * involved
    influence *= 1.0 - p.reaction_pre_settled * meeting.pre * (1.0 - involved)
    threat = p.reaction_over_factor * meeting.demand_over
    threat += p.reaction_demand_factor * per_norm(meeting, p, meeting.demands)
    before = citizen.autonomy
    citizen.autonomy = push(
        citizen.autonomy,
        p.reaction_influence * (influence - p.reaction_influence_zero)
        + p.reaction_autonomy_act * per_norm(meeting, p, meeting.autonomy_acts)
        - p.reaction_reactance * citizen.reactance * min(1.0, threat),
    )
    meeting.autonomy_change = citizen.autonomy - before


@compiled
def change_trust(citizen: Row, p: Premises, meeting: Row) -> None:
    """Change trust in both professionals by how the meeting was held."""
    over = min(1.0, p.reaction_over_scale * meeting.demand_over)
    dose = p.reaction_tk_prep * meeting.preparation - p.reaction_tk_over * over
    if meeting.recognitions > 0.0:
        dose += p.reaction_tk_recognition
    if per_norm(meeting, p, meeting.measuring_questions) >= p.meeting_many_measuring:
        dose -= p.reaction_tk_measuring
    citizen.trust_caseworker = push(citizen.trust_caseworker, dose)
    if meeting.three_party > 0.0:
        loss = p.reaction_tm_over * over * (1.0 - meeting.shield)
        citizen.trust_mentor = push(citizen.trust_mentor, -loss)


@compiled
def react(citizen: Row, p: Premises, meeting: Row, key: Any, week: int) -> None:
    """Let the citizen react to the meeting just held."""
    consistency = 1.0
    if meeting.three_party > 0.0:
        consistency = felt_consistency(citizen, p, meeting)
        step = p.reaction_consistency_step
        citizen.consistency = share(
            citizen.consistency + step * (consistency - citizen.consistency)
        )
    meeting.demand_over = above(meeting.decided_demand - feasible_demand(citizen, p))
    meeting.impulse = impulse_of(citizen, p, meeting, consistency)
    citizen.pressure = push(citizen.pressure, meeting.impulse)
    strain = p.reaction_distress_share * meeting.impulse + p.reaction_distress_gap * meeting.gap
    citizen.distress = push(citizen.distress, strain)
    told = per_norm(meeting, p, meeting.troubles)
    citizen.pressure = push(
        citizen.pressure, p.meeting_trouble_pressure * (1.0 - citizen.trust_caseworker) * told
    )
    citizen.pressure = push(citizen.pressure, -p.reaction_debrief * meeting.debrief)
    citizen.distress = push(citizen.distress, -p.reaction_debrief * meeting.debrief)
    change_autonomy(citizen, p, meeting)
    change_trust(citizen, p, meeting)
    chance = share(
        p.reaction_strong_impulse * meeting.impulse
        + p.reaction_strong_distress * above(citizen.distress - p.reaction_strong_distress_zero)
    )
    if uniform(key, 0, FOR_STRONG) < chance:
        meeting.strong_reaction = 1.0
        citizen.distress = push(citizen.distress, p.reaction_strong_push)
        citizen.strong_until = week + p.progress_strong_weeks
        citizen.strong_week = week


@compiled
def anticipate(citizen: Row, p: Premises, week: int) -> None:
    """Feel the pressure of a meeting due next week (study l.1901-1907)."""
    if citizen.meeting_due == week + 1:
        dose = p.reaction_anticipation * citizen.measuring_sensitivity
        citizen.pressure = push(citizen.pressure, dose * (1.0 - citizen.trust_caseworker))
