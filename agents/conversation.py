"""The three-party meeting as a log of utterances: speaker, code, act, uptake (model, 3.4).

Communication is the unit, not attitude: quality is later computed from this log alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.acts import chances_in, is_question, repair_kind
from heterophony.agents.agenda import (
    is_own_code,
    phase_ends,
    phase_of,
    write_caseworker_weights,
    write_persistence,
)
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.prospect import (
    Four,
    Manner,
    act_in,
    citizens_act_in,
    code_in,
    either,
    heard_in,
    look_ahead,
    manner_of,
    speaker_in,
    weights_of,
)
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    EDUCATION_CODE,
    FOR_ORIENTATION,
    FOR_REPAIR,
    FOR_REPAIR_KIND,
    FRONT_CLAIM,
    FUTURE,
    LEAK,
    MENTOR,
    MIDDLE,
    NO_ADJACENCY,
    NO_CODE,
    NO_ORIENTATION,
    OPENING,
    PAST,
    PRESENT,
    TROUBLE,
    UNCONNECTED,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        CitizenRow,
        MeetingRow,
        MentorRow,
        Parameters,
    )


@compiled
def number_of_turns(params: Parameters, room: int) -> int:
    """Return how many turns a meeting has: set, or following its minutes; at most `room`."""
    turns = params.meeting_turns
    if turns <= 0:
        turns = round(
            params.meeting_norm_turns * params.meeting_minutes / params.meeting_norm_minutes
        )
    return min(max(turns, 1), room)


@compiled_inside
def connection(speaker: int, before: int, at_hand: int, heard: int) -> int:
    """Tell whether a professional's turn takes up the other professional's code.

    An own code connects; a foreign one if it is `heard`.
    """
    adjacent = speaker + before == CASEWORKER + MENTOR  # one speaks after the other
    own = int(is_own_code(speaker, at_hand))
    taken_up = either(own, CONNECTED_OWN, either(heard, CONNECTED_FOREIGN, UNCONNECTED))
    return either(int(adjacent), taken_up, NO_ADJACENCY)


@compiled
def orientation(params: Parameters, speaker: int, u: float) -> int:
    """Return the time a professional's turn is about."""
    if speaker == CASEWORKER:
        return FUTURE if u < params.phase_caseworker_future else PRESENT
    return PAST if u < params.phase_mentor_past else PRESENT


@compiled
def write_orientations(params: Parameters, key: Any, log: Any, turns: int) -> None:
    """Write the time that turns are about into a log that is kept; no rule reads it."""
    for turn in range(turns):
        said = log[turn]
        if said.speaker != CITIZEN:
            said.orientation = orientation(
                params, said.speaker, uniform(key, turn, FOR_ORIENTATION)
            )


@compiled_inside
def slips(act: int, front_before: int) -> int:
    """Return 1 if a citizen's turn slips out of the role.

    A slip is trouble told right after a front claim of one's own, or a leak (l.1684-1696).
    """
    return int(act == LEAK) | (int(act == TROUBLE) & front_before)


@compiled
def repaired(params: Parameters, speaker: int, act: int, weights: Four, key: Any, turn: int) -> int:
    """Return what a professional's turn does after all, as a slip stands open: maybe a repair."""
    if uniform(key, turn, FOR_REPAIR) >= params.slip_repair:
        return act
    care = weights[CARE] / (weights[0] + weights[1] + weights[2] + weights[3])
    return repair_kind(params, speaker, care, uniform(key, turn, FOR_REPAIR_KIND))


@compiled
def prepare_to_speak(
    mentor: MentorRow, caseworker: CaseworkerRow, params: Parameters, meeting: MeetingRow
) -> None:
    """Write down how both professionals will choose codes in this meeting."""
    ready = meeting.preparation
    write_caseworker_weights(caseworker.usual_weights, caseworker, params, ready, False)
    write_caseworker_weights(caseworker.closing_weights, caseworker, params, ready, True)
    write_persistence(caseworker.persistence, params, CASEWORKER, caseworker.horizon)
    write_persistence(mentor.persistence, params, MENTOR, mentor.horizon)


@compiled
def shares_in(params: Parameters, meeting: MeetingRow) -> Any:
    """Return the shares of caseworker's and mentor's turns, a pair for each phase."""
    shares = params.shares_without_mentor
    if meeting.three_party > 0.0:
        shares = params.shares_with_mentor
    return (
        (shares[OPENING, CASEWORKER], shares[OPENING, MENTOR]),
        (shares[MIDDLE, CASEWORKER], shares[MIDDLE, MENTOR]),
        (shares[CLOSING, CASEWORKER], shares[CLOSING, MENTOR]),
    )


@compiled
def speak(
    log: Any, turns: int, prospects: Any, ends: Any, manner: Manner, params: Parameters, key: Any
) -> None:
    """Write the log turn by turn: of each turn's prospects, what fits to what was said before.

    Who was asked speaks; a citizen keeps the code at hand. Flags are 0 or 1 and chosen by
    arithmetic: no turn can be guessed from the one before, and a jump guessed wrong costs more.
    """
    at_hand, before = NO_CODE, CITIZEN
    asked, slip_open, front_before = 0, 0, 0
    for turn in range(turns):
        said = log[turn]
        prospect = prospects[turn]
        chosen = code_in(prospect, at_hand)
        by_citizen = asked | int(speaker_in(prospect) == CITIZEN)
        speaker = either(by_citizen, CITIZEN, speaker_in(prospect))
        code = either(by_citizen, at_hand, chosen)
        act = either(by_citizen, citizens_act_in(prospect), act_in(prospect, chosen))
        phase = phase_of(ends, turn)
        if slip_open > by_citizen:
            weights = weights_of(manner, speaker == CASEWORKER, phase == CLOSING)
            act = repaired(params, speaker, act, weights, key, turn)
        slip = slips(act, front_before)
        said.speaker = speaker
        said.code = either(int(code == NO_CODE), EDUCATION_CODE, code)
        said.act = act
        said.connection = connection(speaker, before, at_hand, heard_in(prospect))
        said.orientation = NO_ORIENTATION
        said.phase = phase
        said.slip = slip
        slip_open = slip | (slip_open & by_citizen)
        front_before = either(by_citizen, int(act == FRONT_CLAIM), front_before)
        asked = is_question(act)
        at_hand, before = code, speaker


@compiled
def converse(
    citizen: CitizenRow,
    mentor: MentorRow,
    caseworker: CaseworkerRow,
    params: Parameters,
    meeting: MeetingRow,
    key: Any,
    log: Any,
) -> int:
    """Hold the conversation and write its log; return the number of turns.

    `log` is written from its start, one row a turn. The meeting's conditions (preparation,
    shared goals, understanding, role distance) must stand in `meeting`.
    """
    turns = number_of_turns(params, len(log))
    prepare_to_speak(mentor, caseworker, params, meeting)
    ends = phase_ends(params, turns)
    manner = manner_of(mentor, caseworker)
    chances = chances_in(citizen, mentor, caseworker, params, meeting)
    # Turns are worked out in fours or eights: a few that are never spoken cost less than a rest.
    prospects = np.empty((turns + 7) // 8 * 8, dtype=np.int64)
    look_ahead(prospects, key, shares_in(params, meeting), ends, manner, chances)
    speak(log, turns, prospects, ends, manner, params, key)
    return turns
