"""Rules of states, ownership, refund and turnover against tables worked by hand."""

import math

import pytest

from heterophony.agents import bounded, learning, ownership, refund
from heterophony.agents.arrival import feasible_demand, match_between, true_state
from heterophony.agents.living import realism
from heterophony.agents.turnover import lose_caseworker, lose_mentor
from heterophony.agents.vocabulary import COURSE, EDUCATION, REFERRED, WAITING

REGIMES = ("flat", "active_passive_2006", "active_passive_2011", "staircase_2016", "none")


@pytest.mark.parametrize(
    ("state", "dose", "expected"),
    [
        (0.4, 0.5, 0.7),
        (0.4, -0.5, 0.2),
        (0.4, 0.0, 0.4),
        (0.0, 0.3, 0.3),
        (1.0, -0.3, 0.7),
        (0.4, 7.0, 1.0),
        (0.4, -7.0, 0.0),
    ],
)
def test_a_push_moves_a_share_of_the_distance_left(state, dose, expected):
    assert bounded.saturating_step(state, dose) == pytest.approx(expected)


def test_a_state_relaxes_half_the_way_in_its_half_life(premises):
    p = premises({"state.pressure_half_life": 4.0})
    assert p.state_pressure_drift == pytest.approx(1 - 2**-0.25)
    state = 0.9
    for _ in range(4):
        state = bounded.relax(state, 0.1, p.state_pressure_drift)
    assert state == pytest.approx(0.5)


def test_chances_of_a_week(premises):
    assert bounded.logistic(0.0) == 0.5
    assert bounded.logistic(math.log(3)) == pytest.approx(0.75)
    assert bounded.weekly_chance(math.log(2)) == pytest.approx(0.5)
    assert bounded.positive_part(-0.2) == 0.0


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        # components .9 .4 .5 .8 .6, weights .28 .26 .18 .14 .14
        (1.0, 0.28 * 0.9 + 0.26 * 0.4 + 0.18 * 0.5 + 0.14 * 0.8 + 0.14 * 0.6),
        (0.0, 0.9**0.28 * 0.4**0.26 * 0.5**0.18 * 0.8**0.14 * 0.6**0.14),
        (-1.0, 1 / (0.28 / 0.9 + 0.26 / 0.4 + 0.18 / 0.5 + 0.14 / 0.8 + 0.14 / 0.6)),
        (
            -0.7,
            (
                0.28 * 0.9**-0.7
                + 0.26 * 0.4**-0.7
                + 0.18 * 0.5**-0.7
                + 0.14 * 0.8**-0.7
                + 0.14 * 0.6**-0.7
            )
            ** (-1 / 0.7),
        ),
    ],
)
def test_components_of_ownership_are_combined(power, expected, premises):
    p = premises({"ownership.complementarity": power})
    assert ownership.combined(p, 0.9, 0.4, 0.5, 0.8, 0.6) == pytest.approx(expected)


def test_the_weakest_link_is_one_of_the_alternatives(premises):
    p = premises({"alternatives.ownership": "minimum"})
    assert ownership.combined(p, 0.9, 0.4, 0.5, 0.8, 0.6) == 0.4


def test_a_component_at_0_leaves_ownership_low_only_where_they_are_complements(premises):
    additive = premises({"ownership.complementarity": 1.0})
    complements = premises({"ownership.complementarity": -2.0})
    assert ownership.combined(additive, 0.9, 0.0, 0.9, 0.9, 0.9) == pytest.approx(0.666, abs=0.001)
    assert ownership.combined(complements, 0.9, 0.0, 0.9, 0.9, 0.9) < 0.001


def test_ownership_is_discounted_by_pressure_and_fatigue(premises, row):
    p = premises({"ownership.midpoint": 0.5, "ownership.complementarity": 1.0})
    c = row("citizen", autonomy=0.5, meaning=0.5, trust_mentor=0.5, trust_caseworker=0.5)
    c.consistency, c.everyday_mastery, c.education_readiness = 0.5, 0.4, 0.3
    fit = realism(c, p)
    calm = ownership.ownership_target(c, p)
    basis = 0.86 * 0.5 + 0.14 * fit
    assert calm == pytest.approx(1 / (1 + math.exp(-9 * (basis - 0.5))))
    c.pressure, c.change_fatigue = 0.4, 0.5
    assert ownership.ownership_target(c, p) == pytest.approx(calm * (1 - 0.18) * (1 - 0.15))


def test_feasible_demand_and_realism(premises, row):
    p = premises()
    c = row("citizen", education_readiness=0.4, everyday_mastery=0.6, prior_dropouts=2)
    assert feasible_demand(c, p) == pytest.approx(0.1 + 0.65 * 0.4 + 0.25 * 0.6 - 0.03 * 2)
    c.order_stands = 1
    assert feasible_demand(c, p) == pytest.approx(0.51 - 0.06 * 1.6)
    c.order_stands, c.in_crisis = 0, 1
    assert feasible_demand(c, p) == pytest.approx(0.45 - 0.2)
    c.in_crisis = 0
    for demand, expected in ((0.51, 1.0), (0.61, 1 - 2.2 * 0.1), (0.41, 1 - 0.7 * 0.1)):
        c.demand = demand
        assert realism(c, p) == pytest.approx(expected)


def test_a_true_state_is_lower_in_crisis(premises, row):
    c = row("citizen", education_readiness=0.4, everyday_mastery=0.6)
    assert true_state(c, premises()) == pytest.approx(0.5)
    c.in_crisis = 1
    assert true_state(c, premises()) == pytest.approx(0.35)


def test_the_match_of_a_plan_is_what_it_shares_with_the_needs(row):
    c = row("citizen", needs=[0.5, 0.5, 0, 0, 0], plan=[0.25, 0.25, 0.5, 0, 0])
    assert match_between(c.plan, c.needs) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("horizon", "expected"), [(0.0, 0.0), (0.25, 0.75), (0.5, 1.0), (0.75, 0.75), (1.0, 0.0)]
)
def test_resonance_is_an_inverted_u_unless_learning_is_linear(horizon, expected, premises):
    assert learning.resonance(premises(), horizon) == pytest.approx(expected)
    assert learning.resonance(premises({"alternatives.learning": "linear"}), horizon) == 1.0


@pytest.mark.parametrize(
    ("regime", "weeks", "placed", "expected"),
    [
        ("flat", 0, False, 0.5),
        ("flat", 90, True, 0.5),
        ("active_passive_2006", 90, True, 0.65),
        ("active_passive_2006", 90, False, 0.35),
        ("active_passive_2011", 0, True, 0.5),
        ("active_passive_2011", 0, False, 0.3),
        ("staircase_2016", 0, False, 0.8),
        ("staircase_2016", 3, False, 0.8),
        ("staircase_2016", 4, False, 0.4),
        ("staircase_2016", 25, False, 0.4),
        ("staircase_2016", 26, False, 0.3),
        ("staircase_2016", 51, False, 0.3),
        ("staircase_2016", 52, False, 0.2),
        ("none", 30, True, 0.0),
    ],
)
def test_the_state_refunds_by_regime(regime, weeks, placed, expected, premises):
    p = premises()
    assert refund.refund_share(p, REGIMES.index(regime), weeks, placed) == pytest.approx(expected)


@pytest.mark.parametrize("weeks", [0, 3, 4, 25, 26, 51, 52, 500])
def test_how_fast_somebody_is_placed_does_not_change_the_staircase_refund(weeks, premises):
    placed = refund.refund_share(premises(), 3, float(weeks), True)
    assert placed == refund.refund_share(premises(), 3, float(weeks), False)


def touched(row, status):
    return row(
        "citizen",
        status=status,
        interviews_held=1,
        trust_caseworker=0.75,
        trust_mentor=0.6,
        knowledge_caseworker=0.8,
        knowledge_mentor=0.5,
        autonomy=0.5,
        consistency=0.5,
        change_fatigue=0.2,
        demand=0.35,
        plan=[1, 0, 0, 0, 0],
    )


def test_what_a_change_of_caseworker_costs(premises, row):
    c = touched(row, COURSE)
    assert lose_caseworker(c, premises())
    assert c.trust_caseworker == pytest.approx(0.25 + 0.2 * 0.5)
    assert c.knowledge_caseworker == pytest.approx(0.05)
    assert c.change_fatigue == pytest.approx(0.2 + 0.1 * 0.8)
    assert c.consistency == pytest.approx(0.5 * 0.8)
    assert c.autonomy == 0.5
    assert c.demand == pytest.approx(0.45)
    assert c.plan[0] == pytest.approx(1 - 0.35 * 0.85)
    assert sum(c.plan) == pytest.approx(1.0)


def test_a_handover_keeps_more(premises, row):
    c = touched(row, COURSE)
    lose_caseworker(c, premises({"staffing.handover": True}))
    assert c.trust_caseworker == pytest.approx(0.25 + 0.5 * 0.5)
    assert c.knowledge_caseworker == pytest.approx(0.6 * 0.8)
    assert c.consistency == pytest.approx(0.5 * 0.8)  # the ordinary loss


def test_whom_a_change_of_caseworker_touches(premises, row):
    unseen = row("citizen", status=WAITING, interviews_held=0, trust_caseworker=0.75)
    assert not lose_caseworker(unseen, premises())
    assert unseen.trust_caseworker == 0.75
    student = touched(row, EDUCATION)
    assert not lose_caseworker(student, premises())
    assert student.knowledge_caseworker == pytest.approx(0.05)
    assert student.change_fatigue == 0.2
    assert lose_caseworker(touched(row, REFERRED), premises())


def test_what_a_change_of_mentor_costs(premises, row):
    c = touched(row, COURSE)
    assert lose_mentor(c, premises())
    assert c.trust_mentor == pytest.approx(0.2 + 0.2 * 0.4)
    assert c.former_trust == pytest.approx(0.6)
    assert c.knowledge_mentor == pytest.approx(0.15)
    assert c.change_fatigue == pytest.approx(0.2 + 0.15 * 0.8)
    assert c.trust_caseworker == 0.75
    assert not lose_mentor(touched(row, WAITING), premises())


def test_a_handover_between_mentors_keeps_more(premises, row):
    c = touched(row, COURSE)
    lose_mentor(c, premises({"staffing.handover": True}))
    assert c.trust_mentor == pytest.approx(0.2 + 0.35 * 0.4)
    assert c.knowledge_mentor == pytest.approx(0.6 * 0.5)


def test_an_order_outlasts_a_change_of_caseworker(premises, row):
    c = touched(row, COURSE)
    c.order_stands = 1
    lose_caseworker(c, premises())
    assert c.order_stands == 1
