"""What a meeting's log says: counts of turns and acts, and its quality as uptake (model, 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.acts import is_question
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import (
    AUTONOMY_ACT,
    CARE,
    CASEWORKER,
    CITIZEN,
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    DEMAND,
    ECONOMY,
    EDUCATION_CODE,
    FRONT_CLAIM,
    LAW,
    LEAK,
    MEASURING_QUESTION,
    MENTOR,
    PROGRESS_CLAIM,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    REPAIR_REFRAMING,
    TRANSLATION,
    TROUBLE,
    UNCONNECTED,
    WISH,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters

# What turns are counted by, as columns of a table with a row per speaker: what the turn does, its
# code, its connection to the turn before, and whether it falls into the first half.
_ACT, _CODE, _CONNECTION, _FIRST_HALF = 0, 17, 22, 25
_COLUMNS = 26


@compiled_inside
def from_start(place: int) -> Any:
    """Return a place that is never counted from the end, so that nobody asks whether it is."""
    return np.uint64(place)


@compiled
def count_turns(log: Any, turns: int, seen: Any) -> None:
    """Count turns by speaker and by what they are, into `seen` [speaker, column].

    Nothing here depends on what a turn is but the place where it is counted: a log is irregular,
    and every branch on it would cost more than the counting.
    """
    for turn in range(turns):
        said = log[turn]
        speakers = seen[from_start(said.speaker)]
        speakers[from_start(_ACT + said.act)] += 1
        speakers[from_start(_CODE + said.code)] += 1
        speakers[from_start(_CONNECTION + said.connection)] += 1
        speakers[_FIRST_HALF] += 2 * turn < turns


@compiled
def count_professionals(seen: Any, meeting: MeetingRow) -> None:
    """Write what both professionals' turns were into the meeting's row."""
    k, m = CASEWORKER, MENTOR
    meeting.caseworker_care = seen[k, _CODE + CARE]
    meeting.caseworker_law_economy = seen[k, _CODE + LAW] + seen[k, _CODE + ECONOMY]
    meeting.caseworker_education = seen[k, _CODE + EDUCATION_CODE]
    meeting.mentor_care = seen[m, _CODE + CARE]
    meeting.mentor_law_economy = seen[m, _CODE + LAW] + seen[m, _CODE + ECONOMY]
    meeting.mentor_education = seen[m, _CODE + EDUCATION_CODE]
    meeting.caseworker_turns = (
        meeting.caseworker_care + meeting.caseworker_law_economy + meeting.caseworker_education
    )
    meeting.mentor_turns = (
        meeting.mentor_care + meeting.mentor_law_economy + meeting.mentor_education
    )
    meeting.mentor_turns_first_half = seen[m, _FIRST_HALF]
    meeting.professional_turns_first_half = seen[k, _FIRST_HALF] + seen[m, _FIRST_HALF]
    meeting.measuring_questions = seen[k, MEASURING_QUESTION] + seen[m, MEASURING_QUESTION]
    meeting.demands = seen[k, DEMAND] + seen[m, DEMAND]
    meeting.recognitions = seen[k, RECOGNITION] + seen[m, RECOGNITION]
    meeting.autonomy_acts = seen[k, AUTONOMY_ACT] + seen[m, AUTONOMY_ACT]
    meeting.translations = seen[k, TRANSLATION] + seen[m, TRANSLATION]
    meeting.acknowledged_by_caseworker = seen[k, REPAIR_ACKNOWLEDGING]
    meeting.acknowledged_by_mentor = seen[m, REPAIR_ACKNOWLEDGING]
    repairs = 0
    for act in range(REPAIR_ACKNOWLEDGING, REPAIR_REFRAMING + 1):
        repairs += seen[k, act] + seen[m, act]
    meeting.repairs = repairs
    meeting.foreign_heard_caseworker = seen[k, _CONNECTION + CONNECTED_FOREIGN]
    meeting.foreign_heard_mentor = seen[m, _CONNECTION + CONNECTED_FOREIGN]
    heard = meeting.foreign_heard_caseworker + meeting.foreign_heard_mentor
    own = seen[k, _CONNECTION + CONNECTED_OWN] + seen[m, _CONNECTION + CONNECTED_OWN]
    unheard = seen[k, _CONNECTION + UNCONNECTED] + seen[m, _CONNECTION + UNCONNECTED]
    meeting.adjacencies = own + heard + unheard
    meeting.foreign_turns = heard + unheard
    meeting.connected = own + heard


@compiled
def count_citizen(seen: Any, meeting: MeetingRow) -> None:
    """Write what the citizen's turns were: front, leak, or plain speech of trouble, wish, step."""
    said = seen[CITIZEN]
    meeting.front_claims = said[FRONT_CLAIM]
    meeting.troubles = said[TROUBLE]
    meeting.wishes = said[WISH]
    meeting.progress_claims = said[PROGRESS_CLAIM]
    meeting.authentic_turns = said[TROUBLE] + said[WISH] + said[PROGRESS_CLAIM]
    meeting.citizen_turns = meeting.front_claims + said[LEAK] + meeting.authentic_turns


@compiled
def count_threads(log: Any, turns: int, meeting: MeetingRow) -> None:
    """Count what only the turn before tells: claims that nobody asked for, slips and answers."""
    unprompted, slips, answered = 0, 0, 0
    asked, slip_open = 0, False
    for turn in range(turns):
        said = log[turn]
        by_citizen = said.speaker == CITIZEN
        unprompted += (said.act == PROGRESS_CLAIM) & (asked == 0)
        slips += said.slip
        answered += (not by_citizen) & slip_open
        slip_open = by_citizen & (slip_open | (said.slip > 0))
        asked = is_question(said.act)
    meeting.unprompted_claims = unprompted
    meeting.slips = slips
    meeting.slips_answered = answered


@compiled
def tally(log: Any, turns: int, meeting: MeetingRow) -> None:
    """Count a whole log into the meeting's row."""
    seen = np.zeros((3, _COLUMNS), dtype=np.int64)
    count_turns(log, turns, seen)
    count_professionals(seen, meeting)
    count_citizen(seen, meeting)
    count_threads(log, turns, meeting)
    meeting.turns = float(turns)


@compiled
def per_norm(meeting: MeetingRow, params: Parameters, count: float) -> float:
    """Return a count per norm turns, so that a longer meeting is not more of it by construction."""
    return count * params.meeting_norm_turns / meeting.turns


@compiled
def remember_uptake(citizen: CitizenRow, meeting: MeetingRow) -> None:
    """Put this meeting first among the citizen's last three."""
    for back in range(2, 0, -1):
        citizen.connected[back] = citizen.connected[back - 1]
        citizen.adjacent[back] = citizen.adjacent[back - 1]
    citizen.connected[0] = meeting.connected
    citizen.adjacent[0] = meeting.adjacencies


@compiled
def pooled_uptake(citizen: CitizenRow, params: Parameters) -> float:
    """Return the share of professional turns taken up in the last three meetings (Q_meet), 0-1.

    With no professional turn next to another, it is the consistency experienced so far.
    """
    connected, adjacent = 0.0, 0.0
    for back in range(3):
        connected += params.meeting_pool_weights[back] * citizen.connected[back]
        adjacent += params.meeting_pool_weights[back] * citizen.adjacent[back]
    if adjacent <= 0.0:
        return citizen.consistency
    return connected / adjacent
