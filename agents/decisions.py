"""What a meeting decides: close or continue, order to enrol, sanction, grant (model, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import true_state
from heterophony.agents.bounded import YEAR, clip01, logistic, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.negotiation import knowledge_at_hand
from heterophony.agents.vocabulary import FOR_CLOSE, FOR_ORDER, FOR_SANCTION

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def state_as_judged(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the citizen's state as the caseworker judges it (S_d).

    The front counts, less the part that someone who knows the citizen sees through.
    """
    known = knowledge_at_hand(citizen, params, meeting.preparation)
    return true_state(citizen, params) + meeting.gap * (1.0 - params.decision_seen_through * known)


@compiled
def close_chance(
    params: Parameters, meeting: MeetingRow, judged: float, course_years: float
) -> float:
    """Return the chance that the course is closed; measuring leaves no gap between offers."""
    logit = params.decision_close_const + params.decision_close_weeks * (course_years - 1.0)
    if judged > params.decision_close_state_level:
        logit += params.decision_close_state
    logit -= (
        params.decision_close_measuring * params.measurement_placement_weight * meeting.three_party
    )
    return logistic(logit)


@compiled
def order_chance(
    params: Parameters, meeting: MeetingRow, judged: float, course_years: float
) -> float:
    """Return the chance of an order to enrol: who expects, enrols (source S39)."""
    return logistic(
        params.decision_order_const
        + params.decision_order_state * (judged - params.decision_order_state_zero)
        + params.decision_order_push * meeting.placement_push
        + params.decision_order_weeks * min(course_years, params.decision_order_cap)
        + params.decision_order_demand
        * (meeting.decided_demand - params.decision_order_demand_zero)
    )


@compiled
def sanction_chance(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the chance of a sanction for missed sessions: it needs time to process."""
    if citizen.missed_since_meeting < params.decision_sanction_min:
        return 0.0
    return clip01(
        params.decision_sanction_rate
        * params.law_sanction_strictness
        * meeting.preparation
        * (1.0 - params.decision_sanction_trust_guard * citizen.trust_caseworker)
    )


@compiled
def decide(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any, week: int
) -> None:
    """Decide closing, order and sanction by independent draws, and write them into the meeting.

    Independent because both recorded meetings did two things at once (study l.1309-1311,
    1542-1546).
    """
    if meeting.deciding == 0.0:
        return
    judged = state_as_judged(citizen, params, meeting)
    years = (week - citizen.course_week) / YEAR
    if uniform(key, 0, FOR_CLOSE) < close_chance(params, meeting, judged, years):
        meeting.closes = 1.0
    if params.law_education_order and citizen.order_stands == 0:
        if uniform(key, 0, FOR_ORDER) < order_chance(params, meeting, judged, years):
            meeting.order_given = 1.0
            citizen.order_stands = 1
            citizen.order_from_start = 0
    if uniform(key, 0, FOR_SANCTION) < sanction_chance(citizen, params, meeting):
        meeting.sanction = 1.0
        citizen.pressure = saturating_step(citizen.pressure, params.decision_sanction_pressure)
        citizen.trust_caseworker = saturating_step(
            citizen.trust_caseworker, -params.decision_sanction_trust
        )
    citizen.missed_since_meeting = 0


@compiled
def renew_grant(citizen: CitizenRow, params: Parameters, meeting: MeetingRow, week: int) -> None:
    """Renew the mentor grant if it would end before the next regular meeting."""
    if meeting.three_party == 0.0 or meeting.deciding == 0.0 or meeting.closes > 0.0:
        return
    if citizen.grant_end < citizen.meeting_due:
        citizen.grant_end = week + params.mentor_grant_weeks
