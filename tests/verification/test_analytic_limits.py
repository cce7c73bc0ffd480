"""Where the model can be solved on paper, it does what the paper says."""

import math

import numpy as np
import pytest

from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

# Nobody meets, nobody is a mentor, nobody leaves: what is left are drifts and hazards.
STILL = {
    "run.burn_in_weeks": 0,
    "run.weeks": 40,
    "population.first_fill_weeks": 1,
    "mentor.enabled": False,
    "meeting.interval_weeks": 1400,
    "reaction.anticipation": 0.0,
    "progress.crisis_base": 0.0,
    "staffing.caseworker_turnover": 0.0,
    "staffing.mentor_turnover": 0.0,
    "education.own_start": 0.0,
    "education.job": 0.0,
    "education.lost": 0.0,
    "education.max_weeks": 1400,
    "run.policy_in_burn_in": True,
}
EVERYBODY = 128


def lived(values, seed=1, keep=("panel",)):
    return Simulation(load_scenario("baseline", STILL | values), seed, keep=keep).run()


def weeks_of(panel, name):
    """Return a state of everybody by week, [weeks, people]; all are there from week 0 on."""
    weeks, people = np.unique(panel["week"]), np.unique(panel["citizen"])
    assert len(panel["week"]) == len(weeks) * len(people)
    order = np.lexsort((panel["citizen"], panel["week"]))
    return panel[name][order].reshape(len(weeks), len(people))


@pytest.fixture(scope="module")
def still():
    return lived({})


def scenario_values(values=None):
    return load_scenario("baseline", STILL | (values or {})).values


def test_pressure_falls_to_its_rest_by_its_half_life(still):
    v = scenario_values()
    found = weeks_of(still.panel, "pressure")
    rest = v["state.pressure_rest"] + (
        v["state.pressure_measuring"] * v["measurement.placement_weight"]
    )
    weeks = np.arange(1, len(found) + 1)
    expected = rest + (v["state.pressure_start"] - rest) * 0.5 ** (
        weeks / v["state.pressure_half_life"]
    )
    assert found == pytest.approx(np.repeat(expected[:, None], found.shape[1], axis=1), abs=1e-12)


@pytest.mark.parametrize(
    ("state", "rest", "half_life"),
    [
        ("change_fatigue", "state.fatigue_rest", "state.fatigue_half_life"),
        ("distress", None, "state.distress_half_life"),
    ],
)
def test_a_slow_state_halves_its_distance_to_rest_each_half_life(state, rest, half_life, still):
    v = scenario_values()
    found = weeks_of(still.panel, state)
    if rest is None:
        cases = dict(zip(still.citizens["citizen"], still.citizens["resources"], strict=True))
        people = np.unique(still.panel["citizen"])
        resources = np.array([cases[person] for person in people])
        level = v["state.distress_rest"] * (1.0 - resources)
    else:
        level = np.full(found.shape[1], v[rest])
    left = 0.5 ** (1.0 / v[half_life])
    distance = found - level
    assert distance[1:] == pytest.approx(distance[:-1] * left, abs=1e-12)


def test_autonomy_returns_to_the_trait_after_referral(still):
    v = scenario_values()
    found = weeks_of(still.panel, "autonomy")
    last_referral = int(max(still.citizens["referred_week"])) + 1
    steps = np.diff(found[last_referral:], axis=0)
    left = 0.5 ** (1.0 / v["ownership.autonomy_half_life"])
    assert steps[1:] == pytest.approx(steps[:-1] * left, abs=1e-12)


def test_ownership_stands_still_on_a_course_without_a_mentor(still):
    found = weeks_of(still.panel, "ownership")
    assert np.all(found == found[0])


def test_without_limits_on_staff_every_meeting_is_prepared_and_on_time():
    never_short = {
        "staffing.funding": "unlimited",
        "staffing.caseworker_turnover": 0.0,
        "staffing.mentor_turnover": 0.0,
        "meeting.week_cap": 20.0,
        "staffing.caseworker_caseload": 200.0,
        "run.weeks": 60,
    }
    found = Simulation(load_scenario("baseline", never_short), 1).run().outcomes
    assert found["preparation"] == 1.0
    assert found["meetings_on_time"] == 1.0
    assert found["caseworker_hours_overtime"] == 0.0


def surviving_share(values, fate, hazard, weeks=104, seeds=6):
    """Return observed and expected counts of people still there, and the deviation allowed.

    Everybody is at risk from the referral on, and leaves for one reason only.
    """
    there, in_all = 0, 0
    for seed in range(seeds):
        citizens = lived({"run.weeks": weeks + 10} | values, seed, keep=()).citizens
        early = (citizens["referred_week"] >= 0) & (citizens["referred_week"] <= 6)
        ended = np.where(citizens["fate"] == fate, citizens["ended_week"], np.inf)
        stayed = ended - citizens["referred_week"]
        there += int(np.sum(stayed[early] > weeks - 1))
        in_all += int(np.sum(early))
    chance = math.exp(-hazard * weeks)
    spread = math.sqrt(in_all * chance * (1.0 - chance))
    return there, in_all * chance, 4.0 * spread


def test_people_are_lost_at_the_rate_of_their_hazard():
    lost = {"education.lost": 0.01, "education.lost_noshow": 0.01}
    found, expected, allowed = surviving_share(lost, "lost", -math.log(1 - 0.01))
    assert found == pytest.approx(expected, abs=allowed)
    assert 0 < allowed < expected / 3


def test_jobs_start_at_the_rate_of_their_hazard():
    jobs = {
        "education.job": 0.008,
        "education.job_mastery": 0.0,
        "education.job_knowledge_base": 1.0,
        "education.job_knowledge": 0.0,
    }
    found, expected, allowed = surviving_share(jobs, "job", 0.008)
    assert found == pytest.approx(expected, abs=allowed)
    assert 0 < allowed < expected / 3


def test_posts_are_left_at_the_yearly_rate():
    rates = {
        "staffing.caseworker_turnover": 1.5,
        "staffing.mentor_turnover": 1.0,
        "staffing.vacancy_weeks": 0,
        "turnover.overload": 0.0,
        "run.weeks": 156,
        "mentor.enabled": True,
    }
    left = {"caseworker_left": 0, "mentor_left": 0}
    seeds = 12
    for seed in range(seeds):
        simulation = Simulation(load_scenario("baseline", STILL | rates), seed)
        simulation.advance(156)
        w = simulation.state
        left["caseworker_left"] += int(w.caseworkers["generation"].sum())
        left["mentor_left"] += int(w.mentors["generation"].sum())
    posts = {"caseworker_left": len(w.caseworkers), "mentor_left": len(w.mentors)}
    for name, rate in (("caseworker_left", 1.5), ("mentor_left", 1.0)):
        weeks = posts[name] * 156 * seeds
        chance = 1.0 - math.exp(-rate / 52.0)
        spread = math.sqrt(weeks * chance * (1.0 - chance))
        assert left[name] == pytest.approx(weeks * chance, abs=4.0 * spread), name
        assert 4.0 * spread < weeks * chance / 3


def test_crises_begin_at_a_constant_rate_where_nothing_drives_them():
    constant = {
        "progress.crisis_base": 0.02,
        "progress.crisis_resources_base": 1.0,
        "progress.crisis_resources": 0.0,
        "progress.crisis_mean_weeks": 1.0,
        "alternatives.crisis": "constant",
    }
    chance = 1.0 - math.exp(-0.02)
    # A crisis lasts its one week; the next may begin in the week after its end.
    rate = chance / (1.0 + chance)
    begun, weeks = 0, 0
    for seed in range(4):
        panel = lived(constant, seed).panel
        begun += int(weeks_of(panel, "in_crisis").sum())
        weeks += len(panel["week"])
    spread = math.sqrt(weeks * rate)
    assert begun == pytest.approx(weeks * rate, abs=4.0 * spread + EVERYBODY * rate)
    assert 4.0 * spread < weeks * rate / 3


def test_drop_out_of_education_halves_those_who_stay_at_a_constant_hazard():
    study = {
        "education.own_start": 1.0,
        "education.own_readiness": 0.0,
        "education.drive_zero": 1.0,
        "education.drive_gain": 0.0,
        "education.crisis_stop": 0.0,
        "education.intake_factor": 1.0,
        "education.other_weeks": 1.0,
        "education.dropout": 0.02,
        "education.drop_readiness": 0.0,
        "education.drop_previous": 0.0,
        "education.drop_crisis": 0.0,
        "education.drop_drive": 0.0,
        "education.return_share": 0.0,
        "run.weeks": 120,
    }
    found = [lived(study, seed, keep=()).outcomes["education_dropout_52w"] for seed in range(4)]
    citizens = [lived(study, seed, keep=()).citizens["education_week"] for seed in range(4)]
    starters = sum(int(np.sum((weeks >= 0) & (weeks <= 120 - 52))) for weeks in citizens)
    expected = 1.0 - math.exp(-0.02 * 52)
    spread = math.sqrt(expected * (1.0 - expected) / starters)
    assert float(np.mean(found)) == pytest.approx(expected, abs=4.0 * spread)
    assert starters > 500
