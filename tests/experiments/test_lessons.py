"""Lessons are declared whole, in both languages, and ask about what the model declares."""

import copy
import re
from pathlib import Path

import msgspec
import pytest

from heterophony.experiments import RequestError
from heterophony.experiments.inputs.lessons import load_lessons, read_lesson
from heterophony.scenarios import load_scenario

THEMES = ("codes", "stage", "together", "learning", "hours", "belief", "self", "limits")
DECIMAL_POINT = re.compile(r"\d\.\d")


@pytest.fixture
def table():
    return copy.deepcopy(msgspec.to_builtins(load_lessons()["codes"]))


def test_there_are_eight_lessons_of_ten_to_twenty_minutes():
    assert tuple(load_lessons()) == THEMES
    assert all(10 <= each.minutes <= 20 for each in load_lessons().values())


@pytest.mark.parametrize("name", THEMES)
def test_a_lesson_says_everything_in_both_languages(name):
    lesson = load_lessons()[name]
    texts = [lesson.title, lesson.question, *(each.text for each in lesson.theory)]
    texts += [getattr(lesson.texts, each) for each in ("look", "limits", "discuss", "notes")]
    texts += [each.text for each in lesson.experiment.suspects]
    texts += [each.text for each in lesson.experiment.variants]
    for text in texts:
        assert text.en.strip()
        assert text.da.strip()
        assert text.en != text.da
        assert not DECIMAL_POINT.search(text.da)
        assert "Ã" not in text.da


@pytest.mark.parametrize("name", THEMES)
def test_no_lesson_is_about_a_bare_ownership_score(name):
    assert not load_lessons()[name].experiment.outcome.startswith("ownership")


@pytest.mark.parametrize("name", THEMES)
def test_the_scenarios_of_a_lesson_exist_and_differ(name):
    experiment = load_lessons()[name].experiment
    today = load_scenario(experiment.today)
    for changed in experiment.changed:
        assert load_scenario(changed).differences(today)
    for variant in experiment.variants:
        assert today.replaced(variant.values).differences(today)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"minutes": 45}, "minutes = 45; allowed: 10 to 20 minutes"),
        ({"minuttes": 12}, "nearest valid name: minutes"),
        ({"title": {"en": "One language"}}, "allowed: a text as { en, da }"),
        ({"theory": []}, "theory = .*allowed: tables with source and text"),
    ],
)
def test_a_wrong_lesson_is_refused_with_what_is_allowed(table, change, message):
    with pytest.raises(RequestError, match=message):
        read_lesson(table | change, Path("mine.toml"))


@pytest.mark.parametrize("stage", [{}, {"meeting": 3, "year": True}])
def test_a_lesson_looks_at_a_meeting_or_at_the_year(table, stage):
    table["experiment"]["stage"] = stage
    with pytest.raises(RequestError, match="`stage` needs a `meeting`, or `year = true`"):
        read_lesson(table, Path("mine.toml"))


def test_the_minutes_of_a_talk_before_are_those_of_the_policy():
    assert load_scenario("pre-meeting").values["meeting.pre_meeting_minutes"] == 20
    question = load_lessons()["codes"].question
    assert "twenty minutes" in question.en
    assert "tyve minutter" in question.da


def test_an_outcome_or_a_part_that_is_not_declared_is_refused(table):
    table["experiment"]["outcome"] = "happiness"
    with pytest.raises(RequestError, match=r"mine\.toml: 'happiness' is no declared outcome"):
        read_lesson(table, Path("mine.toml"))
    fault = copy.deepcopy(msgspec.to_builtins(load_lessons()["limits"]))
    fault["experiment"]["suspects"][0]["pattern"] = "T10.moon"
    with pytest.raises(RequestError, match=r"'T10\.moon' is no ablation of a pattern"):
        read_lesson(fault, Path("mine.toml"))
