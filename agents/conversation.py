"""The three-party meeting as a log of utterances: speaker, code, act, uptake (model, 3.4).

Communication is the unit, not attitude: quality is later computed from this log alone.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.agenda import (
    is_own_code,
    pick_code,
    write_caseworker_weights,
    write_persistence,
)
from heterophony.agents.arrival import true_state
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import uniform
from heterophony.agents.talk import (
    citizen_act,
    is_question,
    measuring_chance,
    professional_act,
    repair_kind,
    trouble_chance,
)
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    EDUCATION_CODE,
    FOR_ACT,
    FOR_CODE,
    FOR_ORIENTATION,
    FOR_REPAIR,
    FOR_REPAIR_KIND,
    FOR_SPEAKER,
    FOR_UPTAKE,
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


@compiled
def number_of_turns(p: Premises, room: int) -> int:
    """Return how many turns a meeting has: set, or following its minutes; at most `room`."""
    turns = p.meeting_turns
    if turns <= 0:
        turns = round(p.meeting_norm_turns * p.meeting_minutes / p.meeting_norm_minutes)
    return min(max(turns, 1), room)


@compiled
def phase_at(p: Premises, turn: int, turns: int) -> int:
    """Return the phase in which a turn falls."""
    if turn < p.phase_opening_end * turns:
        return OPENING
    return MIDDLE if turn < p.phase_middle_end * turns else CLOSING


@compiled
def connection(
    p: Premises, said: Row, before: int, at_hand: int, heard: float, key: Any, turn: int
) -> int:
    """Tell whether a professional's turn takes up the other professional's code.

    An own code connects; a foreign one with chance `heard`.
    """
    speaker = said.speaker
    if before == CITIZEN or before == speaker or before < 0:
        return NO_ADJACENCY
    if is_own_code(speaker, at_hand):
        return CONNECTED_OWN
    return CONNECTED_FOREIGN if uniform(key, turn, FOR_UPTAKE) < heard else UNCONNECTED


@compiled
def chance_to_hear(p: Premises, horizon: float, understanding: float) -> float:
    """Return the chance that a foreign code is heard: the horizon, widened by understanding."""
    return 1.0 - (1.0 - horizon) * (1.0 - p.meeting_uptake_understanding * understanding)


@compiled
def orientation(p: Premises, speaker: int, u: float) -> int:
    """Return the time a professional's turn is about."""
    if speaker == CASEWORKER:
        return FUTURE if u < p.phase_caseworker_future else PRESENT
    return PAST if u < p.phase_mentor_past else PRESENT


@compiled
def write_orientations(p: Premises, key: Any, log: Any, turns: int) -> None:
    """Write the time that turns are about into a log that is kept; no rule reads it."""
    for turn in range(turns):
        said = log[turn]
        if said.speaker != CITIZEN:
            said.orientation = orientation(p, said.speaker, uniform(key, turn, FOR_ORIENTATION))


@compiled
def next_speaker(shares: Any, phase: int, u: float) -> int:
    """Choose who speaks by the shares of the phase: caseworker, else mentor, else citizen."""
    caseworker = shares[phase, CASEWORKER]
    return int(u >= caseworker) + int(u >= caseworker + shares[phase, MENTOR])


@compiled
def citizen_speaks(said: Row, act: int, at_hand: int, front_before: bool) -> bool:
    """Write a citizen's turn, in the code at hand; return whether it slips out of the role.

    A slip is trouble told right after a front claim of one's own, or a leak (l.1684-1696).
    """
    said.code = EDUCATION_CODE if at_hand == NO_CODE else at_hand
    said.act = act
    said.connection = NO_ADJACENCY
    slips = act == LEAK or (act == TROUBLE and front_before)
    said.slip = 1 if slips else 0
    return slips


@compiled
def repaired(
    p: Premises, said: Row, act: int, weights: Any, slip_open: bool, key: Any, turn: int
) -> int:
    """Return what a professional's turn does after all: a repair, if a slip stands open."""
    if not slip_open or uniform(key, turn, FOR_REPAIR) >= p.slip_repair:
        return act
    care = weights[CARE] / (weights[0] + weights[1] + weights[2] + weights[3])
    return repair_kind(p, said.speaker, care, uniform(key, turn, FOR_REPAIR_KIND))


@compiled
def prepare_to_speak(mentor: Row, caseworker: Row, p: Premises, meeting: Row) -> None:
    """Write down how both professionals will choose codes in this meeting."""
    ready = meeting.preparation
    write_caseworker_weights(caseworker.usual_weights, caseworker, p, ready, False)
    write_caseworker_weights(caseworker.closing_weights, caseworker, p, ready, True)
    write_persistence(caseworker.persistence, p, CASEWORKER, caseworker.horizon)
    write_persistence(mentor.persistence, p, MENTOR, mentor.horizon)


@compiled
def converse(
    citizen: Row, mentor: Row, caseworker: Row, p: Premises, meeting: Row, key: Any, log: Any
) -> int:
    """Hold the conversation and write its log; return the number of turns.

    `log` is written from its start, one row a turn. The meeting's conditions (preparation,
    shared goals, understanding, role distance) must stand in `meeting`.
    """
    turns = number_of_turns(p, len(log))
    shares = p.shares_without_mentor
    if meeting.three_party > 0.0:
        shares = p.shares_with_mentor
    prepare_to_speak(mentor, caseworker, p, meeting)
    caseworker_hears = chance_to_hear(p, caseworker.horizon, meeting.understanding)
    mentor_hears = chance_to_hear(p, mentor.horizon, meeting.understanding)
    measuring = measuring_chance(p, meeting.shared_goals)
    trouble = trouble_chance(citizen, p, true_state(citizen, p))
    at_hand, before = NO_CODE, -1
    asked, slip_open, front_before = False, False, False
    for turn in range(turns):
        said = log[turn]
        phase = phase_at(p, turn, turns)
        speaker = next_speaker(shares, phase, uniform(key, turn, FOR_SPEAKER))
        if asked:
            speaker = CITIZEN
        said.speaker = speaker
        said.phase = phase
        said.orientation = NO_ORIENTATION
        u = uniform(key, turn, FOR_ACT)
        if speaker == CITIZEN:
            act = citizen_act(p, key, turn, meeting, trouble, citizen.in_crisis, u)
            slip_open = citizen_speaks(said, act, at_hand, front_before) or slip_open
            front_before = act == FRONT_CLAIM
            asked = False
        else:
            by_caseworker = speaker == CASEWORKER
            weights = mentor.weights
            if by_caseworker:
                weights = (
                    caseworker.closing_weights if phase == CLOSING else caseworker.usual_weights
                )
            factors = caseworker.persistence if by_caseworker else mentor.persistence
            heard = caseworker_hears if by_caseworker else mentor_hears
            code = pick_code(weights, factors, at_hand, uniform(key, turn, FOR_CODE))
            act = professional_act(p, by_caseworker, code, measuring, u)
            act = repaired(p, said, act, weights, slip_open, key, turn)
            said.code = code
            said.act = act
            said.slip = 0
            said.connection = connection(p, said, before, at_hand, heard, key, turn)
            slip_open = False
            asked = is_question(act)
            at_hand = code
        before = speaker
    return turns
