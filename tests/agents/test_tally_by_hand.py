"""What a meeting's log says, counted turn by turn by hand (model, 3.4)."""

import pytest

from heterophony.agents import doses, tally
from heterophony.agents import vocabulary as words
from heterophony.agents.meeting_columns import COUNT_NAMES
from heterophony.agents.vocabulary import (
    CARE,
    CASEWORKER,
    CITIZEN,
    ECONOMY,
    EDUCATION_CODE,
    LAW,
    MENTOR,
)

# A short talk. Where a turn says nothing of it, nothing was at hand, told or settled.
TALK = [
    # 0-1: the caseworker asks what comes of it, the front answers
    {"speaker": CASEWORKER, "code": ECONOMY, "act": words.MEASURING_QUESTION},
    {"speaker": CITIZEN, "code": ECONOMY, "act": words.FRONT, "said_from_front": 1, "answers": 0},
    # 2-4: mm, yes - then trouble slips out, which the mentor acknowledges
    {"speaker": CASEWORKER, "code": ECONOMY, "act": words.SHORT_RESPONSE, "answers": 1},
    {"speaker": CITIZEN, "code": ECONOMY, "act": words.TROUBLE, "slip": 1, "answers": 2,
     "told_taken_up": 1, "settled_by": 4},
    {"speaker": MENTOR, "code": ECONOMY, "act": words.REPAIR_ACKNOWLEDGING, "answers": 3,
     "taken_up": 1, "after_other": 1, "foreign": 1},
    # 5-6: the caseworker names an opening, plainly answered with progress
    {"speaker": CASEWORKER, "code": ECONOMY, "act": words.NAMES_OPENING, "taken_up": 1,
     "after_other": 1},
    {"speaker": CITIZEN, "code": ECONOMY, "act": words.PROGRESS},
    # 7-8: asked, the mentor translates into care and supports
    {"speaker": CASEWORKER, "code": ECONOMY, "act": words.ASKS_MENTOR, "taken_up": 1, "answers": 6},
    {"speaker": MENTOR, "code": CARE, "act": words.SUPPORTS_FRONT, "taken_up": 1, "translated": 1,
     "after_other": 1, "foreign": 1, "answers": 7},
    # 9-10: the caseworker takes it up by a translation: a demand, accepted from the front
    {"speaker": CASEWORKER, "code": EDUCATION_CODE, "act": words.DEMAND, "taken_up": 1,
     "translated": 1, "after_other": 1, "foreign": 1},
    {"speaker": CITIZEN, "code": EDUCATION_CODE, "act": words.ACCEPTANCE, "said_from_front": 1,
     "answers": 9},
    # 11-12: the mentor takes that up by a small step, which the caseworker passes over
    {"speaker": MENTOR, "code": EDUCATION_CODE, "act": words.SMALL_STEP, "taken_up": 1,
     "after_other": 1, "answers": 10},
    {"speaker": CASEWORKER, "code": LAW, "act": words.DUTY, "taken_up": 0, "after_other": 1,
     "foreign": 1},
    # 13: a wish that nobody settles any more
    {"speaker": CITIZEN, "code": LAW, "act": words.WISH, "told_taken_up": 0},
]  # fmt: skip
COUNTED = {
    "caseworker_turns": 6, "mentor_turns": 3, "citizen_turns": 5,
    "mentor_turns_first_half": 1, "professional_turns_first_half": 4,
    "caseworker_law": 1, "caseworker_economy": 3, "caseworker_education": 1,
    "mentor_care": 1, "mentor_economy": 1, "mentor_education": 1,
    "short_responses": 1, "measuring_questions": 1, "demands": 1, "duties": 1,
    "openings": 1, "openings_taken_up": 1, "asked_mentor": 1,
    "supports": 1, "support_mastery_taken_up": 1, "small_steps": 1,
    "translations_caseworker": 1, "translations_caseworker_taken_up": 1,
    "translations_mentor": 1, "translations_mentor_taken_up": 1,
    "front_turns": 2, "authentic_turns": 3, "troubles": 1, "wishes": 1, "progress": 1,
    "demands_accepted": 1, "troubles_taken_up": 1, "progress_taken_up": 1,
    "told": 2, "told_taken_up": 1, "unprompted_claims": 1,
    "slips": 1, "slips_answered": 1, "repairs": 1, "acknowledged_by_mentor": 1,
    "adjacencies": 6, "connected": 5, "foreign_turns": 4, "foreign_connected": 3,
    "answered_by_caseworker": 3, "connected_by_caseworker": 2,
    "connected_by_mentor": 3,  # turns in economy (twice) and education
    "economy_front": 1, "economy_trouble": 1, "economy_plain": 1,
    "education_front": 1, "law_plain": 1,
    "after_measuring": 1, "front_after_measuring": 1, "after_demand": 1, "front_after_demand": 1,
}  # fmt: skip


@pytest.fixture
def counted(row, written_log):
    def count(turns):
        meeting = row("meeting")
        tally.tally(written_log(turns), len(turns), meeting)
        return meeting

    return count


def test_a_short_log_counted_turn_by_turn(counted):
    meeting = counted(TALK)
    found = {name: meeting[name] for name in COUNT_NAMES if meeting[name] != 0.0}
    assert found == COUNTED
    assert (meeting.turns, meeting.longest_citizen_run) == (14, 1)


def after(act, speaker, taken_up, told_in=EDUCATION_CODE):
    """A mentor's or caseworker's act in a code, and the other's next full turn."""
    other = MENTOR if speaker == CASEWORKER else CASEWORKER
    return [
        {"speaker": speaker, "act": act, "code": told_in},
        {"speaker": CITIZEN, "act": words.PROGRESS, "code": told_in},
        {"speaker": other, "act": words.SHORT_RESPONSE, "code": told_in},
        {"speaker": other, "act": words.INFORMATION, "code": told_in, "after_other": 1,
         "taken_up": taken_up},
    ]  # fmt: skip


@pytest.mark.parametrize("taken_up", [1, 0])
@pytest.mark.parametrize(
    ("act", "code", "count"),
    [
        (words.SMALL_STEP, EDUCATION_CODE, "small_steps_taken_up"),
        (words.OBJECTS, EDUCATION_CODE, "mentor_objections_taken_up"),
        (words.SUPPORTS_FRONT, CARE, "support_mastery_taken_up"),
        (words.SUPPORTS_FRONT, EDUCATION_CODE, "support_readiness_taken_up"),
        (words.CANDID, CARE, "candid_mastery_taken_up"),
        (words.CANDID, LAW, "candid_readiness_taken_up"),
    ],
)
def test_the_next_full_turn_takes_up_what_the_mentor_did(act, code, count, taken_up, counted):
    meeting = counted(after(act, MENTOR, taken_up, code))
    assert meeting[count] == taken_up
    reports = sum(meeting[name] for name in COUNT_NAMES if name.endswith("_taken_up"))
    assert reports - meeting.progress_taken_up == taken_up  # nothing else was taken up


@pytest.mark.parametrize("taken_up", [1, 0])
def test_an_opening_that_the_mentor_takes_up_is_known(taken_up, counted):
    talk = after(words.NAMES_OPENING, CASEWORKER, taken_up, ECONOMY)
    talk[1] = talk[1] | {"act": words.FRONT, "said_from_front": 1}
    assert counted(talk).openings_taken_up == taken_up


def test_an_opening_is_known_once(counted):
    assert counted(after(words.NAMES_OPENING, CASEWORKER, 1, ECONOMY)).openings_taken_up == 1


def test_only_the_citizens_next_turn_answers_an_opening(counted):
    talk = [
        {"speaker": CASEWORKER, "act": words.NAMES_OPENING, "code": ECONOMY},
        {"speaker": CITIZEN, "act": words.FRONT, "code": ECONOMY, "said_from_front": 1},
        {"speaker": CASEWORKER, "act": words.SHORT_RESPONSE, "code": ECONOMY},
        {"speaker": CITIZEN, "act": words.PROGRESS, "code": ECONOMY},
    ]
    assert counted(talk).openings_taken_up == 0
    assert counted(talk[:1] + talk[3:]).openings_taken_up == 1


def test_progress_waits_for_the_caseworkers_next_full_turn(counted):
    talk = [
        {"speaker": CITIZEN, "act": words.PROGRESS, "code": CARE},
        {"speaker": MENTOR, "act": words.RECOGNITION, "code": CARE},
        {"speaker": CITIZEN, "act": words.PROGRESS, "code": CARE},
        {"speaker": CASEWORKER, "act": words.SHORT_RESPONSE, "code": CARE},
        {"speaker": CASEWORKER, "act": words.RIGHT, "code": LAW, "taken_up": 1, "translated": 1,
         "after_other": 1},
    ]  # fmt: skip
    assert counted(talk).progress_taken_up == 2
    talk[-1]["taken_up"] = 0
    assert counted(talk).progress_taken_up == 0


def test_who_settled_what_was_told(counted):
    for speaker, by_caseworker in ((CASEWORKER, 3), (MENTOR, 0)):
        talk = [
            {"speaker": CITIZEN, "act": act, "told_taken_up": 1, "settled_by": 3}
            for act in (words.TROUBLE, words.OBJECTION, words.WISH)
        ]
        meeting = counted([*talk, {"speaker": speaker, "act": words.INFORMATION}])
        assert (meeting.told, meeting.told_taken_up) == (3, 3)
        assert meeting.told_taken_up_caseworker == by_caseworker
        assert meeting.objections_taken_up_caseworker == by_caseworker / 3
        assert meeting.troubles_taken_up_caseworker == by_caseworker / 3
        assert (meeting.troubles_taken_up, meeting.wishes_taken_up) == (1, 1)


def test_progress_is_unprompted_unless_a_question_asked_for_it(counted):
    for act, unprompted in (
        (words.EMPATHIC_QUESTION, 0), (words.WISH_QUESTION, 0), (words.DUTY, 1), (words.DEMAND, 1),
    ):  # fmt: skip
        talk = [{"speaker": CASEWORKER, "act": act}, {"speaker": CITIZEN, "act": words.PROGRESS}]
        assert counted(talk).unprompted_claims == unprompted


@pytest.mark.parametrize(("count", "expected"), [(0, 0.0), (1, 0.5), (2, 0.75), (3, 0.875)])
def test_the_first_of_a_kind_tells_most(count, expected, premises, row):
    assert doses.diminishing(count) == pytest.approx(expected)
    # as many in a talk twice as long are half as many per norm
    long = row("meeting", turns=60)
    assert doses.told_in_norm(long, premises(), 2 * count) == pytest.approx(expected)


def test_uptake_of_what_is_foreign_is_pooled_over_three_meetings(premises, row):
    citizen = row("citizen", consistency=0.44)
    assert doses.pooled_uptake(citizen, premises()) == 0.44  # nothing foreign: sameness is no merit
    for connected, foreign in ((1, 4), (2, 2), (0, 2), (3, 4)):
        meeting = row("meeting", foreign_connected=connected, foreign_turns=foreign)
        doses.remember_uptake(citizen, meeting)
    expected = (3 + 0.5 * 0 + 0.25 * 2) / (4 + 0.5 * 2 + 0.25 * 2)
    assert doses.pooled_uptake(citizen, premises()) == pytest.approx(expected)
