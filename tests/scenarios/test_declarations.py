import math
from collections.abc import Iterable
from typing import Any

import pytest

from heterophony.scenarios import PARAMETERS, load_sections
from heterophony.scenarios.values import checked

EVERY: list[Any] = list(PARAMETERS.values())
NUMBERS = [parameter for parameter in EVERY if parameter.type in ("float", "int", "vector")]

CONTRACT = {
    "run.weeks": 156,
    "run.burn_in_weeks": 52,
    "population.prior_dropouts_mean": 1.5,
    "population.mentored_share": 0.40,
    "population.profile": "mixed",
    "population.start_weeks_on_support": 104,
    "population.share_aged_25_29": 0.45,
    "staffing.mentors": 8,
    "staffing.mentor_caseload": 16,
    "staffing.caseworker_caseload": 60,
    "staffing.funding": "fixed",
    "staffing.caseworker_turnover": 0.25,
    "staffing.mentor_turnover": 0.15,
    "staffing.vacancy_weeks": 6,
    "staffing.handover": False,
    "staffing.pairing": "random",
    "mentor.enabled": True,
    "mentor.session_interval_weeks": 1,
    "mentor.session_hours": 1.25,
    "mentor.grant_weeks": 26,
    "mentor.shield": 0.6,
    "mentor.interrupt_at_course_week": 0,
    "mentor.replace_after_interruption": True,
    "mentor.free_space_weeks": 0,
    "meeting.interval_weeks": 8,
    "meeting.minutes": 20,
    "meeting.turns": None,
    "meeting.pre_meeting_minutes": 0,
    "meeting.debrief_minutes": 0,
    "meeting.citizen_involvement": 0.2,
    "meeting.shared_goals": False,
    "meeting.small_steps_weight": 0.1,
    "meeting.chair": "caseworker",
    "referral.interviews": 1,
    "referral.interview_gap_weeks": 2,
    "referral.deadline_weeks": 4,
    "referral.lead_weeks": 3,
    "referral.offers_available": 0.3,
    "coordination.expectation_alignment": False,
    "coordination.it_support": False,
    "coordination.initial_understanding": 0.35,
    "coordination.fidelity": "commitment",
    "coordination.consent": 0.5,
    "dialogue.interval_weeks": 0,
    "dialogue.hours": 2,
    "dialogue.stage": "back",
    "dialogue.theme_relevance": 0.6,
    "dialogue.attendance": "both",
    "dialogue.caseworker_time_share": 1.0,
    "dialogue.format": "plenary",
    "dialogue.caseworker_commitment": 0.3,
    "dialogue.mentor_commitment": 0.8,
    "measurement.placement_weight": 0.6,
    "measurement.demand_base": 0.06,
    "measurement.placement_target": 0.9,
    "refund.placement_per_gain": 2.0,
    "refund.regime": "staircase_2016",
    "refund.perceived_regime": "active_passive_2011",
    "refund.belief_strength": 0.5,
    "law.sanction_strictness": 0.5,
    "law.standard_demand": 0.55,
    "ownership.complementarity": -0.7,
}

CHOICES = {
    "population.profile": ("mixed", "crisis", "stable"),
    "staffing.funding": ("fixed", "funded", "unlimited"),
    "staffing.pairing": ("random", "fixed"),
    "meeting.chair": ("caseworker", "mentor", "citizen"),
    "coordination.fidelity": ("commitment", "full"),
    "dialogue.stage": ("front", "back"),
    "dialogue.attendance": ("both", "mentors"),
    "dialogue.format": ("plenary", "small_mixed"),
    "refund.regime": (
        "flat",
        "active_passive_2006",
        "active_passive_2011",
        "staircase_2016",
        "none",
    ),
    "refund.perceived_regime": (
        "flat",
        "active_passive_2006",
        "active_passive_2011",
        "staircase_2016",
        "none",
        "all_or_nothing",
    ),
    "alternatives.ownership": ("ces", "minimum"),
    "alternatives.meeting": ("turns", "counts"),
    "alternatives.learning": ("inverted_u", "linear"),
    "alternatives.network": ("dyads", "mean"),
    "alternatives.crisis": ("endogenous", "constant"),
    "alternatives.images": ("own", "truth"),
    "alternatives.uptake": ("code", "coin"),
    "alternatives.elicitation": ("question", "none"),
}


@pytest.mark.parametrize(("name", "default"), CONTRACT.items())
def test_public_names_have_their_published_defaults(name, default):
    assert PARAMETERS[name].default == default


@pytest.mark.parametrize(("name", "choices"), CHOICES.items())
def test_choices_keep_the_order_of_their_published_codes(name, choices):
    assert PARAMETERS[name].choices[: len(choices)] == choices


def test_what_is_a_choice_has_at_least_two():
    for parameter in EVERY:
        chosen = len(parameter.choices or ())
        assert (chosen >= 2) == (parameter.type == "choice"), parameter.name


def test_every_default_is_allowed_in_its_plain_form():
    for parameter in EVERY:
        assert checked(parameter, parameter.default) == parameter.default, parameter.name


def test_every_number_has_finite_hard_bounds_and_a_default_inside_its_plausible_range():
    for parameter in NUMBERS:
        assert math.isfinite(parameter.minimum), parameter.name
        assert math.isfinite(parameter.maximum), parameter.name
        for low, value, high in _ranges(parameter):
            assert parameter.minimum <= low <= value <= high <= parameter.maximum, parameter.name


def _ranges(parameter: Any) -> Iterable[tuple[float, float, float]]:
    if parameter.low is None or parameter.default is None:
        return []
    if parameter.type == "vector":
        return zip(parameter.low, parameter.default, parameter.high, strict=True)
    return [(parameter.low, parameter.default, parameter.high)]


def test_uncertain_numbers_say_what_is_plausible():
    fixed = {"dialogue.caseworkers_attending"}  # a switch for scenarios
    for parameter in NUMBERS:
        if parameter.kind in ("lever", "context", "behaviour") and parameter.name not in fixed:
            assert parameter.low is not None, parameter.name


def test_shares_and_probabilities_lie_between_zero_and_one():
    divisors = {
        "population.mentored_share",
        "hours.caseworker_share",
        "hours.mentor_share",
        "dialogue.caseworker_time_share",
        "education.order_realism_ref",
        "measurement.gap_scale",
        "reaction.choice_ref",
    }
    for parameter in NUMBERS:
        if parameter.unit in ("share", "probability", "0-1"):
            assert parameter.maximum == 1, parameter.name
            assert (parameter.minimum > 0) == (parameter.name in divisors), parameter.name


def test_half_lives_and_divisors_lie_above_zero():
    names = [name for name in PARAMETERS if "half_life" in name]
    names += ["meeting.interval_weeks", "meeting.norm_turns", "stake.weeks", "spare.portion_hours"]
    checks = {each.name: each.minimum for each in EVERY}
    for name in names:
        assert checks[name] > 0, name


def test_simplex_vectors_sum_to_one():
    vectors = [each for each in NUMBERS if each.simplex and each.type == "vector"]
    assert vectors
    for parameter in vectors:
        assert sum(parameter.default) == pytest.approx(1, abs=1e-12), parameter.name


def test_vectors_name_their_components():
    codes = ("care", "law", "econ", "edu")
    for name in ("codes.caseworker", "codes.mentor", "codes.caseworker_own", "codes.mentor_own"):
        assert PARAMETERS[name].components == codes, name
    assert PARAMETERS["agenda.involvement"].components == ("caseworker", "mentor", "citizen")
    assert PARAMETERS["refund.gain"].components == CHOICES["refund.perceived_regime"]
    for parameter in EVERY:
        expected = len(parameter.default) if parameter.type == "vector" else 0
        assert len(parameter.components) == expected, parameter.name


def test_what_a_page_shows_has_words_in_both_languages_and_the_rest_in_english():
    for parameter in EVERY:
        languages = ("en", "da") if parameter.kind in ("lever", "context") else ("en",)
        for language in languages:
            assert parameter.title[language].strip(), parameter.name
            assert parameter.help[language].strip().endswith("."), parameter.name
    assert all(title["en"] and title["da"] for title in load_sections().values())


def test_every_parameter_says_where_it_comes_from():
    allowed = {"H", "M", "M (sign)", "L", "V", "lever", "definition"}
    for parameter in EVERY:
        assert parameter.source, parameter.name
        assert parameter.confidence in allowed, parameter.name


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_parameter_has_a_title_of_its_own_in_both_languages(language):
    titles = [(parameter.section, parameter.title.get(language, "")) for parameter in EVERY]
    assert all(title.strip() for _, title in titles)
    assert len(set(titles)) == len(titles)


def test_kinds_divide_what_management_decides_from_what_is_uncertain():
    kinds = {name: parameter.kind for name, parameter in PARAMETERS.items()}
    assert kinds["meeting.interval_weeks"] == "lever"
    assert kinds["staffing.funding"] == "lever"
    assert kinds["staffing.caseworker_turnover"] == "context"
    assert kinds["mentor.enabled"] == "context"
    assert kinds["reaction.measuring"] == "behaviour"
    frame = {name for name, kind in kinds.items() if kind == "frame"}
    assert {name for name in kinds if name.startswith(("run.", "alternatives."))} < frame
    assert {"hours.week", "meeting.norm_turns", "measurement.reference_weight"} < frame
    assert set(kinds.values()) == {"lever", "context", "behaviour", "frame"}


def test_the_model_has_at_most_five_hundred_numbers_and_switches():
    assert len(PARAMETERS) <= 500


def test_own_codes_are_the_two_lists_of_the_study():
    assert PARAMETERS["codes.caseworker_own"].default == (0.0, 1.0, 1.0, 1.0)
    assert PARAMETERS["codes.mentor_own"].default == (1.0, 0.0, 0.0, 1.0)
