"""Who may speak and in which code: shares of turns, phases, weights of codes, own codes."""

import numpy as np
import pytest

from heterophony.agents import agenda
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    MIDDLE,
    NO_CODE,
    OPENING,
)

WEIGHTS = np.array([0.1, 0.2, 0.3, 0.4])
DRAWS = (0.05, 0.2, 0.5, 0.9)


@pytest.mark.parametrize(
    ("chair", "involvement", "expected"),
    [
        ("caseworker", 0.0, (0.5, 0.17, 0.33)),
        ("caseworker", 0.2, (0.46, 0.16, 0.38)),
        ("mentor", 0.2, (0.26, 0.36, 0.38)),
        ("citizen", 0.2, (0.24, 0.21, 0.55)),
        ("caseworker", 1.0, (0.3, 0.12, 0.58)),
    ],
)
def test_shares_of_the_agenda_follow_chair_and_involvement(chair, involvement, expected, premises):
    p = premises({"meeting.chair": chair, "meeting.citizen_involvement": involvement})
    assert agenda.agenda_shares(p, True) == pytest.approx(expected)
    caseworkers, _, citizens = expected
    alone = np.array([caseworkers, 0.0, citizens]) / (caseworkers + citizens)
    assert agenda.agenda_shares(p, False) == pytest.approx(alone)


def test_the_mentors_part_of_professional_initiative_follows_the_phase(premises):
    usual = 0.16 / (0.16 + 0.46)
    p = premises()
    assert p.mentor_parts == pytest.approx([usual * 0.4, usual * 1.6, usual * 1.3])
    chairs = premises({"meeting.chair": "mentor"})
    assert chairs.mentor_parts[MIDDLE] == pytest.approx(0.36 / 0.62 * 1.6)
    often = premises({"meeting.chair": "mentor", "phase.closing_mentor": 2.0})
    assert often.mentor_parts[CLOSING] == 1.0  # at most
    nobody = premises({"agenda.caseworker_chair": [0, 0, 1], "meeting.citizen_involvement": 0.0})
    assert nobody.mentor_parts[OPENING] == 0.0


@pytest.mark.parametrize(
    ("chair", "three_party", "deciding", "first"),
    [
        ("caseworker", True, True, CASEWORKER),
        ("mentor", True, True, MENTOR),
        ("citizen", True, True, CITIZEN),
        ("citizen", False, True, CASEWORKER),  # of two parties
        ("mentor", True, False, CASEWORKER),  # returned for its legal points
    ],
)
def test_who_opens(chair, three_party, deciding, first, premises):
    p = premises({"meeting.chair": chair})
    assert agenda.first_speaker(p, three_party, deciding) == first


def test_codes_are_whose_own_by_the_declared_lists(premises):
    def owned(p):
        return [[agenda.is_own_code(p, party, code) for code in range(4)] for party in range(3)]

    usual = owned(premises())
    assert usual[CASEWORKER] == [False, True, True, True]
    assert usual[MENTOR] == [True, False, False, True]
    assert usual[CITIZEN] == [False] * 4
    assert not agenda.is_own_code(premises(), MENTOR, NO_CODE)
    both = owned(premises({"codes.caseworker_own": [1, 1, 1, 1], "codes.mentor_own": [0, 0, 0, 0]}))
    assert both[:2] == [[True] * 4, [False] * 4]


def test_unprepared_routine_falls_back_on_law_and_economy(premises, row):
    p = premises()
    worker = row("caseworker", weights=[0.2, 0.3, 0.25, 0.25])
    prepared = agenda.caseworker_weights(worker, p, 1.0, False)
    assert prepared == pytest.approx([0.2, 0.3, 0.25, 0.25])
    routine = agenda.caseworker_weights(worker, p, 0.0, False)
    assert routine == pytest.approx([0.2 * 0.4, 0.3 * 1.8, 0.25 * 1.8, 0.25])
    half = agenda.caseworker_weights(worker, p, 0.5, True)
    assert half == pytest.approx([0.2 * 0.7, 0.3 * 1.4, 0.25 * 1.4, 0.25 * 1.5])


def test_a_code_is_drawn_by_its_weight():
    drawn = [agenda.drawn_code(WEIGHTS, (1.0, 1.0, 1.0, 1.0), u) for u in DRAWS]
    assert drawn == [CARE, LAW, ECONOMY, EDUCATION_CODE]
    # law left out, the bounds are .1, .4 and .8: of .8 in all
    without_law = [agenda.drawn_code(WEIGHTS, (1.0, 0.0, 1.0, 1.0), u / 0.8) for u in (0.09, 0.11)]
    assert without_law == [CARE, ECONOMY]
    assert agenda.drawn_code(WEIGHTS, (0.0, 0.0, 0.0, 0.0), 0.5) == NO_CODE


def test_what_is_not_taken_up_is_followed_by_another_code():
    drawn = [agenda.another_code(WEIGHTS, EDUCATION_CODE, u) for u in DRAWS]
    assert drawn == [CARE, LAW, ECONOMY, ECONOMY]  # bounds 1/6 and 3/6
    only_law = np.array([0.0, 1.0, 0.0, 0.0])
    assert agenda.another_code(only_law, LAW, 0.5) == LAW  # it carries all weight
    assert agenda.another_code(only_law, CARE, 0.5) == LAW


def test_a_translation_is_drawn_among_own_codes(premises):
    p = premises()
    # the mentor's own are care .1 and education .4, the caseworker's law, economy, education
    assert [agenda.own_code(p, MENTOR, WEIGHTS, u) for u in (0.19, 0.21)] == [CARE, EDUCATION_CODE]
    caseworkers = [agenda.own_code(p, CASEWORKER, WEIGHTS, u) for u in (0.2, 0.3, 0.5, 0.6)]
    assert caseworkers == [LAW, ECONOMY, ECONOMY, EDUCATION_CODE]
    nothing_own = premises({"codes.mentor_own": [0, 0, 0, 0]})
    assert agenda.own_code(nothing_own, MENTOR, WEIGHTS, 0.5) == NO_CODE


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        (30, [OPENING] * 12 + [MIDDLE] * 11 + [CLOSING] * 7),
        (4, [OPENING, OPENING, MIDDLE, CLOSING]),
    ],
)
def test_a_meeting_has_an_opening_a_middle_and_a_closing(turns, expected, premises):
    ends = agenda.phase_ends(premises(), turns)
    assert [agenda.phase_of(ends, turn) for turn in range(turns)] == expected
