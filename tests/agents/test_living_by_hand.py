"""Sessions, growth, crises, education and learning against tables worked by hand."""

import math

import pytest

from heterophony.agents import education, learning, living, session
from heterophony.agents.arrival import come_back
from heterophony.agents.mentor_week import consent_hours, shield_wanted
from heterophony.agents.practice import practice_chance
from heterophony.agents.turnover import newcomer_understanding
from heterophony.agents.vocabulary import COURSE, EDUCATION, REFERRED, RETURNING, TWO_PARTY
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
    ("former", "fatigue", "hours", "expected"),
    [
        (0.0, 0.0, 1.25, 0.2 + 0.05625 * 0.6),
        (0.0, 0.5, 1.25, 0.2 + 0.05625 * 0.85 * 0.6),
        (0.5, 0.0, 1.25, 0.2 + 0.05625 * 1.5 * 0.6),  # rebuilt faster up to its former level
        (0.0, 0.0, 0.0, 0.2),
    ],
)
def test_the_alliance_grows_towards_its_ceiling(former, fatigue, hours, expected, premises, row):
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


def test_what_a_session_does(premises, row):
    p = premises()
    citizen = row(
        "citizen",
        trust_mentor=0.4,
        trust_ceiling=0.4,  # the relation stands still, so that its effects show
        alliance_speed=1.0,
        autonomy=0.5,
        knowledge_mentor=0.3,
        recognition=0.3,
        pressure=0.4,
        distress=0.5,
        needs=[1, 0, 0, 0, 0],
        plan=[0.2, 0.8, 0, 0, 0],
        missed_in_a_row=3,
    )
    session.hold_session(citizen, p, 2.0, 0.5)
    assert citizen.autonomy == pytest.approx(0.5 + 0.04 * 0.5)
    known = 0.3 + 0.08 * 0.7
    assert citizen.knowledge_mentor == pytest.approx(known)
    assert citizen.recognition == pytest.approx(0.3 + 0.3 * (0.6 - 0.3))
    assert citizen.plan[0] == pytest.approx(0.2 + 0.015 * 2 * known * 0.8)
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
    ("shield", "understanding", "weeks_since_strong", "expected"),
    [
        (0.6, 0.4, 99, None),
        (0.6, 0.4, 0, "strong"),
        (0.0, 0.4, 0, 0.0),
    ],
)
def test_mentors_shield_where_cooperation_is_poor(
    shield, understanding, weeks_since_strong, expected, premises, row
):
    p = premises({"mentor.shield": shield})
    wanted = shield * (p.shield_effort_base + p.shield_effort_cooperation * 0.6)
    if expected == "strong":
        wanted += p.shield_after_strong
    citizen = row("citizen", strong_week=100 - weeks_since_strong)
    found = shield_wanted(citizen, p, understanding, 100)
    assert found == pytest.approx(0.0 if expected == 0.0 else min(wanted, 1.0))


def test_consent_is_asked_where_knowledge_is_passed_on(premises):
    assert consent_hours(premises()) == 0.0
    p = premises({"meeting.pre_meeting_minutes": 10})
    assert consent_hours(p) == pytest.approx(p.hours_consent / 26)
    assert consent_hours(premises({"coordination.it_support": True})) > 0.0
    never = {"coordination.it_support": True, "coordination.consent": 0.0}
    assert consent_hours(premises(never)) == 0.0


def grown(values, overrides=None):
    """Let one person grow for a week."""
    scenario = load_scenario(
        "baseline", {"run.weeks": 4, "run.burn_in_weeks": 0} | (overrides or {})
    )
    w = Simulation(scenario, 1).world
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
    "needs": [1, 0, 0, 0, 0],
    "plan": [0.8, 0.2, 0, 0, 0],
}


def test_mastery_and_readiness_only_decay_without_a_session():
    found = grown(PERSON)
    assert found.everyday_mastery == pytest.approx(0.5 - 0.004 * 0.1)
    assert found.education_readiness == pytest.approx(0.3 + 0.0004 * 0.7 - 0.002 * 0.1)


def test_small_steps_come_first_and_readiness_builds_on_them():
    found = grown(PERSON | {"session_hours": 1.25, "demand": 0.4})
    gain = 0.014 * 1.25 * (0.2 + 0.6 * 0.6) * (0.35 + 0.65 * 0.4) * (0.3 + 0.9 * 0.8) * 0.5
    mastery = 0.5 + gain - 0.0004
    assert found.everyday_mastery == pytest.approx(mastery)
    feasible = 0.1 + 0.65 * 0.3 + 0.25 * mastery
    distance = 0.4 - min(1.0, feasible + load_scenario("baseline").values["ownership.stretch"])
    v = load_scenario("baseline").values
    cost = v["ownership.over_cost"] * max(distance, 0) + v["ownership.under_cost"] * max(
        -distance, 0
    )
    gain = 0.012 * 1.25 * (0.2 + 0.8 * 0.4) * mastery * (1 - cost) * 0.7
    assert found.education_readiness == pytest.approx(0.3 + gain + 0.0004 * 0.7 - 0.0002)


def test_a_crisis_stops_growth_and_wears_down():
    found = grown(PERSON | {"in_crisis": 1})
    assert found.everyday_mastery == pytest.approx(0.5 - 0.0004 - 0.01 * 0.5)
    assert found.education_readiness == pytest.approx(0.3 + 0.00028 - 0.0002 - 0.008 * 0.3)


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


@pytest.mark.parametrize(
    ("status", "had_mentor", "expected"),
    [
        (COURSE, 1, 0.5 * 0.8 + 0.5 * 0.4),
        (EDUCATION, 1, 0.5 * 0.8 + 0.5 * 0.4),
        (REFERRED, 0, 0.5 * 0.25 + 0.5 * 0.4),
        (TWO_PARTY, 1, 0.5 * 0.25 + 0.5 * 0.4),
        (EDUCATION, 0, 0.5 * 0.25 + 0.5 * 0.4),
    ],
)
def test_what_drives_towards_education(status, had_mentor, expected, premises, row):
    citizen = row("citizen", status=status, had_mentor=had_mentor, ownership=0.8, autonomy=0.4)
    assert education.drive_of(citizen, premises()) == pytest.approx(expected)


@pytest.mark.parametrize(("intake", "season"), [(True, 6.0), (False, 0.6)])
@pytest.mark.parametrize(("crisis", "calm"), [(0, 1.0), (1, 0.3)])
def test_the_hazard_of_an_own_start(intake, season, crisis, calm, premises, row):
    citizen = row(
        "citizen",
        status=COURSE,
        had_mentor=1,
        ownership=0.8,
        autonomy=0.4,
        education_readiness=0.5,
        in_crisis=crisis,
    )
    expected = 0.0032 * math.exp(2.5 * 0.2) * (0.4 + 1.4 * 0.6) * calm * season
    assert education.own_start_hazard(citizen, premises(), intake) == pytest.approx(expected)


@pytest.mark.parametrize(("demand", "fit"), [(0.45, 1.0), (0.95, None), (0.65, None)])
def test_an_order_that_does_not_fit_is_not_started(demand, fit, premises, row):
    p = premises({"ownership.stretch": 0.0})
    citizen = row(
        "citizen",
        education_readiness=0.4,
        everyday_mastery=0.6,
        prior_dropouts=2,
        demand=demand,
    )
    realism = 1.0 if fit else 1 - min(1.0, p.ownership_over_cost * (demand - 0.45))
    expected = 0.35 * min(2.0, (max(realism, 0.0) / 0.7) ** 1.5)
    assert education.ordered_start_chance(citizen, p) == pytest.approx(expected)


def test_who_is_known_finds_the_job_that_fits(premises, row):
    citizen = row("citizen", everyday_mastery=0.6, knowledge_caseworker=0.5)
    expected = 0.0012 * math.exp(3 * 0.2) * (0.6 + 0.7 * 0.5)
    assert education.job_hazard(citizen, premises()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("person", "factor"),
    [
        ({}, math.exp(5.2 * (0.62 - (0.2 + 0.6 * 0.4 + 0.2 * 0.5)))),
        ({"education_readiness": 0.9}, 1.0),
        ({"education_readiness": 0.9, "prior_dropouts": 3}, math.exp(0.3)),
        ({"education_readiness": 0.9, "prior_dropouts": 9}, math.exp(0.4)),
        ({"education_readiness": 0.9, "in_crisis": 1}, 3.0),
        ({"education_readiness": 0.9, "ownership": 0.8}, math.exp(-1.2 * 0.2)),
    ],
)
def test_the_hazard_of_dropping_out(person, factor, premises, row):
    usual = {
        "status": EDUCATION,
        "had_mentor": 1,
        "ownership": 0.4,
        "autonomy": 0.4,
        "education_readiness": 0.4,
        "everyday_mastery": 0.5,
    }
    citizen = row("citizen", **(usual | person))
    assert education.dropout_hazard(citizen, premises()) == pytest.approx(0.0075 * factor)


def test_who_drops_out_may_come_back_with_part_of_what_was_known():
    scenario = load_scenario(
        "baseline",
        {"education.dropout": 1.0, "education.return_share": 1.0, "run.burn_in_weeks": 0},
    )
    w = Simulation(scenario, 1).world
    p, citizen = w.premises[0], w.citizens[0]
    citizen.status, citizen.case, citizen.had_mentor = EDUCATION, 0, 1
    citizen.education_readiness, citizen.prior_dropouts, citizen.change_fatigue = 0.5, 1.0, 0.2
    citizen.knowledge_caseworker, citizen.knowledge_mentor = 0.6, 0.1
    for life_week in range(40):
        citizen.life_week = life_week
        if citizen.status == EDUCATION:
            education.study(w, citizen, p, 30)
    assert citizen.status == RETURNING
    assert citizen.return_week == 38
    assert citizen.prior_dropouts == 2
    assert citizen.change_fatigue == pytest.approx(0.2 + 0.15 * 0.8)
    assert citizen.education_readiness == pytest.approx(0.4)
    come_back(citizen, p, w.quantiles[0], 38)
    assert citizen.knowledge_caseworker == pytest.approx(0.3)
    assert citizen.knowledge_mentor == pytest.approx(0.1)
    assert citizen.recognition == 0.3


@pytest.mark.parametrize(
    ("heard", "horizon", "commitment", "expected"),
    [
        (0, 0.5, 1.0, 0.5),
        (1, 0.5, 1.0, 0.5 + 0.002 * 0.5),
        (2, 0.5, 0.5, None),
        (1, 1.0, 1.0, 1.0),
        (1, 0.0, 1.0, 0.0),
    ],
)
def test_a_foreign_code_heard_widens_the_horizon(
    heard, horizon, commitment, expected, premises, row
):
    worker = row("caseworker", foreign_heard=heard, horizon=horizon)
    learning.learn_in_meetings(worker, premises(), commitment)
    if expected is None:
        expected = horizon
        for _ in range(heard):
            expected += 0.002 * commitment * 4 * expected * (1 - expected) * (1 - expected)
    assert worker.horizon == pytest.approx(expected)


@pytest.mark.parametrize(
    ("values", "other_side", "factor"),
    [
        ({}, 1.0, 0.65),
        ({}, 0.0, 0.0),  # nobody learns from an absent department
        ({"dialogue.hours": 4.0}, 1.0, 1.3),
        ({"dialogue.format": "small_mixed"}, 1.0, 0.8),
        ({"dialogue.caseworker_time_share": 0.5}, 0.5, "early"),
    ],
)
def test_what_a_dialogue_meeting_teaches(values, other_side, factor, premises, row):
    p = premises(values)
    worker = row("caseworker", horizon=0.5, safety=0.65)
    learning.learn_in_dialogue(worker, p, 0.8, other_side)
    if factor == "early":
        factor = 0.65 * 0.5 * (1 - p.dialogue_safe_end * 0.5)
    dose = 0.2 * 0.8 * factor * 0.6
    assert worker.horizon == pytest.approx(0.5 + dose * 0.5)


@pytest.mark.parametrize(
    ("attends", "safety", "expected"),
    [(1, 0.65, 0.68), (1, 0.79, 0.8), (0, 0.7, 0.67), (0, 0.66, 0.65)],
)
def test_safety_grows_with_who_comes_and_falls_back_to_its_start(
    attends, safety, expected, premises, row
):
    worker = row("caseworker", attends_dialogue=attends, safety=safety)
    learning.feel_safer(worker, premises())
    assert worker.safety == pytest.approx(expected)


def test_commitment_grows_where_both_come_and_falls_where_one_is_absent(premises):
    from heterophony.agents.columns import new_rows
    from heterophony.agents.staff_columns import JOBCENTRE_COLUMNS

    p = premises()
    growth, fall = p.dialogue_commitment_growth * 0.6, p.dialogue_commitment_fall

    def led(values, caseworkers, mentors):
        jobcentre = new_rows(JOBCENTRE_COLUMNS, 1)[0]
        jobcentre.commitment_caseworkers, jobcentre.commitment_mentors = 0.3, 0.8
        learning.lead_jointly(jobcentre, premises(values), caseworkers, mentors)
        return jobcentre.commitment_caseworkers, jobcentre.commitment_mentors

    assert led({}, 0.5, 1.0) == pytest.approx((0.3 + growth * 0.5, 0.8 + growth))
    assert led({}, 0.0, 1.0) == pytest.approx((0.3 - fall, 0.8 - fall))
    early = {"dialogue.caseworker_time_share": 0.5}
    assert led(early, 1.0, 1.0) == pytest.approx((0.3, 0.8 + growth))


@pytest.mark.parametrize(("commitment", "expected"), [(0.0, None), (1.0, 1.0), (0.3, None)])
def test_what_is_decided_is_practised_as_far_as_it_means_something(commitment, expected, premises):
    p = premises()
    base = p.coordination_fidelity_base
    found = practice_chance(p, commitment)
    assert found == pytest.approx(expected or base + (1 - base) * commitment)
    assert practice_chance(premises({"coordination.fidelity": "full"}), commitment) == 1.0


def test_a_newcomer_begins_with_less_understanding(premises):
    assert newcomer_understanding(premises()) == pytest.approx(0.15)
    low = premises({"coordination.initial_understanding": 0.1})
    assert newcomer_understanding(low) == 0.0
