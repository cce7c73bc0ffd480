"""Positions before the talk, what the talk moves, whose weight counts, the plan (model, 3.6)."""

import pytest

from heterophony.agents import negotiation

# Feasible: .1 + .65 x .4 + .25 x .6 - .03 x 2 = .45
KNOWN = {
    "education_readiness": 0.4,
    "everyday_mastery": 0.6,
    "prior_dropouts": 2,
    "knowledge_caseworker": 0.5,
    "knowledge_mentor": 0.8,
    "image_mastery_caseworker": 0.5,
    "image_readiness_caseworker": 0.3,
    "image_mastery_mentor": 0.7,
    "image_readiness_mentor": 0.3,
}
FEASIBLE = 0.45
ESTIMATES = {
    "caseworker": 0.1 + 0.65 * 0.3 + 0.25 * 0.5 - 0.06,  # .36
    "mentor": 0.1 + 0.65 * 0.3 + 0.25 * 0.7 - 0.06,  # .41
}


def sat(count):
    return 1 - 0.5**count


@pytest.mark.parametrize(("preparation", "attention"), [(1.0, 1.0), (0.0, 0.35), (0.5, 0.675)])
def test_an_unprepared_caseworker_attends_less(preparation, attention, premises):
    assert negotiation.attention_of(premises(), preparation) == pytest.approx(attention)


@pytest.mark.parametrize("preparation", [1.0, 0.0])
@pytest.mark.parametrize(
    ("overrides", "measuring"),
    [
        ({}, 0.6),
        ({"measurement.placement_weight": 0.9}, 0.9),
        ({"measurement.placement_weight": 0.9, "alternatives.measuring_demands": False}, 0.6),
    ],
)
def test_what_the_caseworker_comes_with(preparation, overrides, measuring, premises, row):
    citizen, meeting = row("citizen", **KNOWN), row("meeting", preparation=preparation)
    negotiation.caseworker_proposes(citizen, premises(overrides), meeting)
    known = 0.5 * (0.35 + 0.65 * preparation)
    opens = known * ESTIMATES["caseworker"] + (1 - known) * 0.55 + measuring * 0.06
    assert meeting.opening_proposal_caseworker == pytest.approx(opens)
    assert meeting.feasible_before == pytest.approx(FEASIBLE)
    assert meeting.estimate_caseworker == pytest.approx(ESTIMATES["caseworker"])
    assert meeting.error_caseworker == pytest.approx(-0.09)
    assert meeting.error_caseworker_absolute == pytest.approx(0.09)
    assert (meeting.caseworker_too_high, meeting.caseworker_too_low) == (0, 1)


@pytest.mark.parametrize("stake", [0.0, 0.5])
def test_what_the_mentor_comes_with(stake, premises, row):
    citizen = row("citizen", **KNOWN)
    meeting = row("meeting", three_party=1.0, stake=stake, feasible_before=FEASIBLE)
    negotiation.mentor_proposes(citizen, premises(), meeting)
    # with something at stake mastery is told .1 x .5 better, of which a quarter counts
    told = ESTIMATES["mentor"] + 0.25 * 0.1 * stake
    assert meeting.opening_proposal_mentor == pytest.approx(0.8 * (told + 0.05) + 0.2 * 0.4)
    assert meeting.estimate_mentor == pytest.approx(ESTIMATES["mentor"])
    assert (meeting.mentor_too_high, meeting.mentor_too_low) == (0, 1)


def test_without_a_mentor_nobody_comes_with_another_position(premises, row):
    meeting = row("meeting", opening_proposal_caseworker=0.6, error_mentor=0.0)
    negotiation.mentor_proposes(row("citizen", **KNOWN), premises(), meeting)
    assert (meeting.opening_proposal_mentor, meeting.estimate_mentor) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("error", "too_high", "too_low"),
    [(0.031, 1, 0), (0.029, 0, 0), (-0.029, 0, 0), (-0.031, 0, 1)],
)
def test_an_estimate_is_wrong_beyond_a_margin(error, too_high, too_low, premises, row):
    seen = {"image_mastery_caseworker": 0.6 + 4 * error, "image_readiness_caseworker": 0.4}
    meeting = row("meeting")
    negotiation.caseworker_proposes(row("citizen", **(KNOWN | seen)), premises(), meeting)
    assert meeting.error_caseworker == pytest.approx(error)
    assert (meeting.caseworker_too_high, meeting.caseworker_too_low) == (too_high, too_low)


@pytest.mark.parametrize(
    ("said", "moved"),
    [
        ({}, 0.0),
        ({"demands_accepted": 2}, 0.08 * sat(2)),
        ({"objections_taken_up_caseworker": 1}, -0.6 * sat(1) * (0.7 - FEASIBLE)),
        ({"objections_taken_up_caseworker": 1, "opening_proposal_caseworker": 0.4}, 0.0),
        ({"troubles_taken_up_caseworker": 2}, -0.15 * 0.5 * sat(2)),
        ({"small_steps_taken_up": 1, "progress_taken_up": 2}, -0.3 * 0.6 * sat(3)),
        ({"troubles_taken_up": 2, "objections": 2, "demands": 3, "small_steps": 2}, 0.0),
        ({"demands_accepted": 2, "turns": 60}, 0.08 * sat(1)),
        (
            {"demands_accepted": 1, "objections_taken_up_caseworker": 1, "small_steps_taken_up": 1},
            0.04 - 0.6 * 0.5 * 0.25 - 0.3 * 0.6 * 0.5,
        ),
    ],
)
def test_what_the_talk_moves(said, moved, premises, row):
    usual = {"turns": 30, "opening_proposal_caseworker": 0.7, "small_steps_weight": 0.6}
    meeting = row("meeting", **(usual | said))
    citizen, caseworker = row("citizen", **KNOWN), row("caseworker", pacing=0.5)
    found = negotiation.moved_by_talk(citizen, caseworker, premises(), meeting)
    assert found == pytest.approx(moved)


def test_the_talk_moves_the_caseworkers_position_and_not_the_mentors(premises, row):
    usual = {"turns": 30, "opening_proposal_caseworker": 0.7, "opening_proposal_mentor": 0.5}
    for three_party in (1.0, 0.0):
        meeting = row("meeting", three_party=three_party, demands_accepted=60, **usual)
        citizen, caseworker = row("citizen", **KNOWN), row("caseworker")
        negotiation.close_positions(citizen, caseworker, premises(), meeting)
        assert meeting.proposal_caseworker == pytest.approx(0.78)
        assert meeting.proposal_mentor == 0.5


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ({"three_party": 0.0, "shared_goals": 1.0}, 0.0),
        ({}, 0.08 + 0.35 / 2),
        ({"answered_by_caseworker": 6, "connected_by_caseworker": 5}, 0.08 + 0.35 * 6 / 8),
        ({"answered_by_caseworker": 6, "connected_by_caseworker": 0}, 0.08 + 0.35 / 8),
        ({"shared_goals": 0.5}, 0.08 + 0.35 / 2 + 0.15 * 0.5),
    ],
)
def test_the_weight_of_the_mentors_view(meeting, expected, premises, row):
    held = row("meeting", **({"three_party": 1.0, "turns": 60} | meeting))
    assert negotiation.mentor_weight(premises(), held) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("told", "taken_up", "heard"), [(0, 0, 0.5), (4, 0, 1 / 6), (4, 4, 5 / 6), (3, 1, 2 / 5)]
)
def test_how_far_the_citizen_is_heard(told, taken_up, heard, premises, row):
    p = premises({"meeting.citizen_involvement": 0.6})
    meeting = row("meeting", told=told, told_taken_up=taken_up)
    meeting.heard = negotiation.heard_share(meeting)
    assert meeting.heard == pytest.approx(heard)
    weight = negotiation.citizen_weight(row("citizen", autonomy=0.5), p, meeting)
    assert weight == pytest.approx(0.35 * 0.6 * (0.5 + 0.5 * 0.5) * 2 * heard)


def negotiated(premises, row, overrides=None, **meeting):
    p = premises({"meeting.citizen_involvement": 0.6} | (overrides or {}))
    citizen = row("citizen", **KNOWN, autonomy=0.5, demand=0.8, needs=[0.2] * 5, plan=[0.2] * 5)
    usual = {"three_party": 1.0, "deciding": 1.0, "turns": 30}
    usual |= {"opening_proposal_caseworker": 0.7, "opening_proposal_mentor": 0.5}
    held = row("meeting", **(usual | meeting))
    negotiation.negotiate(citizen, row("caseworker"), p, held)
    return citizen, held


def test_the_decided_demand_weighs_all_three(premises, row):
    citizen, meeting = negotiated(premises, row)
    mine, mentors = 0.35 * 0.6 * 0.75, 0.08 + 0.175
    decided = (1 - mentors - mine) * 0.7 + mentors * 0.5 + mine * FEASIBLE
    assert meeting.citizen_weight == pytest.approx(mine)
    assert meeting.mentor_weight == pytest.approx(mentors)
    assert meeting.decided_demand == pytest.approx(decided)
    assert citizen.demand == pytest.approx(0.8 + 0.5 * (decided - 0.8))


def test_the_mentor_has_what_the_citizen_leaves(premises, row):
    much = {"negotiation.involvement": 1.0, "meeting.citizen_involvement": 1.0}
    much |= {"negotiation.involvement_base": 1.0, "negotiation.taken_up": 0.7}
    _, meeting = negotiated(premises, row, much, told=8, told_taken_up=6)
    assert meeting.citizen_weight == 1.0
    assert meeting.mentor_weight == 0.0


def test_a_meeting_that_returned_decides_nothing(premises, row):
    citizen, meeting = negotiated(premises, row, deciding=0.0)
    assert citizen.demand == 0.8
    assert meeting.decided_demand == 0.8
    assert list(citizen.plan) == [0.2] * 5


@pytest.mark.parametrize(
    ("shared", "wishes", "known"),
    [
        (0.0, 0, 0.3 * 0.5),
        (1.0, 0, 0.65 * 0.65),  # both know .65 of the needs on average
        (0.2, 0, 0.3 * 0.5),  # the larger of the two shares
        (0.0, 2, 0.3 * 0.5),
    ],
)
def test_the_plan_moves_between_template_and_needs(shared, wishes, known, premises, row):
    citizen = row("citizen", **KNOWN, needs=[1, 0, 0, 0, 0], plan=[0.4, 0.6, 0, 0, 0])
    meeting = row("meeting", turns=30, shared_goals=shared, wishes_taken_up=wishes)
    negotiation.write_plan(citizen, premises(), meeting, 0.3)
    caseworkers = 0.15 + known * (1 - 0.15)
    aim = 0.7 * caseworkers + 0.3 * (0.8 * 1 + 0.2 * 0.15)
    asked = 0.75 * 0.125 * sat(wishes) * (1 - 0.4)
    assert citizen.plan[0] == pytest.approx(0.4 + 0.25 * (aim - 0.4) + asked)
    assert sum(citizen.plan) == pytest.approx(1.0)
