"""Whether a professional takes up what is at hand, and in which code (model, 3.4).

A communication connects to the one before: a turn continues the code at hand or translates a
foreign one into an own one. Uptake is a property of what is said, so it is read off the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.agenda import another_code, drawn_code, is_own_code, own_code
from heterophony.agents.chances import Chances
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    FLOOR_MENTOR,
    FOR_CODE,
    FOR_CONTINUE,
    FOR_UPTAKE,
    MENTOR,
    NO_CODE,
    NOT_APPLICABLE,
    SMALL_STEP,
    UPTAKE_BY_COIN,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters, TalkRow

CONTINUED = 0.5  # of foreign codes taken up; the others are translated


class Uptake(NamedTuple):
    """How a turn connects: its code, whether it takes up (-1 nothing at hand) and translates."""

    code: int
    taken_up: int
    translated: int


@compiled
def is_foreign(params: Parameters, talk: TalkRow, speaker: int) -> bool:
    """Tell whether a foreign code is at hand, or a small step of the mentor."""
    if talk.code_at_hand == NO_CODE:
        return False
    return small_step_at_hand(params, talk, speaker) or not is_own_code(
        params, speaker, talk.code_at_hand
    )


@compiled_inside
def small_step_at_hand(params: Parameters, talk: TalkRow, speaker: int) -> bool:
    """Tell whether a caseworker who does not observe in care has a small step to take up."""
    told = talk.act_at_hand == SMALL_STEP and talk.set_by == MENTOR
    return told and speaker == CASEWORKER and not is_own_code(params, CASEWORKER, CARE)


@compiled
def uptake_chance(params: Parameters, talk: TalkRow, chances: Chances, speaker: int) -> float:
    """Return the chance that a full turn takes up what is at hand (p)."""
    if speaker == MENTOR and talk.floor == FLOOR_MENTOR:
        return 1.0
    if small_step_at_hand(params, talk, speaker):
        return 1.0 - (1.0 - chances.caseworker_hears) * (1.0 - chances.small_steps)
    if is_own_code(params, speaker, talk.code_at_hand):
        return params.talk_own_uptake
    if talk.set_by == speaker:
        return chances.caseworker_horizon if speaker == CASEWORKER else chances.mentor_horizon
    return chances.caseworker_hears if speaker == CASEWORKER else chances.mentor_hears


@compiled
def any_code(weights: Any, u: float) -> int:
    """Draw a code by weights alone."""
    return drawn_code(weights, (1.0, 1.0, 1.0, 1.0), u)


@compiled
def take_up(
    params: Parameters, talk: TalkRow, speaker: int, weights: Any, key: Any, turn: int
) -> Uptake:
    """Return the code of a turn that takes up: the code at hand, or a translation of it."""
    at_hand = talk.code_at_hand
    if is_own_code(params, speaker, at_hand):
        return Uptake(at_hand, 1, 0)
    asked = speaker == MENTOR and talk.floor == FLOOR_MENTOR
    if not asked and uniform(key, turn, FOR_CONTINUE) < CONTINUED:
        return Uptake(at_hand, 1, 0)
    own = own_code(params, speaker, weights, uniform(key, turn, FOR_CODE))
    if own == NO_CODE:
        return Uptake(at_hand, 1, 0)
    return Uptake(own, 1, 1)


@compiled
def connect(
    params: Parameters,
    talk: TalkRow,
    chances: Chances,
    speaker: int,
    weights: Any,
    key: Any,
    turn: int,
) -> Uptake:
    """Return how a full professional turn connects to what is at hand."""
    if talk.code_at_hand == NO_CODE:
        return Uptake(any_code(weights, uniform(key, turn, FOR_CODE)), NOT_APPLICABLE, 0)
    hears = uniform(key, turn, FOR_UPTAKE) < uptake_chance(params, talk, chances, speaker)
    if params.alternatives_uptake == UPTAKE_BY_COIN:
        return Uptake(any_code(weights, uniform(key, turn, FOR_CODE)), int(hears), 0)
    if hears:
        return take_up(params, talk, speaker, weights, key, turn)
    return pass_over(talk, weights, key, turn)


@compiled
def pass_over(talk: TalkRow, weights: Any, key: Any, turn: int) -> Uptake:
    """Return the code of a turn that takes nothing up: another one than that at hand."""
    code = another_code(weights, talk.code_at_hand, uniform(key, turn, FOR_CODE))
    return Uptake(code, int(code == talk.code_at_hand), 0)
