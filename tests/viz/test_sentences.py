import math

import pandas as pd
import pytest

from heterophony.experiments import Difference, PolicyComparison
from heterophony.experiments.inputs.own_jobcentre import OwnPlan
from heterophony.scenarios import load_scenario
from heterophony.viz.measures import measure
from heterophony.viz.sentences import (
    hours_sentence,
    interval_sentence,
    limits,
    main_sentence,
    posts_sentence,
    question_of,
    verdict_words,
    wins_and_losses,
)
from heterophony.viz.words import LANGUAGES, words

UNKNOWN = Difference(math.nan, math.nan, math.nan, math.nan, math.nan, 0)


def plan_with(difference: float, low: float, high: float, **others: Difference) -> PolicyComparison:
    found = Difference(0.5, 0.5 + difference, difference, low, high, 30)
    return PolicyComparison(load_scenario("baseline"), {"ownership_52w": found, **others}, {})


@pytest.mark.parametrize(
    ("numbers", "verdict", "said"),
    [
        ((0.040, 0.030, 0.050), "Clear: more (better)", "about 4.0 points higher"),
        ((-0.040, -0.050, -0.030), "Clear: less (worse)", "about 4.0 points lower"),
        ((0.004, 0.003, 0.005), "Clear: more, but small (better)", "only a little higher"),
        ((0.000, -0.001, 0.001), "Too small to matter", "as good as the same"),
        ((0.015, 0.005, 0.025), "More; how much is unsure (better)", "higher"),
        ((-0.015, -0.025, -0.005), "Less; how much is unsure (worse)", "how much is unsure"),
        ((0.010, -0.020, 0.040), "Unsure", "cannot tell"),
        ((math.nan, math.nan, math.nan), "Cannot be said", "cannot say"),
    ],
)
def test_the_answer_says_no_more_than_the_range_allows(
    numbers: tuple[float, float, float], verdict: str, said: str
) -> None:
    plan, speak = plan_with(*numbers), words("en")
    assert verdict_words(plan, "ownership_52w", speak).startswith(verdict)
    assert said in main_sentence(plan, "Today", "Plan", speak)


@pytest.mark.parametrize("language", LANGUAGES)
def test_more_of_a_burden_is_worse(language: str) -> None:
    pressure = Difference(0.3, 0.4, 0.1, 0.09, 0.11, 30)
    speak = words(language)
    said = verdict_words(plan_with(0.0, 0.0, 0.0, pressure=pressure), "pressure", speak)
    assert speak("verdict.worse") in said


def test_the_question_falls_back_to_what_is_defined() -> None:
    known = Difference(0.5, 0.5, 0.0, 0.0, 0.0, 3)
    outcomes = {"ownership_52w": UNKNOWN, "ownership_26w": known, "ownership": known}
    assert question_of(outcomes) == "ownership_26w"
    assert question_of({"ownership_52w": UNKNOWN}) == "ownership_52w"


def test_pairs_are_counted_by_replicate_and_undefined_ones_left_out() -> None:
    today = load_scenario("baseline")
    runs = pd.DataFrame(
        {
            "scenario": ["baseline"] * 4 + ["plan"] * 4,
            "replicate": [0, 1, 2, 3, 3, 2, 1, 0],
            "pressure": [0.1, 0.2, 0.3, math.nan, 0.4, 0.3, 0.1, 0.5],
        }
    )
    assert wins_and_losses(runs, today, OwnPlan().arms[1], "pressure") == (3, 1, 1)
    assert wins_and_losses(runs, today, today, "pressure") is None
    assert wins_and_losses(runs, today, OwnPlan().arms[1], "absent") is None


def test_an_interval_that_is_not_defined_is_not_written() -> None:
    assert interval_sentence(UNKNOWN, measure("pressure"), words("en")) == ""


@pytest.mark.parametrize("funding", ["fixed", "funded", "unlimited"])
def test_the_page_says_where_hours_come_from(funding: str) -> None:
    scenario = load_scenario("baseline", {"staffing.funding": funding})
    plan = PolicyComparison(
        scenario, {}, {}, {"caseworker_hours_funded": Difference(0, 1.5, 1.5, 1, 2, 9)}
    )
    said = hours_sentence(plan, words("da"))
    assert ("1,5" in said) == (funding == "funded")


def test_fewer_cases_each_are_said_to_take_more_people() -> None:
    today, speak = load_scenario("baseline"), words("en")
    assert posts_sentence(today, today, speak) == ""
    fewer = load_scenario("baseline", {"staffing.caseworker_caseload": 40.0})
    more = load_scenario("baseline", {"staffing.caseworker_caseload": 80.0})
    assert "more caseworkers: for every 10 today, 15 " in posts_sentence(today, fewer, speak)
    assert "fewer caseworkers: for every 10 today, 8 " in posts_sentence(today, more, speak)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_limits_say_what_the_ranges_cover(language: str) -> None:
    speak = words(language)
    assert speak("cannot.assumed") in limits(speak)
    assert speak("cannot.assumed") not in limits(speak, worlds=True)
    assert speak("cannot.assumed_worlds") in limits(speak, worlds=True)
