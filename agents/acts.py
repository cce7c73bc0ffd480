"""What a turn does: the acts of caseworker, mentor and citizen, repairs of a slip (model, 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.agenda import phase_factor
from heterophony.agents.bounded import clip01
from heterophony.agents.chances import Chances
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    ACCEPTANCE,
    AUTONOMY_ACT,
    CANDID,
    CARE,
    CASEWORKER,
    DEMAND,
    DUTY,
    EDUCATION_CODE,
    EMPATHIC_QUESTION,
    FOR_ACT,
    FOR_ASKS_MENTOR,
    FOR_REPAIR_KIND,
    FOR_SUPPORT,
    FOR_TROUBLE,
    FOR_WISH,
    FRONT,
    INFORMATION,
    LAW,
    MEASURING_QUESTION,
    NAMES_OPENING,
    OBJECTION,
    OBJECTS,
    PROGRESS,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    REPAIR_FUTURE,
    REPAIR_MEDICAL,
    REPAIR_REFRAMING,
    RIGHT,
    SMALL_STEP,
    SUPPORTS_FRONT,
    TROUBLE,
    WISH,
    WISH_QUESTION,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters, TalkRow

WISH_TOLD = 0.5  # of wishes asked for, where the answer is authentic
POINTS_TO_FUTURE = 0.5  # of repairs in which the caseworker acknowledges nothing


@compiled
def asks_mentor(params: Parameters, phase: int, key: Any, turn: int) -> bool:
    """Draw whether the caseworker asks the mentor to supplement (study l.1461-1469, 1700-1702)."""
    chance = params.talk_ask_mentor * phase_factor(params, phase)
    return uniform(key, turn, FOR_ASKS_MENTOR) < chance


@compiled
def caseworker_act(params: Parameters, chances: Chances, code: int, u: float) -> int:
    """Choose what a caseworker's turn does in its code.

    Law names duties and rights, economy measures effect or names what can be paid for, education
    demands or asks for a wish, care asks, recognises and leaves the choice (l.1777-1813).
    """
    if code == LAW:
        return DUTY if u < params.law_duty_share else RIGHT
    if code == EDUCATION_CODE:
        return DEMAND if u < params.meeting_demand_share else WISH_QUESTION
    if code == CARE:
        acts = params.meeting_caseworker_care_acts
        if u < acts[0]:
            return EMPATHIC_QUESTION
        return RECOGNITION if u < acts[0] + acts[1] else AUTONOMY_ACT
    return MEASURING_QUESTION if u < chances.measuring else NAMES_OPENING


@compiled
def reports(chances: Chances, key: Any, turn: int) -> int:
    """Choose how the mentor reports: in support of the citizen's front, or candidly."""
    support = uniform(key, turn, FOR_SUPPORT) < chances.supports
    return SUPPORTS_FRONT if support else CANDID


@compiled
def mentor_act(
    params: Parameters, chances: Chances, asked: bool, code: int, key: Any, turn: int
) -> int:
    """Choose what a mentor's turn does in its code, asked to supplement or not."""
    if asked:
        if code == EDUCATION_CODE and chances.small_step:
            return SMALL_STEP
        return reports(chances, key, turn)
    u = uniform(key, turn, FOR_ACT)
    if code == CARE:
        acts = params.meeting_mentor_care_acts
        if u < acts[0]:
            return reports(chances, key, turn)
        return RECOGNITION if u < acts[0] + acts[1] else AUTONOMY_ACT
    if code == EDUCATION_CODE:
        if u < chances.objects:
            return OBJECTS
        if chances.small_step:
            return SMALL_STEP
    return INFORMATION


@compiled
def repair_kind(params: Parameters, speaker: int, care_share: float, key: Any, turn: int) -> int:
    """Choose how a professional repairs a slip (study l.1684-1696).

    The caseworker acknowledges it with a chance equal to the weight of care, and otherwise points
    to the future or to medicine; the mentor acknowledges or reframes.
    """
    u = uniform(key, turn, FOR_REPAIR_KIND)
    if speaker == CASEWORKER:
        if u < care_share:
            return REPAIR_ACKNOWLEDGING
        if u < care_share + (1.0 - care_share) * POINTS_TO_FUTURE:
            return REPAIR_FUTURE
        return REPAIR_MEDICAL
    return REPAIR_ACKNOWLEDGING if u < params.slip_mentor_acknowledges else REPAIR_REFRAMING


class Answer(NamedTuple):
    """What a citizen's turn does, whether it is said from the front, and whether it leaks."""

    act: int
    from_front: int
    leaks: int


@compiled
def front_in_answer(params: Parameters, chances: Chances, talk: TalkRow) -> float:
    """Return the chance that the citizen performs the role in the turn to come, 0-1.

    Measuring questions and demands raise it, an empathic question lowers it (study l.1317-1376,
    1654-1670); support and candour earlier in this meeting change it too.
    """
    if not chances.elicited:
        return chances.front
    factor = 1.0
    if talk.act_before == MEASURING_QUESTION or talk.act_before == DEMAND:
        factor = params.elicit_measuring
    elif talk.act_before == EMPATHIC_QUESTION:
        factor = params.elicit_empathic
    return clip01(chances.front * factor * talk.front_factor)


@compiled
def citizen_answers(
    params: Parameters, chances: Chances, talk: TalkRow, key: Any, turn: int
) -> Answer:
    """Choose what a citizen's turn does, answering the turn before."""
    front = front_in_answer(params, chances, talk)
    z = uniform(key, turn, FOR_ACT)
    demanded = talk.act_before == DEMAND
    if z < front * (1.0 - chances.leak):
        return Answer(ACCEPTANCE if demanded else FRONT, 1, 0)
    if z < front:
        return Answer(TROUBLE, 0, 1)
    return Answer(authentic_act(params, chances, talk, key, turn), 0, 0)


@compiled
def authentic_act(params: Parameters, chances: Chances, talk: TalkRow, key: Any, turn: int) -> int:
    """Choose what an authentic turn of the citizen tells."""
    second = uniform(key, turn, FOR_TROUBLE)
    if talk.act_before == DEMAND:
        return OBJECTION if second < chances.objection else ACCEPTANCE
    third = uniform(key, turn, FOR_WISH)
    if talk.act_before == WISH_QUESTION and chances.elicited:
        if third < WISH_TOLD:
            return WISH
        return TROUBLE if second < chances.trouble else PROGRESS
    if second < chances.trouble:
        return TROUBLE
    return WISH if third < chances.wish else PROGRESS


@compiled_inside
def is_told(act: int) -> bool:
    """Tell whether a citizen's act is trouble, an objection or a wish, which can be taken up."""
    return act == TROUBLE or act == OBJECTION or act == WISH
