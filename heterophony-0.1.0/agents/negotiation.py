"""Two proposals and what becomes of them: demand and plan follow the fictions (model, 3.6).

Under the meeting runs a negotiation: the mentor tries to make small steps fit, the caseworker
follows the plan as far as the citizen is known (study l.1858-1886, 2321-2329).
"""

from __future__ import annotations

from heterophony.agents.arrival import feasible_demand
from heterophony.agents.bounded import above, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.presentation import (
    demand_seen_by_caseworker,
    demand_seen_by_mentor,
    mentor_view,
)
from heterophony.agents.refund import placement_push
from heterophony.agents.vocabulary import NEED_DOMAINS


@compiled
def knowledge_at_hand(citizen: Row, p: Premises, preparation: float) -> float:
    """Return how much of what the caseworker knows is at hand in the meeting (kappa'), 0-1."""
    base = p.negotiation_knowledge_unprepared
    return citizen.knowledge_caseworker * (base + (1.0 - base) * preparation)


@compiled
def caseworker_demand(citizen: Row, caseworker: Row, p: Premises, meeting: Row) -> float:
    """Return the demand that the caseworker proposes (x_K), 0-1.

    What is known of the citizen, taken as further on the better the front; the standard demand for
    the rest; the push of measuring; less for small steps if they count, and for someone in
    distress with a caseworker who paces.
    """
    known = knowledge_at_hand(citizen, p, meeting.preparation)
    seen = demand_seen_by_caseworker(citizen, p) + p.meeting_gap_raises_demand * meeting.gap
    steps = p.negotiation_small_steps * meeting.small_steps_weight * meeting.small_step_seen
    distress = above(citizen.distress - p.caseworker_pacing_distress)
    pacing = p.caseworker_pacing * caseworker.pacing * known * distress
    return share(
        known * seen
        + (1.0 - known) * p.law_standard_demand
        + meeting.placement_push
        - steps
        - pacing
    )


@compiled
def mentor_demand(citizen: Row, p: Premises, stake: float) -> float:
    """Return the demand that the mentor proposes (x_M), 0-1: a little above what is feasible.

    The mentor's own work stands in the report, so the image is told a little better than it is.
    """
    known = citizen.knowledge_mentor
    reported = share(mentor_view(citizen, p) + p.stake_report * stake)
    seen = demand_seen_by_mentor(citizen, p, reported)
    return share(
        known * (seen + p.negotiation_mentor_stretch)
        + (1.0 - known) * p.negotiation_mentor_template
    )


@compiled
def mentor_weight(p: Premises, meeting: Row) -> float:
    """Return the weight of the mentor's view in what is decided (nu), 0-1; 0 without a mentor."""
    if meeting.three_party == 0.0:
        return 0.0
    base = p.negotiation_understanding_unprepared
    by_understanding = p.negotiation_understanding * meeting.understanding
    by_understanding *= base + (1.0 - base) * meeting.preparation
    base = p.negotiation_pre_base
    by_talk = p.negotiation_pre * meeting.pre * (base + (1.0 - base) * meeting.understanding)
    return share(
        min(
            p.negotiation_mentor_max,
            p.negotiation_base
            + p.negotiation_preparation * meeting.preparation
            + by_understanding
            + by_talk
            + p.negotiation_shared * meeting.shared_goals,
        )
    )


@compiled
def citizen_weight(citizen: Row, p: Premises) -> float:
    """Return the weight of the citizen's own say (zeta), taken first from the caseworker, 0-1."""
    base = p.negotiation_involvement_base
    return share(
        p.negotiation_involvement
        * p.meeting_citizen_involvement
        * (base + (1.0 - base) * citizen.autonomy)
    )


@compiled
def caseworker_proposes(citizen: Row, caseworker: Row, p: Premises, meeting: Row) -> None:
    """Write the caseworker's proposal into the meeting."""
    meeting.placement_push = placement_push(p, citizen.weeks_on_support)
    meeting.proposal_caseworker = caseworker_demand(citizen, caseworker, p, meeting)


@compiled
def mentor_proposes(citizen: Row, p: Premises, meeting: Row) -> None:
    """Write the mentor's proposal into the meeting; without a mentor it is the caseworker's."""
    meeting.proposal_mentor = meeting.proposal_caseworker
    if meeting.three_party > 0.0:
        meeting.proposal_mentor = mentor_demand(citizen, p, meeting.stake)


@compiled
def negotiate(citizen: Row, p: Premises, meeting: Row) -> None:
    """Decide the demand from both proposals and the citizen's say, and move demand and plan.

    A meeting that returned for its legal points decides nothing.
    """
    mine = citizen_weight(citizen, p)
    mentors = min(mentor_weight(p, meeting), 1.0 - mine)
    meeting.mentor_weight = mentors
    meeting.citizen_weight = mine
    if meeting.deciding == 0.0:
        meeting.decided_demand = citizen.demand
        return
    meeting.decided_demand = share(
        (1.0 - mentors - mine) * meeting.proposal_caseworker
        + mentors * meeting.proposal_mentor
        + mine * feasible_demand(citizen, p)
    )
    citizen.demand = share(
        citizen.demand + p.negotiation_step * (meeting.decided_demand - citizen.demand)
    )
    write_plan(citizen, p, mentors, meeting.shared_goals)


@compiled
def write_plan(citizen: Row, p: Premises, mentors: float, shared_goals: float) -> None:
    """Move the plan: the system pulls to its template, the mentor to what is known of the needs.

    With shared goals the system's pull holds what both know (study l.1909-1923, 2228-2232).
    """
    both = (citizen.knowledge_caseworker + citizen.knowledge_mentor) / 2.0
    shared = p.negotiation_shared_plan * shared_goals
    known = citizen.knowledge_mentor
    for domain in range(NEED_DOMAINS):
        need, template = citizen.needs[domain], p.plan_template[domain]
        system = (1.0 - shared) * template + shared * (both * need + (1.0 - both) * template)
        mentor = known * need + (1.0 - known) * template
        aim = (1.0 - mentors) * system + mentors * mentor
        citizen.plan[domain] += share(p.negotiation_plan) * (aim - citizen.plan[domain])
