"""What a talk leaves in both professionals: images, needs known, remembered starts (3.5)."""

import pytest

from heterophony.agents.hearing import hear_talk

E, U = 0.5, 0.3  # mastery and readiness
FRONT = {"E": E + 0.5 * (1 - E), "U": U + 0.5 * (1 - U)}
TROUBLE = {"E": 0.75 * E, "U": 0.75 * U}
STATE = {
    "everyday_mastery": E,
    "education_readiness": U,
    "image_mastery_caseworker": 0.4,
    "image_readiness_caseworker": 0.2,
    "image_mastery_mentor": 0.6,
    "image_readiness_mentor": 0.1,
    "knowledge_caseworker": 0.4,
    "knowledge_mentor": 0.7,
    "remembered_caseworker": 0.3,
    "remembered_mentor": 0.4,
    "remembered_citizen": 0.5,
}
HEARS = 1 - 0.65 * (1 - 0.7 * 0.4)  # a horizon of .35, an understanding of .4
ATTENTION = 0.8
USUAL = {"turns": 30, "three_party": 1.0, "understanding": 0.4, "attention": ATTENTION}


@pytest.fixture
def heard(state, row):
    """Let both hear a talk of which only its counts are known; return the citizen."""

    def hear(overrides=None, person=None, **counts):
        w = state({"image.misreading": 0.0} | (overrides or {}))
        citizen = w.citizens[0]
        citizen.mentor, citizen.caseworker = 0, 0
        for name, value in (STATE | (person or {})).items():
            citizen[name] = value
        w.caseworkers[0].horizon = w.mentors[0].horizon = 0.35
        hear_talk(w, citizen, w.premises[0], row("meeting", **(USUAL | counts)))
        return citizen

    return hear


def moved(image, seen, turns, gain=0.07):
    """An image after so many turns, each of which moves it by `gain` of the distance left."""
    return image + (1 - (1 - gain) ** turns) * (seen - image)


def test_mastery_is_heard_in_care_and_fully_by_the_mentor(heard):
    found = heard(care_front=2, care_trouble=1, care_plain=3)
    seen = (2 * FRONT["E"] + TROUBLE["E"] + 3 * E) / 6
    assert found.image_mastery_mentor == pytest.approx(moved(0.6, seen, 6))
    foreign = HEARS * ATTENTION
    assert found.image_mastery_caseworker == pytest.approx(moved(0.4, seen, 6 * foreign))
    assert (found.image_readiness_caseworker, found.image_readiness_mentor) == (0.2, 0.1)


def test_readiness_is_heard_in_each_other_code_by_its_own_weight(heard):
    found = heard(law_front=1, economy_plain=2, education_trouble=1, education_plain=2)
    seen = (FRONT["U"] + 2 * U + TROUBLE["U"] + 2 * U) / 6
    expected = moved(0.2, seen, 6 * ATTENTION)
    assert found.image_readiness_caseworker == pytest.approx(expected)
    turns = 3 * HEARS + 3  # law and economy are foreign to the mentor, education is not
    seen = (HEARS * (FRONT["U"] + 2 * U) + TROUBLE["U"] + 2 * U) / turns
    assert found.image_readiness_mentor == pytest.approx(moved(0.1, seen, turns))
    assert (found.image_mastery_caseworker, found.image_mastery_mentor) == (0.4, 0.6)


def test_every_code_seen_by_everybody_is_a_switch(heard):
    everything = {"codes.caseworker_own": [1, 1, 1, 1], "codes.mentor_own": [1, 1, 1, 1]}
    found = heard(everything, care_plain=2, law_plain=2, attention=1.0)
    assert found.image_mastery_caseworker == pytest.approx(moved(0.4, E, 2))
    assert found.image_readiness_mentor == pytest.approx(moved(0.1, U, 2))


def test_a_longer_talk_is_no_more_of_it_by_construction(heard):
    short, long = heard(care_plain=3), heard(care_plain=6, turns=60)
    assert long.image_mastery_mentor == pytest.approx(short.image_mastery_mentor)


def test_a_crisis_shows_in_plain_speech_and_trouble_and_not_in_the_front(heard):
    crisis = {"in_crisis": 1}
    plain = heard(person=crisis, care_plain=4)
    assert plain.image_mastery_mentor == pytest.approx(moved(0.6, E - 0.15, 4))
    trouble = heard(person=crisis, care_trouble=4)
    assert trouble.image_mastery_mentor == pytest.approx(moved(0.6, 0.75 * (E - 0.15), 4))
    front = heard(person=crisis, care_front=4)
    assert front.image_mastery_mentor == pytest.approx(moved(0.6, FRONT["E"], 4))


def test_what_is_heard_is_misread_by_what_was_known_before_the_talk(heard):
    def misreading(person, side):
        found = heard({"image.misreading": 0.25}, person, care_plain=4, told_taken_up=3)
        return (found[f"image_mastery_{side}"] - moved(0.6, E, 4)) / (1 - 0.93**4)

    usual, known = ({"knowledge_mentor": k} for k in (0.2, 0.6))
    assert misreading(usual, "mentor") == pytest.approx(2 * misreading(known, "mentor"))
    assert misreading({"knowledge_mentor": 1.0}, "mentor") == pytest.approx(0.0, abs=1e-12)


def test_needs_are_known_by_plain_care_and_by_what_was_told_and_taken_up(heard):
    found = heard(
        care_front=2, care_trouble=1, care_plain=3, told_taken_up=3, told_taken_up_caseworker=1
    )
    mentors = 1 - (1 - 0.7) * 0.95**4 * 0.95**2
    assert found.knowledge_mentor == pytest.approx(mentors)
    caseworkers = 1 - (1 - 0.4) * 0.95 ** (4 * HEARS * ATTENTION) * 0.95
    assert found.knowledge_caseworker == pytest.approx(caseworkers)


def test_reports_taken_up_bring_the_caseworkers_images_nearer_to_the_mentors(heard):
    found = heard(
        stake=0.5,
        support_mastery_taken_up=1,
        candid_mastery_taken_up=2,
        candid_readiness_taken_up=1,
        support_readiness_taken_up=0,
    )
    told = 0.6 + 0.1 * 0.5  # the own work stands in it
    supporting = told + 0.2 * (1 - told)
    seen = (supporting + 2 * told) / 3
    assert found.image_mastery_caseworker == pytest.approx(moved(0.4, seen, 3, 0.15))
    assert found.image_readiness_caseworker == pytest.approx(moved(0.2, 0.1 + 0.05, 1, 0.15))
    share = 1 - 0.85**3
    assert found.knowledge_caseworker == pytest.approx(0.4 + share * (0.7 - 0.4))
    assert (found.image_mastery_mentor, found.image_readiness_mentor) == (0.6, 0.1)


def test_reports_follow_what_the_mentor_has_just_heard(heard):
    found = heard(care_plain=3, candid_mastery_taken_up=1)
    mentors = moved(0.6, E, 3)
    caseworkers = moved(0.4, E, 3 * HEARS * ATTENTION)
    assert found.image_mastery_caseworker == pytest.approx(moved(caseworkers, mentors, 1, 0.15))


def test_the_mentor_takes_up_readiness_from_the_caseworkers_official_codes(heard):
    found = heard(connected_by_mentor=2)
    assert found.image_readiness_mentor == pytest.approx(moved(0.1, 0.2, 2, 0.15))
    assert found.image_mastery_mentor == 0.6


def sat(count):
    return 1 - 0.5**count


def test_the_start_is_remembered_as_worse_the_more_is_claimed(heard):
    found = heard(front_turns=5, progress=3, supports=2)
    assert found.remembered_caseworker == pytest.approx(0.3 * (1 - 0.04 * sat(8 / 4)))
    assert found.remembered_citizen == pytest.approx(0.5 * (1 - 0.04 * sat(8 / 4)))
    assert found.remembered_mentor == pytest.approx(0.4 * (1 - 0.04 * sat(2)))


def test_a_mentor_who_is_not_there_hears_nothing(heard):
    found = heard(three_party=0.0, understanding=0.0, care_plain=4, education_plain=4, supports=2)
    for name in ("image_mastery", "image_readiness", "knowledge", "remembered"):
        assert found[f"{name}_mentor"] == STATE[f"{name}_mentor"]
    alone = 4 * 0.35 * ATTENTION
    assert found.image_mastery_caseworker == pytest.approx(moved(0.4, E, alone))


def test_everybody_seeing_what_is_is_a_structural_alternative(heard):
    found = heard({"alternatives.images": "truth"}, {"in_crisis": 1}, care_front=4)
    for side in ("caseworker", "mentor"):
        assert found[f"image_mastery_{side}"] == pytest.approx(E - 0.15)
        assert found[f"image_readiness_{side}"] == pytest.approx(U - 0.15)
