"""What a meeting decides: close or continue, order to enrol, sanction, grant (model, 3.6)."""

from __future__ import annotations

from typing import Any

from heterophony.agents.arrival import true_state
from heterophony.agents.bounded import YEAR, logistic, push, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.negotiation import knowledge_at_hand
from heterophony.agents.vocabulary import FOR_CLOSE, FOR_ORDER, FOR_SANCTION


@compiled
def state_as_judged(citizen: Row, p: Premises, meeting: Row) -> float:
    """Return the citizen's state as the caseworker judges it (S_d).

    The front counts, less the part that someone who knows the citizen sees through.
    """
    known = knowledge_at_hand(citizen, p, meeting.preparation)
    return true_state(citizen, p) + meeting.gap * (1.0 - p.decision_seen_through * known)


@compiled
def close_chance(p: Premises, meeting: Row, judged: float, course_years: float) -> float:
    """Return the chance that the course is closed; measuring leaves no gap between offers."""
    logit = p.decision_close_const + p.decision_close_weeks * (course_years - 1.0)
    if judged > p.decision_close_state_level:
        logit += p.decision_close_state
    logit -= p.decision_close_measuring * p.measurement_placement_weight * meeting.three_party
    return logistic(logit)


@compiled
def order_chance(p: Premises, meeting: Row, judged: float, course_years: float) -> float:
    """Return the chance of an order to enrol: who expects, enrols (source S39)."""
    return logistic(
        p.decision_order_const
        + p.decision_order_state * (judged - p.decision_order_state_zero)
        + p.decision_order_push * meeting.placement_push
        + p.decision_order_weeks * min(course_years, p.decision_order_cap)
        + p.decision_order_demand * (meeting.decided_demand - p.decision_order_demand_zero)
    )


@compiled
def sanction_chance(citizen: Row, p: Premises, meeting: Row) -> float:
    """Return the chance of a sanction for missed sessions: it needs time to process."""
    if citizen.missed_since_meeting < p.decision_sanction_min:
        return 0.0
    return share(
        p.decision_sanction_rate
        * p.law_sanction_strictness
        * meeting.preparation
        * (1.0 - p.decision_sanction_trust_guard * citizen.trust_caseworker)
    )


@compiled
def decide(citizen: Row, p: Premises, meeting: Row, key: Any, week: int) -> None:
    """Decide closing, order and sanction by independent draws, and write them into the meeting.

    Independent because both recorded meetings did two things at once (study l.1309-1311,
    1542-1546).
    """
    if meeting.deciding == 0.0:
        return
    judged = state_as_judged(citizen, p, meeting)
    years = (week - citizen.course_week) / YEAR
    if uniform(key, 0, FOR_CLOSE) < close_chance(p, meeting, judged, years):
        meeting.closes = 1.0
    if p.law_education_order and citizen.order_stands == 0:
        if uniform(key, 0, FOR_ORDER) < order_chance(p, meeting, judged, years):
            meeting.order_given = 1.0
            citizen.order_stands = 1
            citizen.order_from_start = 0
    if uniform(key, 0, FOR_SANCTION) < sanction_chance(citizen, p, meeting):
        meeting.sanction = 1.0
        citizen.pressure = push(citizen.pressure, p.decision_sanction_pressure)
        citizen.trust_caseworker = push(citizen.trust_caseworker, -p.decision_sanction_trust)
    citizen.missed_since_meeting = 0


@compiled
def renew_grant(citizen: Row, p: Premises, meeting: Row, week: int) -> None:
    """Renew the mentor grant if it would end before the next regular meeting."""
    if meeting.three_party == 0.0 or meeting.deciding == 0.0 or meeting.closes > 0.0:
        return
    if citizen.grant_end < citizen.meeting_due:
        citizen.grant_end = week + p.mentor_grant_weeks
