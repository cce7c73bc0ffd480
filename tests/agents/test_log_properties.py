"""What holds of every log, for all people and all draws (model, 3.4)."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heterophony.agents import vocabulary as words
from heterophony.agents.citizen_columns import BOUNDED_STATES
from heterophony.agents.conversation import converse
from heterophony.agents.hearing import hear_talk
from heterophony.agents.meeting_columns import COUNT_NAMES, SHARE_OF
from heterophony.agents.moved_by_turns import write_what_turns_moved
from heterophony.agents.negotiation import caseworker_proposes, mentor_proposes, negotiate
from heterophony.agents.tally import tally
from heterophony.agents.vocabulary import CASEWORKER, CITIZEN, MENTOR, NO_CODE, SHORT_RESPONSE
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

EXAMPLES = settings(max_examples=200)
QUESTIONS = (words.MEASURING_QUESTION, words.WISH_QUESTION, words.EMPATHIC_QUESTION, words.DEMAND)
REPAIRS = range(words.REPAIR_ACKNOWLEDGING, words.REPAIR_REFRAMING + 1)
BY_CITIZENS = range(words.FRONT, words.ACCEPTANCE + 1)
OWN = {  # departments that have other own codes than the usual ones
    "usual": {},
    "all": {"codes.caseworker_own": [1, 1, 1, 1], "codes.mentor_own": [1, 1, 1, 1]},
    "none": {"codes.caseworker_own": [0, 0, 0, 0], "codes.mentor_own": [0, 0, 0, 0]},
}
WEIGHTS = ([0.2, 0.3, 0.25, 0.25], [0.6, 0.08, 0.02, 0.3], [0, 1, 0, 0], [0.5, 0, 0, 0.5])
share = st.floats(0, 1)
TABLE = st.fixed_dictionaries(
    {
        "key": st.integers(1, 2**62),
        "chair": st.sampled_from(["caseworker", "mentor", "citizen"]),
        "turns": st.sampled_from([1, 2, 12, 30, 60]),
        "own": st.sampled_from([*OWN, "usual"]),
        "weights": st.tuples(st.sampled_from(WEIGHTS), st.sampled_from(WEIGHTS)),
        "horizons": st.tuples(share, share),
        "citizen": st.fixed_dictionaries(
            dict.fromkeys(
                (
                    "everyday_mastery", "education_readiness", "internalised_discourse",
                    "image_mastery_caseworker", "image_readiness_caseworker",
                    "image_mastery_mentor", "image_readiness_mentor", "knowledge_caseworker",
                    "knowledge_mentor", "remembered_caseworker", "remembered_mentor",
                    "remembered_citizen",
                ),
                share,
            )
            | {"in_crisis": st.sampled_from([0, 1])}
        ),
        "meeting": st.fixed_dictionaries(
            dict.fromkeys(
                (
                    "preparation", "attention", "pre", "shared_goals", "small_steps_weight",
                    "understanding", "stake", "front_share_without_leak",
                ),
                share,
            )
            | dict.fromkeys(("three_party", "deciding", "mastery_image_rose"),
                            st.sampled_from([0.0, 1.0]))
        ),
    }
)  # fmt: skip


@cache
def jobcentre(chair, turns, own):
    """A jobcentre whose tables serve for many talks; a log has room for all turns."""
    values = {"meeting.chair": chair, "meeting.turns": turns, "staffing.mentors": 1}
    values |= {"run.weeks": 4, "run.burn_in_weeks": 0, "image.misreading": 0.0, "stake.report": 0.0}
    return Simulation(load_scenario("baseline", values | OWN[own]), 1, keep=("turns",)).state


def talked(table):
    """Hold a talk; return the jobcentre, the citizen, the meeting's row and the log."""
    w = jobcentre(table["chair"], table["turns"], table["own"])
    p, citizen, meeting = w.premises[0], w.citizens[0], w.meetings[0]
    w.meeting_matrix[0] = 0.0
    citizen.mentor, citizen.caseworker = 0, 0
    for name, value in table["citizen"].items():
        citizen[name] = value
    for name, value in table["meeting"].items():
        meeting[name] = value
    people = w.caseworkers[0], w.mentors[0]
    for person, weights, horizon in zip(people, table["weights"], table["horizons"], strict=True):
        person.weights, person.horizon = weights, horizon
    caseworker_proposes(citizen, p, meeting)
    mentor_proposes(citizen, p, meeting)
    key = np.uint64(table["key"])
    log = w.turns[0]
    turns = converse(citizen, people[1], people[0], p, meeting, w.talk[0], key, log)
    assert turns == table["turns"]
    tally(log, turns, meeting)
    return w, citizen, meeting, log[:turns]


def is_full(said):
    return said.speaker != CITIZEN and said.act != SHORT_RESPONSE


def owns(p, speaker, code):
    return bool((p.codes_caseworker_own if speaker == CASEWORKER else p.codes_mentor_own)[code])


@EXAMPLES
@given(TABLE)
def test_uptake_agrees_with_code_and_act(table):
    w, _, _, log = talked(table)
    p, at_hand, set_by, act = w.premises[0], NO_CODE, -1, -1
    for said in log:
        if said.speaker == CITIZEN or said.act == SHORT_RESPONSE:
            assert said.code == (words.EDUCATION_CODE if at_hand == NO_CODE else at_hand)
            assert (said.taken_up, said.translated, said.after_other, said.foreign) == (-1, 0, 0, 0)
            continue
        assert (said.taken_up == -1) == (at_hand == NO_CODE)
        if at_hand != NO_CODE:
            assert (said.taken_up == 1) == (said.code == at_hand or said.translated == 1)
            step = act == words.SMALL_STEP and said.speaker == CASEWORKER and set_by == MENTOR
            step &= not owns(p, CASEWORKER, words.CARE)
            assert said.foreign == int(step or not owns(p, said.speaker, at_hand))
            assert said.after_other == int(set_by != said.speaker)
        if said.translated:
            assert not owns(p, said.speaker, at_hand)
            assert owns(p, said.speaker, said.code)
        if said.act == words.REPAIR_ACKNOWLEDGING and at_hand != NO_CODE:
            assert said.code == at_hand
        at_hand, set_by, act = said.code, said.speaker, said.act


@EXAMPLES
@given(TABLE)
def test_every_turn_of_a_citizen_is_responded_to_and_every_question_answered(table):
    _, _, meeting, log = talked(table)
    assert meeting.longest_citizen_run <= 1
    for number, (before, said) in enumerate(pairwise(log)):
        if before.speaker == CITIZEN:
            assert said.speaker != CITIZEN
            assert said.answers == number
        elif before.act in QUESTIONS:
            assert said.speaker == CITIZEN
            assert said.answers == number
        elif before.act == words.ASKS_MENTOR:
            assert said.speaker == MENTOR
            assert said.answers == number
        elif before.act != SHORT_RESPONSE:
            assert said.answers == -1
        assert said.answers in (-1, number)
        if said.act == SHORT_RESPONSE:
            assert before.speaker == CITIZEN
    assert log[0].act not in (words.ASKS_MENTOR, SHORT_RESPONSE)
    if meeting.three_party == 0.0:
        assert not np.any(log["speaker"] == MENTOR)
        assert not np.any(log["act"] == words.ASKS_MENTOR)


@EXAMPLES
@given(TABLE)
def test_what_is_told_is_settled_by_the_next_full_turn_unless_it_is_covered(table):
    _, _, meeting, log = talked(table)
    waiting: list[int] = []
    for number, said in enumerate(log):
        if said.speaker == CITIZEN:
            assert said.act in BY_CITIZENS
            told = said.act in (words.TROUBLE, words.OBJECTION, words.WISH)
            assert (said.told_taken_up >= 0) == told
            if said.said_from_front:
                assert said.act in (words.FRONT, words.ACCEPTANCE)
                for before in waiting:
                    assert (log[before].told_taken_up, log[before].settled_by) == (0, -1)
                waiting = []
            waiting += [number] if told else []
        elif is_full(said):
            takes_up = said.taken_up == 1 or said.act == words.REPAIR_ACKNOWLEDGING
            for before in waiting:
                assert log[before].settled_by == number
                assert log[before].told_taken_up == int(takes_up)
            waiting = []
    for before in waiting:
        assert (log[before].told_taken_up, log[before].settled_by) == (0, -1)
    assert meeting.told == meeting.troubles + meeting.objections + meeting.wishes
    passed_over = np.count_nonzero(log["told_taken_up"] == 0)
    assert meeting.told == meeting.told_taken_up + passed_over


@EXAMPLES
@given(TABLE)
def test_slips_wait_for_one_full_turn_and_only_slips_are_repaired(table):
    _, _, _, log = talked(table)
    waits, from_front = False, 0
    for said in log:
        if said.speaker == CITIZEN:
            lapse = said.act in (words.TROUBLE, words.OBJECTION) and from_front
            assert said.slip in ((1,) if lapse else (0, 1 if said.act == words.TROUBLE else 0))
            waits, from_front = waits or said.slip == 1, said.said_from_front
        else:
            assert not (waits and said.act == SHORT_RESPONSE)
            assert waits or said.act not in REPAIRS
            waits = waits and not is_full(said)
    factors = log["front_factor"]
    assert np.all((factors >= 0.5) & (factors <= 1.5))


@EXAMPLES
@given(TABLE)
def test_counts_are_parts_of_their_wholes(table):
    _, _, meeting, log = talked(table)
    for part, whole in SHARE_OF.items():
        assert 0 <= meeting[part] <= meeting[whole], part
    speakers = meeting.caseworker_turns + meeting.mentor_turns + meeting.citizen_turns
    assert speakers == meeting.turns == len(log)
    in_codes = sum(
        meeting[f"{side}_{code}"] for side in ("caseworker", "mentor") for code in words.CODE_NAMES
    )
    assert in_codes + meeting.short_responses + meeting.citizen_turns == len(log)
    by_value = sum(
        meeting[f"{code}_{value}"]
        for code in words.CODE_NAMES
        for value in ("front", "trouble", "plain")
    )
    assert by_value == meeting.citizen_turns == meeting.front_turns + meeting.authentic_turns
    assert all(meeting[name] >= 0 for name in COUNT_NAMES)


@EXAMPLES
@given(TABLE)
def test_what_turns_moved_adds_up_to_what_the_talk_moved(table):
    w, citizen, meeting, log = talked(table)
    p = w.premises[0]

    def images():
        return [
            citizen[f"image_mastery_{side}"] + citizen[f"image_readiness_{side}"]
            for side in ("caseworker", "mentor")
        ]

    before = images()
    write_what_turns_moved(w, citizen, p, meeting, w.turns[0], len(log))
    hear_talk(w, citizen, p, meeting)
    moved = np.subtract(images(), before)
    if citizen.in_crisis == 0:  # in a crisis what is heard may be cut off at 0
        assert log["image_moved_caseworker"].sum() == pytest.approx(moved[0], abs=1e-9)
        assert log["image_moved_mentor"].sum() == pytest.approx(moved[1], abs=1e-9)
    negotiate(citizen, w.caseworkers[0], p, meeting)
    if 0.0 < meeting.proposal_caseworker < 1.0:
        moved = meeting.proposal_caseworker - meeting.opening_proposal_caseworker
        assert log["position_moved"].sum() == pytest.approx(moved, abs=1e-9)
    for name in BOUNDED_STATES:
        assert 0.0 <= citizen[name] <= 1.0, name
