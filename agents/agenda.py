"""Who may speak and in which code: shares of turns, the mentor's part by phase, weights of codes.

A meeting has a course: the caseworker opens with status and effect, the mentor comes in when
asked, the caseworker closes with horizon and decision (study l.1451-1469, 1607-1623, 1700-1702).
Who chairs changes the shares (model, 3.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.bounded import one_if
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CHAIR_CASEWORKER,
    CHAIR_CITIZEN,
    CHAIR_MENTOR,
    CITIZEN,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    MIDDLE,
    NO_CODE,
    OPENING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, Parameters


@compiled
def agenda_shares(params: Parameters, with_mentor: bool) -> Any:
    """Return the shares of turns of caseworker, mentor and citizen over a whole meeting, [3].

    Involvement raises the citizen's share and lowers the professionals'; shares add up to 1.
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
def phase_ends(params: Parameters, turns: int) -> tuple[float, float]:
    """Return the turns at which opening and middle of a meeting are over."""
    opening = params.phase_opening_end * turns
    return opening, max(opening, params.phase_middle_end * turns)


@compiled_inside
def phase_of(ends: Any, turn: int) -> int:
    """Return the phase in which a turn falls: opening, middle, closing."""
    return int(turn >= ends[0]) + int(turn >= ends[1])


@compiled
def phase_factor(params: Parameters, phase: int) -> float:
    """Return the factor by which a phase changes the mentor's part of the meeting."""
    if phase == OPENING:
        return params.phase_opening_mentor
    return params.phase_middle_mentor if phase == MIDDLE else params.phase_closing_mentor


@compiled
def mentor_part(params: Parameters, agenda: Any, phase: int) -> float:
    """Return the mentor's part of what professionals say on their own initiative (m), 0-1."""
    professionals = agenda[MENTOR] + agenda[CASEWORKER]
    if professionals <= 0.0:
        return 0.0
    return min(1.0, agenda[MENTOR] / professionals * phase_factor(params, phase))


@compiled
def mentor_parts(params: Parameters) -> Any:
    """Return the mentor's part of professional initiative by phase, [3]."""
    agenda = agenda_shares(params, True)
    parts = np.empty(3)
    for phase in range(3):
        parts[phase] = mentor_part(params, agenda, phase)
    return parts


@compiled
def write_agenda(params: Parameters) -> None:
    """Write the shares of turns that follow from a record's other parameters into the record."""
    with_mentor, alone = agenda_shares(params, True), agenda_shares(params, False)
    parts = mentor_parts(params)
    for place in range(3):
        params.agenda_with_mentor[place] = with_mentor[place]
        params.agenda_alone[place] = alone[place]
        params.mentor_parts[place] = parts[place]


@compiled
def first_speaker(params: Parameters, three_party: bool, deciding: bool) -> int:
    """Return who opens: the chair; the caseworker without a mentor or for legal points alone."""
    if not three_party or not deciding:
        return CASEWORKER
    if params.meeting_chair == CHAIR_CITIZEN:
        return CITIZEN
    return MENTOR if params.meeting_chair == CHAIR_MENTOR else CASEWORKER


@compiled_inside
def is_own_code(params: Parameters, party: int, code: int) -> bool:
    """Tell whether a department observes in a code as its own.

    By the study's lists law, economy and education are the caseworkers' codes, care and education
    the mentors' (l.1777-1813). Citizens own no code; without a code at hand the answer is no.
    """
    if code == NO_CODE:
        return False
    if party == CASEWORKER:
        return params.codes_caseworker_own[code] > 0.0
    return party == MENTOR and params.codes_mentor_own[code] > 0.0


@compiled
def write_caseworker_weights(
    weights: Any, caseworker: CaseworkerRow, params: Parameters, preparation: float, closing: bool
) -> None:
    """Write the caseworker's weights of codes in a meeting into `weights`, [4].

    An unprepared caseworker falls back on law and economy and leaves less room for care; education
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


@compiled_inside
def drawn_code(weights: Any, keep: Any, u: float) -> int:
    """Draw a code by weights among those with `keep` of 1; return -1 if these have no weight."""
    care = weights[CARE] * keep[0]
    law = care + weights[LAW] * keep[1]
    economy = law + weights[ECONOMY] * keep[2]
    total = economy + weights[EDUCATION_CODE] * keep[3]
    if total <= 0.0:
        return NO_CODE
    point = u * total
    return int(point >= care) + int(point >= law) + int(point >= economy)


@compiled_inside
def another_code(weights: Any, at_hand: int, u: float) -> int:
    """Draw a code other than the one at hand; return that one if it carries all the weight."""
    keep = (
        one_if(at_hand != CARE),
        one_if(at_hand != LAW),
        one_if(at_hand != ECONOMY),
        one_if(at_hand != EDUCATION_CODE),
    )
    code = drawn_code(weights, keep, u)
    return at_hand if code == NO_CODE else code


@compiled_inside
def own_code(params: Parameters, party: int, weights: Any, u: float) -> int:
    """Draw a code among a department's own, by weights; -1 if it has none to draw from."""
    keep = (
        one_if(is_own_code(params, party, CARE)),
        one_if(is_own_code(params, party, LAW)),
        one_if(is_own_code(params, party, ECONOMY)),
        one_if(is_own_code(params, party, EDUCATION_CODE)),
    )
    return drawn_code(weights, keep, u)
