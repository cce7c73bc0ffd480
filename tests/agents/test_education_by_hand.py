"""Education and drop-out against tables worked by hand."""

import math

import pytest

from heterophony.agents import education
from heterophony.agents.arrival import (
    come_back,
)
from heterophony.agents.vocabulary import COURSE, EDUCATION, REFERRED, RETURNING, TWO_PARTY
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation


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
@pytest.mark.parametrize(("opens", "search"), [(0.2, 1.0), (0.6, 1.22), (0.0, 0.89)])
def test_the_hazard_of_an_own_start(intake, season, crisis, calm, opens, search, premises, row):
    citizen = row(
        "citizen",
        status=COURSE,
        had_mentor=1,
        ownership=0.8,
        autonomy=0.4,
        education_readiness=0.5,
        in_crisis=crisis,
        openings_known=opens,
    )
    expected = 0.0032 * math.exp(2.5 * 0.2) * (0.4 + 1.4 * 0.6) * calm * season * search
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
        # after an order, the likelier the less autonomy
        ({"education_readiness": 0.9, "ordered": 1}, 1 + 2 * 0.6),
        (
            {"education_readiness": 0.9, "ordered": 1, "autonomy": 0.9},
            (1 + 2 * 0.1) * math.exp(-1.2 * 0.25),
        ),
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
    w = Simulation(scenario, 1).state
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
    assert citizen.change_fatigue == 0.2
    assert citizen.education_readiness == pytest.approx(0.4)
    come_back(citizen, p, w.quantiles[0], 38)
    assert citizen.knowledge_caseworker == pytest.approx(0.3)
    assert citizen.knowledge_mentor == pytest.approx(0.1)
    assert citizen.recognition == 0.3
    assert citizen.ordered == 0


@pytest.mark.parametrize("ordered", [True, False])
def test_how_an_education_was_begun_is_remembered(ordered, state):
    w = state()
    citizen = w.citizens[0]
    citizen.case, citizen.order_stands, citizen.ordered = 0, 1, 1
    education.start_education(w, citizen, 12, ordered)
    assert (citizen.status, citizen.order_stands, citizen.ordered) == (EDUCATION, 0, ordered)
    assert w.cases[0].ordered_start == ordered
