"""What each turn of a meeting may become, worked out before anybody speaks.

A draw depends on its turn alone (`agents/draws.py`). So whom chance would let speak, in which code
and to do what, is known beforehand for each code that may be at hand; the conversation then only
follows what was said before. Nothing here depends on another turn and nothing branches, so that
the compiler works out several turns at a time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.acts import Chances, citizen_act, professional_act
from heterophony.agents.agenda import phase_of, pick_code
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    FOR_ACT,
    FOR_CODE,
    FOR_SPEAKER,
    FOR_TROUBLE,
    FOR_UPTAKE,
    FOR_WISH,
    LAW,
    NO_CODE,
    OPENING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, MentorRow

Four = tuple[float, float, float, float]  # a number for each of the four codes

# A prospect is one whole number, and these are the places of its parts: the code that a
# professional would choose, two bits for each code at hand and none; what the turn would do in each
# code, five bits each, and in a citizen's mouth; whether a foreign code would be heard; who speaks
# if nobody was asked.
_CODES, _ACTS, _CITIZENS_ACT, _HEARD, _SPEAKER = 0, 10, 30, 35, 36
_BITS_OF_CODE, _BITS_OF_ACT = 2, 5
_ANY_CODE, _ANY_ACT = 3, 31


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


@compiled
def manner_of(mentor: MentorRow, caseworker: CaseworkerRow) -> Manner:
    """Return how both will choose codes, as written down when they prepared to speak."""
    return Manner(
        four(caseworker.usual_weights),
        four(caseworker.closing_weights),
        four(mentor.weights),
        four(caseworker.persistence),
        four(mentor.persistence),
    )


@compiled_inside
def either(flag: int, yes: int, no: int) -> int:
    """Return `yes` where the flag is 1, `no` where it is 0, without a jump to be guessed."""
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
def codes_drawn(weights: Four, factors: Four, u: float) -> int:
    """Choose a code for each one that may be at hand, and for none."""
    return (
        pick_code(weights, factors, NO_CODE, u)
        | (pick_code(weights, factors, CARE, u) << 2)
        | (pick_code(weights, factors, LAW, u) << 4)
        | (pick_code(weights, factors, ECONOMY, u) << 6)
        | (pick_code(weights, factors, EDUCATION_CODE, u) << 8)
    )


@compiled_inside
def acts_drawn(chances: Chances, by_caseworker: bool, u: float) -> int:
    """Choose what a professional's turn does in each code."""
    return (
        professional_act(chances, by_caseworker, CARE, u)
        | (professional_act(chances, by_caseworker, LAW, u) << 5)
        | (professional_act(chances, by_caseworker, ECONOMY, u) << 10)
        | (professional_act(chances, by_caseworker, EDUCATION_CODE, u) << 15)
    )


@compiled
def look_ahead(
    prospects: Any, key: Any, shares: Any, ends: Any, manner: Manner, chances: Chances
) -> None:
    """Write what each turn may become into `prospects`, [turns or a few more]."""
    for turn in range(len(prospects)):
        phase = phase_of(ends, turn)
        speaker = speaker_drawn(shares, phase, uniform(key, turn, FOR_SPEAKER))
        by_caseworker = speaker == CASEWORKER
        weights = weights_of(manner, by_caseworker, phase == CLOSING)
        factors = either_four(by_caseworker, manner.caseworker_persists, manner.mentor_persists)
        u = uniform(key, turn, FOR_ACT)
        told = citizen_act(
            chances, u, uniform(key, turn, FOR_TROUBLE), uniform(key, turn, FOR_WISH)
        )
        hears = chances.caseworker_hears if by_caseworker else chances.mentor_hears
        prospects[turn] = (
            (codes_drawn(weights, factors, uniform(key, turn, FOR_CODE)) << _CODES)
            | (acts_drawn(chances, by_caseworker, u) << _ACTS)
            | (told << _CITIZENS_ACT)
            | (int(uniform(key, turn, FOR_UPTAKE) < hears) << _HEARD)
            | (speaker << _SPEAKER)
        )


@compiled_inside
def speaker_in(prospect: int) -> int:
    """Return who speaks if nobody was asked."""
    return prospect >> _SPEAKER


@compiled_inside
def code_in(prospect: int, at_hand: int) -> int:
    """Return the code that a professional would choose, given the one at hand."""
    return (prospect >> (_CODES + _BITS_OF_CODE * (at_hand + 1))) & _ANY_CODE


@compiled_inside
def act_in(prospect: int, code: int) -> int:
    """Return what the turn would do, said by a professional in this code."""
    return (prospect >> (_ACTS + _BITS_OF_ACT * code)) & _ANY_ACT


@compiled_inside
def citizens_act_in(prospect: int) -> int:
    """Return what the turn would do in a citizen's mouth."""
    return (prospect >> _CITIZENS_ACT) & _ANY_ACT


@compiled_inside
def heard_in(prospect: int) -> int:
    """Return 1 if a foreign code would be heard."""
    return (prospect >> _HEARD) & 1
