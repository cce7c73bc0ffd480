"""Model 1's meeting, turn by turn: the meeting of the workload that is compared with other tools.

The possible outcomes of each turn are computed for all turns before the conversation, which then
follows them: a turn's draws do not depend on what was said before.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.portable_math import exponential
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    FOR_ACT,
    FOR_CODE,
    FOR_SPEAKER,
    FOR_UPTAKE,
    LAW,
    MENTOR,
    MIDDLE,
    NO_CODE,
    OPENING,
)
from heterophony.benchmarks.workload.inputs import TURNS
from heterophony.benchmarks.workload.model1_turns import (
    CONNECTED_FOREIGN,
    CONNECTED_OWN,
    UNCONNECTED,
    Four,
    Manner,
    chance_to_hear,
    code_in,
    codes_drawn,
    connection,
    either,
    either_four,
    four,
    is_own_code,
    phase_ends,
    phase_of,
    speaker_drawn,
    weights_of,
)
from heterophony.benchmarks.workload.slice_meeting import (
    Talk,
    front_on_stage,
    meeting_key,
    take_effect,
)

ROOM_FOR_TURNS = 32  # they are looked ahead to in eights

# The places of a prospect's parts, behind the codes that a professional would choose: whether a
# citizen's turn would be a front, a caseworker's would ask, a foreign code be heard; who speaks.
_FRONT, _ASKS, _HEARD, _SPEAKER = 10, 11, 12, 13

# A spoken turn is one whole number of counts, eight bits each, so that all turns are added up at
# once: of each kind of connection, of fronts, measuring questions, turns of the citizen, and turns
# in which the caseworker might have measured.
_BITS, _COUNT = 8, 255
FRONTS, MEASURED, BY_CITIZEN, MAY_MEASURE = 4, 5, 6, 7


@compiled
def pulls(p: Any, party: int, horizon: float) -> Four:
    """Return the factor by which a code at hand is likelier than its weight, for each code."""
    return (
        pull(p, party, CARE, horizon),
        pull(p, party, LAW, horizon),
        pull(p, party, ECONOMY, horizon),
        pull(p, party, EDUCATION_CODE, horizon),
    )


@compiled_inside
def pull(p: Any, party: int, code: int, horizon: float) -> float:
    """Return the factor by which a professional's code at hand is likelier than its weight."""
    chair = p.codes_chair_persistence if is_own_code(CASEWORKER, code) else 0.0
    return exponential((p.codes_persistence if is_own_code(party, code) else horizon) + chair)


@compiled
def manner_of(mentor: Any, worker: Any, p: Any) -> Manner:
    """Return how both choose codes: weights, also at the close, and the pull of a code at hand."""
    ready = worker.preparation
    routine = 1.0 + p.meeting_routine * (1.0 - ready)
    care = p.meeting_care_unprepared + (1.0 - p.meeting_care_unprepared) * ready
    weights = p.codes_caseworker
    first = (weights[CARE] * care, weights[LAW] * routine, weights[ECONOMY] * routine)
    last = weights[EDUCATION_CODE]
    return Manner(
        (first[0], first[1], first[2], last),
        (first[0], first[1], first[2], last * p.phase_closing_education),
        four(p.codes_mentor),
        pulls(p, CASEWORKER, worker.horizon),
        pulls(p, MENTOR, mentor.horizon),
    )


@compiled
def shares_of(p: Any) -> Any:
    """Return the shares of caseworker's and mentor's turns, a pair for each phase."""
    shares = p.shares_with_mentor
    return (
        (shares[OPENING, CASEWORKER], shares[OPENING, MENTOR]),
        (shares[MIDDLE, CASEWORKER], shares[MIDDLE, MENTOR]),
        (shares[CLOSING, CASEWORKER], shares[CLOSING, MENTOR]),
    )


@compiled
def look_ahead(
    turns: Any, key: Any, p: Any, manner: Manner, distance: float, hears: tuple[float, float]
) -> None:
    """Write the possible outcomes of each turn into `turns`; see `converse` for the chances."""
    ends, shares, asks = phase_ends(p, TURNS), shares_of(p), p.meeting_measuring_rate
    for turn in range(len(turns)):
        phase = phase_of(ends, turn)
        speaker = speaker_drawn(shares, phase, uniform(key, turn, FOR_SPEAKER))
        by_caseworker = speaker == CASEWORKER
        weights = weights_of(manner, by_caseworker, phase == CLOSING)
        factors = either_four(by_caseworker, manner.caseworker_persists, manner.mentor_persists)
        act, uptake = uniform(key, turn, FOR_ACT), uniform(key, turn, FOR_UPTAKE)
        turns[turn] = (
            codes_drawn(weights, factors, uniform(key, turn, FOR_CODE))
            | (int(act < distance) << _FRONT)
            | (int(act < asks) << _ASKS)
            | (int(uptake < (hears[0] if by_caseworker else hears[1])) << _HEARD)
            | (speaker << _SPEAKER)
        )


@compiled
def speak(turns: Any) -> int:
    """Follow the prospects, replace each by the turn taken, and return all counts.

    The person asked speaks; a citizen keeps the code at hand.
    """
    at_hand, before, asked, counts = NO_CODE, CITIZEN, 0, 0
    for turn in range(TURNS):
        prospect = turns[turn]
        chosen = code_in(prospect, at_hand)
        by_citizen = asked | int(prospect >> _SPEAKER == CITIZEN)
        speaker = either(by_citizen, CITIZEN, prospect >> _SPEAKER)
        kind = connection(speaker, before, at_hand, (prospect >> _HEARD) & 1)
        may_measure = int(speaker == CASEWORKER) & int((chosen == LAW) | (chosen == ECONOMY))
        asked = may_measure & (prospect >> _ASKS)
        said = (
            (1 << _BITS * (kind + 1))
            | ((by_citizen & (prospect >> _FRONT)) << _BITS * FRONTS)
            | (asked << _BITS * MEASURED)
            | (by_citizen << _BITS * BY_CITIZEN)
            | (may_measure << _BITS * MAY_MEASURE)
        )
        turns[turn] = said
        counts += said
        at_hand, before = either(by_citizen, at_hand, chosen), speaker
    return counts


@compiled_inside
def count_in(counts: int, which: int) -> int:
    """Return one of the counts, of a turn or of several added up."""
    return (counts >> _BITS * which) & _COUNT


@compiled
def converse(
    turns: Any, key: Any, p: Any, manner: Manner, distance: float, hears: tuple[float, float]
) -> Talk:
    """Hold the conversation and write its turns; return its counts.

    `distance` is the chance of a front, `hears` those that caseworker and mentor take up a foreign
    code.
    """
    look_ahead(turns, key, p, manner, distance, hears)
    counts = speak(turns)
    return Talk(
        float(count_in(counts, FRONTS)),
        float(count_in(counts, MEASURED)),
        float(count_in(counts, CONNECTED_OWN + 1)),
        float(count_in(counts, CONNECTED_FOREIGN + 1)),
        float(count_in(counts, UNCONNECTED + 1)),
    )


@compiled
def meet(
    turns: Any, citizen: Any, mentor: Any, worker: Any, p: Any, u_mk: float, week: int
) -> Talk:
    """Hold a meeting with its effects; return the counts of its turns."""
    key, distance = meeting_key(citizen), front_on_stage(citizen, p)
    hears = (chance_to_hear(p, worker.horizon, u_mk), chance_to_hear(p, mentor.horizon, u_mk))
    talk = converse(turns, key, p, manner_of(mentor, worker, p), distance, hears)
    take_effect(citizen, mentor, worker, p, talk, key, week)
    return talk
