"""The order within a meeting, what it opens with, and meetings that returned (model, 3, 3.4)."""

import pytest

from heterophony.agents.citizen_columns import NEVER
from heterophony.agents.meeting import hold_meeting, open_meeting
from heterophony.agents.vocabulary import COURSE, TWO_PARTY

WEEK = 40
PERSON = {
    "status": COURSE,
    "meets": 1,
    "case": 0,
    "mentor": 0,
    "caseworker": 0,
    "key": 77,
    "meeting_due": 38,
    "returned_due": NEVER,
    "course_week": 10,
    "grant_end": 41,
    "had_mentor": 1,
    "everyday_mastery": 0.5,
    "education_readiness": 0.3,
    "image_mastery_caseworker": 0.4,
    "image_readiness_caseworker": 0.2,
    "image_mastery_mentor": 0.6,
    "image_readiness_mentor": 0.1,
    "image_at_meeting": 0.55,
    "knowledge_caseworker": 0.4,
    "knowledge_mentor": 0.7,
    "internalised_discourse": 0.6,
    "pressure": 0.4,
    "demand": 0.5,
    "needs": [0.2] * 5,
    "plan": [0.2] * 5,
    "steps_practised": 0.3,
    "weeks_on_support": 52,
}
PREPARED, GIVEN = 0.5, 0.4
ATTENTION = 0.35 + 0.65 * PREPARED


@pytest.fixture
def ready(state):
    """A jobcentre whose first citizen has a meeting this week."""

    def made(overrides=None, **values):
        w = state(overrides)
        for name, value in (PERSON | values).items():
            w.citizens[0][name] = value
        w.caseworkers[0].preparation, w.mentors[0].give = PREPARED, GIVEN
        w.caseworkers[0].weights = [0.2, 0.3, 0.25, 0.25]
        w.mentors[0].weights = [0.6, 0.08, 0.02, 0.3]
        return w

    return made


def test_what_a_meeting_opens_with(ready):
    practised = {"pre_practised": 10.0, "debrief_practised": 40.0, "shared_practised": 1}
    w = ready(**practised, shield_effort=0.25)
    w.jobcentre[0].placement_pressure = 0.9
    meeting = w.meetings[open_meeting(w, 0, w.premises[0], WEEK)]
    expected = {
        "late": 2,
        "on_time": 0,
        "deciding": 1,
        "three_party": 1,
        "preparation": PREPARED,
        "attention": ATTENTION,
        "pre": 10 / 20 * GIVEN,  # what is not paid for is not given
        "debrief": GIVEN,  # at most full
        "shared_goals": ATTENTION,  # goals that nobody has prepared are not at hand
        "small_steps_weight": 0.3,
        "mastery_image_rose": 1,
        "placement_pressure": 0.9,
        "shield": 0.25,
        "stake": 0.5,  # the grant ends before the next meeting, after half of the weeks
        "understanding": 0.35,
    }
    assert {name: meeting[name] for name in expected} == pytest.approx(expected)
    assert w.citizens[0].meeting_due == 46


def test_what_a_two_party_meeting_opens_with(ready):
    w = ready(status=TWO_PARTY, shared_practised=1, pre_practised=10.0, had_mentor=0)
    meeting = w.meetings[open_meeting(w, 0, w.premises[0], WEEK)]
    for name in ("three_party", "pre", "debrief", "shared_goals", "understanding", "shield"):
        assert meeting[name] == 0.0, name


def test_what_is_passed_on_before_comes_before_positions(ready):
    w = ready(pre_practised=20.0)
    hold_meeting(w, 0, w.premises[0], WEEK)
    before = 0.4 + 0.15 * GIVEN * (0.6 - 0.4)
    known = 0.4 + 0.06 * GIVEN * (0.7 - 0.4)
    estimate = 0.1 + 0.65 * 0.2 + 0.25 * before
    assert w.meetings[0].estimate_caseworker == pytest.approx(estimate)
    at_hand = known * ATTENTION
    opens = at_hand * estimate + (1 - at_hand) * 0.55 + 0.6 * 0.06
    assert w.meetings[0].opening_proposal_caseworker == pytest.approx(opens)
    mentors = 0.1 + 0.65 * (0.1 + 0.15 * GIVEN * 0.1) + 0.25 * 0.6
    assert w.meetings[0].estimate_mentor == pytest.approx(mentors)


def test_a_meeting_moves_images_demand_record_and_openings(ready):
    w = ready({"image.misreading": 0.0})
    citizen, before = w.citizens[0], w.citizens[0].copy()
    hold_meeting(w, 0, w.premises[0], WEEK)
    assert citizen.demand != before.demand
    assert w.meetings[0].decided_demand != before.demand
    for name in ("image_readiness_caseworker", "image_readiness_mentor", "knowledge_caseworker"):
        assert citizen[name] != before[name], name
    assert w.dyads[0, 0].week_meetings == 1
    assert citizen.image_at_meeting == citizen.image_mastery_mentor
    assert citizen.meeting_number == before.meeting_number + 1


@pytest.mark.parametrize("key", [77, 78, 79])
def test_a_returned_meeting_talks_and_decides_nothing(key, ready):
    w = ready(
        {"meeting.chair": "citizen", "decision.order_const": 20.0, "decision.close_const": 20.0},
        meets=2,
        returned_due=40,
        key=key,
        missed_since_meeting=9,
    )
    citizen, before = w.citizens[0], w.citizens[0].copy()
    hold_meeting(w, 0, w.premises[0], WEEK)
    meeting = w.meetings[0]
    assert (meeting.turns, meeting.deciding) == (30, 0)
    for name in ("closes", "order_given", "sanction", "ground"):
        assert meeting[name] == 0.0, name
    unchanged = ("demand", "grant_end", "order_stands", "meeting_due", "meeting_number", "status")
    for name in (*unchanged, "missed_since_meeting"):
        assert citizen[name] == before[name], name
    assert list(citizen.plan) == list(before.plan)
    assert citizen.returned_due == NEVER
    assert citizen.image_readiness_mentor != before.image_readiness_mentor
    assert w.dyads[0, 0].week_meetings == 1
