"""What a meeting decides: closing, order, sanction, the ground of a grant (model, 3.6)."""

import math

import pytest

from heterophony.agents import decisions
from heterophony.agents.draws import uniform
from heterophony.agents.meeting import next_due
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_CLOSE,
    FOR_GROUND,
    FOR_ORDER,
    FOR_RENEWAL,
    FOR_SANCTION,
)


def logistic(z):
    return 1 / (1 + math.exp(-z))


def sat(count):
    return 1 - 0.5**count


@pytest.mark.parametrize(
    ("pressure", "judged", "years", "three_party", "expected"),
    [
        (0.6, 0.5, 1.0, 1.0, logistic(-4.2 - 0.6)),
        (0.6, 0.8, 1.0, 1.0, logistic(-4.2 + 2.0 - 0.6)),
        (0.6, 0.75, 1.0, 1.0, logistic(-4.2 - 0.6)),
        (0.6, 0.5, 2.0, 0.0, logistic(-4.2 + 1.2)),  # only a mentor course counts as a placement
        (0.0, 0.5, 0.5, 1.0, logistic(-4.2 - 0.6)),
    ],
)
def test_the_chance_to_close(pressure, judged, years, three_party, expected, premises, row):
    meeting = row("meeting", three_party=three_party, placement_pressure=pressure)
    assert decisions.close_chance(premises(), meeting, judged, years) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("said", "judged", "years", "demand", "logit"),
    [
        ({"demands": 1}, 0.4, 0.0, 0.5, -4.6),
        ({"duties": 1}, 0.4, 0.0, 0.5, -4.6),
        ({"demands": 1}, 0.65, 0.0, 0.5, -4.6 + 4 * 0.25),
        ({"demands": 1}, 0.4, 0.5, 0.5, -4.6 + 0.8 * 0.5),
        ({"demands": 1}, 0.4, 3.0, 0.7, -4.6 + 0.8 * 1.5 + 3 * 0.2),
        ({"demands": 2, "demands_accepted": 2}, 0.4, 0.0, 0.5, -4.6 + sat(2)),
        ({"demands": 2, "objections_taken_up_caseworker": 1}, 0.4, 0.0, 0.5, -4.6 - sat(1)),
        ({"rights": 3, "demands_accepted": 1}, 0.9, 2.0, 0.9, None),  # nothing was demanded
    ],
)
def test_the_chance_of_an_order(said, judged, years, demand, logit, premises, row):
    meeting = row("meeting", turns=30, decided_demand=demand, **said)
    found = decisions.order_chance(premises(), meeting, judged, years)
    assert found == pytest.approx(0.0 if logit is None else logistic(logit))


def decided(premises, row, key, overrides=None, **meeting):
    """Let closing and order be decided by draws that lie just below the chances worked by hand."""
    p = premises(overrides)
    citizen = row(
        "citizen", image_mastery_caseworker=0.9, image_readiness_caseworker=0.8, course_week=0
    )
    judged = 0.3 * 0.9 + 0.7 * 0.8  # what the caseworker sees, not what is
    close = logistic(-4.2 + 1.2 * (26 / 52 - 1) + 2.0)
    order = logistic(-4.6 + 4 * (judged - 0.4) + 0.8 * 26 / 52)
    both = key(
        lambda k: (
            close - 0.02 < uniform(k, 0, FOR_CLOSE) < close
            and order - 0.05 < uniform(k, 0, FOR_ORDER) < order
        )
    )
    usual = {"deciding": 1.0, "turns": 30, "demands": 1, "decided_demand": 0.5}
    held = row("meeting", **(usual | meeting))
    decisions.decide(citizen, p, held, both, 26)
    return citizen, held


def test_a_caseworker_decides_by_the_image_after_the_talk(premises, row, key):
    citizen, meeting = decided(premises, row, key)
    assert (meeting.closes, meeting.order_given, citizen.order_stands) == (1, 1, 1)


@pytest.mark.parametrize(
    ("overrides", "said"),
    [({"law.education_order": False}, {}), ({}, {"demands": 0}), ({}, {"deciding": 0.0})],
)
def test_no_order_without_the_law_a_demand_or_a_meeting_that_decides(
    overrides, said, premises, row, key
):
    citizen, meeting = decided(premises, row, key, overrides, **said)
    assert (meeting.order_given, citizen.order_stands) == (0, 0)


@pytest.mark.parametrize(
    ("missed", "duties", "preparation", "trust", "expected"),
    [
        (2, 1, 1.0, 0.0, 0.0),
        (3, 1, 1.0, 0.0, 0.3 * 0.5),
        (3, 1, 0.4, 0.5, 0.15 * 0.4 * 0.75),
        (9, 1, 0.0, 0.0, 0.0),
        (9, 0, 1.0, 0.0, 0.0),  # no duty was named
    ],
)
def test_the_chance_of_a_sanction(missed, duties, preparation, trust, expected, premises, row):
    citizen = row("citizen", missed_since_meeting=missed, trust_caseworker=trust)
    meeting = row("meeting", preparation=preparation, duties=duties)
    assert decisions.sanction_chance(citizen, premises(), meeting) == pytest.approx(expected)


def test_a_sanction_presses_and_costs_trust_and_misses_count_anew(premises, row, key):
    for draws, sanctioned in (((0.0, 0.15), True), ((0.15, 1.0), False)):
        found = key(lambda k, d=draws: d[0] < uniform(k, 0, FOR_SANCTION) < d[1])
        citizen = row("citizen", missed_since_meeting=3, pressure=0.5, trust_caseworker=0.0)
        meeting = row("meeting", deciding=1.0, preparation=1.0, duties=1)
        decisions.sanction(citizen, premises(), meeting, found)
        assert (meeting.sanction, citizen.missed_since_meeting) == (sanctioned, 0)
        assert citizen.pressure == pytest.approx(0.6 if sanctioned else 0.5)


@pytest.mark.parametrize(
    ("said", "chance"),
    [
        ({"caseworker_law": 1}, sat(1)),
        ({"caseworker_economy": 1, "mentor_law": 1, "mentor_economy": 1}, sat(3)),
        ({"caseworker_care": 5, "mentor_education": 5, "caseworker_education": 5}, 0.0),
    ],
)
def test_a_grant_needs_something_said_in_law_or_economy(said, chance, premises, row):
    meeting = row("meeting", turns=30, **said)
    assert decisions.ground_chance(premises(), meeting) == pytest.approx(chance)
    assert decisions.ground_chance(premises({"law.ground": False}), meeting) == 1.0


@pytest.mark.parametrize(
    ("grant_end", "due", "held", "renewed"),
    [
        (47, 48, {}, True),
        (48, 48, {}, False),
        (47, 48, {"closes": 1.0}, False),
        (47, 48, {"three_party": 0.0}, False),
        (47, 48, {"deciding": 0.0}, False),
        (47, 48, {"caseworker_law": 0.0}, False),  # no ground
    ],
)
def test_a_grant_is_renewed_where_it_would_not_last(
    grant_end, due, held, renewed, premises, row, key
):
    half = key(lambda k: 0.3 < uniform(k, 0, FOR_GROUND) < 0.5)
    citizen = row("citizen", grant_end=grant_end, meeting_due=due)
    usual = {"three_party": 1.0, "deciding": 1.0, "turns": 30, "caseworker_law": 1.0}
    meeting = row("meeting", **(usual | held))
    decisions.renew_grant(citizen, premises(), meeting, half, 40)
    assert citizen.grant_end == (40 + 26 if renewed else grant_end)


@pytest.mark.parametrize(
    ("week", "pressure", "gone", "renewed"),
    [
        (40, 0.5, 0, True),
        (40, 0.2, 0, False),
        (40, 1.7, 0, True),
        (41, 2.0, 0, False),
        (39, 2.0, 0, False),
        (40, 2.0, 1, False),
    ],
)
def test_the_pressure_to_place_renews_what_has_just_lapsed(
    week, pressure, gone, renewed, premises, row, key
):
    third = key(lambda k: 0.3 < uniform(k, 12, FOR_RENEWAL) < 0.5)
    citizen = row("citizen", grant_end=40, key=third, life_week=12, mentor_gone=gone)
    decisions.renew_lapsed_grant(citizen, premises(), pressure, week)
    assert citizen.grant_end == (week + 26 if renewed else 40)


@pytest.mark.parametrize(
    ("due", "held", "expected"), [(40, 40, 48), (40, 43, 48), (40, 45, 49), (40, 60, 64)]
)
def test_the_next_meeting_is_due_an_interval_after_this_one_was_due(
    due, held, expected, premises, row
):
    citizen = row("citizen", meeting_due=due, meets=1, status=COURSE)
    assert next_due(citizen, premises(), held) == expected
