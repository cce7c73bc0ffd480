"""What a turn does: the acts of caseworker, mentor and citizen, repairs of a slip (model, 3.4)."""

from __future__ import annotations

from typing import Any

from heterophony.agents.bounded import share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    ASKS_FOR_WISH,
    AUTONOMY_ACT,
    CARE,
    CASEWORKER,
    CHAIR_CITIZEN,
    CHAIR_MENTOR,
    DEMAND,
    EDUCATION_CODE,
    EMPATHIC_QUESTION,
    FOR_TROUBLE,
    FOR_WISH,
    FRONT_CLAIM,
    INFORMATION,
    LEAK,
    MEASURING_QUESTION,
    PROGRESS_CLAIM,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    REPAIR_FUTURE,
    REPAIR_MEDICAL,
    REPAIR_REFRAMING,
    TRANSLATION,
    TROUBLE,
    WISH,
)


@compiled
def measuring_in_meetings(p: Premises) -> float:
    """Return the weight of measuring inside meetings and demands (the alternative of 3.15)."""
    if p.alternatives_measuring_demands:
        return p.measurement_placement_weight
    return p.measurement_reference_weight


@compiled
def measuring_chance(p: Premises, shared_goals: float) -> float:
    """Return the chance that a turn in law or economy is a measuring question."""
    weight = p.meeting_measuring_base + p.meeting_measuring_weight * measuring_in_meetings(p)
    return share(
        p.meeting_measuring_rate * weight * (1.0 - p.meeting_measuring_shared * shared_goals)
    )


@compiled
def caseworker_act(p: Premises, code: int, measuring: float, u: float) -> int:
    """Choose what a caseworker's turn does in its code."""
    if code == EDUCATION_CODE:
        return DEMAND if u < p.meeting_demand_share else ASKS_FOR_WISH
    if code == CARE:
        acts = p.meeting_caseworker_care_acts
        if u < acts[0]:
            return EMPATHIC_QUESTION
        return RECOGNITION if u < acts[0] + acts[1] else AUTONOMY_ACT
    return MEASURING_QUESTION if u < measuring else INFORMATION


@compiled
def mentor_act(p: Premises, code: int, u: float) -> int:
    """Choose what a mentor's turn does in its code: translate a small step in that of education."""
    if code == EDUCATION_CODE:
        return TRANSLATION
    if code == CARE:
        return RECOGNITION if u < p.meeting_mentor_care_acts[0] else AUTONOMY_ACT
    return INFORMATION


@compiled
def professional_act(
    p: Premises, by_caseworker: bool, code: int, measuring: float, u: float
) -> int:
    """Choose what a professional's turn does in its code."""
    if by_caseworker:
        return caseworker_act(p, code, measuring, u)
    return mentor_act(p, code, u)


@compiled
def is_question(act: int) -> bool:
    """Tell whether an act is a question to the citizen, whose turn it then is."""
    return (act == MEASURING_QUESTION) | (act == ASKS_FOR_WISH) | (act == EMPATHIC_QUESTION)


@compiled
def repair_kind(p: Premises, speaker: int, care_share: float, u: float) -> int:
    """Choose how a professional repairs a slip (study l.1684-1696).

    The caseworker acknowledges as far as care weighs, else points to the future or to medicine;
    the mentor acknowledges or reframes.
    """
    if speaker == CASEWORKER:
        if u < care_share:
            return REPAIR_ACKNOWLEDGING
        if u < care_share + (1.0 - care_share) * p.slip_caseworker_future:
            return REPAIR_FUTURE
        return REPAIR_MEDICAL
    return REPAIR_ACKNOWLEDGING if u < p.slip_mentor_acknowledges else REPAIR_REFRAMING


@compiled
def trouble_chance(citizen: Row, p: Premises, state: float) -> float:
    """Return the chance that an authentic turn tells of trouble.

    Plain speech costs a dependent citizen, and comes easier when somebody else than the
    caseworker chairs (study l.1704-1718).
    """
    dependence = p.speech_dependence * min(
        1.0, citizen.weeks_on_support / p.speech_dependence_weeks
    )
    factor = 1.0
    if p.meeting_chair == CHAIR_MENTOR:
        factor = p.speech_mentor_chair
    elif p.meeting_chair == CHAIR_CITIZEN:
        factor = p.speech_citizen_chair
    return share((1.0 - state) * (1.0 - dependence) * factor)


@compiled
def citizen_act(
    p: Premises, key: Any, turn: int, meeting: Row, trouble: float, crisis: int, z: float
) -> int:
    """Choose what a citizen's turn does: a front claim, a leak of the crisis, or plain speech."""
    if z < meeting.role_distance:
        return FRONT_CLAIM
    if crisis and z < meeting.role_distance_without_leak:
        return LEAK
    if uniform(key, turn, FOR_TROUBLE) < trouble:
        return TROUBLE
    wish = p.speech_wish_base + p.speech_wish_involvement * p.meeting_citizen_involvement
    return WISH if uniform(key, turn, FOR_WISH) < wish else PROGRESS_CLAIM
