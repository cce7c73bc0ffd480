"""Whose turn it is: five states of the floor, and short responses (model, 3.4)."""

import pytest

from heterophony.agents import floor
from heterophony.agents import vocabulary as words
from heterophony.agents.chances import chances_in
from heterophony.agents.draws import uniform

CITIZENS_SHARE = 0.38  # of the agenda, at the usual involvement
RESPONDS = 1.9 * CITIZENS_SHARE


@pytest.fixture(scope="module")
def chances(premises, row):
    """Chances of a usual three-party meeting."""

    def made(overrides=None, **meeting):
        held = row("meeting", **({"three_party": 1.0} | meeting))
        people = row("citizen"), row("mentor"), row("caseworker")
        return chances_in(*people, premises(overrides), held)

    return made


@pytest.mark.parametrize(
    ("overrides", "expected"),
    [
        ({}, RESPONDS),
        ({"meeting.citizen_involvement": 0.0}, 1.9 * 0.33),
        ({"meeting.chair": "citizen"}, 1.0),  # 1.9 x .55 is above 1
        ({"talk.citizen": 0.0}, 0.0),
    ],
)
def test_how_often_the_citizen_comments_on_a_statement(overrides, expected, chances):
    assert chances(overrides).responds == pytest.approx(expected)


def test_without_a_mentor_the_citizens_share_is_one_of_two(chances):
    assert chances(three_party=0.0).responds == pytest.approx(1.9 * 0.38 / 0.84)


@pytest.mark.parametrize(
    ("state", "u", "speaker"),
    [
        (words.FLOOR_FIRST, 0.01, "first"),
        (words.FLOOR_FIRST, 0.99, "first"),
        (words.FLOOR_CITIZEN, 0.99, words.CITIZEN),  # an answer is due
        (words.FLOOR_MENTOR, 0.99, words.MENTOR),  # the mentor was asked
        (words.FLOOR_ANSWERED, 0.24, words.MENTOR),  # a response to the citizen: never the citizen
        (words.FLOOR_ANSWERED, 0.26, words.CASEWORKER),
        (words.FLOOR_PASSED, 0.24, words.MENTOR),
        (words.FLOOR_PASSED, 0.26, words.CASEWORKER),
        (words.FLOOR_OPEN, RESPONDS - 0.01, words.CITIZEN),
        (words.FLOOR_OPEN, RESPONDS + 0.24 * (1 - RESPONDS), words.MENTOR),
        (words.FLOOR_OPEN, RESPONDS + 0.26 * (1 - RESPONDS), words.CASEWORKER),
    ],
)
def test_whose_turn_it_is(state, u, speaker, chances, row):
    talk = row("talk", floor=state)
    found = floor.whose_turn(talk, chances(), 0.25, words.CASEWORKER, u)
    assert found == (words.CASEWORKER if speaker == "first" else speaker)
    if speaker == "first":
        assert floor.whose_turn(talk, chances(), 0.25, words.CITIZEN, u) == words.CITIZEN


def test_without_a_mentor_nobody_but_the_caseworker_responds(chances, row):
    for state in (words.FLOOR_ANSWERED, words.FLOOR_PASSED):
        talk = row("talk", floor=state)
        assert floor.whose_turn(talk, chances(), 0.0, words.CASEWORKER, 1e-9) == words.CASEWORKER


@pytest.mark.parametrize(
    ("act", "speaker", "expected"),
    [
        *((question, words.CASEWORKER, words.FLOOR_CITIZEN) for question in (
            words.MEASURING_QUESTION, words.WISH_QUESTION, words.EMPATHIC_QUESTION, words.DEMAND,
        )),
        (words.ASKS_MENTOR, words.CASEWORKER, words.FLOOR_MENTOR),
        *((statement, words.CASEWORKER, words.FLOOR_OPEN) for statement in (
            words.DUTY, words.RIGHT, words.NAMES_OPENING, words.RECOGNITION, words.REPAIR_FUTURE,
        )),
        *((statement, words.MENTOR, words.FLOOR_OPEN) for statement in (
            words.SUPPORTS_FRONT, words.CANDID, words.SMALL_STEP, words.OBJECTS, words.INFORMATION,
        )),
        *((said, words.CITIZEN, words.FLOOR_ANSWERED) for said in (
            words.FRONT, words.TROUBLE, words.WISH, words.PROGRESS, words.ACCEPTANCE,
        )),
    ],
)  # fmt: skip
def test_what_a_turn_makes_due(act, speaker, expected):
    assert floor.floor_after(act, speaker) == expected


@pytest.mark.parametrize(
    ("talk", "chance"),
    [
        ({"act_before": words.PROGRESS}, 0.45),
        ({"act_before": words.FRONT}, 0.45),
        ({"act_before": words.TROUBLE}, 0.225),  # a lapse gets a fuller answer
        ({"act_before": words.OBJECTION}, 0.225),
        ({"act_before": words.PROGRESS, "slip_waits": 1}, 0.0),
        ({"act_before": words.PROGRESS, "floor": words.FLOOR_OPEN}, 0.0),
        ({"act_before": words.SHORT_RESPONSE, "floor": words.FLOOR_PASSED}, 0.0),
    ],
)
def test_who_responds_briefly(talk, chance, premises, row):
    said = row("talk", **({"floor": words.FLOOR_ANSWERED} | talk))
    assert not floor.responds_briefly(said, premises(), chance + 1e-9)
    assert floor.responds_briefly(said, premises(), chance - 1e-9) == (chance > 0)


@pytest.mark.parametrize("goes_on", [True, False])
def test_after_a_short_response_the_citizen_goes_on_or_not(goes_on, chances, key):
    found = key(lambda k: (uniform(k, 3, words.FOR_GOES_ON) < RESPONDS) == goes_on)
    expected = words.FLOOR_CITIZEN if goes_on else words.FLOOR_PASSED
    assert floor.floor_after_short_response(chances(), found, 3) == expected
