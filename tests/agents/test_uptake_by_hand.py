"""Whether a turn takes up what is at hand, and in which code (model, 3.4)."""

import numpy as np
import pytest

from heterophony.agents import uptake
from heterophony.agents import vocabulary as words
from heterophony.agents.chances import chances_in, connectable
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import CARE, CASEWORKER, ECONOMY, EDUCATION_CODE, LAW, MENTOR

MENTORS = np.array([0.6, 0.08, 0.02, 0.3])
TURN = 5
HEARS = {CASEWORKER: 1 - 0.65 * (1 - 0.7 * 0.4), MENTOR: 1 - 0.5 * (1 - 0.7 * 0.4)}


@pytest.fixture(scope="module")
def chances(premises, row):
    """Chances at a table where K's horizon is .35, M's .5, and u is .4."""
    held = row("meeting", three_party=1.0, understanding=0.4, small_steps_weight=0.3)
    people = row("citizen"), row("mentor", horizon=0.5), row("caseworker", horizon=0.35)
    return chances_in(*people, premises(), held)


@pytest.mark.parametrize(
    ("meeting", "bridge"),
    [
        ({}, 1.0),
        ({"understanding": 0.4}, 1 - 0.7 * 0.4),
        ({"shared_goals": 0.5}, 1 - 0.3 * 0.5),
        ({"pre": 0.5}, 1 - 0.4 * 0.5),
        ({"understanding": 1.0, "shared_goals": 1.0, "pre": 1.0}, 0.3 * 0.7 * 0.6),
    ],
)
def test_how_far_a_foreign_code_can_be_connected_to(meeting, bridge, premises, row):
    found = connectable(premises(), 0.35, row("meeting", **meeting))
    assert found == pytest.approx(1 - 0.65 * bridge)


SMALL_STEP_AT_HAND = {
    "code_at_hand": EDUCATION_CODE, "set_by": MENTOR, "act_at_hand": words.SMALL_STEP,
}  # fmt: skip
AT_HAND = [
    # own codes, set by oneself or by the other
    (CASEWORKER, {"code_at_hand": LAW, "set_by": MENTOR}, 0.6, False),
    (MENTOR, {"code_at_hand": EDUCATION_CODE, "set_by": CASEWORKER}, 0.6, False),
    # a foreign code of the other professional, and one that one has used oneself
    (CASEWORKER, {"code_at_hand": CARE, "set_by": MENTOR}, HEARS[CASEWORKER], True),
    (MENTOR, {"code_at_hand": ECONOMY, "set_by": CASEWORKER}, HEARS[MENTOR], True),
    (CASEWORKER, {"code_at_hand": CARE, "set_by": CASEWORKER}, 0.35, True),
    (MENTOR, {"code_at_hand": LAW, "set_by": MENTOR}, 0.5, True),
    # the mentor was asked
    (MENTOR, {"code_at_hand": LAW, "set_by": CASEWORKER, "floor": words.FLOOR_MENTOR}, 1.0, True),
    # a small step is foreign to a caseworker who does not observe in care
    (CASEWORKER, SMALL_STEP_AT_HAND, 1 - (1 - HEARS[CASEWORKER]) * 0.7, True),
    (MENTOR, SMALL_STEP_AT_HAND, 0.6, False),
]


@pytest.mark.parametrize(("speaker", "talk", "chance", "foreign"), AT_HAND)
def test_the_chance_of_taking_up(speaker, talk, chance, foreign, chances, premises, row):
    said = row("talk", **talk)
    assert uptake.uptake_chance(premises(), said, chances, speaker) == pytest.approx(chance)
    assert uptake.is_foreign(premises(), said, speaker) == foreign


def test_a_caseworker_who_observes_in_care_takes_a_small_step_as_an_own_code(
    chances, premises, row
):
    p, said = premises({"codes.caseworker_own": [1, 1, 1, 1]}), row("talk", **SMALL_STEP_AT_HAND)
    assert uptake.uptake_chance(p, said, chances, CASEWORKER) == pytest.approx(0.6)
    assert not uptake.is_foreign(p, said, CASEWORKER)


def test_nothing_is_foreign_while_no_code_is_at_hand(premises, row):
    assert not uptake.is_foreign(premises(), row("talk", code_at_hand=words.NO_CODE), MENTOR)


def drawn(key, **wanted):
    """Look up a key: `wanted` draws by purpose lie between two bounds in this turn."""
    purposes = {name: getattr(words, f"FOR_{name.upper()}") for name in wanted}
    return key(
        lambda k: all(
            low < uniform(k, TURN, purposes[name]) < high for name, (low, high) in wanted.items()
        )
    )


@pytest.mark.parametrize(
    ("at_hand", "draws", "expected"),
    [
        # own: continued in the same code
        (CARE, {"uptake": (0, 0.6)}, (CARE, 1, 0)),
        # own, not taken up: law or education instead
        (CARE, {"uptake": (0.6, 1), "code": (0.01, 0.19)}, (LAW, 0, 0)),
        (CARE, {"uptake": (0.6, 1), "code": (0.3, 1)}, (EDUCATION_CODE, 0, 0)),
        # foreign and taken up: continued, or translated into an own code
        (LAW, {"uptake": (0, HEARS[MENTOR]), "continue": (0, 0.5)}, (LAW, 1, 0)),
        (LAW, {"uptake": (0, 0.6), "continue": (0.5, 1), "code": (0, 0.66)}, (CARE, 1, 1)),
        (
            LAW,
            {"uptake": (0, 0.6), "continue": (0.5, 1), "code": (0.67, 1)},
            (EDUCATION_CODE, 1, 1),
        ),
        # foreign and not taken up
        (LAW, {"uptake": (HEARS[MENTOR], 1), "code": (0, 0.64)}, (CARE, 0, 0)),
    ],
)
def test_in_which_code_a_turn_connects(at_hand, draws, expected, chances, premises, row, key):
    talk = row("talk", code_at_hand=at_hand, set_by=CASEWORKER, floor=words.FLOOR_OPEN)
    found = drawn(key, **draws)
    assert (
        tuple(uptake.connect(premises(), talk, chances, MENTOR, MENTORS, found, TURN)) == expected
    )


def test_who_is_asked_translates_what_is_foreign(chances, premises, row, key):
    talk = row("talk", code_at_hand=LAW, set_by=CASEWORKER, floor=words.FLOOR_MENTOR)
    asked = drawn(key, uptake=(0.9, 1), **{"continue": (0, 0.4)}, code=(0.7, 1))
    found = uptake.connect(premises(), talk, chances, MENTOR, MENTORS, asked, TURN)
    assert tuple(found) == (EDUCATION_CODE, 1, 1)


def test_where_one_code_carries_all_weight_it_is_taken_up(chances, premises, row, key):
    only_law = np.array([0.0, 1.0, 0.0, 0.0])
    talk = row("talk", code_at_hand=LAW, set_by=CASEWORKER)
    passed = drawn(key, uptake=(HEARS[MENTOR], 1))
    found = uptake.connect(premises(), talk, chances, MENTOR, only_law, passed, TURN)
    assert tuple(found) == (LAW, 1, 0)  # it is the code at hand, and so connects


def test_without_an_own_code_a_foreign_one_is_only_continued(chances, premises, row, key):
    p = premises({"codes.mentor_own": [0, 0, 0, 0]})
    talk = row("talk", code_at_hand=CARE, set_by=CASEWORKER)
    translating = drawn(key, uptake=(0, HEARS[MENTOR]), **{"continue": (0.5, 1)})
    found = uptake.connect(p, talk, chances, MENTOR, MENTORS, translating, TURN)
    assert tuple(found) == (CARE, 1, 0)


def test_while_no_code_is_at_hand_there_is_nothing_to_take_up(chances, premises, row, key):
    talk = row("talk", code_at_hand=words.NO_CODE)
    found = uptake.connect(
        premises(), talk, chances, MENTOR, MENTORS, drawn(key, code=(0.61, 0.67)), TURN
    )
    assert tuple(found) == (LAW, words.NOT_APPLICABLE, 0)


@pytest.mark.parametrize(("uptake_draw", "taken_up"), [((0, 0.6), 1), ((0.6, 1), 0)])
def test_a_coin_beside_the_code_is_a_structural_alternative(
    uptake_draw, taken_up, chances, premises, row, key
):
    p = premises({"alternatives.uptake": "coin"})
    talk = row("talk", code_at_hand=CARE, set_by=CASEWORKER)
    tossed = drawn(key, uptake=uptake_draw, code=(0.61, 0.67))
    found = uptake.connect(p, talk, chances, MENTOR, MENTORS, tossed, TURN)
    assert tuple(found) == (LAW, taken_up, 0)  # the code says nothing about it
