"""Who speaks, in which code and in which phase of a meeting."""

import numpy as np
import pytest

from heterophony.agents import agenda
from heterophony.agents.acts import measuring_chance, repair_kind, trouble_chance
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    CLOSING,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
    OPENING,
    REPAIR_ACKNOWLEDGING,
    REPAIR_FUTURE,
    REPAIR_MEDICAL,
    REPAIR_REFRAMING,
)

CHAIRS = ("caseworker", "mentor", "citizen")


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


@pytest.mark.parametrize("chair", CHAIRS)
@pytest.mark.parametrize("involvement", [0.0, 0.2, 0.8])
@pytest.mark.parametrize("with_mentor", [True, False])
def test_shares_add_up_in_every_phase_and_keep_the_agenda_on_average(
    chair, involvement, with_mentor, premises
):
    p = premises({"meeting.chair": chair, "meeting.citizen_involvement": involvement})
    shares = agenda.phase_shares(p, with_mentor)
    lengths = agenda.phase_lengths(p)
    whole = agenda.agenda_shares(p, with_mentor)
    assert shares.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert lengths.sum() == pytest.approx(1.0)
    assert lengths @ shares == pytest.approx(whole, abs=0.04)
    assert np.all(shares >= 0.0)
    if not with_mentor:
        assert shares[:, MENTOR] == pytest.approx([0.0, 0.0, 0.0])


def test_the_mentor_comes_in_after_the_opening_and_the_caseworker_closes(premises):
    shares = agenda.phase_shares(premises(), True)
    assert shares[OPENING, MENTOR] < 0.5 * shares[1, MENTOR]
    assert shares[CLOSING, CASEWORKER] > shares[1, CASEWORKER]
    assert shares[CLOSING, CITIZEN] < shares[OPENING, CITIZEN]


def test_codes_are_whose_own(premises):
    own = [[agenda.is_own_code(party, code) for code in range(4)] for party in range(3)]
    assert own[CASEWORKER] == [False, True, True, True]
    assert own[MENTOR] == [True, False, False, True]
    chairs = {
        chair: [
            agenda.is_chairs_code(premises({"meeting.chair": chair}), code) for code in range(4)
        ]
        for chair in CHAIRS
    }
    assert chairs["caseworker"] == own[CASEWORKER]
    assert chairs["mentor"] == own[MENTOR]
    assert not any(chairs["citizen"])


def test_unprepared_routine_falls_back_on_law_and_economy(premises, row):
    p = premises()
    worker = row("caseworker", weights=[0.2, 0.3, 0.25, 0.25])
    prepared = agenda.caseworker_weights(worker, p, 1.0, False)
    assert prepared == pytest.approx([0.2, 0.3, 0.25, 0.25])
    routine = agenda.caseworker_weights(worker, p, 0.0, False)
    assert routine == pytest.approx([0.2 * 0.4, 0.3 * 1.8, 0.25 * 1.8, 0.25])
    assert agenda.caseworker_weights(worker, p, 1.0, True)[EDUCATION_CODE] == pytest.approx(0.375)


def test_a_code_persists_where_it_resonates(premises):
    factors = agenda.persistence(premises(), MENTOR, 0.3)
    # care is the mentor's own; law and economy are the chair's; education is both
    assert factors == pytest.approx(np.exp([0.8, 0.5, 0.5, 1.0]))
    assert agenda.persistence(premises(), MENTOR, 0.6)[LAW] > factors[LAW]


def test_a_code_is_picked_by_its_weight(premises):
    weights, factors = np.array([0.1, 0.2, 0.3, 0.4]), np.full(4, 2.0)
    picked = [agenda.pick_code(weights, factors, -1, u) for u in (0.05, 0.2, 0.5, 0.9)]
    assert picked == [CARE, LAW, ECONOMY, EDUCATION_CODE]
    # the code at hand counts double: .2 of 1.1, then .2 of 1.1
    assert agenda.pick_code(weights, factors, CARE, 0.17) == CARE
    assert agenda.pick_code(weights, factors, -1, 0.17) == LAW


def test_measuring_questions_follow_the_weight_of_measuring(premises):
    assert measuring_chance(premises(), 0.0) == pytest.approx(0.45 * (0.4 + 1.2 * 0.6))
    assert measuring_chance(premises(), 1.0) == pytest.approx(0.45 * 1.12 * 0.6)
    hard = {"measurement.placement_weight": 0.9}
    assert measuring_chance(premises(hard), 0.0) == pytest.approx(0.45 * 1.48)
    off = hard | {"alternatives.measuring_demands": False}
    assert measuring_chance(premises(off), 0.0) == measuring_chance(premises(), 0.0)


def test_plain_speech_costs_a_dependent_citizen(premises, row):
    independent, dependent = row("citizen"), row("citizen", weeks_on_support=260)
    assert trouble_chance(independent, premises(), 0.4) == pytest.approx(0.6)
    assert trouble_chance(dependent, premises(), 0.4) == pytest.approx(0.3)
    for chair, factor in (("mentor", 1.2), ("citizen", 1.5)):
        p = premises({"meeting.chair": chair})
        assert trouble_chance(dependent, p, 0.4) == pytest.approx(0.3 * factor)


@pytest.mark.parametrize(
    ("speaker", "u", "kind"),
    [
        (CASEWORKER, 0.1, REPAIR_ACKNOWLEDGING),
        (CASEWORKER, 0.5, REPAIR_FUTURE),
        (CASEWORKER, 0.9, REPAIR_MEDICAL),
        (MENTOR, 0.4, REPAIR_ACKNOWLEDGING),
        (MENTOR, 0.6, REPAIR_REFRAMING),
    ],
)
def test_how_a_slip_is_repaired(speaker, u, kind, premises):
    assert repair_kind(premises(), speaker, 0.2, u) == kind
