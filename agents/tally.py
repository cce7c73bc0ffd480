"""Counts from a meeting's log: turns, acts and what was taken up (model, 3.4).

Counts are read off the log alone. Ratios use raw counts; doses use counts per norm of turns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.bounded import one_if
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.floor import is_question
from heterophony.agents.vocabulary import (
    ACCEPTANCE,
    ASKS_MENTOR,
    AUTONOMY_ACT,
    CANDID,
    CARE,
    CASEWORKER,
    CITIZEN,
    DEMAND,
    DUTY,
    ECONOMY,
    EDUCATION_CODE,
    EMPATHIC_QUESTION,
    LAW,
    MEASURING_QUESTION,
    MENTOR,
    NAMES_OPENING,
    NO_TURN,
    OBJECTION,
    OBJECTS,
    PROGRESS,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    REPAIR_REFRAMING,
    RIGHT,
    SHORT_RESPONSE,
    SMALL_STEP,
    SUPPORTS_FRONT,
    TROUBLE,
    WISH,
    WISH_QUESTION,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import MeetingRow, TurnRow

FRONT_VALUE, TROUBLE_VALUE, PLAIN_VALUE = 0, 1, 2
ACTS = 26


@compiled
def tally(log: Any, turns: int, meeting: MeetingRow) -> None:
    """Count a whole log into the meeting's row."""
    acts = np.zeros((3, ACTS))  # [speaker, act]
    codes = np.zeros((3, 4))  # [speaker, code] of full turns
    values = np.zeros((4, 3))  # [code, value] of the citizen's turns
    count_turns(log, turns, acts, codes, values, meeting)
    count_threads(log, turns, meeting)
    write_professional_counts(acts, codes, meeting)
    write_citizen_counts(acts, values, meeting)
    meeting.turns = float(turns)


@compiled_inside
def value_of(said: TurnRow) -> int:
    """Return how a citizen's turn is heard: the front, trouble, or plain speech."""
    if said.said_from_front:
        return FRONT_VALUE
    return TROUBLE_VALUE if said.act == TROUBLE or said.act == OBJECTION else PLAIN_VALUE


@compiled
def count_turns(
    log: Any, turns: int, acts: Any, codes: Any, values: Any, meeting: MeetingRow
) -> None:
    """Count turns by speaker and act, full turns by code, citizen's turns by code and value."""
    for turn in range(turns):
        said = log[turn]
        acts[said.speaker, said.act] += 1.0
        if said.speaker == CITIZEN:
            values[said.code, value_of(said)] += 1.0
            continue
        if said.act != SHORT_RESPONSE:
            codes[said.speaker, said.code] += 1.0
        if 2 * turn < turns:
            meeting.professional_turns_first_half += 1.0
            meeting.mentor_turns_first_half += one_if(said.speaker == MENTOR)


@compiled
def count_threads(log: Any, turns: int, meeting: MeetingRow) -> None:
    """Count what depends on earlier turns: answers, uptake, slips, what was at hand."""
    at_hand, before, progress_waits, run = NO_TURN, NO_TURN, 0.0, 0.0
    opening_waits, slip_waits = False, False
    for turn in range(turns):
        said = log[turn]
        if said.speaker == CITIZEN:
            run += 1.0
            meeting.longest_citizen_run = max(meeting.longest_citizen_run, run)
            opening_waits = count_answer(said, before, opening_waits, meeting)
            count_told(said, log, meeting)
            progress_waits += one_if(said.act == PROGRESS)
            slip_waits = slip_waits or said.slip == 1
        else:
            run = 0.0
            if said.act != SHORT_RESPONSE:
                count_uptake(said, log, at_hand, opening_waits, meeting)
                if said.speaker == CASEWORKER:
                    meeting.progress_taken_up += progress_waits * one_if(said.taken_up == 1)
                    progress_waits = 0.0
                count_translation(said, meeting)
                meeting.slips_answered += one_if(slip_waits)
                slip_waits = False
                opening_waits = said.act == NAMES_OPENING
                at_hand = turn
        before = said.act


@compiled
def count_translation(said: TurnRow, meeting: MeetingRow) -> None:
    """Count a translation into an own code."""
    if said.speaker == CASEWORKER:
        meeting.translations_caseworker += said.translated
    else:
        meeting.translations_mentor += said.translated


@compiled
def count_answer(said: TurnRow, before: int, opening_waits: bool, meeting: MeetingRow) -> bool:
    """Count what a citizen's turn answers; return whether an opening is still open."""
    front = float(said.said_from_front)
    if before == MEASURING_QUESTION:
        meeting.after_measuring += 1.0
        meeting.front_after_measuring += front
    elif before == EMPATHIC_QUESTION:
        meeting.after_empathic += 1.0
        meeting.front_after_empathic += front
    elif before == DEMAND:
        meeting.after_demand += 1.0
        meeting.front_after_demand += front
    if said.act == PROGRESS and not is_question(before):
        meeting.unprompted_claims += 1.0
    if opening_waits and before == NAMES_OPENING and not said.said_from_front:
        meeting.openings_taken_up += 1.0
        return False
    return opening_waits


@compiled
def count_told(said: TurnRow, log: Any, meeting: MeetingRow) -> None:
    """Count what the citizen tells, and who takes it up."""
    meeting.slips += said.slip
    if said.told_taken_up < 0:
        return
    meeting.told += 1.0
    if said.told_taken_up == 0:
        return
    by_caseworker = one_if(log[said.settled_by].speaker == CASEWORKER)
    meeting.told_taken_up += 1.0
    meeting.told_taken_up_caseworker += by_caseworker
    if said.act == TROUBLE:
        meeting.troubles_taken_up += 1.0
        meeting.troubles_taken_up_caseworker += by_caseworker
    elif said.act == OBJECTION:
        meeting.objections_taken_up_caseworker += by_caseworker
    else:
        meeting.wishes_taken_up += 1.0


@compiled
def count_uptake(
    said: TurnRow, log: Any, at_hand: int, opening_waits: bool, meeting: MeetingRow
) -> None:
    """Count whether a full professional turn takes up the turn at hand, and what that turn did."""
    if at_hand == NO_TURN:
        return
    other, taken_up = log[at_hand], one_if(said.taken_up == 1)
    if said.after_other == 0:
        return
    meeting.adjacencies += 1.0
    meeting.connected += taken_up
    meeting.foreign_turns += said.foreign
    meeting.foreign_connected += taken_up * said.foreign
    if said.speaker == CASEWORKER:
        meeting.answered_by_caseworker += 1.0
        meeting.connected_by_caseworker += taken_up
        if said.taken_up == 1:
            count_mentor_taken_up(other, meeting)
        return
    if said.taken_up == 1:
        meeting.connected_by_mentor += one_if(other.code != CARE)
        meeting.translations_caseworker_taken_up += other.translated
        meeting.openings_taken_up += one_if(opening_waits)


@compiled
def count_mentor_taken_up(other: TurnRow, meeting: MeetingRow) -> None:
    """Count what the caseworker took up of the mentor."""
    meeting.translations_mentor_taken_up += other.translated
    if other.act == SMALL_STEP:
        meeting.small_steps_taken_up += 1.0
    elif other.act == OBJECTS:
        meeting.mentor_objections_taken_up += 1.0
    elif other.act == SUPPORTS_FRONT:
        meeting.support_mastery_taken_up += one_if(other.code == CARE)
        meeting.support_readiness_taken_up += one_if(other.code != CARE)
    elif other.act == CANDID:
        meeting.candid_mastery_taken_up += one_if(other.code == CARE)
        meeting.candid_readiness_taken_up += one_if(other.code != CARE)


@compiled
def write_professional_counts(acts: Any, codes: Any, meeting: MeetingRow) -> None:
    """Write counts of both professionals' turns into the meeting's row."""
    k, m = acts[CASEWORKER], acts[MENTOR]
    meeting.caseworker_turns, meeting.mentor_turns = k.sum(), m.sum()
    meeting.caseworker_care = codes[CASEWORKER, CARE]
    meeting.caseworker_law = codes[CASEWORKER, LAW]
    meeting.caseworker_economy = codes[CASEWORKER, ECONOMY]
    meeting.caseworker_education = codes[CASEWORKER, EDUCATION_CODE]
    meeting.mentor_care = codes[MENTOR, CARE]
    meeting.mentor_law = codes[MENTOR, LAW]
    meeting.mentor_economy = codes[MENTOR, ECONOMY]
    meeting.mentor_education = codes[MENTOR, EDUCATION_CODE]
    meeting.short_responses = k[SHORT_RESPONSE] + m[SHORT_RESPONSE]
    meeting.measuring_questions = k[MEASURING_QUESTION]
    meeting.wish_questions = k[WISH_QUESTION]
    meeting.empathic_questions = k[EMPATHIC_QUESTION]
    meeting.demands, meeting.duties, meeting.rights = k[DEMAND], k[DUTY], k[RIGHT]
    meeting.openings = k[NAMES_OPENING]
    meeting.recognitions = k[RECOGNITION] + m[RECOGNITION]
    meeting.autonomy_acts = k[AUTONOMY_ACT] + m[AUTONOMY_ACT]
    meeting.asked_mentor = k[ASKS_MENTOR]
    meeting.supports, meeting.candid = m[SUPPORTS_FRONT], m[CANDID]
    meeting.small_steps, meeting.mentor_objections = m[SMALL_STEP], m[OBJECTS]
    meeting.acknowledged_by_caseworker = k[REPAIR_ACKNOWLEDGING]
    meeting.acknowledged_by_mentor = m[REPAIR_ACKNOWLEDGING]
    repairs = 0.0
    for act in range(REPAIR_ACKNOWLEDGING, REPAIR_REFRAMING + 1):
        repairs += k[act] + m[act]
    meeting.repairs = repairs


@compiled
def write_citizen_counts(acts: Any, values: Any, meeting: MeetingRow) -> None:
    """Write counts of the citizen's turns, by kind and code, into the meeting's row."""
    said = acts[CITIZEN]
    meeting.citizen_turns = said.sum()
    meeting.front_turns = (
        values[CARE, FRONT_VALUE]
        + values[LAW, FRONT_VALUE]
        + values[ECONOMY, FRONT_VALUE]
        + values[EDUCATION_CODE, FRONT_VALUE]
    )
    meeting.authentic_turns = meeting.citizen_turns - meeting.front_turns
    meeting.troubles, meeting.wishes = said[TROUBLE], said[WISH]
    meeting.progress, meeting.objections = said[PROGRESS], said[OBJECTION]
    meeting.demands_accepted = said[ACCEPTANCE]
    write_by_code(values, meeting)


@compiled
def write_by_code(values: Any, meeting: MeetingRow) -> None:
    """Write the citizen's turns by code and value."""
    front, trouble, plain = FRONT_VALUE, TROUBLE_VALUE, PLAIN_VALUE
    meeting.care_front, meeting.care_trouble = values[CARE, front], values[CARE, trouble]
    meeting.care_plain = values[CARE, plain]
    meeting.law_front, meeting.law_trouble = values[LAW, front], values[LAW, trouble]
    meeting.law_plain = values[LAW, plain]
    meeting.economy_front = values[ECONOMY, front]
    meeting.economy_trouble = values[ECONOMY, trouble]
    meeting.economy_plain = values[ECONOMY, plain]
    meeting.education_front = values[EDUCATION_CODE, front]
    meeting.education_trouble = values[EDUCATION_CODE, trouble]
    meeting.education_plain = values[EDUCATION_CODE, plain]
