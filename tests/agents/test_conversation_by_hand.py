"""What a conversation remembers: slips, what is told and settled, the front's factor (3.4)."""

import numpy as np
import pytest

from heterophony.agents import conversation, turns
from heterophony.agents import vocabulary as words
from heterophony.agents.chances import chances_in
from heterophony.agents.vocabulary import CARE, CASEWORKER, CITIZEN, ECONOMY, LAW, MENTOR

KEY = np.uint64(5)
RAISED, LOWERED = 1.15, 0.85


def told(act, **said):
    return {"speaker": CITIZEN, "act": act, "told_taken_up": 0} | said


@pytest.mark.parametrize(
    ("act", "from_front_before", "leaks", "slip"),
    [
        (words.TROUBLE, 1, 0, True),
        (words.OBJECTION, 1, 0, True),
        (words.TROUBLE, 0, 1, True),
        (words.TROUBLE, 0, 0, False),
        (words.WISH, 1, 0, False),
        (words.PROGRESS, 1, 0, False),
    ],
)
def test_what_slips_out_of_the_role(act, from_front_before, leaks, slip):
    assert turns.slips(act, from_front_before, leaks) == slip


@pytest.mark.parametrize(("taken_up", "factor"), [(True, LOWERED), (False, RAISED)])
def test_one_turn_settles_all_that_waits_and_each_trouble_moves_the_front(
    taken_up, factor, premises, row, written_log
):
    log = written_log(
        [told(words.TROUBLE), told(words.WISH), told(words.TROUBLE), told(words.OBJECTION), {}]
    )
    talk = row("talk", told_from=0, front_factor=1.0)
    turns.settle_what_was_told(log, talk, premises(), 4, taken_up)
    assert log["told_taken_up"].tolist() == [int(taken_up)] * 4 + [-1]
    assert log["settled_by"].tolist() == [4, 4, 4, 4, -1]
    assert talk.front_factor == pytest.approx(factor**2)


def test_what_was_covered_or_settled_before_is_left_alone(premises, row, written_log):
    log = written_log([told(words.TROUBLE), told(words.TROUBLE), {}])
    talk = row("talk", told_from=1, front_factor=1.0)
    turns.settle_what_was_told(log, talk, premises(), 2, True)
    assert log["told_taken_up"].tolist() == [0, 1, -1]
    assert log["settled_by"].tolist() == [-1, 2, -1]
    assert talk.front_factor == pytest.approx(LOWERED)
    turns.settle_what_was_told(log, talk, premises(), 2, False)
    assert log["told_taken_up"].tolist() == [0, 1, -1]  # nothing waits any more
    assert talk.front_factor == pytest.approx(LOWERED)


def test_the_front_moves_between_a_half_and_one_and_a_half(premises, row):
    p, talk = premises(), row("talk", front_factor=1.0)
    for sign, bound in ((1.0, 1.5), (-1.0, 0.5)):
        for _ in range(12):
            turns.move_front(talk, p, sign)
        assert talk.front_factor == bound
    alone, talk = premises({"alternatives.elicitation": "none"}), row("talk", front_factor=1.0)
    turns.move_front(talk, alone, 1.0)
    assert talk.front_factor == 1.0  # the structural alternative


def begun(log, turn):
    turns.begin_turn(log[turn], words.MIDDLE)
    return log[turn]


@pytest.fixture
def people(premises, row):
    """Chances under which the citizen always, or never, speaks from the front."""

    def made(front, **meeting):
        held = row("meeting", three_party=1.0, front_share_without_leak=front, **meeting)
        everyday = {"everyday_mastery": 0.0, "education_readiness": 0.0}  # trouble is certain
        return chances_in(
            row("citizen", **everyday), row("mentor"), row("caseworker"), premises(), held
        )

    return made


def test_a_front_turn_covers_what_waits_and_leaves_the_factor(people, premises, row, written_log):
    p = premises({"elicit.measuring": 1.0})
    log, talk = written_log([{}, {}, {}]), row("talk")
    conversation.begin_talk(talk)
    turns.citizen_speaks(begun(log, 0), talk, p, people(0.0), KEY, 0)
    assert (log[0].act, log[0].told_taken_up, talk.told_from) == (words.TROUBLE, 0, 0)
    assert talk.floor == words.FLOOR_ANSWERED
    turns.citizen_speaks(begun(log, 1), talk, p, people(1.0), KEY, 1)
    assert (log[1].act, log[1].said_from_front) == (words.FRONT, 1)
    turns.settle_what_was_told(log, talk, p, 2, True)
    assert (log[0].told_taken_up, log[0].settled_by, talk.front_factor) == (0, -1, 1.0)


def test_trouble_after_a_front_turn_is_a_slip_that_waits(people, premises, row, written_log):
    log, talk = written_log([{}, {}]), row("talk")
    conversation.begin_talk(talk)
    turns.citizen_speaks(begun(log, 0), talk, premises(), people(1.0), KEY, 0)
    turns.citizen_speaks(begun(log, 1), talk, premises(), people(0.0), KEY, 1)
    assert (log[0].slip, log[1].slip, talk.slip_waits) == (0, 1, 1)


def test_a_citizen_answers_where_an_answer_is_due_and_keeps_the_code(
    people, premises, row, written_log
):
    log = written_log([{}, {}, {}])
    for floor, answers in ((words.FLOOR_CITIZEN, 1), (words.FLOOR_OPEN, -1)):
        talk = row("talk", floor=floor, code_at_hand=LAW, front_factor=1.0)
        turns.citizen_speaks(begun(log, 2), talk, premises(), people(0.0), KEY, 2)
        assert (log[2].answers, log[2].code, log[2].speaker) == (answers, LAW, CITIZEN)
        assert talk.code_at_hand == LAW


def test_a_citizen_who_opens_has_no_code_at_hand_and_is_logged_in_education(
    people, premises, row, written_log
):
    log, talk = written_log([{}]), row("talk")
    conversation.begin_talk(talk)
    turns.citizen_speaks(begun(log, 0), talk, premises(), people(0.0), KEY, 0)
    assert log[0].code == words.EDUCATION_CODE
    assert talk.code_at_hand == words.NO_CODE


def test_a_short_response_hears_and_takes_nothing_up(people, premises, row, written_log):
    log = written_log([told(words.TROUBLE), {}])
    talk = row(
        "talk",
        floor=words.FLOOR_ANSWERED,
        code_at_hand=ECONOMY,
        set_by=CASEWORKER,
        front_factor=1.0,
    )
    turns.respond_briefly(begun(log, 1), talk, people(0.0), MENTOR, KEY, 1)
    assert (log[1].act, log[1].code, log[1].answers) == (words.SHORT_RESPONSE, ECONOMY, 0)
    assert (log[1].taken_up, log[0].settled_by) == (-1, -1)
    assert (talk.code_at_hand, talk.set_by, talk.told_from) == (ECONOMY, CASEWORKER, 0)


def repairing(premises, row, written_log, people, speaker, kind, at_hand=ECONOMY):
    """Let a professional repair a slip for sure, in a kind for sure; return log and talk."""
    weights = row("mentor", weights=[1.0, 0, 0, 0] if kind == "acknowledges" else [0, 0.4, 0.6, 0])
    p = premises(
        {"slip.repair": 1.0, "slip.mentor_acknowledges": 1.0 if kind == "acknowledges" else 0.0}
    )
    log = written_log([told(words.TROUBLE, slip=1), {}])
    talk = row(
        "talk",
        floor=words.FLOOR_ANSWERED,
        slip_waits=1,
        code_at_hand=at_hand,
        set_by=CASEWORKER,
        front_factor=1.0,
    )
    turns.begin_turn(log[1], words.MIDDLE)
    turns.professional_speaks(log, talk, p, people(0.0), speaker, weights.weights, True, KEY, 1)
    return log, talk


@pytest.mark.parametrize("speaker", [CASEWORKER, MENTOR])
def test_an_acknowledging_repair_takes_up_in_the_code_at_hand(
    speaker, people, premises, row, written_log
):
    log, talk = repairing(premises, row, written_log, people, speaker, "acknowledges")
    assert (log[1].act, log[1].code) == (words.REPAIR_ACKNOWLEDGING, ECONOMY)
    assert (log[1].taken_up, log[0].told_taken_up, log[0].settled_by) == (1, 1, 1)
    assert talk.slip_waits == 0
    assert log[1].front_factor == pytest.approx(LOWERED)
    assert log[1].after_other == int(speaker == MENTOR)
    assert log[1].foreign == int(speaker == MENTOR)


@pytest.mark.parametrize("speaker", [CASEWORKER, MENTOR])
def test_other_repairs_pass_over_in_another_code(speaker, people, premises, row, written_log):
    log, talk = repairing(premises, row, written_log, people, speaker, "passes over")
    others = (
        (words.REPAIR_FUTURE, words.REPAIR_MEDICAL)
        if speaker == CASEWORKER
        else (words.REPAIR_REFRAMING,)
    )
    assert log[1].act in others
    assert (log[1].code, log[1].taken_up, log[0].told_taken_up) == (LAW, 0, 0)
    assert talk.front_factor == pytest.approx(RAISED)


def test_a_slip_that_is_acknowledged_before_any_code_is_taken_up_all_the_same(
    people, premises, row, written_log
):
    log, _ = repairing(premises, row, written_log, people, MENTOR, "acknowledges", words.NO_CODE)
    assert (log[1].code, log[1].taken_up) == (CARE, -1)
    assert log[0].told_taken_up == 1


@pytest.mark.parametrize(
    ("support", "act", "factor"),
    [(1.0, words.SUPPORTS_FRONT, RAISED), (0.0, words.CANDID, LOWERED)],
)
def test_support_raises_and_candour_lowers_the_front(
    support, act, factor, premises, row, written_log
):
    p = premises({"team.support": support, "stake.front_share": 0.0})
    held = row("meeting", three_party=1.0)
    chances = chances_in(row("citizen"), row("mentor"), row("caseworker"), p, held)
    log = written_log([{}, {}])
    talk = row(
        "talk", floor=words.FLOOR_MENTOR, code_at_hand=CARE, set_by=CASEWORKER, front_factor=1.0
    )
    care = row("mentor", weights=[1.0, 0, 0, 0])
    turns.professional_speaks(log, talk, p, chances, MENTOR, care.weights, True, KEY, 1)
    assert (log[1].act, log[1].answers) == (act, 0)
    assert (log[1].front_factor, talk.floor) == (pytest.approx(factor), words.FLOOR_OPEN)


@pytest.mark.parametrize(
    ("overrides", "room", "number"),
    [
        ({}, 200, 30),
        ({"meeting.minutes": 40.0}, 200, 60),
        ({"meeting.turns": 12}, 200, 12),
        ({"meeting.turns": 60}, 40, 40),
        ({"meeting.minutes": 1.0}, 200, 2),
    ],
)
def test_how_many_turns_a_meeting_has(overrides, room, number, premises):
    assert conversation.number_of_turns(premises(overrides), room) == number


@pytest.mark.parametrize(
    ("speaker", "u", "expected"),
    [
        (CASEWORKER, 0.69, words.FUTURE),
        (CASEWORKER, 0.71, words.PRESENT),
        (MENTOR, 0.69, words.PAST),
        (MENTOR, 0.71, words.PRESENT),
    ],
)
def test_which_time_a_turn_is_about(speaker, u, expected, premises):
    assert conversation.orientation(premises(), speaker, u) == expected
