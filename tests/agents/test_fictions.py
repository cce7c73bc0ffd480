"""Each professional's fiction of a citizen: seen by a code, stored, moved by contact alone."""

import numpy as np
import pytest

from heterophony.agents.presentation import (
    caseworker_sees,
    caseworker_view,
    demand_seen_by_caseworker,
    demand_seen_by_mentor,
    fiction_divergence,
    front_role_distance,
    mentor_sees,
    mentor_view,
    pass_on,
    session_role_distance,
)
from heterophony.agents.vocabulary import COURSE, REFERRED, WAITING
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation

IMAGES = {
    "caseworker": ("image_mastery_caseworker", "image_readiness_caseworker"),
    "mentor": ("image_mastery_mentor", "image_readiness_mentor"),
}


@pytest.fixture(scope="module")
def weeks():
    """Everybody's rows before and after each week of a run, by week."""
    values = {"run.weeks": 40, "run.burn_in_weeks": 14, "staffing.mentors": 2}
    simulation = Simulation(load_scenario("baseline", values), 4)
    found = []
    while not simulation.finished:
        before = simulation.state.citizens.copy()
        simulation.advance(1)
        after = simulation.state.citizens[: len(before)].copy()
        same = (before["key"] == after["key"]) & (before["status"] > 0) & (after["status"] > 0)
        same &= (before["status"] <= COURSE) & (after["status"] <= COURSE)
        same &= before["case_number"] == after["case_number"]
        found.append((before[same], after[same]))
    return found


def moved(before, after, side):
    return np.any([before[name] != after[name] for name in IMAGES[side]], axis=0)


def test_an_image_stays_as_it_is_in_a_week_without_contact(weeks):
    quiet = {"caseworker": 0, "mentor": 0}
    for before, after in weeks:
        met = (after["meets"] > 0) | (after["interviewed"] > 0)
        in_session = after["session_hours"] > 0
        assert not np.any(moved(before, after, "caseworker") & ~met)
        assert not np.any(moved(before, after, "mentor") & ~in_session)
        quiet["caseworker"] += int(np.count_nonzero(~met))
        quiet["mentor"] += int(np.count_nonzero(~in_session))
    assert min(quiet.values()) > 200


def test_contact_moves_an_image(weeks):
    for side, contact in (("caseworker", "meets"), ("mentor", "session_hours")):
        seen = [moved(b, a, side)[a[contact] > 0] for b, a in weeks]
        assert np.concatenate(seen).mean() > 0.99


def test_people_go_on_living_while_their_image_stands_still(weeks):
    """The fiction is the professional's: the citizen changes without it."""
    apart = [
        (a["everyday_mastery"] != b["everyday_mastery"]) & ~moved(b, a, "caseworker")
        for b, a in weeks
    ]
    assert np.concatenate(apart).sum() > 100


def test_knowledge_of_the_caseworker_moves_by_contact_or_change_of_person(weeks):
    rose = 0
    for before, after in weeks:
        met = (after["meets"] > 0) | (after["interviewed"] > 0) | (after["spare_contact"] > 0)
        risen = after["knowledge_caseworker"] > before["knowledge_caseworker"]
        lost = after["knowledge_caseworker"] < before["knowledge_caseworker"]
        assert not np.any(risen & ~met)
        assert np.all(after["knowledge_caseworker"][lost & ~met] == pytest.approx(0.05))
        rose += int(np.count_nonzero(risen))
    assert rose > 50


def test_two_full_images_still_differ(premises, row):
    c = row(
        "citizen",
        status=COURSE,
        knowledge_caseworker=1.0,
        knowledge_mentor=1.0,
        everyday_mastery=0.6,
        education_readiness=0.2,
        image_mastery_caseworker=0.6,
        image_readiness_caseworker=0.2,
        image_mastery_mentor=0.6,
        image_readiness_mentor=0.2,
    )
    p = premises()
    assert mentor_view(c, p) == pytest.approx(0.7 * 0.6 + 0.3 * 0.2)
    assert caseworker_view(c, p) == pytest.approx(0.3 * 0.6 + 0.7 * 0.2)
    # views .48 and .32 apart; demands seen differ by half of that
    assert fiction_divergence(c, p) == pytest.approx((0.16 + 0.08) / 2)
    assert demand_seen_by_mentor(c, p, mentor_view(c, p)) > demand_seen_by_caseworker(c, p)
    c.image_readiness_caseworker = c.image_readiness_mentor = 0.6
    assert fiction_divergence(c, p) == pytest.approx(0.0)


def test_an_image_is_made_of_what_is_shown_not_of_what_is(premises, row):
    c = row("citizen", status=REFERRED, everyday_mastery=0.5, education_readiness=0.3)
    caseworker_sees(c, premises(), 0.2, 0.0, 0.0)
    assert c.image_mastery_caseworker == pytest.approx(0.3 * 0.7)
    assert c.image_readiness_caseworker == pytest.approx(0.3 * 0.5)
    mentor_sees(c, premises(), 0.2, 1.0)
    assert c.image_mastery_mentor == pytest.approx(0.15 * 0.6)
    assert c.image_readiness_mentor == pytest.approx(0.15 * 0.4)


def test_the_mentors_report_is_part_of_what_the_caseworker_sees(premises, row):
    c = row("citizen", status=COURSE, everyday_mastery=0.5, image_mastery_mentor=0.9)
    caseworker_sees(c, premises(), 0.0, 0.3, 1.0)
    assert c.image_mastery_caseworker == pytest.approx(0.3 * (0.7 * 0.5 + 0.3 * 1.0))


def test_the_front_is_lower_in_the_session_than_in_the_meeting(premises, row):
    c = row(
        "citizen",
        status=COURSE,
        internalised_discourse=0.6,
        pressure=0.4,
        trust_caseworker=0.5,
        trust_mentor=0.5,
    )
    p = premises()
    assert front_role_distance(c, p, 0.0, 0.15) == pytest.approx(0.6 * 0.7 * (1 - 0.35))
    assert front_role_distance(c, p, 0.5, 0.15) == pytest.approx(0.6 * 0.7 * 0.65 * 1.2)
    assert session_role_distance(c, p) == pytest.approx(0.6 * 0.7 * (1 - 0.45))
    c.in_crisis = 1
    assert front_role_distance(c, p, 0.0, 0.15) == pytest.approx(0.6 * 0.7 * 0.65 * 0.85)


@pytest.mark.parametrize(("consent", "kept"), [(0.0, 1 - 1.8 * 0.1), (0.5, 1 - 0.9 * 0.1), (1, 1)])
def test_what_is_passed_on_without_consent_costs_the_relation(consent, kept, premises, row):
    c = row("citizen", status=COURSE, knowledge_mentor=0.7, knowledge_caseworker=0.2)
    c.trust_mentor = 0.5
    pass_on(c, premises({"coordination.consent": consent}), 0.2)
    assert c.knowledge_caseworker == pytest.approx(0.3)
    assert c.passed_on == pytest.approx(0.1)
    assert c.trust_mentor == pytest.approx(0.5 * kept)


def test_who_knows_less_has_nothing_to_pass_on(premises, row):
    c = row("citizen", status=WAITING, knowledge_mentor=0.2, knowledge_caseworker=0.4)
    c.trust_mentor = 0.5
    pass_on(c, premises(), 1.0)
    assert (c.knowledge_caseworker, c.trust_mentor) == (0.4, 0.5)
