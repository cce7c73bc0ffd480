"""Each professional's own citizen: misreading, what a contact shows, estimates and views (3.5)."""

from typing import Any

import pytest
from scipy import stats

from heterophony.agents import images
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import FOR_MISREADING_CASEWORKER, FOR_MISREADING_MENTOR

NO_MISREADING = {"image.misreading": 0.0}
STATE = {
    "everyday_mastery": 0.5,
    "education_readiness": 0.3,
    "image_mastery_caseworker": 0.4,
    "image_readiness_caseworker": 0.2,
    "image_mastery_mentor": 0.6,
    "image_readiness_mentor": 0.1,
}
SIDES: dict[str, Any] = {
    "caseworker": (images.caseworker_misreads, FOR_MISREADING_CASEWORKER),
    "mentor": (images.mentor_misreads, FOR_MISREADING_MENTOR),
}


@pytest.fixture
def met(state):
    """A citizen's row in a jobcentre, with known states and images."""

    def made(overrides=None, **values):
        w = state(overrides)
        citizen = w.citizens[0]
        citizen.mentor, citizen.caseworker = 0, 0
        for name, value in (STATE | values).items():
            citizen[name] = value
        return w, citizen, w.premises[0]

    return made


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("known", [0.0, 0.6, 1.0])
def test_each_professional_misreads_each_citizen_in_an_own_way(side, known, met):
    misreads, purpose = SIDES[side]
    w, citizen, p = met(**{f"knowledge_{side}": known})
    worker = getattr(w, f"{side}s")[0]
    for key in (3, 4):
        citizen.key = key
        z = stats.norm.ppf(uniform(citizen.key, worker.generation, purpose, worker.post))
        expected = 0.25 * z * (1 - known)
        assert misreads(w, citizen, worker, p) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("side", SIDES)
def test_a_new_person_in_the_post_misreads_anew(side, met):
    misreads, _ = SIDES[side]
    w, citizen, p = met()
    worker = getattr(w, f"{side}s")[0]
    first = misreads(w, citizen, worker, p)
    assert misreads(w, citizen, worker, p) == first  # it is worked out, and the same
    worker.generation += 1
    second = misreads(w, citizen, worker, p)
    worker.post += 1
    assert len({first, second, misreads(w, citizen, worker, p)}) == 3


def test_the_two_misread_independently(met):
    w, citizen, p = met()
    pairs = []
    for key in range(1, 2_000):
        citizen.key = key * 7919
        pairs.append(
            (
                images.caseworker_misreads(w, citizen, w.caseworkers[0], p),
                images.mentor_misreads(w, citizen, w.mentors[0], p),
            )
        )
    caseworkers, mentors = zip(*pairs, strict=True)
    assert abs(stats.pearsonr(caseworkers, mentors).statistic) < 0.07
    assert stats.kstest(caseworkers, stats.norm(0, 0.25).cdf).pvalue > 1e-3


@pytest.mark.parametrize(
    ("misread", "claimed", "crisis", "expected"),
    [
        (0.0, 0.0, 0, 0.5),
        (0.1, 0.2, 0, 0.5 + 0.1 + 0.2 * 0.5),
        (0.0, 0.0, 1, 0.35),
        (-0.6, 0.0, 0, 0.0),
        (0.4, 0.5, 0, 1.0),
    ],
)
def test_what_a_contact_shows(misread, claimed, crisis, expected, premises, row):
    citizen = row("citizen", in_crisis=crisis)
    assert images.shown(citizen, premises(), 0.5, misread, claimed) == pytest.approx(expected)


def test_a_session_shows_the_mentor_mastery_by_care_and_readiness_by_the_rest(met):
    w, citizen, p = met(NO_MISREADING, knowledge_mentor=0.3)
    w.mentors[0].weights = [0.45, 0.1, 0.1, 0.35]
    images.mentor_sees_session(w, citizen, w.mentors[0], p, 0.4, 1.25)
    care, rest = 0.45 / 0.6, 0.55 / 0.4  # against the department's usual weights
    claimed = 0.5 * 0.4 * 0.5  # the back stage: half of the front counts
    mastery, readiness = 0.5 + claimed * 0.5, 0.3 + claimed * 0.7
    assert citizen.image_mastery_mentor == pytest.approx(0.6 + 0.15 * 1.25 * care * (mastery - 0.6))
    expected = 0.1 + 0.15 * 1.25 * rest * (readiness - 0.1)
    assert citizen.image_readiness_mentor == pytest.approx(expected)
    assert citizen.knowledge_mentor == pytest.approx(0.3 + 0.03 * 1.25 * care * 0.7)
    assert (citizen.image_mastery_caseworker, citizen.image_readiness_caseworker) == (0.4, 0.2)


def test_an_interview_shows_the_caseworker_the_front_on_stage(met):
    w, citizen, p = met(NO_MISREADING)
    w.caseworkers[0].weights = [0.25, 0.25, 0.25, 0.25]
    images.caseworker_sees_interview(w, citizen, w.caseworkers[0], p, 0.4)
    mastery, readiness = 0.5 + 0.4 * 0.5 * 0.5, 0.3 + 0.4 * 0.5 * 0.7
    expected = 0.4 + 0.45 * 0.25 / 0.2 * (mastery - 0.4)
    assert citizen.image_mastery_caseworker == pytest.approx(expected)
    expected = 0.2 + 0.45 * 0.75 / 0.8 * (readiness - 0.2)
    assert citizen.image_readiness_caseworker == pytest.approx(expected)
    assert (citizen.image_mastery_mentor, citizen.image_readiness_mentor) == (0.6, 0.1)


def test_a_misreading_enters_what_is_seen_and_never_the_citizen(met):
    w, citizen, p = met({"image.gain_interview": 1.0})
    misread = images.caseworker_misreads(w, citizen, w.caseworkers[0], p)
    w.caseworkers[0].weights = [0.2, 0.3, 0.25, 0.25]
    images.caseworker_sees_interview(w, citizen, w.caseworkers[0], p, 0.0)
    assert citizen.image_mastery_caseworker == pytest.approx(min(1, max(0, 0.5 + misread)))
    assert (citizen.everyday_mastery, citizen.education_readiness) == (0.5, 0.3)


def test_an_image_moves_at_most_to_what_is_seen():
    assert images.moved_image(0.2, 0.8, 7.0) == pytest.approx(0.8)
    assert images.moved_image(0.2, 0.8, 0.25) == pytest.approx(0.35)


def test_what_each_side_thinks_can_be_met_comes_from_its_images_alone(premises, row):
    p, citizen = premises(), row("citizen", **STATE, prior_dropouts=2, in_crisis=1)
    caseworkers = 0.1 + 0.65 * 0.2 + 0.25 * 0.4 - 0.03 * 2  # no loss: a crisis is not in the file
    assert images.estimate_of_caseworker(citizen, p) == pytest.approx(caseworkers)
    mentors = 0.1 + 0.65 * 0.1 + 0.25 * 0.6 - 0.03 * 2
    assert images.estimate_of_mentor(citizen, p, 0.0) == pytest.approx(mentors)
    assert images.estimate_of_mentor(citizen, p, 0.2) == pytest.approx(mentors + 0.25 * 0.2)
    citizen.everyday_mastery = citizen.education_readiness = 1.0
    assert images.estimate_of_caseworker(citizen, p) == pytest.approx(caseworkers)
    citizen.prior_dropouts, citizen.order_stands = 9, 1  # at most four count, an order adds fear
    afraid = 0.1 + 0.13 + 0.1 - 0.03 * 4 * 1.6
    assert images.estimate_of_caseworker(citizen, p) == pytest.approx(afraid)
    citizen.image_mastery_caseworker = citizen.image_readiness_caseworker = 0.0
    assert images.estimate_of_caseworker(citizen, p) == 0.05  # the floor


def test_views_lean_to_mastery_in_care_and_to_readiness_in_law_and_economy(premises, row):
    p, citizen = premises(), row("citizen", **STATE)
    views = 0.7 * 0.6 + 0.3 * 0.1, 0.3 * 0.4 + 0.7 * 0.2
    assert images.mentor_view(citizen, p) == pytest.approx(views[0])
    assert images.caseworker_view(citizen, p) == pytest.approx(views[1])
    estimates = 0.1 + 0.65 * 0.1 + 0.25 * 0.6, 0.1 + 0.65 * 0.2 + 0.25 * 0.4
    apart = (views[0] - views[1] + abs(estimates[0] - estimates[1])) / 2
    assert images.fiction_divergence(citizen, p) == pytest.approx(apart)


def test_a_talk_before_brings_each_image_nearer_to_the_better_one(premises, row):
    citizen = row("citizen", **STATE)
    images.talk_before(citizen, premises(), 0.5)
    assert citizen.image_mastery_caseworker == pytest.approx(0.4 + 0.15 * 0.5 * (0.6 - 0.4))
    assert citizen.image_readiness_mentor == pytest.approx(0.1 + 0.15 * 0.5 * (0.2 - 0.1))
    assert (citizen.image_mastery_mentor, citizen.image_readiness_caseworker) == (0.6, 0.2)


def test_the_start_is_remembered_as_each_sees_it_at_referral(premises, row):
    citizen = row("citizen", **STATE)
    images.begin_to_remember(citizen, premises(), 0.55)
    assert citizen.remembered_caseworker == pytest.approx(0.26)
    assert citizen.remembered_mentor == pytest.approx(0.45)
    assert citizen.remembered_citizen == 0.55
    assert citizen.image_at_meeting == 0.6


def test_everybody_seeing_what_is_is_a_structural_alternative(met):
    w, citizen, p = met({"alternatives.images": "truth"}, in_crisis=1, knowledge_mentor=0.3)
    images.mentor_sees_session(w, citizen, w.mentors[0], p, 0.9, 1.0)
    assert citizen.image_mastery_mentor == pytest.approx(0.35)
    assert citizen.image_readiness_mentor == pytest.approx(0.15)
    assert citizen.knowledge_mentor > 0.3  # needs are learned all the same
    images.caseworker_sees_interview(w, citizen, w.caseworkers[0], p, 0.9)
    assert citizen.image_mastery_caseworker == pytest.approx(0.35)
    assert citizen.image_readiness_caseworker == pytest.approx(0.15)
