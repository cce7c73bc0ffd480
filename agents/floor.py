"""Whose turn it is: questions make answers due, and the citizen always gets a response (3.4).

Adjacency pairs: a question or a demand makes its answer due, and a turn of the citizen makes a
professional's response due.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.chances import Chances
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    ASKS_MENTOR,
    CASEWORKER,
    CITIZEN,
    DEMAND,
    EMPATHIC_QUESTION,
    FLOOR_ANSWERED,
    FLOOR_CITIZEN,
    FLOOR_FIRST,
    FLOOR_MENTOR,
    FLOOR_OPEN,
    FLOOR_PASSED,
    FOR_GOES_ON,
    FOR_SHORT,
    FOR_SPEAKER,
    MEASURING_QUESTION,
    MENTOR,
    OBJECTION,
    TROUBLE,
    WISH_QUESTION,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters, TalkRow

AFTER_TROUBLE = 0.5  # of short responses, after trouble or an objection


@compiled_inside
def is_question(act: int) -> bool:
    """Tell whether an act is a question to the citizen."""
    return act == MEASURING_QUESTION or act == WISH_QUESTION or act == EMPATHIC_QUESTION


@compiled
def whose_turn(talk: TalkRow, chances: Chances, mentors: float, first: int, u: float) -> int:
    """Return who speaks; `mentors` is the mentor's part of professional initiative (m)."""
    if talk.floor == FLOOR_FIRST:
        return first
    if talk.floor == FLOOR_CITIZEN:
        return CITIZEN
    if talk.floor == FLOOR_MENTOR:
        return MENTOR
    if talk.floor == FLOOR_OPEN:
        if u < chances.responds:
            return CITIZEN
        u = (u - chances.responds) / (1.0 - chances.responds)
    return MENTOR if u < mentors else CASEWORKER


@compiled
def responds_briefly(talk: TalkRow, params: Parameters, u: float) -> bool:
    """Tell whether a professional only says "mm, yes" to what the citizen said.

    That is about every second response in the recorded meetings (study l.1345-1376, 1424-1442); a
    slip gets a full response.
    """
    if talk.floor != FLOOR_ANSWERED or talk.slip_waits:
        return False
    chance = params.talk_short
    if talk.act_before == TROUBLE or talk.act_before == OBJECTION:
        chance *= AFTER_TROUBLE
    return u < chance


@compiled
def floor_after(act: int, speaker: int) -> int:
    """Return who has the floor after a full turn."""
    if speaker == CITIZEN:
        return FLOOR_ANSWERED
    if act == ASKS_MENTOR:
        return FLOOR_MENTOR
    return FLOOR_CITIZEN if is_question(act) or act == DEMAND else FLOOR_OPEN


@compiled
def floor_after_short_response(chances: Chances, key: Any, turn: int) -> int:
    """Return who has the floor after a short response: the citizen, if the citizen goes on."""
    goes_on = uniform(key, turn, FOR_GOES_ON) < chances.responds
    return FLOOR_CITIZEN if goes_on else FLOOR_PASSED


@compiled
def draw_speaker(
    talk: TalkRow, chances: Chances, mentors: float, first: int, key: Any, turn: int
) -> int:
    """Draw whose turn it is."""
    return whose_turn(talk, chances, mentors, first, uniform(key, turn, FOR_SPEAKER))


@compiled
def draw_short_response(talk: TalkRow, params: Parameters, key: Any, turn: int) -> bool:
    """Draw whether a professional's response is a short one."""
    return responds_briefly(talk, params, uniform(key, turn, FOR_SHORT))
