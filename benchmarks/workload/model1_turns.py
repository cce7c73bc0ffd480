"""How a turn of model 1's meeting is chosen: who speaks, in which code, and what is taken up.

The rules are those of the project's first model, frozen here for the comparison with other tools;
the model itself now has others. A draw depends on its turn alone, so nothing here depends on
another turn, nothing branches, and the compiler works out several turns at a time.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    NO_CODE,
    OPENING,
)

# Whether a turn takes up the other professional's turn before it, if there was one.
NO_ADJACENCY, UNCONNECTED, CONNECTED_OWN, CONNECTED_FOREIGN = -1, 0, 1, 2
_BITS_OF_CODE, _ANY_CODE = 2, 3

Four = tuple[float, float, float, float]  # a number for each of the four codes


class Manner(NamedTuple):
    """How both professionals choose codes in a meeting: weights, and factors on the one at hand."""

    usual: Four
    closing: Four
    mentors: Four
    caseworker_persists: Four
    mentor_persists: Four


@compiled
def four(numbers: Any) -> Four:
    """Return an array's four numbers, so that none is read again in a loop."""
    return numbers[0], numbers[1], numbers[2], numbers[3]


@compiled_inside
def either(flag: int, yes: int, no: int) -> int:
    """Return `yes` where the flag is 1, `no` where it is 0, without a branch."""
    return no ^ ((no ^ yes) & -flag)


@compiled_inside
def either_four(flag: bool, yes: Four, no: Four) -> Four:
    """Return one of two sets of four numbers."""
    return (
        yes[0] if flag else no[0],
        yes[1] if flag else no[1],
        yes[2] if flag else no[2],
        yes[3] if flag else no[3],
    )


@compiled
def phase_ends(p: Any, turns: int) -> tuple[float, float]:
    """Return the turns at which opening and middle of a meeting are over."""
    opening = p.phase_opening_end * turns
    return opening, max(opening, p.phase_middle_end * turns)


@compiled_inside
def phase_of(ends: Any, turn: int) -> int:
    """Return the phase of a turn: opening, middle, closing."""
    return int(turn >= ends[0]) + int(turn >= ends[1])


@compiled_inside
def is_own_code(party: int, code: int) -> bool:
    """Return whether a code is a professional's own; education is the own code of both."""
    caseworkers = (party == CASEWORKER) & ((code == LAW) | (code == ECONOMY))
    return (code == EDUCATION_CODE) | caseworkers | ((party == MENTOR) & (code == CARE))


@compiled
def chance_to_hear(p: Any, horizon: float, understanding: float) -> float:
    """Return the chance that a foreign code is heard: the horizon, widened by understanding."""
    return 1.0 - (1.0 - horizon) * (1.0 - p.meeting_uptake_understanding * understanding)


@compiled_inside
def weights_of(manner: Manner, by_caseworker: bool, closing: bool) -> Four:
    """Return the weights of codes of a professional in a phase."""
    caseworkers = either_four(closing, manner.closing, manner.usual)
    return either_four(by_caseworker, caseworkers, manner.mentors)


@compiled_inside
def next_speaker(caseworker: float, mentor: float, u: float) -> int:
    """Choose who speaks by the shares of the phase: caseworker, else mentor, else citizen."""
    return int(u >= caseworker) + int(u >= caseworker + mentor)


@compiled_inside
def speaker_drawn(shares: Any, phase: int, u: float) -> int:
    """Choose who speaks by `shares`, a pair of caseworker's and mentor's for each phase."""
    opening, middle, closing = shares
    first, last = phase == OPENING, phase == CLOSING
    caseworker = opening[0] if first else (closing[0] if last else middle[0])
    mentor = opening[1] if first else (closing[1] if last else middle[1])
    return next_speaker(caseworker, mentor, u)


@compiled_inside
def pick_code(weights: Any, factors: Any, at_hand: int, u: float) -> int:
    """Choose a code by weights, where a factor favours the code at hand."""
    care = weights[CARE] * (factors[CARE] if at_hand == CARE else 1.0)
    law = care + weights[LAW] * (factors[LAW] if at_hand == LAW else 1.0)
    economy = law + weights[ECONOMY] * (factors[ECONOMY] if at_hand == ECONOMY else 1.0)
    last = factors[EDUCATION_CODE] if at_hand == EDUCATION_CODE else 1.0
    point = u * (economy + weights[EDUCATION_CODE] * last)
    return int(point >= care) + int(point >= law) + int(point >= economy)


@compiled_inside
def codes_drawn(weights: Four, factors: Four, u: float) -> int:
    """Choose a code for each one that may be at hand, and for none; two bits each."""
    return (
        pick_code(weights, factors, NO_CODE, u)
        | (pick_code(weights, factors, CARE, u) << 2)
        | (pick_code(weights, factors, LAW, u) << 4)
        | (pick_code(weights, factors, ECONOMY, u) << 6)
        | (pick_code(weights, factors, EDUCATION_CODE, u) << 8)
    )


@compiled_inside
def code_in(prospect: int, at_hand: int) -> int:
    """Return the code that `codes_drawn` chose for the one at hand."""
    return (prospect >> (_BITS_OF_CODE * (at_hand + 1))) & _ANY_CODE


@compiled_inside
def connection(speaker: int, before: int, at_hand: int, heard: int) -> int:
    """Return whether a professional's turn takes up the other professional's code.

    An own code connects; a foreign one if it is `heard`.
    """
    adjacent = speaker + before == CASEWORKER + MENTOR  # one speaks after the other
    own = int(is_own_code(speaker, at_hand))
    taken_up = either(own, CONNECTED_OWN, either(heard, CONNECTED_FOREIGN, UNCONNECTED))
    return either(int(adjacent), taken_up, NO_ADJACENCY)
