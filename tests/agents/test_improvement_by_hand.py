"""Who sees an improvement: noticeable, against a remembered start (model, 3.5)."""

import pytest

from heterophony.agents.life_course import note_improvement, noticeably_better

NOW = {
    "everyday_mastery": 0.6,
    "education_readiness": 0.4,  # a true state of .5
    "image_mastery_caseworker": 0.5,
    "image_readiness_caseworker": 0.3,  # a view of .36
    "image_mastery_mentor": 0.7,
    "image_readiness_mentor": 0.2,  # a view of .55
    "internalised_discourse": 0.0,
}
SEEN = {"caseworker": 0.36, "mentor": 0.55, "citizen": 0.5}


@pytest.mark.parametrize(
    ("now", "start", "better"), [(0.551, 0.5, 1), (0.549, 0.5, 0), (0.4, 0.5, 0)]
)
def test_half_a_spread_between_citizens_is_noticeable(now, start, better, premises):
    assert noticeably_better(premises(), now, start) == better


def test_it_can_be_set(premises):
    assert noticeably_better(premises({"outcome.noticeable": 0.0}), 0.5, 0.5) == 1.0


@pytest.mark.parametrize("side", SEEN)
@pytest.mark.parametrize(("rise", "better"), [(0.051, 1.0), (0.049, 0.0)])
def test_each_compares_with_the_start_as_remembered(side, rise, better, state):
    w = state({"outcome.noticeable": 0.05})
    citizen = w.citizens[0]
    for name, value in NOW.items():
        citizen[name] = value
    for each, seen in SEEN.items():
        citizen[f"remembered_{each}"] = seen - (rise if each == side else 0.0)
    citizen.case = 0
    w.cases[0].true_state_at_referral = 0.5
    note_improvement(w, citizen, w.premises[0])
    names = {"true": 0.0, **dict.fromkeys((f"in_{each}_view" for each in SEEN), 0.0)}
    names[f"in_{side}_view"] = better
    for name, expected in names.items():
        assert w.cases[0][f"improved_{name}_39w"] == expected, name


@pytest.mark.parametrize(("before", "better"), [(0.449, 1.0), (0.451, 0.0)])
def test_what_is_true_compares_with_the_start_as_it_was(before, better, state):
    w = state()
    citizen = w.citizens[0]
    for name, value in NOW.items():
        citizen[name] = value
    citizen.case = 0
    w.cases[0].true_state_at_referral = before
    note_improvement(w, citizen, w.premises[0])
    assert w.cases[0].improved_true_39w == better


def test_a_citizen_shows_the_state_with_the_front_on_top(state):
    w = state({"stake.front_share": 0.0})
    citizen = w.citizens[0]
    for name, value in (NOW | {"internalised_discourse": 0.8, "pressure": 1.0}).items():
        citizen[name] = value
    citizen.trust_caseworker, citizen.case = 0.0, 0
    citizen.remembered_citizen = 0.5 + 0.8 * 0.5 - 0.06
    note_improvement(w, citizen, w.premises[0])
    assert w.cases[0].improved_in_citizen_view_39w == 1.0
    citizen.remembered_citizen += 0.02
    note_improvement(w, citizen, w.premises[0])
    assert w.cases[0].improved_in_citizen_view_39w == 0.0
