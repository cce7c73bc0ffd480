"""Two positions: opened from images, moved by the talk, settled in a decision (model, 3.6).

The meeting is also a negotiation: the mentor argues for small steps, the caseworker follows the
plan as far as the citizen is known (study l.1858-1886, 2321-2329). What is said and taken up moves
the caseworker's position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    feasible_demand,
)
from heterophony.agents.bounded import clip01, one_if, positive_part
from heterophony.agents.chances import measuring_in_meetings
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    told_in_norm,
)
from heterophony.agents.images import estimate_of_caseworker, estimate_of_mentor
from heterophony.agents.vocabulary import NEED_DOMAINS

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, MeetingRow, Parameters


@compiled
def attention_of(params: Parameters, preparation: float) -> float:
    """Return the attention of a caseworker, less if unprepared (att), 0-1."""
    base = params.negotiation_knowledge_unprepared
    return base + (1.0 - base) * preparation


@compiled
def knowledge_at_hand(citizen: CitizenRow, params: Parameters, preparation: float) -> float:
    """Return how much of what the caseworker knows is at hand in the meeting (kappa'), 0-1."""
    return citizen.knowledge_caseworker * attention_of(params, preparation)


@compiled
def caseworker_opens(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the demand that the caseworker comes with (x_K before the talk), 0-1.

    It mixes the demand that the caseworker's images allow with the standard demand, by how well the
    case is known; measuring raises it.
    """
    known = knowledge_at_hand(citizen, params, meeting.preparation)
    return clip01(
        known * meeting.estimate_caseworker
        + (1.0 - known) * params.law_standard_demand
        + measuring_in_meetings(params) * params.measurement_demand_base
    )


@compiled
def mentor_opens(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the demand that the mentor comes with (x_M), 0-1: a little above what can be met.

    Mentors report on their own work, so they report an image a little better than they have.
    """
    known = citizen.knowledge_mentor
    told = estimate_of_mentor(citizen, params, params.stake_report * meeting.stake)
    return clip01(
        known * (told + params.negotiation_mentor_stretch)
        + (1.0 - known) * params.negotiation_mentor_template
    )


@compiled
def caseworker_proposes(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Write the caseworker's estimate, its error, and the position that opens the meeting."""
    meeting.feasible_before = feasible_demand(citizen, params)
    meeting.estimate_caseworker = estimate_of_caseworker(citizen, params)
    error = meeting.estimate_caseworker - meeting.feasible_before
    meeting.error_caseworker = error
    meeting.error_caseworker_absolute = abs(error)
    meeting.caseworker_too_high = one_if(error > params.outcome_error_margin)
    meeting.caseworker_too_low = one_if(error < -params.outcome_error_margin)
    meeting.opening_proposal_caseworker = caseworker_opens(citizen, params, meeting)


@compiled
def mentor_proposes(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Write the mentor's estimate, its error and position, where a mentor takes part."""
    if meeting.three_party == 0.0:
        return
    meeting.estimate_mentor = estimate_of_mentor(citizen, params, 0.0)
    error = meeting.estimate_mentor - meeting.feasible_before
    meeting.error_mentor = error
    meeting.error_mentor_absolute = abs(error)
    meeting.mentor_too_high = one_if(error > params.outcome_error_margin)
    meeting.mentor_too_low = one_if(error < -params.outcome_error_margin)
    meeting.opening_proposal_mentor = mentor_opens(citizen, params, meeting)


@compiled
def moved_by_talk(
    citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> float:
    """Return how far the talk moves the caseworker's position.

    Accepted demands raise it. Objections taken up lower it, and so do troubles taken up if the
    caseworker paces, and small steps and progress taken up if small steps count (study
    l.1880-1886).
    """
    excess = meeting.opening_proposal_caseworker - feasible_demand(citizen, params)
    objections = told_in_norm(meeting, params, meeting.objections_taken_up_caseworker)
    troubles = told_in_norm(meeting, params, meeting.troubles_taken_up_caseworker)
    steps = meeting.small_steps_taken_up + meeting.progress_taken_up
    return (
        params.negotiation_demand * told_in_norm(meeting, params, meeting.demands_accepted)
        - params.negotiation_objection * objections * positive_part(excess)
        - params.caseworker_pacing * caseworker.pacing * troubles
        - params.negotiation_small_steps
        * meeting.small_steps_weight
        * told_in_norm(meeting, params, steps)
    )


@compiled
def close_positions(
    citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> None:
    """Write both positions after the talk into the meeting; only the caseworker's has moved."""
    moved = moved_by_talk(citizen, caseworker, params, meeting)
    meeting.proposal_caseworker = clip01(meeting.opening_proposal_caseworker + moved)
    meeting.proposal_mentor = meeting.opening_proposal_mentor


@compiled
def mentor_weight(params: Parameters, meeting: MeetingRow) -> float:
    """Return the weight of the mentor's view in what is decided (nu), 0-1; 0 without a mentor.

    It grows with the share of the mentor's turns that the caseworker took up.
    """
    if meeting.three_party == 0.0:
        return 0.0
    taken_up = (meeting.connected_by_caseworker + 1.0) / (meeting.answered_by_caseworker + 2.0)
    return clip01(
        params.negotiation_base
        + params.negotiation_taken_up * taken_up
        + params.negotiation_shared * meeting.shared_goals
    )


@compiled
def heard_share(meeting: MeetingRow) -> float:
    """Return the share of troubles, objections and wishes that are taken up; half without any."""
    return (meeting.told_taken_up + 1.0) / (meeting.told + 2.0)


@compiled
def citizen_weight(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the weight of the citizen's own say (zeta), taken first from the caseworker, 0-1."""
    base = params.negotiation_involvement_base
    return clip01(
        params.negotiation_involvement
        * params.meeting_citizen_involvement
        * (base + (1.0 - base) * citizen.autonomy)
        * 2.0
        * meeting.heard
    )


@compiled
def negotiate(
    citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> None:
    """Decide the demand from both positions and the citizen's say, and move demand and plan.

    A meeting that returned for its legal points decides nothing.
    """
    close_positions(citizen, caseworker, params, meeting)
    meeting.heard = heard_share(meeting)
    mine = citizen_weight(citizen, params, meeting)
    mentors = min(mentor_weight(params, meeting), 1.0 - mine)
    meeting.mentor_weight = mentors
    meeting.citizen_weight = mine
    if meeting.deciding == 0.0:
        meeting.decided_demand = citizen.demand
        return
    meeting.decided_demand = clip01(
        (1.0 - mentors - mine) * meeting.proposal_caseworker
        + mentors * meeting.proposal_mentor
        + mine * feasible_demand(citizen, params)
    )
    citizen.demand = clip01(
        citizen.demand + params.negotiation_step * (meeting.decided_demand - citizen.demand)
    )
    write_plan(citizen, params, meeting, mentors)


@compiled
def write_plan(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, mentors: float
) -> None:
    """Move the plan: each side pulls towards the needs it knows, wishes taken up towards the needs.

    The template fills the rest of the caseworker's plan; with shared goals it contains what both
    know (study l.1909-1923, 2228-2232).
    """
    both = (citizen.knowledge_caseworker + citizen.knowledge_mentor) / 2.0
    known = max(
        params.plan_caseworker * citizen.knowledge_caseworker,
        params.negotiation_shared_plan * meeting.shared_goals * both,
    )
    told = citizen.knowledge_mentor
    step = clip01(params.negotiation_plan)
    wishes = params.negotiation_plan / 2.0 * told_in_norm(meeting, params, meeting.wishes_taken_up)
    for domain in range(NEED_DOMAINS):
        need, template = citizen.needs[domain], params.plan_template[domain]
        caseworkers = template + known * (need - template)
        mentor = told * need + (1.0 - told) * template
        aim = (1.0 - mentors) * caseworkers + mentors * mentor
        plan = citizen.plan[domain]
        citizen.plan[domain] = plan + step * (aim - plan) + (1.0 - step) * wishes * (need - plan)
