"""Interview, the pressure to place, referral and what is remembered of it (model, 3.3)."""

import pytest

from heterophony.agents import referral, refund
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_EARLY_REFERRAL,
    FOR_RESIDUAL,
    REFERRED,
    STREAM_CASE,
    TWO_PARTY,
    WAITING,
)
from heterophony.sim.bookkeeping import count_placed, press_to_place

NOBODY = -1.0


@pytest.mark.parametrize(
    ("placed", "factor"),
    [
        (0.90, 1.0),  # the target is met
        (0.96, 1 - 0.06 / 0.15),  # more than met: it weakens
        (0.825, 1.5),
        (0.5, 2.0),  # at most twice
        (0.0, 2.0),
        (1.0, 1 - 0.1 / 0.15),
        (NOBODY, 1.0),
    ],
)
def test_the_pressure_to_place_follows_how_far_the_target_is(placed, factor, premises):
    unbelieved = {"refund.belief_strength": 0.0}
    found = refund.placement_pressure(premises(unbelieved), placed)
    assert found == pytest.approx(0.6 * factor)
    assert refund.placement_pressure(premises(), placed) == pytest.approx(
        0.6 * factor * (1 + 2 * 0.5 * 0.2)  # believed: as 2011
    )


def test_a_target_that_is_far_exceeded_presses_no_more(premises):
    easy = premises({"measurement.placement_target": 0.8, "measurement.gap_scale": 0.05})
    assert refund.placement_pressure(easy, 0.9) == 0.0


def test_measuring_carries_the_belief_about_refund(premises):
    believed = {"refund.perceived_regime": "all_or_nothing", "refund.belief_strength": 0.8}
    hard = premises(believed | {"measurement.placement_weight": 0.9})
    assert refund.placement_pressure(hard, 0.9) == pytest.approx(0.9 * (1 + 2 * 0.8 * 0.5))
    unmeasured = premises(believed | {"measurement.placement_weight": 0.0})
    assert refund.placement_pressure(unmeasured, 0.1) == 0.0
    switched_off = {"refund.placement_per_gain": 0.0}
    assert refund.placement_pressure(premises(switched_off), 0.9) == pytest.approx(0.6)


def test_who_is_placed_is_counted_among_those_who_could_be(state):
    w = state()
    statuses = [WAITING, REFERRED, COURSE, COURSE, TWO_PARTY]
    w.citizens["status"] = 0
    w.citizens["status"][: len(statuses)] = statuses
    w.counters[0] = len(statuses)
    press_to_place(w, w.premises[0])
    assert w.jobcentre[0].placement_pressure == pytest.approx(0.6 * 1.2)  # nobody yet
    count_placed(w, 0)
    assert w.jobcentre[0].placed_share == pytest.approx(3 / 5)
    assert (w.weekly[0].placed, w.weekly[0].to_place) == (3, 5)
    press_to_place(w, w.premises[0])
    assert w.jobcentre[0].placement_pressure == pytest.approx(0.6 * 2 * 1.2)
    w.citizens["status"] = 0
    count_placed(w, 1)
    assert w.jobcentre[0].placed_share == NOBODY


@pytest.mark.parametrize(
    ("person", "pressure", "ready"),
    [
        ({"interviews_held": 0}, 2.0, False),  # never without an interview
        ({"interviews_held": 1}, 0.0, False),
        ({"interviews_held": 1}, 0.4, True),  # .04 x .4 is above the draw
        ({"interviews_held": 1}, 0.2, False),
        ({"interviews_held": 3}, 0.0, True),  # all interviews held
        ({"interviews_held": 1, "arrived_week": 32}, 0.0, False),
        ({"interviews_held": 1, "arrived_week": 31}, 0.0, True),  # 12 weeks less 3 of lead
        ({"interviews_held": 3, "status": REFERRED}, 2.0, False),
    ],
)
def test_who_is_referred(person, pressure, ready, premises, row, key):
    p = premises({"referral.interviews": 3, "referral.deadline_weeks": 12})
    early = key(lambda k: 0.010 < uniform(k, 8, FOR_EARLY_REFERRAL) < 0.014)
    usual = {"status": WAITING, "arrived_week": 38, "key": early, "life_week": 8}
    citizen = row("citizen", **(usual | person))
    assert referral.ready_to_refer(citizen, p, pressure, 40) == ready


@pytest.mark.parametrize(
    ("knowledge", "pressure", "involvement", "offers", "expected"),
    [
        (0.3, 0.6, 0.2, 0.3, 0.7 * (0.4 + 0.55 * 0.6) * 0.9 * 0.99),
        (0.3, 0.0, 0.2, 0.3, 0.7 * 0.4 * 0.9 * 0.99),
        (0.5, 1.2, 0.8, 0.8, 0.5 * (0.4 + 0.55 * 1.2) * 0.6 * 0.64),
        (1.0, 2.0, 0.0, 0.0, 0.0),
        (0.0, 2.0, 0.0, 0.0, 1.0),
    ],
)
def test_the_chance_of_a_residual_referral(
    knowledge, pressure, involvement, offers, expected, premises
):
    p = premises({"meeting.citizen_involvement": involvement, "referral.offers_available": offers})
    assert referral.residual_chance(p, knowledge, pressure) == pytest.approx(expected)


PERSON = {
    "status": WAITING,
    "needs": [1, 0, 0, 0, 0],
    "knowledge_caseworker": 0.4,
    "autonomy": 0.5,
    "everyday_mastery": 0.8,
    "education_readiness": 0.6,
    "image_mastery_caseworker": 0.5,
    "image_readiness_caseworker": 0.3,
    "image_mastery_mentor": 0.4,
    "image_readiness_mentor": 0.2,
}


@pytest.mark.parametrize("residual", [True, False])
def test_a_referral_is_written_from_the_image_and_the_template(residual, premises, row, key):
    def is_residual(k):
        drawn = uniform(child_key(k, STREAM_CASE, 0), 0, FOR_RESIDUAL)
        return (drawn < 0.3) if residual else (drawn > 0.7)

    citizen = row("citizen", **PERSON, key=key(is_residual))
    assert referral.refer(citizen, premises(), 0.6, 40) == residual
    known = 0.0 if residual else 0.4
    plan = known + (1 - known) * 0.15
    assert citizen.plan[0] == pytest.approx(plan)
    estimate = 0.1 + 0.65 * 0.3 + 0.25 * 0.5  # not what could be met
    assert citizen.demand == pytest.approx(known * estimate + (1 - known) * 0.55)
    match = plan  # all that the plan shares with the only need
    assert citizen.meaning == pytest.approx((0.5 if residual else 0.8) * match)
    assert citizen.autonomy == pytest.approx(0.5 if residual else 0.55)
    assert (citizen.status, citizen.referred_week) == (REFERRED, 40)
    assert citizen.remembered_caseworker == pytest.approx(0.3 * 0.5 + 0.7 * 0.3)
    assert citizen.remembered_mentor == pytest.approx(0.7 * 0.4 + 0.3 * 0.2)
    assert citizen.image_at_meeting == 0.4
    assert citizen.mastery_at_referral == 0.8
    assert citizen.remembered_citizen == pytest.approx(0.7)  # no discourse, so no front


def test_a_front_is_part_of_the_start_as_the_citizen_remembers_it(premises, row):
    citizen = row("citizen", **PERSON, internalised_discourse=0.6, pressure=0.4)
    citizen.trust_caseworker = 0.5
    front = 0.6 * 0.7 * (1 - 0.76 * 0.5)  # at no stake
    referral.refer(citizen, premises({"stake.front_share": 0.0}), 0.6, 40)
    assert citizen.remembered_citizen == pytest.approx(0.7 + front * 0.3)


def test_an_interview_shows_and_teaches_a_little(state):
    w = state({"image.misreading": 0.0, "stake.front_share": 0.0})
    citizen = w.citizens[0]
    for name, value in PERSON.items():
        citizen[name] = value
    citizen.caseworker = 0
    citizen.internalised_discourse, citizen.pressure, citizen.trust_caseworker = 0.6, 0.4, 0.5
    w.caseworkers[0].weights = [0.25, 0.25, 0.25, 0.25]
    referral.interview(w, citizen, w.premises[0], 40)
    front = 0.6 * 0.7 * (1 - 0.76 * 0.5)
    seen = 0.8 + front * 0.5 * 0.2
    assert citizen.image_mastery_caseworker == pytest.approx(0.5 + 0.45 * 1.25 * (seen - 0.5))
    dose = 0.25 * 1.25 * (1 - front * (1 - 0.7) / 2)
    assert citizen.knowledge_caseworker == pytest.approx(0.4 + dose * 0.6)
    assert citizen.trust_caseworker == pytest.approx(0.5 + 0.07 * 0.5)
    assert (citizen.interviews_held, citizen.next_interview) == (1, 42)
