"""Two proposals and what becomes of them: demand and plan follow the fictions (model, 3.6).

Under the meeting runs a negotiation: the mentor tries to make small steps fit, the caseworker
follows the plan as far as the citizen is known (study l.1858-1886, 2321-2329).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import feasible_demand
from heterophony.agents.bounded import clip01, positive_part
from heterophony.agents.compiled import compiled
from heterophony.agents.presentation import (
    demand_seen_by_caseworker,
    demand_seen_by_mentor,
    mentor_view,
)
from heterophony.agents.refund import placement_push
from heterophony.agents.vocabulary import NEED_DOMAINS

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, MeetingRow, Parameters


@compiled
def knowledge_at_hand(citizen: CitizenRow, params: Parameters, preparation: float) -> float:
    """Return how much of what the caseworker knows is at hand in the meeting (kappa'), 0-1."""
    base = params.negotiation_knowledge_unprepared
    return citizen.knowledge_caseworker * (base + (1.0 - base) * preparation)


@compiled
def caseworker_demand(
    citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> float:
    """Return the demand that the caseworker proposes (x_K), 0-1.

    What is known of the citizen, taken as further on the better the front; the standard demand for
    the rest; the push of measuring; less for small steps if they count, and for someone in
    distress with a caseworker who paces.
    """
    known = knowledge_at_hand(citizen, params, meeting.preparation)
    seen = (
        demand_seen_by_caseworker(citizen, params) + params.meeting_gap_raises_demand * meeting.gap
    )
    steps = params.negotiation_small_steps * meeting.small_steps_weight * meeting.small_step_seen
    distress = positive_part(citizen.distress - params.caseworker_pacing_distress)
    pacing = params.caseworker_pacing * caseworker.pacing * known * distress
    return clip01(
        known * seen
        + (1.0 - known) * params.law_standard_demand
        + meeting.placement_push
        - steps
        - pacing
    )


@compiled
def mentor_demand(citizen: CitizenRow, params: Parameters, stake: float) -> float:
    """Return the demand that the mentor proposes (x_M), 0-1: a little above what is feasible.

    The mentor's own work stands in the report, so the image is told a little better than it is.
    """
    known = citizen.knowledge_mentor
    reported = clip01(mentor_view(citizen, params) + params.stake_report * stake)
    seen = demand_seen_by_mentor(citizen, params, reported)
    return clip01(
        known * (seen + params.negotiation_mentor_stretch)
        + (1.0 - known) * params.negotiation_mentor_template
    )


@compiled
def mentor_weight(params: Parameters, meeting: MeetingRow) -> float:
    """Return the weight of the mentor's view in what is decided (nu), 0-1; 0 without a mentor."""
    if meeting.three_party == 0.0:
        return 0.0
    base = params.negotiation_understanding_unprepared
    by_understanding = params.negotiation_understanding * meeting.understanding
    by_understanding *= base + (1.0 - base) * meeting.preparation
    base = params.negotiation_pre_base
    by_talk = params.negotiation_pre * meeting.pre * (base + (1.0 - base) * meeting.understanding)
    return clip01(
        min(
            params.negotiation_mentor_max,
            params.negotiation_base
            + params.negotiation_preparation * meeting.preparation
            + by_understanding
            + by_talk
            + params.negotiation_shared * meeting.shared_goals,
        )
    )


@compiled
def citizen_weight(citizen: CitizenRow, params: Parameters) -> float:
    """Return the weight of the citizen's own say (zeta), taken first from the caseworker, 0-1."""
    base = params.negotiation_involvement_base
    return clip01(
        params.negotiation_involvement
        * params.meeting_citizen_involvement
        * (base + (1.0 - base) * citizen.autonomy)
    )


@compiled
def caseworker_proposes(
    citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> None:
    """Write the caseworker's proposal into the meeting."""
    meeting.placement_push = placement_push(params, citizen.weeks_on_support)
    meeting.proposal_caseworker = caseworker_demand(citizen, caseworker, params, meeting)


@compiled
def mentor_proposes(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Write the mentor's proposal into the meeting; without a mentor it is the caseworker's."""
    meeting.proposal_mentor = meeting.proposal_caseworker
    if meeting.three_party > 0.0:
        meeting.proposal_mentor = mentor_demand(citizen, params, meeting.stake)


@compiled
def negotiate(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Decide the demand from both proposals and the citizen's say, and move demand and plan.

    A meeting that returned for its legal points decides nothing.
    """
    mine = citizen_weight(citizen, params)
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
    write_plan(citizen, params, mentors, meeting.shared_goals)


@compiled
def write_plan(
    citizen: CitizenRow, params: Parameters, mentors: float, shared_goals: float
) -> None:
    """Move the plan: the system pulls to its template, the mentor to what is known of the needs.

    With shared goals the system's pull holds what both know (study l.1909-1923, 2228-2232).
    """
    both = (citizen.knowledge_caseworker + citizen.knowledge_mentor) / 2.0
    shared = params.negotiation_shared_plan * shared_goals
    known = citizen.knowledge_mentor
    for domain in range(NEED_DOMAINS):
        need, template = citizen.needs[domain], params.plan_template[domain]
        system = (1.0 - shared) * template + shared * (both * need + (1.0 - both) * template)
        mentor = known * need + (1.0 - known) * template
        aim = (1.0 - mentors) * system + mentors * mentor
        citizen.plan[domain] += clip01(params.negotiation_plan) * (aim - citizen.plan[domain])
