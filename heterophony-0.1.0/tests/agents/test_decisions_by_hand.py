"""What a meeting proposes, decides and leaves behind, against tables worked by hand."""

import math

import pytest

from heterophony.agents import decisions, negotiation, reaction
from heterophony.agents.meeting import learn_from_meeting, next_due
from heterophony.agents.presentation import (
    demand_seen_by_caseworker,
    demand_seen_by_mentor,
    fiction_divergence,
)
from heterophony.agents.tally import pooled_uptake
from heterophony.agents.vocabulary import COURSE


def logistic(z):
    return 1 / (1 + math.exp(-z))


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


def test_what_each_side_thinks_feasible(premises, row):
    p, citizen = premises(), row("citizen", **KNOWN)
    # the caseworker's view leans to readiness: .3 x .5 + .7 x .3 = .36, the middle is .4
    assert demand_seen_by_caseworker(citizen, p) == pytest.approx(FEASIBLE + 0.5 * (0.36 - 0.4))
    # the mentor's to mastery: .7 x .7 + .3 x .3 = .58, the middle is .5
    assert demand_seen_by_mentor(citizen, p, 0.58) == pytest.approx(FEASIBLE + 0.5 * 0.08)
    assert fiction_divergence(citizen, p) == pytest.approx(((0.58 - 0.36) + (0.49 - 0.43)) / 2)


def test_the_caseworkers_proposal(premises, row):
    p, citizen = premises(), row("citizen", **KNOWN)
    caseworker = row("caseworker", pacing=0.5)
    meeting = row("meeting", preparation=1.0, gap=0.2, placement_push=0.07)
    # known .5: what is seen (.43) with the front on top (.6 x .2), and the standard .55
    plain = 0.5 * (0.43 + 0.12) + 0.5 * 0.55 + 0.07
    assert negotiation.caseworker_demand(citizen, caseworker, p, meeting) == pytest.approx(plain)
    meeting.small_steps_weight, meeting.small_step_seen = 0.6, 1.0
    lower = plain - 0.28 * 0.6
    assert negotiation.caseworker_demand(citizen, caseworker, p, meeting) == pytest.approx(lower)
    citizen.distress = p.caseworker_pacing_distress + 0.2
    paced = lower - p.caseworker_pacing * 0.5 * 0.5 * 0.2
    assert negotiation.caseworker_demand(citizen, caseworker, p, meeting) == pytest.approx(paced)
    meeting.preparation = 0.0
    known = 0.5 * 0.35
    unprepared = known * 0.55 + (1 - known) * 0.55 + 0.07 - 0.168
    unprepared -= p.caseworker_pacing * 0.5 * known * 0.2
    found = negotiation.caseworker_demand(citizen, caseworker, p, meeting)
    assert found == pytest.approx(unprepared)


def test_the_mentors_proposal(premises, row):
    p, citizen = premises(), row("citizen", **KNOWN)
    assert negotiation.mentor_demand(citizen, p, 0.0) == pytest.approx(0.8 * 0.54 + 0.2 * 0.4)
    # with something at stake the view is told .1 x .5 better, which counts by half
    reported = 0.8 * (0.54 + 0.025) + 0.2 * 0.4
    assert negotiation.mentor_demand(citizen, p, 0.5) == pytest.approx(reported)


@pytest.mark.parametrize(
    ("meeting", "expected"),
    [
        ({"three_party": 0.0, "preparation": 1.0, "understanding": 1.0}, 0.0),
        ({}, 0.08),
        ({"preparation": 1.0}, 0.15),
        ({"understanding": 0.4}, 0.08 + 0.35 * 0.4 * 0.5),
        ({"understanding": 0.4, "preparation": 1.0}, 0.15 + 0.35 * 0.4),
        ({"pre": 1.0, "understanding": 0.5}, 0.08 + 0.35 * 0.5 * 0.5 + 0.35 * (0.4 + 0.6 * 0.5)),
        ({"shared_goals": 1.0}, 0.23),
        (
            {"shared_goals": 1.0, "pre": 1.0, "understanding": 1.0, "preparation": 1.0},
            0.85,  # at most
        ),
    ],
)
def test_the_weight_of_the_mentors_view(meeting, expected, premises, row):
    held = row("meeting", **({"three_party": 1.0} | meeting))
    assert negotiation.mentor_weight(premises(), held) == pytest.approx(expected)


def test_the_decided_demand_weighs_all_three(premises, row):
    p = premises({"meeting.citizen_involvement": 0.6})
    citizen = row("citizen", **KNOWN, autonomy=0.5, demand=0.8, needs=[0.2] * 5, plan=[0.2] * 5)
    meeting = row(
        "meeting", three_party=1.0, deciding=1.0, proposal_caseworker=0.7, proposal_mentor=0.5
    )
    negotiation.negotiate(citizen, p, meeting)
    own = 0.35 * 0.6 * (0.5 + 0.5 * 0.5)
    decided = (1 - 0.08 - own) * 0.7 + 0.08 * 0.5 + own * FEASIBLE
    assert meeting.citizen_weight == pytest.approx(own)
    assert meeting.decided_demand == pytest.approx(decided)
    assert citizen.demand == pytest.approx(0.8 + 0.5 * (decided - 0.8))


def test_a_meeting_that_returned_decides_nothing(premises, row):
    citizen = row("citizen", **KNOWN, demand=0.8, plan=[1, 0, 0, 0, 0])
    meeting = row("meeting", deciding=0.0, proposal_caseworker=0.2)
    negotiation.negotiate(citizen, premises(), meeting)
    assert citizen.demand == 0.8
    assert meeting.decided_demand == 0.8
    assert list(citizen.plan) == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(("shared", "system"), [(0.0, 0.15), (1.0, 0.5 * 0.15 + 0.5 * 0.7025)])
def test_the_plan_moves_between_template_and_needs(shared, system, premises, row):
    # both know .65 on average: .65 x 1 + .35 x .15 = .7025 of the first domain
    citizen = row("citizen", **KNOWN, needs=[1, 0, 0, 0, 0], plan=[0.4, 0.6, 0, 0, 0])
    negotiation.write_plan(citizen, premises(), 0.3, shared)
    aim = 0.7 * system + 0.3 * (0.8 * 1 + 0.2 * 0.15)
    assert citizen.plan[0] == pytest.approx(0.4 + 0.25 * (aim - 0.4))
    assert sum(citizen.plan) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("measuring", "judged", "years", "three_party", "expected"),
    [
        (0.6, 0.5, 1.0, 1.0, logistic(-4.2 - 0.6)),
        (0.6, 0.8, 1.0, 1.0, logistic(-4.2 + 2.0 - 0.6)),
        (0.6, 0.5, 2.0, 0.0, logistic(-4.2 + 1.2)),
        (0.0, 0.5, 0.5, 1.0, logistic(-4.2 - 0.6)),
    ],
)
def test_the_chance_to_close(measuring, judged, years, three_party, expected, premises, row):
    p = premises({"measurement.placement_weight": measuring})
    meeting = row("meeting", three_party=three_party)
    assert decisions.close_chance(p, meeting, judged, years) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("judged", "push", "years", "demand", "expected"),
    [
        (0.45, 0.0, 0.0, 0.5, -4.6),
        (0.65, 0.0, 0.0, 0.5, -4.6 + 0.8),
        (0.45, 0.1, 0.5, 0.5, -4.6 + 0.5 + 0.4),
        (0.45, 0.0, 3.0, 0.7, -4.6 + 1.2 + 0.6),
    ],
)
def test_the_chance_of_an_order(judged, push, years, demand, expected, premises, row):
    meeting = row("meeting", placement_push=push, decided_demand=demand)
    found = decisions.order_chance(premises(), meeting, judged, years)
    assert found == pytest.approx(logistic(expected))


def test_the_state_as_judged_holds_the_front_less_what_is_seen_through(premises, row):
    citizen = row("citizen", **KNOWN)
    meeting = row("meeting", gap=0.2, preparation=1.0)
    judged = decisions.state_as_judged(citizen, premises(), meeting)
    assert judged == pytest.approx(0.5 + 0.2 * (1 - 0.5 * 0.5))


@pytest.mark.parametrize(
    ("missed", "preparation", "trust", "expected"),
    [(2, 1.0, 0.0, 0.0), (3, 1.0, 0.0, 0.15), (3, 0.4, 0.5, 0.15 * 0.4 * 0.75), (9, 0.0, 0.0, 0.0)],
)
def test_the_chance_of_a_sanction(missed, preparation, trust, expected, premises, row):
    citizen = row("citizen", missed_since_meeting=missed, trust_caseworker=trust)
    meeting = row("meeting", preparation=preparation)
    assert decisions.sanction_chance(citizen, premises(), meeting) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("grant_end", "due", "closes", "renewed"),
    [(47, 48, 0.0, True), (48, 48, 0.0, False), (47, 48, 1.0, False)],
)
def test_a_grant_is_renewed_where_it_would_not_last(grant_end, due, closes, renewed, premises, row):
    citizen = row("citizen", grant_end=grant_end, meeting_due=due)
    meeting = row("meeting", three_party=1.0, deciding=1.0, closes=closes)
    decisions.renew_grant(citizen, premises(), meeting, 40)
    assert citizen.grant_end == (40 + 26 if renewed else grant_end)


@pytest.mark.parametrize(
    ("due", "held", "expected"), [(40, 40, 48), (40, 43, 48), (40, 45, 49), (40, 60, 64)]
)
def test_the_next_meeting_is_due_an_interval_after_this_one_was_due(
    due, held, expected, premises, row
):
    citizen = row("citizen", meeting_due=due, meets=1, status=COURSE)
    assert next_due(citizen, premises(), held) == expected


def test_uptake_is_pooled_over_three_meetings(premises, row):
    citizen = row("citizen", connected=[2, 3, 1], adjacent=[4, 3, 4], consistency=0.6)
    expected = (2 + 0.5 * 3 + 0.25 * 1) / (4 + 0.5 * 3 + 0.25 * 4)
    assert pooled_uptake(citizen, premises()) == pytest.approx(expected)
    quiet = row("citizen", consistency=0.6)
    assert pooled_uptake(quiet, premises()) == pytest.approx(0.6)


def test_influence_and_reactance_change_autonomy(premises, row):
    p = premises({"meeting.citizen_involvement": 0.5})
    citizen = row("citizen", autonomy=0.5, reactance=0.8)
    meeting = row(
        "meeting", turns=60, citizen_turns=30, pre=0.5, autonomy_acts=4, demands=6, demand_over=0.2
    )
    influence = (0.53 * 0.5 + 0.65 * 0.5) * (1 - 0.6 * 0.5 * 0.5)
    threat = min(1, 1.5 * 0.2 + 0.06 * 3)  # six demands in sixty turns are three per thirty
    dose = 0.3 * (influence - 0.25) + 0.02 * 2 - 0.14 * 0.8 * threat
    reaction.change_autonomy(citizen, p, meeting)
    assert citizen.autonomy == pytest.approx(0.5 + dose * 0.5)
    assert meeting.autonomy_change == pytest.approx(dose * 0.5)


@pytest.mark.parametrize(
    ("meeting", "caseworker", "mentor"),
    [
        ({"preparation": 1.0}, 0.07, 0.0),
        ({"preparation": 1.0, "recognitions": 2}, 0.10, 0.0),
        ({"demand_over": 0.3}, -0.1 * 0.6, -0.08 * 0.6 * 0.5),
        ({"measuring_questions": 12}, -0.03, 0.0),  # twelve in sixty turns are six per thirty
        ({"measuring_questions": 11}, 0.0, 0.0),
    ],
)
def test_how_a_meeting_is_held_changes_trust(meeting, caseworker, mentor, premises, row):
    citizen = row("citizen", trust_caseworker=0.4, trust_mentor=0.5)
    held = row("meeting", **({"turns": 60, "three_party": 1.0, "shield": 0.5} | meeting))
    reaction.change_trust(citizen, premises(), held)
    left = 0.6 if caseworker >= 0 else 0.4
    assert citizen.trust_caseworker == pytest.approx(0.4 + caseworker * left)
    assert citizen.trust_mentor == pytest.approx(0.5 + mentor * 0.5)


def test_who_fears_measuring_feels_the_next_meeting_a_week_before(premises, row):
    citizen = row(
        "citizen", meeting_due=41, measuring_sensitivity=0.5, trust_caseworker=0.4, pressure=0.2
    )
    reaction.anticipate(citizen, premises(), 39)
    assert citizen.pressure == 0.2
    reaction.anticipate(citizen, premises(), 40)
    assert citizen.pressure == pytest.approx(0.2 + 0.1 * 0.5 * 0.6 * 0.8)


@pytest.mark.parametrize(
    ("gap", "authentic", "dose"),
    [(0.0, 0, 0.08), (0.25, 0, 0.08 * 0.7), (0.9, 0, 0.08 * 0.4), (0.0, 5, 0.13), (0.0, 4, 0.08)],
)
def test_the_caseworker_learns_by_preparation_and_plain_speech(gap, authentic, dose, premises, row):
    citizen = row("citizen", knowledge_caseworker=0.5)
    # five authentic turns in sixty are more than two per thirty
    meeting = row("meeting", turns=60, preparation=1.0, gap=gap, authentic_turns=authentic)
    learn_from_meeting(citizen, premises(), meeting)
    assert citizen.knowledge_caseworker == pytest.approx(0.5 + dose * 0.5)
