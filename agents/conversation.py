"""The three-party meeting as a log of turns that answer each other (model, 3.4).

The unit of the model is a communication, not an attitude: every consequence of a meeting is
computed from this log alone. `converse` holds the whole conversation: the speaker who has the floor
takes a turn, which answers the turns before it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.agenda import (
    first_speaker,
    phase_ends,
    phase_of,
    write_caseworker_weights,
)
from heterophony.agents.chances import chances_in
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.floor import (
    draw_short_response,
    draw_speaker,
)
from heterophony.agents.turns import (
    begin_turn,
    citizen_speaks,
    professional_speaks,
    respond_briefly,
)
from heterophony.agents.vocabulary import (
    CASEWORKER,
    CITIZEN,
    CLOSING,
    FLOOR_FIRST,
    FOR_ORIENTATION,
    FUTURE,
    MENTOR,
    NO_CODE,
    NO_TURN,
    PAST,
    PRESENT,
    SHORT_RESPONSE,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        CitizenRow,
        MeetingRow,
        MentorRow,
        Parameters,
        TalkRow,
    )

LEAST_FRONT, MOST_FRONT = 0.5, 1.5  # how far a meeting moves the front, as a factor


@compiled
def number_of_turns(params: Parameters, room: int) -> int:
    """Return how many turns a meeting has: as set, or by its minutes; at most `room`."""
    turns = params.meeting_turns
    if turns <= 0:
        turns = round(
            params.meeting_norm_turns * params.meeting_minutes / params.meeting_norm_minutes
        )
    return min(max(turns, 1), room)


@compiled
def begin_talk(talk: TalkRow) -> None:
    """Begin a conversation: nobody has spoken, no code is at hand, the front is unchanged."""
    talk.floor = FLOOR_FIRST
    talk.code_at_hand = NO_CODE
    talk.set_by = NO_TURN
    talk.act_at_hand = NO_TURN
    talk.speaker_before = NO_TURN
    talk.act_before = NO_TURN
    talk.from_front_before = 0
    talk.slip_waits = 0
    talk.told_from = 0
    talk.front_factor = 1.0


@compiled
def weights_of_speaker(
    mentor: MentorRow, caseworker: CaseworkerRow, speaker: int, phase: int
) -> Any:
    """Return the weights by which a professional chooses codes, [4]."""
    if speaker == MENTOR:
        return mentor.weights
    return caseworker.closing_weights if phase == CLOSING else caseworker.usual_weights


@compiled
def converse(
    citizen: CitizenRow,
    mentor: MentorRow,
    caseworker: CaseworkerRow,
    params: Parameters,
    meeting: MeetingRow,
    talk: TalkRow,
    key: Any,
    log: Any,
) -> int:
    """Hold the conversation and write its log; return the number of turns.

    `log` is written from its start, one row a turn. `meeting` must already contain the meeting's
    conditions and opening positions; `talk` is the state of the conversation.
    """
    turns = number_of_turns(params, len(log))
    ends = phase_ends(params, turns)
    three_party = meeting.three_party > 0.0
    chances = chances_in(citizen, mentor, caseworker, params, meeting)
    first = first_speaker(params, three_party, meeting.deciding > 0.0)
    write_caseworker_weights(
        caseworker.usual_weights, caseworker, params, meeting.preparation, False
    )
    write_caseworker_weights(
        caseworker.closing_weights, caseworker, params, meeting.preparation, True
    )
    begin_talk(talk)
    for turn in range(turns):
        said = log[turn]
        phase = phase_of(ends, turn)
        begin_turn(said, phase)
        mentors = params.mentor_parts[phase] if three_party else 0.0
        speaker = draw_speaker(talk, chances, mentors, first, key, turn)
        if speaker == CITIZEN:
            citizen_speaks(said, talk, params, chances, key, turn)
        elif draw_short_response(talk, params, key, turn):
            respond_briefly(said, talk, chances, speaker, key, turn)
        else:
            weights = weights_of_speaker(mentor, caseworker, speaker, phase)
            professional_speaks(
                log, talk, params, chances, speaker, weights, three_party, key, turn
            )
    return turns


@compiled
def orientation(params: Parameters, speaker: int, u: float) -> int:
    """Return the time that a professional's turn is about."""
    if speaker == CASEWORKER:
        return FUTURE if u < params.phase_orientation else PRESENT
    return PAST if u < params.phase_orientation else PRESENT


@compiled
def write_orientations(params: Parameters, key: Any, log: Any, turns: int) -> None:
    """Write the time that turns are about into a recorded log; no rule reads it."""
    for turn in range(turns):
        said = log[turn]
        if said.speaker != CITIZEN and said.act != SHORT_RESPONSE:
            said.orientation = orientation(
                params, said.speaker, uniform(key, turn, FOR_ORIENTATION)
            )
