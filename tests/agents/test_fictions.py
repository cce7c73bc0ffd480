"""Each professional's fiction of a citizen: seen by a code, stored, moved by contact alone."""

import numpy as np
import pytest

from heterophony.agents.images import caseworker_view, fiction_divergence, mentor_view
from heterophony.agents.vocabulary import COURSE
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
        with_mentor = (after["session_hours"] > 0) | (after["meets"] > 0)
        assert not np.any(moved(before, after, "caseworker") & ~met)
        assert not np.any(moved(before, after, "mentor") & ~with_mentor)
        quiet["caseworker"] += int(np.count_nonzero(~met))
        quiet["mentor"] += int(np.count_nonzero(~with_mentor))
    assert min(quiet.values()) > 200


def test_contact_moves_an_image(weeks):
    contacts = (("caseworker", "meets"), ("mentor", "session_hours"), ("mentor", "meets"))
    for side, contact in contacts:
        seen = [moved(b, a, side)[a[contact] > 0] for b, a in weeks]
        assert np.concatenate(seen).mean() > 0.99, (side, contact)


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


def test_a_fiction_may_be_wrong_in_both_directions(weeks):
    """Nobody holds the whole citizen: what is seen is above what is, and below it."""
    last = weeks[-1][1]
    on_course = last[last["status"] == COURSE]
    for image, state in (
        ("image_mastery_mentor", "everyday_mastery"),
        ("image_readiness_caseworker", "education_readiness"),
    ):
        error = on_course[image] - on_course[state]
        assert np.any(error > 0.03)
        assert np.any(error < -0.03)


def test_two_full_images_still_differ_by_the_code_that_sees_them(premises, row):
    p = premises()
    citizen = row("citizen")
    for side in ("caseworker", "mentor"):
        citizen[f"image_mastery_{side}"], citizen[f"image_readiness_{side}"] = 0.6, 0.2
    assert mentor_view(citizen, p) - caseworker_view(citizen, p) == pytest.approx(0.4 * 0.4)
    assert fiction_divergence(citizen, p) == pytest.approx(0.16 / 2)  # the estimates agree
