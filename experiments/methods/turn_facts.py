"""What the log of a meeting holds about one turn: the facts that a spoken line may claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from heterophony.experiments.results.logged_turns import (
    NOBODY,
    REPAIRS,
    SHORT,
    TELLINGS,
    by_citizen,
    is_full,
)
from heterophony.sim import Turn


def taken_up_by(turns: Sequence[Turn], number: int) -> list[int]:
    """Return the turns with a trouble, objection or wish that this turn takes up."""
    return [
        earlier
        for earlier in range(number)
        if turns[earlier].settled_by == number and turns[earlier].told_taken_up == 1
    ]


def waiting_before(turns: Sequence[Turn], number: int) -> list[int]:
    """Return the citizen's turns since the last full turn of a professional."""
    found: list[int] = []
    for earlier in range(number - 1, -1, -1):
        if is_full(turns[earlier]):
            break
        if by_citizen(turns[earlier]):
            found.append(earlier)
    return found[::-1]


def at_hand_before(turns: Sequence[Turn], number: int) -> int:
    """Return the last full turn of a professional before this one, -1 if there is none."""
    earlier = (each for each in range(number - 1, -1, -1) if is_full(turns[each]))
    return next(earlier, NOBODY)


def facts_of(turns: Sequence[Turn], number: int) -> Mapping[str, str | int]:
    """Return the facts of a turn by name; truths are 0 or 1."""
    turn = turns[number]
    hand = at_hand_before(turns, number)
    answered = turns[turn.answers].act if turn.answers != NOBODY else ""
    facts: dict[str, str | int] = {
        "speaker": turn.speaker,
        "act": turn.act,
        "code": turn.code,
        "phase": turn.phase,
        "orientation": turn.orientation,
        "first": int(number == 0),
        "slip": int(turn.slip),
        "taken_up": turn.taken_up,
        "translated": int(turn.translated),
        "after_other": int(turn.after_other),
        "said_from_front": int(turn.said_from_front),
        "answers_act": answered,
        "after_act": turns[hand].act if hand != NOBODY else "",
    }
    return facts | (_citizens(turns, number) if by_citizen(turn) else _professionals(turns, number))


def _professionals(turns: Sequence[Turn], number: int) -> dict[str, str | int]:
    turn = turns[number]
    told = taken_up_by(turns, number)
    kinds = {turns[each].act for each in told}
    slipped = any(turns[each].slip for each in waiting_before(turns, number))
    heard = turn.act == SHORT and number > 0 and by_citizen(turns[number - 1])
    return {
        "refers_to": "" if not told else kinds.pop() if len(kinds) == 1 else "telling",
        "repairs": int(turn.act in REPAIRS and slipped),
        "hears": int(heard),
    }


def _citizens(turns: Sequence[Turn], number: int) -> dict[str, str | int]:
    turn = turns[number]
    own = [each for each in range(number) if by_citizen(turns[each])]
    before = turns[own[-1]] if own else None
    goes_on = turn.answers != NOBODY and turns[turn.answers].act == SHORT
    same = goes_on and before is not None and before.act == turn.act
    return {
        "after_front": int(
            before is not None and before.said_from_front and before.code == turn.code
        ),
        "after_kind": "" if not goes_on else "same" if same else "other",
        "comments": int(number > 0 and turn.answers == NOBODY),
        "tells": int(turn.act in TELLINGS),
    }
