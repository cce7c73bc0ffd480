"""How the citizen reacts to a meeting: pressure, autonomy, trust, openings (model, 3.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import (
    feasible_demand,
    match_between,
    true_state,
)
from heterophony.agents.bounded import clip01, positive_part, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    per_norm,
    pooled_uptake,
    told_in_norm,
)
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import FOR_STRONG

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def passing_share(meeting: MeetingRow) -> float:
    """Return the share of turns in which the professionals pass each other by, 0-1.

    These are turns at the other's code that do not take it up, and objections of the mentor that
    are passed over.
    """
    objections = meeting.mentor_objections
    passed = meeting.adjacencies - meeting.connected
    passed += objections - meeting.mentor_objections_taken_up
    return (passed + 1.0) / (meeting.adjacencies + objections + 2.0)


@compiled
def felt_consistency(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return how consistent the meeting was to the citizen (q), 0-1: uptake and agreement.

    Disagreement shows where positions differ and the professionals pass each other by; it shows
    less if settled before, or about shared goals (study l.2313-2329).
    """
    apart = abs(meeting.proposal_caseworker - meeting.proposal_mentor)
    apart *= 2.0 * passing_share(meeting)
    apart *= 1.0 - params.reaction_pre_mutes * meeting.pre
    apart *= 1.0 - params.reaction_disagreement_shared * meeting.shared_goals
    agreed = 1.0 - min(1.0, params.reaction_disagreement_scale * apart)
    weight = params.reaction_uptake_weight
    meeting.uptake_quality = pooled_uptake(citizen, params)
    return clip01(weight * meeting.uptake_quality + (1.0 - weight) * agreed)


@compiled
def being_held_to(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the pressure of being measured and of duties named, less what the mentor translates.

    Trust in the caseworker buffers it, and so does the mentor who puts it into other words (study
    l.441-443, 1870-1878, 2122-2132).
    """
    norm = params.reaction_measuring_norm
    measured = params.reaction_measuring * citizen.measuring_sensitivity
    measured *= per_norm(meeting, params, meeting.measuring_questions) / norm
    measured *= 1.0 - params.meeting_measuring_shared * meeting.shared_goals
    duties = params.reaction_duty * params.law_sanction_strictness
    duties *= per_norm(meeting, params, meeting.duties) / norm
    translated = told_in_norm(meeting, params, meeting.translations_mentor_taken_up)
    return (
        (measured + duties)
        * (1.0 - params.reaction_trust_buffer * citizen.trust_caseworker)
        * (1.0 - params.reaction_translated * translated)
    )


@compiled
def impulse_of(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, consistency: float
) -> float:
    """Return the meeting's impulse of pressure, 0-1, after the mentor's shielding.

    It adds being held to something, demands above what is feasible, and inconsistency. The mentor
    cannot shield the fear of an order after broken-off educations (study l.465-469, 1540-1579).
    """
    raw = being_held_to(citizen, params, meeting) + params.reaction_over * meeting.demand_over
    raw += params.reaction_inconsistency * (1.0 - consistency)
    shielded = 1.0 - params.reaction_shield * meeting.shield * citizen.trust_mentor
    fear = params.reaction_order_fear * min(citizen.prior_dropouts, params.education_e_cap)
    return clip01(raw * shielded + fear * meeting.order_given)


@compiled
def choice_counts(citizen: CitizenRow, params: Parameters) -> float:
    """Return how far influence counts, by how far the plan is the citizen's own (source M8).

    It counts more only where more than half of the plan matches the citizen's needs.
    """
    match = match_between(citizen.plan, citizen.needs)
    base = params.reaction_choice_base
    return base + (1.0 - base) * positive_part(2.0 * match - 1.0) / params.reaction_choice_ref


@compiled
def influence_of(params: Parameters, meeting: MeetingRow) -> float:
    """Return the citizen's influence in the meeting: by talking, and by being heard."""
    involved = params.meeting_citizen_involvement
    influence = params.reaction_talk * meeting.citizen_turns / meeting.turns
    influence += params.reaction_involvement * involved * 2.0 * meeting.heard
    settled = meeting.pre * positive_part(1.0 - 2.0 * involved)
    return influence * (1.0 - params.reaction_pre_settled * settled)


@compiled
def threat_of(params: Parameters, meeting: MeetingRow) -> float:
    """Return what threatens autonomy: demands above what is feasible, demands and duties, 0-1."""
    held_to = per_norm(meeting, params, meeting.demands)
    held_to += params.law_sanction_strictness * per_norm(meeting, params, meeting.duties)
    threat = params.reaction_over_factor * meeting.demand_over
    return min(1.0, threat + params.reaction_demand_factor * held_to)


@compiled
def change_autonomy(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Change autonomy by influence and autonomy acts, less reactance to demands (source S21)."""
    gained = influence_of(params, meeting) - params.reaction_influence_zero
    if gained > 0.0:
        gained *= choice_counts(citizen, params)
    before = citizen.autonomy
    citizen.autonomy = saturating_step(
        citizen.autonomy,
        params.reaction_influence * gained
        + params.reaction_autonomy_act * per_norm(meeting, params, meeting.autonomy_acts)
        - params.reaction_reactance * citizen.reactance * threat_of(params, meeting),
    )
    meeting.autonomy_change = citizen.autonomy - before


@compiled
def change_trust(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Change trust in both professionals by how the meeting was held."""
    over = min(1.0, params.reaction_over_scale * meeting.demand_over)
    dose = params.reaction_tk_prep * meeting.preparation - params.reaction_tk_over * over
    if meeting.recognitions > 0.0:
        dose += params.reaction_tk_recognition
    dose += params.reaction_tk_recognition * told_in_norm(meeting, params, meeting.rights)
    citizen.trust_caseworker = saturating_step(citizen.trust_caseworker, dose)
    if meeting.three_party > 0.0:
        loss = params.reaction_tm_over * over * (1.0 - meeting.shield)
        citizen.trust_mentor = saturating_step(citizen.trust_mentor, -loss)


@compiled
def feel_consistency(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Move experienced consistency towards the meeting's; return that, 1 with one professional."""
    if meeting.three_party == 0.0:
        return 1.0
    consistency = felt_consistency(citizen, params, meeting)
    step = params.reaction_consistency_step
    citizen.consistency = clip01(citizen.consistency + step * (consistency - citizen.consistency))
    return consistency


@compiled
def change_strain(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Change pressure and distress: impulse, playing a role, what was passed over, debrief."""
    citizen.pressure = saturating_step(citizen.pressure, meeting.impulse)
    played = 0.0
    if meeting.citizen_turns > 0.0:
        played = meeting.front_turns / meeting.citizen_turns
    played *= 1.0 - true_state(citizen, params)
    strain = (
        params.reaction_distress_share * meeting.impulse + params.reaction_distress_gap * played
    )
    citizen.distress = saturating_step(citizen.distress, strain)
    passed_over = per_norm(meeting, params, meeting.told - meeting.told_taken_up)
    citizen.pressure = saturating_step(
        citizen.pressure,
        params.meeting_trouble_pressure * (1.0 - citizen.trust_caseworker) * passed_over,
    )
    citizen.pressure = saturating_step(citizen.pressure, -params.reaction_debrief * meeting.debrief)
    citizen.distress = saturating_step(citizen.distress, -params.reaction_debrief * meeting.debrief)


@compiled
def react(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any, week: int
) -> None:
    """Let the citizen react to the meeting just held."""
    consistency = feel_consistency(citizen, params, meeting)
    meeting.demand_over = positive_part(meeting.decided_demand - feasible_demand(citizen, params))
    meeting.impulse = impulse_of(citizen, params, meeting, consistency)
    change_strain(citizen, params, meeting)
    change_autonomy(citizen, params, meeting)
    change_trust(citizen, params, meeting)
    openings = per_norm(meeting, params, meeting.openings_taken_up)
    citizen.openings_known = saturating_step(citizen.openings_known, params.opening_dose * openings)
    react_strongly(citizen, params, meeting, key, week)


@compiled
def react_strongly(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any, week: int
) -> None:
    """Draw whether the citizen reacts strongly to the meeting (study l.2071-2075)."""
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
