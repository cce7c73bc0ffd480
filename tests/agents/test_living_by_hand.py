"""Sessions, growth and crises against tables worked by hand."""

import math

import pytest

from heterophony.agents import living, session
from heterophony.agents.mentor_week import shield_wanted
from heterophony.agents.vocabulary import COURSE
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation


def logistic(z):
    return 1 / (1 + math.exp(-z))


@pytest.mark.parametrize(
    ("person", "logit"),
    [
        ({}, 0.9),
        ({"ownership": 0.5, "trust_mentor": 0.5}, 0.9 + 0.6 + 0.4),
        ({"distress": 0.6, "change_fatigue": 0.5, "in_crisis": 1}, 0.9 - 0.9 - 0.4 - 0.8),
    ],
)
def test_who_comes_to_a_session(person, logit, premises, row):
    citizen = row("citizen", **person)
    assert session.attendance_chance(citizen, premises()) == pytest.approx(logistic(logit))


@pytest.mark.parametrize(
    ("former", "hours", "expected"),
    [
        (0.0, 1.25, 0.2 + 0.05625 * 0.6),
        (0.5, 1.25, 0.2 + 0.05625 * 1.5 * 0.6),  # rebuilt faster up to its former level
        (0.0, 0.0, 0.2),
    ],
)
@pytest.mark.parametrize("fatigue", [0.0, 0.5])  # which does not slow it
def test_the_alliance_grows_towards_its_ceiling(former, hours, expected, fatigue, premises, row):
    citizen = row(
        "citizen",
        trust_mentor=0.2,
        trust_ceiling=0.8,
        alliance_speed=1.0,
        former_trust=former,
        change_fatigue=fatigue,
    )
    session.alliance_step(citizen, premises(), hours)
    assert citizen.trust_mentor == pytest.approx(expected)


def test_fifteen_hours_bring_about_half_of_the_ceiling(premises, row):
    citizen = row("citizen", trust_mentor=0.0, trust_ceiling=0.8, alliance_speed=1.0)
    for _ in range(12):
        session.alliance_step(citizen, premises(), 1.25)
    assert citizen.trust_mentor == pytest.approx(0.8 * (1 - (1 - 0.05625) ** 12))
    assert 0.45 < citizen.trust_mentor / 0.8 < 0.55


def test_what_a_session_does(state):
    w = state()
    p, citizen = w.premises[0], w.citizens[0]
    known = {
        "mentor": 0,
        "trust_mentor": 0.4,
        "trust_ceiling": 0.4,  # the relation stays, so that its effects show
        "alliance_speed": 1.0,
        "autonomy": 0.5,
        "knowledge_mentor": 0.3,
        "recognition": 0.3,
        "pressure": 0.4,
        "distress": 0.5,
        "needs": [1, 0, 0, 0, 0],
        "plan": [0.2, 0.8, 0, 0, 0],
        "missed_in_a_row": 3,
    }
    for name, value in known.items():
        citizen[name] = value
    w.mentors[0].weights = [0.6, 0.08, 0.02, 0.3]
    session.hold_session(w, citizen, p, 2.0, 0.5)
    assert citizen.autonomy == pytest.approx(0.5 + 0.04 * 0.5)
    needs_known = 0.3 + 0.03 * 2 * 0.7
    assert citizen.knowledge_mentor == pytest.approx(needs_known)
    assert citizen.recognition == pytest.approx(0.3 + 0.3 * (0.6 - 0.3))
    assert citizen.plan[0] == pytest.approx(0.2 + 0.015 * 2 * needs_known * 0.8)
    assert citizen.pressure == pytest.approx(0.4 * (1 - 0.05 * 0.5 * 0.4 * 2))
    assert citizen.distress == pytest.approx(0.5 * (1 - 0.03 * 0.4 * 2))
    assert citizen.missed_in_a_row == 0


def test_trust_fades_without_contact_down_to_its_rest(premises, row):
    citizen = row("citizen", had_mentor=1, trust_mentor=0.5, last_attended=30, status=COURSE)
    drift = 1 - 2 ** (-1 / 26)
    session.lose_contact(citizen, premises(), 31, False)  # within a session's interval
    assert citizen.trust_mentor == 0.5
    session.lose_contact(citizen, premises(), 31, True)
    assert citizen.trust_mentor == pytest.approx(0.5 + drift * (0.1 - 0.5))
    citizen.trust_mentor = 0.05
    session.lose_contact(citizen, premises(), 40, True)
    assert citizen.trust_mentor == 0.05


def test_a_group_adds_a_quarter_of_an_hour_without_the_relation(premises, row):
    citizen = row(
        "citizen",
        ownership=0.4,
        everyday_mastery=0.5,
        needs=[1, 0, 0, 0, 0],
        plan=[0.5, 0.5, 0, 0, 0],
    )
    session.join_group(citizen, premises())
    growth = 0.25 * 0.014 * (0.35 + 0.65 * 0.4) * (0.3 + 0.9 * 0.5)
    assert citizen.everyday_mastery == pytest.approx(0.5 + growth * 0.5)


@pytest.mark.parametrize(
    ("shield", "understanding", "expected"),
    [(0.6, 0.4, 0.6 * (0.6 + 0.8 * 0.6)), (1.0, 0.0, 1.0), (0.0, 0.4, 0.0)],
)
def test_mentors_shield_where_cooperation_is_poor(shield, understanding, expected, premises):
    found = shield_wanted(premises({"mentor.shield": shield}), understanding)
    assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("distress", "resources", "expected"),
    [
        (0.0, 0.0, 1 / 0.67),
        (0.5, 0.0, 0.7 / 0.67),  # too little strength
        (0.0, 1.0, 0.6 / 0.67),  # too little need
        (0.5, 0.5, 0.7 * 0.8 / 0.67),
    ],
)
def test_those_in_between_use_a_session_best(distress, resources, expected, premises, row):
    citizen = row("citizen", distress=distress, resources=resources)
    assert living.use_of_session(citizen, premises()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("opens", "mastery", "expected"),
    [
        (0.2, 0.4, 0.05 + 0.7 * (0.5 + 0.45 * 0.6)),
        (0.6, 0.4, 0.05 + 0.7 * 0.77 * (1 + 0.55 * 0.4)),
        (0.0, 0.5, 0.05 + 0.7 * 0.77 * (1 - 0.55 * 0.2) + 0.6 * 0.1),
        (1.0, 1.0, 1.0),
    ],
)
def test_meaning_drifts_to_match_recognition_openings_and_progress(opens, mastery, expected, state):
    w = state()
    citizen = w.citizens[0]
    known = {"needs": [1, 0, 0, 0, 0], "plan": [0.7, 0.3, 0, 0, 0], "recognition": 0.6}
    known |= {"trait_meaning": 0.05, "mastery_at_referral": 0.4}
    for name, value in (known | {"openings_known": opens, "everyday_mastery": mastery}).items():
        citizen[name] = value
    found = living.counted_meaning(citizen, w.premises[0], w.totals[0])
    assert found == pytest.approx(expected)


def test_openings_are_forgotten_and_consistency_rests_on_understanding(state):
    w = state()
    p, citizen = w.premises[0], w.citizens[0]
    citizen.mentor, citizen.caseworker, citizen.status = 0, 0, COURSE
    citizen.openings_known, citizen.consistency = 0.6, 0.9
    w.understanding[:] = 0.5
    living.drift(w, citizen, p)
    assert citizen.openings_known == pytest.approx(0.6 * 2 ** (-1 / 26))
    rest = 0.4 + 0.2 * 0.5
    assert citizen.consistency == pytest.approx(rest + (0.9 - rest) * 2 ** (-1 / 16))


def grown(values, overrides=None):
    """Let one person grow for a week."""
    scenario = load_scenario(
        "baseline", {"run.weeks": 4, "run.burn_in_weeks": 0} | (overrides or {})
    )
    w = Simulation(scenario, 1).state
    citizen = w.citizens[0]
    for name, value in values.items():
        citizen[name] = value
    living.grow(w, citizen, w.premises[0])
    return citizen


PERSON = {
    "everyday_mastery": 0.5,
    "first_mastery": 0.4,
    "education_readiness": 0.3,
    "first_readiness": 0.2,
    "trust_mentor": 0.6,
    "ownership": 0.4,
    "distress": 0.5,
    "resources": 0.5,
    "needs": [1, 0, 0, 0, 0],
    "plan": [0.8, 0.2, 0, 0, 0],
}
USE = (1 - 0.6 * 0.5) * (1 - 0.4 * 0.5) / 0.67


def test_mastery_and_readiness_only_decay_without_a_session():
    found = grown(PERSON)
    assert found.everyday_mastery == pytest.approx(0.5 - 0.004 * 0.1)
    assert found.education_readiness == pytest.approx(0.3 + 0.0004 * 0.7)


def test_small_steps_come_first_and_readiness_builds_on_them():
    found = grown(PERSON | {"session_hours": 1.25, "demand": 0.4})
    gain = 0.014 * 1.25 * (0.2 + 0.6 * 0.6) * (0.35 + 0.65 * 0.4) * (0.3 + 0.9 * 0.8) * 0.5 * USE
    mastery = 0.5 + gain - 0.0004
    assert found.everyday_mastery == pytest.approx(mastery)
    feasible = 0.1 + 0.65 * 0.3 + 0.25 * mastery
    distance = 0.4 - min(1.0, feasible + load_scenario("baseline").values["ownership.stretch"])
    v = load_scenario("baseline").values
    cost = v["ownership.over_cost"] * max(distance, 0) + v["ownership.under_cost"] * max(
        -distance, 0
    )
    gain = 0.012 * 1.25 * (0.2 + 0.8 * 0.4) * mastery * (1 - cost) * 0.7 * USE
    assert found.education_readiness == pytest.approx(0.3 + gain + 0.0004 * 0.7)


def test_a_crisis_stops_growth_and_wears_down():
    found = grown(PERSON | {"in_crisis": 1})
    assert found.everyday_mastery == pytest.approx(0.5 - 0.0004 - 0.01 * 0.5)
    assert found.education_readiness == pytest.approx(0.3 + 0.00028 - 0.008 * 0.3)


@pytest.mark.parametrize(
    ("person", "factor"),
    [
        ({}, 1.0),
        ({"distress": 0.5, "pressure": 0.5}, math.exp(1.2 * 0.2 + 0.8 * 0.2)),
        ({"trust_mentor": 0.5}, math.exp(-0.3)),
        ({"weeks_since_crisis": 0.0}, 1 + 1.3),
        ({"weeks_since_crisis": 12.0}, 1 + 0.65),
        ({"strong_until": 50}, 2.0),
        ({"crisis_factor": 3.0}, 3.0),
    ],
)
def test_the_hazard_of_a_crisis(person, factor, premises, row):
    usual = {"resources": 0.5, "distress": 0.3, "pressure": 0.3}
    citizen = row("citizen", **(usual | person))
    expected = 0.01 * (1.7 - 1.4 * 0.5) * factor
    assert living.crisis_hazard(citizen, premises(), 49) == pytest.approx(expected)
    constant = premises({"alternatives.crisis": "constant"})
    alone = 0.01 * 1.0 * person.get("crisis_factor", 1.0)
    assert living.crisis_hazard(citizen, constant, 49) == pytest.approx(alone)
