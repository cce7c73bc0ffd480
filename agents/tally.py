"""What a meeting's log says: counts of turns and acts, and its quality as uptake (model, 3.4)."""

from __future__ import annotations

from typing import Any

from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.talk import is_question, is_repair
from heterophony.agents.vocabulary import (
    AUTONOMY_ACT,
    CARE,
    CASEWORKER,
    CITIZEN,
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    DEMAND,
    EDUCATION_CODE,
    FRONT_CLAIM,
    LEAK,
    MEASURING_QUESTION,
    NO_ADJACENCY,
    PROGRESS_CLAIM,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    TRANSLATION,
    TROUBLE,
    UNCONNECTED,
    WISH,
)


@compiled
def count_professional_turn(said: Row, meeting: Row, first_half: bool) -> None:
    """Count a professional's turn by speaker, code, act and connection."""
    code, act = said.code, said.act
    by_caseworker = said.speaker == CASEWORKER
    if by_caseworker:
        meeting.caseworker_turns += 1.0
        if code == CARE:
            meeting.caseworker_care += 1.0
        elif code == EDUCATION_CODE:
            meeting.caseworker_education += 1.0
        else:
            meeting.caseworker_law_economy += 1.0
    else:
        meeting.mentor_turns += 1.0
        if code == CARE:
            meeting.mentor_care += 1.0
        elif code == EDUCATION_CODE:
            meeting.mentor_education += 1.0
        else:
            meeting.mentor_law_economy += 1.0
        if first_half:
            meeting.mentor_turns_first_half += 1.0
    if first_half:
        meeting.professional_turns_first_half += 1.0
    if act == MEASURING_QUESTION:
        meeting.measuring_questions += 1.0
    elif act == DEMAND:
        meeting.demands += 1.0
    elif act == RECOGNITION:
        meeting.recognitions += 1.0
    elif act == AUTONOMY_ACT:
        meeting.autonomy_acts += 1.0
    elif act == TRANSLATION:
        meeting.translations += 1.0
    elif is_repair(act):
        meeting.repairs += 1.0
        if act == REPAIR_ACKNOWLEDGING:
            if by_caseworker:
                meeting.acknowledged_by_caseworker += 1.0
            else:
                meeting.acknowledged_by_mentor += 1.0
    if said.connection != NO_ADJACENCY:
        meeting.adjacencies += 1.0
        if said.connection != CONNECTED_OWN:
            meeting.foreign_turns += 1.0
        if said.connection != UNCONNECTED:
            meeting.connected += 1.0
        if said.connection == CONNECTED_FOREIGN:
            if by_caseworker:
                meeting.foreign_heard_caseworker += 1.0
            else:
                meeting.foreign_heard_mentor += 1.0


@compiled
def count_citizen_turn(said: Row, meeting: Row, asked: bool) -> None:
    """Count a citizen's turn: front, leak, or plain speech of trouble, wish or progress."""
    act = said.act
    meeting.citizen_turns += 1.0
    if act == FRONT_CLAIM:
        meeting.front_claims += 1.0
    elif act != LEAK:
        meeting.authentic_turns += 1.0
    if act == TROUBLE:
        meeting.troubles += 1.0
    elif act == WISH:
        meeting.wishes += 1.0
    elif act == PROGRESS_CLAIM:
        meeting.progress_claims += 1.0
        if not asked:
            meeting.unprompted_claims += 1.0
    meeting.slips += said.slip


@compiled
def tally(log: Any, turns: int, meeting: Row) -> None:
    """Count a whole log into the meeting's row."""
    asked, slip_open = False, False
    for turn in range(turns):
        said = log[turn]
        if said.speaker == CITIZEN:
            count_citizen_turn(said, meeting, asked)
            slip_open = slip_open or said.slip > 0
            asked = False
        else:
            count_professional_turn(said, meeting, 2 * turn < turns)
            if slip_open:
                meeting.slips_answered += 1.0
            slip_open = False
            asked = is_question(said.act)
    meeting.turns = float(turns)


@compiled
def per_norm(meeting: Row, p: Premises, count: float) -> float:
    """Return a count per norm turns, so that a longer meeting is not more of it by construction."""
    return count * p.meeting_norm_turns / meeting.turns


@compiled
def remember_uptake(citizen: Row, meeting: Row) -> None:
    """Put this meeting first among the citizen's last three."""
    for back in range(2, 0, -1):
        citizen.connected[back] = citizen.connected[back - 1]
        citizen.adjacent[back] = citizen.adjacent[back - 1]
    citizen.connected[0] = meeting.connected
    citizen.adjacent[0] = meeting.adjacencies


@compiled
def pooled_uptake(citizen: Row, p: Premises) -> float:
    """Return the share of professional turns taken up in the last three meetings (Q_meet), 0-1.

    With no professional turn next to another, it is the consistency experienced so far.
    """
    connected, adjacent = 0.0, 0.0
    for back in range(3):
        connected += p.meeting_pool_weights[back] * citizen.connected[back]
        adjacent += p.meeting_pool_weights[back] * citizen.adjacent[back]
    if adjacent <= 0.0:
        return citizen.consistency
    return connected / adjacent
