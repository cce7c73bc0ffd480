"""Which leads suit a turn: how a line takes up, answers, translates or leaves what was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from heterophony.experiments.methods.turn_facts import (
    at_hand_before,
    taken_up_by,
    waiting_before,
)
from heterophony.experiments.results.logged_turns import NOBODY, REPAIRS, SHORT, by_citizen
from heterophony.sim import Turn

# Leads without which a line is complete, with the chance that one is spoken.
OPTIONAL: Final = {
    "pass": 0.9,
    "close": 0.9,
    "answer": 0.75,
    "asked": 0.6,
    "join": 0.8,
    "time": 0.4,
    "reply": 0.6,
    "comment": 0.7,
    "go_on": 0.9,
}

# Acts of the other professional that a turn names when it takes them up.
BUILT_ON: Final = ("small_step", "objects")


def slots_of(turns: Sequence[Turn], number: int) -> Iterator[tuple[str, ...]]:
    """Yield the slots that may lead up to a turn, those to be tried first at the front."""
    if number == 0:
        yield ("open",) if by_citizen(turns[number]) else ("open", "begin")
    elif turns[number].act == SHORT:
        return
    elif by_citizen(turns[number]):
        yield from _citizens(turns, number)
    else:
        yield from _professionals(turns, number)


def turning_slot(turn: Turn) -> str:
    """Return the slot that leads over to another topic than the one at hand, "" for none."""
    if by_citizen(turn):
        return "elsewhere" if turn.answers == NOBODY else ""
    return "turn_to" if turn.taken_up == 1 and turn.act not in REPAIRS else ""


def _citizens(turns: Sequence[Turn], number: int) -> Iterator[tuple[str, ...]]:
    turn = turns[number]
    if turn.slip:
        yield ("slip_no",) if turn.act == "objection" else ("slip",)
    elif turn.answers == NOBODY:
        yield ("comment",)
    elif turns[turn.answers].act == SHORT:
        yield ("go_on",)
    else:
        yield ("reply",)


def _professionals(turns: Sequence[Turn], number: int) -> Iterator[tuple[str, ...]]:
    turn = turns[number]
    hand = at_hand_before(turns, number)
    if taken_up_by(turns, number):
        yield ("refer", "bridge") if turn.translated else ("refer",)
    elif turn.translated:
        yield ("translate",)
    elif turn.answers != NOBODY and turns[turn.answers].act == "asks_mentor":
        yield ("asked",)
    elif turn.taken_up == 1:
        if turn.after_other and turns[hand].act in BUILT_ON:
            yield ("build",)
        if turn.after_other and hand == number - 1:
            yield ("join",)
        if waiting_before(turns, number):
            yield ("answer",)
        if turn.act != "measuring_question":  # it asks about what was
            yield ("time",)
    elif turn.taken_up == 0:
        yield ("close",)
        yield ("pass",)
    else:
        yield ("begin",)
