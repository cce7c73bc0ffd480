"""What a meeting decides: close or continue, order to enrol, sanction, grant (model, 3.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import YEAR, clip01, logistic, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    told_in_norm,
)
from heterophony.agents.draws import uniform
from heterophony.agents.images import caseworker_view
from heterophony.agents.vocabulary import (
    FOR_CLOSE,
    FOR_GROUND,
    FOR_ORDER,
    FOR_RENEWAL,
    FOR_SANCTION,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def close_chance(
    params: Parameters, meeting: MeetingRow, judged: float, course_years: float
) -> float:
    """Return the chance that the course is closed; the pressure to place lowers it."""
    logit = params.decision_close_const + params.decision_close_weeks * (course_years - 1.0)
    if judged > params.decision_close_state_level:
        logit += params.decision_close_state
    logit -= params.decision_close_measuring * meeting.placement_pressure * meeting.three_party
    return logistic(logit)


@compiled
def order_chance(
    params: Parameters, meeting: MeetingRow, judged: float, course_years: float
) -> float:
    """Return the chance of an order to enrol; belief in the citizen's state raises it (source S39).

    Without a demand or a duty in the talk it is 0. Accepted demands raise it, and objections that
    the caseworker took up lower it.
    """
    if meeting.demands + meeting.duties <= 0.0:
        return 0.0
    said = told_in_norm(meeting, params, meeting.demands_accepted)
    said -= told_in_norm(meeting, params, meeting.objections_taken_up_caseworker)
    return logistic(
        params.decision_order_const
        + params.decision_order_state * (judged - params.decision_order_state_zero)
        + params.decision_order_weeks * min(course_years, params.decision_order_cap)
        + params.decision_order_demand
        * (meeting.decided_demand - params.decision_order_demand_zero)
        + said
    )


@compiled
def sanction_chance(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the chance of a sanction for missed sessions; 0 unless a duty was named.

    Preparation raises it, because a sanction takes time.
    """
    if citizen.missed_since_meeting < params.decision_sanction_min or meeting.duties <= 0.0:
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
    """Decide closing and order by independent draws, and write them into the meeting.

    The draws are independent because both recorded meetings did two things at once (study
    l.1309-1311, 1542-1546). The caseworker judges by the image after the talk.
    """
    if meeting.deciding == 0.0:
        return
    judged = caseworker_view(citizen, params)
    years = (week - citizen.course_week) / YEAR
    if uniform(key, 0, FOR_CLOSE) < close_chance(params, meeting, judged, years):
        meeting.closes = 1.0
    if params.law_education_order and citizen.order_stands == 0:
        if uniform(key, 0, FOR_ORDER) < order_chance(params, meeting, judged, years):
            meeting.order_given = 1.0
            citizen.order_stands = 1
            citizen.order_from_start = 0


@compiled
def sanction(citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any) -> None:
    """Draw whether missed sessions are sanctioned, and restart their count at this meeting."""
    if meeting.deciding == 0.0:
        return
    if uniform(key, 0, FOR_SANCTION) < sanction_chance(citizen, params, meeting):
        meeting.sanction = 1.0
        citizen.pressure = saturating_step(citizen.pressure, params.decision_sanction_pressure)
        citizen.trust_caseworker = saturating_step(
            citizen.trust_caseworker, -params.decision_sanction_trust
        )
    citizen.missed_since_meeting = 0


@compiled
def ground_chance(params: Parameters, meeting: MeetingRow) -> float:
    """Return the chance that the talk gives a ground for a grant, 0-1.

    A mentor is granted on a plan, which needs turns in law or economy (study l.484-486).
    """
    if not params.law_ground:
        return 1.0
    said = meeting.caseworker_law + meeting.caseworker_economy
    said += meeting.mentor_law + meeting.mentor_economy
    return told_in_norm(meeting, params, said)


@compiled
def renew_grant(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, key: Any, week: int
) -> None:
    """Renew the mentor grant, on a ground, if it would end before the next regular meeting."""
    if meeting.three_party == 0.0 or meeting.deciding == 0.0:
        return
    if uniform(key, 0, FOR_GROUND) < ground_chance(params, meeting):
        meeting.ground = 1.0
    due = citizen.grant_end < citizen.meeting_due and meeting.closes == 0.0
    if due and meeting.ground > 0.0:
        citizen.grant_end = week + params.mentor_grant_weeks


@compiled
def renew_lapsed_grant(citizen: CitizenRow, params: Parameters, pressure: float, week: int) -> None:
    """Renew a grant that has just lapsed without a meeting: no gap between offers (l.2105-2116)."""
    if citizen.grant_end != week or citizen.mentor_gone:
        return
    if uniform(citizen.key, citizen.life_week, FOR_RENEWAL) < pressure:
        citizen.grant_end = week + params.mentor_grant_weeks
