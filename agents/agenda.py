"""Who may speak and in which code: shares of turns by phase, weights of codes (model, 3.4).

A meeting has a course: the caseworker opens with status and effect, the mentor comes in when
asked, the caseworker closes with horizon and decision (study l.1451-1469, 1607-1623, 1700-1702).
Who chairs changes the shares, and whose codes persist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.portable_math import exponential
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CHAIR_CASEWORKER,
    CHAIR_MENTOR,
    CITIZEN,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    MIDDLE,
    OPENING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, Parameters


@compiled
def agenda_shares(params: Parameters, with_mentor: bool) -> Any:
    """Return the shares of turns of caseworker, mentor and citizen over a whole meeting, [3].

    Involvement gives the citizen more, taken from the professionals; shares add up to 1.
    """
    shares = np.empty(3)
    total = 0.0
    for party in range(3):
        if params.meeting_chair == CHAIR_CASEWORKER:
            value = params.agenda_caseworker_chair[party]
        elif params.meeting_chair == CHAIR_MENTOR:
            value = params.agenda_mentor_chair[party]
        else:
            value = params.agenda_citizen_chair[party]
        value = max(
            value + params.agenda_involvement[party] * params.meeting_citizen_involvement, 0.0
        )
        if party == MENTOR and not with_mentor:
            value = 0.0
        shares[party] = value
        total += value
    for party in range(3):
        shares[party] = shares[party] / total if total > 0.0 else 1.0 / 3.0
    return shares


@compiled
def phase_lengths(params: Parameters) -> Any:
    """Return the shares of opening, middle and closing in a meeting's turns, [3]."""
    opening = min(params.phase_opening_end, 1.0)
    middle = max(min(params.phase_middle_end, 1.0), opening)
    lengths = np.empty(3)
    lengths[OPENING] = opening
    lengths[MIDDLE] = middle - opening
    lengths[CLOSING] = 1.0 - middle
    return lengths


@compiled
def phase_ends(params: Parameters, turns: int) -> tuple[float, float]:
    """Return the turns at which opening and middle of a meeting are over."""
    opening = params.phase_opening_end * turns
    return opening, max(opening, params.phase_middle_end * turns)


@compiled_inside
def phase_of(ends: Any, turn: int) -> int:
    """Return the phase in which a turn falls: opening, middle, closing."""
    return int(turn >= ends[0]) + int(turn >= ends[1])


@compiled
def raw_phase_shares(params: Parameters, agenda: Any) -> Any:
    """Return the shares by phase before they are fitted to the agenda, [phase, party]."""
    shares = np.empty((3, 3))
    caseworker, mentor, citizen = agenda[CASEWORKER], agenda[MENTOR], agenda[CITIZEN]
    shares[OPENING, MENTOR] = min(params.phase_opening_mentor * mentor, mentor + caseworker)
    shares[MIDDLE, MENTOR] = min(params.phase_middle_mentor * mentor, mentor + caseworker)
    for phase in range(CLOSING):
        shares[phase, CITIZEN] = citizen
        shares[phase, CASEWORKER] = max(1.0 - citizen - shares[phase, MENTOR], 0.0)
    leads = min(params.phase_closing_caseworker * caseworker, 1.0)
    rest = params.phase_closing_mentor * mentor + citizen
    shares[CLOSING, CASEWORKER] = leads
    part = params.phase_closing_mentor * mentor / rest if rest > 0.0 else 0.0
    shares[CLOSING, MENTOR] = (1.0 - leads) * part
    shares[CLOSING, CITIZEN] = (1.0 - leads) * (1.0 - part)
    return shares


@compiled
def phase_shares(params: Parameters, with_mentor: bool) -> Any:
    """Return the chance of each party to speak in each phase, [phase, party].

    Each party's three shares are scaled by one factor, so that its mean over the meeting is its
    share of the agenda, and then normed within each phase (so the means hold approximately).
    """
    agenda = agenda_shares(params, with_mentor)
    lengths = phase_lengths(params)
    shares = raw_phase_shares(params, agenda)
    for party in range(3):
        mean = 0.0
        for phase in range(3):
            mean += lengths[phase] * shares[phase, party]
        if mean > 0.0:
            for phase in range(3):
                shares[phase, party] *= agenda[party] / mean
    for phase in range(3):
        total = shares[phase, 0] + shares[phase, 1] + shares[phase, 2]
        for party in range(3):
            shares[phase, party] = shares[phase, party] / total if total > 0.0 else agenda[party]
    return shares


@compiled_inside
def is_own_code(party: int, code: int) -> bool:
    """Tell whether a code is a professional's own: education is both sides' own.

    Law, economy and education are the caseworker's; care and education the mentor's
    (study l.1777-1813).
    """
    caseworkers = (party == CASEWORKER) & ((code == LAW) | (code == ECONOMY))
    return (code == EDUCATION_CODE) | caseworkers | ((party == MENTOR) & (code == CARE))


@compiled
def is_chairs_code(params: Parameters, code: int) -> bool:
    """Tell whether a code is the chair's own; a citizen in the chair has none."""
    if params.meeting_chair == CHAIR_CASEWORKER:
        return is_own_code(CASEWORKER, code)
    if params.meeting_chair == CHAIR_MENTOR:
        return is_own_code(MENTOR, code)
    return False


@compiled
def write_caseworker_weights(
    weights: Any, caseworker: CaseworkerRow, params: Parameters, preparation: float, closing: bool
) -> None:
    """Write the caseworker's weights of codes in a meeting into `weights`, [4].

    Unprepared, routine falls back on law and economy and leaves less room for care; education
    comes up at the close (study l.1309-1311, 1542-1546).
    """
    routine = 1.0 + params.meeting_routine * (1.0 - preparation)
    care = params.meeting_care_unprepared + (1.0 - params.meeting_care_unprepared) * preparation
    weights[CARE] = caseworker.weights[CARE] * care
    weights[LAW] = caseworker.weights[LAW] * routine
    weights[ECONOMY] = caseworker.weights[ECONOMY] * routine
    weights[EDUCATION_CODE] = caseworker.weights[EDUCATION_CODE]
    if closing:
        weights[EDUCATION_CODE] *= params.phase_closing_education


@compiled
def caseworker_weights(
    caseworker: CaseworkerRow, params: Parameters, preparation: float, closing: bool
) -> Any:
    """Return the caseworker's weights of codes in a meeting, [4]."""
    weights = np.empty(4)
    write_caseworker_weights(weights, caseworker, params, preparation, closing)
    return weights


@compiled
def write_persistence(factors: Any, params: Parameters, party: int, horizon: float) -> None:
    """Write by which factor the code at hand is likelier than its weight into `factors`, [4].

    Codes persist where they resonate: own codes and the chair's, foreign ones by the horizon.
    """
    own, foreign = exponential(params.codes_persistence), exponential(horizon)
    chairs = exponential(params.codes_chair_persistence)
    for code in range(4):
        factors[code] = own if is_own_code(party, code) else foreign
        if is_chairs_code(params, code):
            factors[code] *= chairs


@compiled
def persistence(params: Parameters, party: int, horizon: float) -> Any:
    """Return the factor by which the code at hand is likelier than its weight, [4]."""
    factors = np.empty(4)
    write_persistence(factors, params, party, horizon)
    return factors


@compiled_inside
def pick_code(weights: Any, factors: Any, at_hand: int, u: float) -> int:
    """Choose a code by weights, the code at hand being favoured.

    Sums are compared all at once: which code it will be cannot be guessed, and a branch guessed
    wrong costs more than all of them.
    """
    care = weights[CARE] * (factors[CARE] if at_hand == CARE else 1.0)
    law = care + weights[LAW] * (factors[LAW] if at_hand == LAW else 1.0)
    economy = law + weights[ECONOMY] * (factors[ECONOMY] if at_hand == ECONOMY else 1.0)
    last = factors[EDUCATION_CODE] if at_hand == EDUCATION_CODE else 1.0
    point = u * (economy + weights[EDUCATION_CODE] * last)
    return int(point >= care) + int(point >= law) + int(point >= economy)
