"""The meeting of the workload, turn by turn, by the project's own rules of speaking."""

from __future__ import annotations

from typing import Any

from heterophony.agents.agenda import is_own_code, phase_ends, phase_of, pick_code
from heterophony.agents.bounded import push, relax, share
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.elementary import exponential
from heterophony.agents.prospect import next_speaker
from heterophony.agents.talk import chance_to_hear
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    FOR_ACT,
    FOR_CODE,
    FOR_SANCTION,
    FOR_SPEAKER,
    FOR_UPTAKE,
    LAW,
    MENTOR,
    NO_CODE,
    STREAM_MEETING,
)

TURNS = 30


@compiled
def prepare_to_speak(room: Any, mentor: Any, worker: Any, p: Any) -> None:
    """Write down the weights of codes, at the close too, and how the code at hand pulls."""
    ready = worker.preparation
    routine = 1.0 + p.meeting_routine * (1.0 - ready)
    care = p.meeting_care_unprepared + (1.0 - p.meeting_care_unprepared) * ready
    room.usual[CARE] = p.codes_caseworker[CARE] * care
    room.usual[LAW] = p.codes_caseworker[LAW] * routine
    room.usual[ECONOMY] = p.codes_caseworker[ECONOMY] * routine
    room.usual[EDUCATION_CODE] = p.codes_caseworker[EDUCATION_CODE]
    for code in range(4):
        room.closing[code] = room.usual[code]
        room.mentors[code] = p.codes_mentor[code]
        own = is_own_code(CASEWORKER, code)
        chair = p.codes_chair_persistence if own else 0.0
        pull = p.codes_persistence if own else worker.horizon
        room.caseworker_pull[code] = exponential(pull + chair)
        pull = p.codes_persistence if is_own_code(MENTOR, code) else mentor.horizon
        room.mentor_pull[code] = exponential(pull + chair)
    room.closing[EDUCATION_CODE] *= p.phase_closing_education
    room.fronts, room.measured = 0.0, 0.0
    room.connected, room.foreign, room.unheard = 0.0, 0.0, 0.0


@compiled
def converse(room: Any, key: Any, p: Any, distance: float, hears: float, heard: float) -> None:
    """Hold the conversation and count in `room`.

    `distance` is the chance of a front, `hears` and `heard` those that caseworker and mentor take
    up a foreign code.
    """
    at_hand, before, asked = NO_CODE, CITIZEN, False
    ends, shares = phase_ends(p, TURNS), p.shares_with_mentor
    for turn in range(TURNS):
        phase = phase_of(ends, turn)
        speaker = CITIZEN
        if not asked:
            u = uniform(key, turn, FOR_SPEAKER)
            speaker = next_speaker(shares[phase, CASEWORKER], shares[phase, MENTOR], u)
        asked = False
        if speaker == CITIZEN:
            if uniform(key, turn, FOR_ACT) < distance:
                room.fronts += 1.0
            before = speaker
            continue
        u = uniform(key, turn, FOR_CODE)
        if speaker == MENTOR:
            code = pick_code(room.mentors, room.mentor_pull, at_hand, u)
        elif phase == CLOSING:
            code = pick_code(room.closing, room.caseworker_pull, at_hand, u)
        else:
            code = pick_code(room.usual, room.caseworker_pull, at_hand, u)
        if before != CITIZEN and before != speaker:
            if is_own_code(speaker, at_hand):
                room.connected += 1.0
            elif uniform(key, turn, FOR_UPTAKE) < (hears if speaker == CASEWORKER else heard):
                room.foreign += 1.0
            else:
                room.unheard += 1.0
        if speaker == CASEWORKER and (code == LAW or code == ECONOMY):
            asked = uniform(key, turn, FOR_ACT) < p.meeting_measuring_rate
            if asked:
                room.measured += 1.0
        at_hand, before = code, speaker


@compiled
def meet(
    room: Any, citizen: Any, mentor: Any, worker: Any, p: Any, u_mk: float, week: int
) -> float:
    """Hold a meeting with all that follows; return the share of turns that were taken up."""
    key = child_key(citizen.key, STREAM_MEETING, citizen.meetings_held)
    citizen.meetings_held += 1
    prepare_to_speak(room, mentor, worker, p)
    front = p.front_pressure_base * (1.0 - citizen.trust_caseworker)
    distance = share(front + (1.0 - p.front_pressure_base) * citizen.pressure)
    hears = chance_to_hear(p, worker.horizon, u_mk)
    heard = chance_to_hear(p, mentor.horizon, u_mk)
    converse(room, key, p, distance, hears, heard)
    taken = room.connected + room.foreign
    uptake = taken / (taken + room.unheard) if taken > 0.0 else 0.0
    if room.foreign > 0.0:
        mentor.foreign_heard += 1
        worker.foreign_heard += 1
    measured = room.measured / p.reaction_measuring_norm
    impulse = p.reaction_measuring * measured
    impulse *= 1.0 - p.reaction_trust_buffer * citizen.trust_caseworker
    citizen.pressure = push(citizen.pressure, impulse)
    dose = p.reaction_inconsistency * (uptake - p.reaction_uptake_weight)
    citizen.consistency = push(citizen.consistency, dose)
    dose = p.reaction_tk_prep * worker.preparation - p.reaction_tk_measuring * measured
    citizen.trust_caseworker = push(citizen.trust_caseworker, dose)
    citizen.fit = relax(citizen.fit, 1.0 - room.fronts / TURNS, p.reaction_influence)
    if citizen.missed >= p.decision_sanction_min:
        guard = 1.0 - p.decision_sanction_trust_guard * citizen.trust_caseworker
        chance = share(p.decision_sanction_rate * worker.preparation * guard)
        if uniform(key, 0, FOR_SANCTION) < chance:
            citizen.pressure = push(citizen.pressure, p.decision_sanction_pressure)
            citizen.trust_caseworker = push(citizen.trust_caseworker, -p.decision_sanction_trust)
            citizen.strong_until = week + p.progress_strong_weeks
    citizen.missed = 0
    return uptake
