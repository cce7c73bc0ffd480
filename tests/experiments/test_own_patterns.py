"""Patterns and outcomes of one's own, from a file or a call, without a fork."""

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from heterophony.experiments import (
    Pattern,
    PatternReading,
    RequestError,
    RunReading,
    add_outcome,
    add_outcomes,
    assess_sensitivity,
    check_all,
    check_pattern,
    compare,
    expand,
    load_patterns,
    remove_outcome,
    run,
    sweep,
)
from heterophony.experiments.inputs.patterns import chosen_patterns
from heterophony.experiments.results.own_outcomes import own_definitions
from heterophony.scenarios import OUTCOMES
from heterophony.sim import model_digest

SHORT = {"run.weeks": 30, "run.burn_in_weeks": 8}
FILE = """
[less-time]
title = { en = "More cases, less preparation", da = "Flere sager, mindre forberedelse" }
statement = { en = "Preparation vanishes.", da = "Forberedelsen forsvinder." }
evidence = "inference"
source = "ours"
mechanism = "hours run out"
arms.few = { staffing.caseworker_caseload = 35 }
arms.many = { staffing.caseworker_caseload = 80 }
[less-time.readings.preparation]
title = { en = "preparation", da = "forberedelse" }
reads = "difference"
arms = ["few", "many"]
outcome = "preparation"
expected = "-"
pairs = 3
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text(FILE)
    return path


@pytest.fixture
def own_outcome():
    """An outcome of one's own, gone after the test."""
    add_outcome(
        "longest_wait",
        lambda result: float(np.nanmax(result.weekly["pressure"])),
        title="Highest pressure of any week",
        smallest_difference=0.02,
        good="less",
    )
    yield "longest_wait"
    remove_outcome("longest_wait")


def test_a_pattern_of_a_file_is_checked_as_any_other(file):
    (pattern,) = load_patterns(file).values()
    assert pattern.id == "less-time"
    reading = check_pattern(pattern, values=SHORT).readings[0]
    assert (reading.pairs, reading.holds) == (3, True)
    assert reading.high < -0.1


def test_patterns_are_picked_from_a_file_and_from_the_library(file):
    assert [each.id for each in chosen_patterns("T8, less-time", file)] == ["less-time", "T8"]
    assert [each.id for each in chosen_patterns(None, file)] == ["less-time"]


def test_a_pattern_may_be_built_in_python_and_is_checked_before_anything_runs(file):
    (declared,) = load_patterns(file).values()
    reading = PatternReading(
        name="hours", title={"en": "hours", "da": "timer"}, reads="difference",
        arms=("few", "many"), outcome="caseworker_hours", expected="band", low=-1e9, high=1e9,
        smallest=0.0, pairs=2, evidence="inference",
    )  # fmt: skip
    own = Pattern(**{each: getattr(declared, each) for each in declared.__slots__} | {
        "id": "own", "readings": {"hours": reading},
    })  # fmt: skip
    assert check_pattern(own, values=SHORT).verdict == "pass"
    for change, words in (
        ({"outcome": "hour"}, "outcome 'hour' does not exist"),
        ({"outcome": "", "study": "no_study"}, "study is 'no_study', which does not exist"),
        ({"arms": ("few", "none")}, "arm 'none' is not declared"),
    ):
        wrong = replace(own, readings={"hours": replace(reading, **change)})
        with pytest.raises(RequestError, match=words):
            check_pattern(wrong, values=SHORT)


def test_an_outcome_of_ones_own_is_compared_analysed_and_read_by_patterns(own_outcome, file):
    found = compare("baseline", "meetings-every-4-weeks", replicates=2, overrides=SHORT)
    difference = found.policies[0].outcomes[own_outcome]
    assert difference.pairs == 2
    assert difference.baseline > 0.0
    study = assess_sensitivity(
        "baseline", outcomes=own_outcome, parameters="plan.template", overrides=SHORT, samples=4,
        replicates=2,
    )  # fmt: skip
    assert study.runs[own_outcome].notna().all()
    file.write_text(FILE.replace('outcome = "preparation"', f'outcome = "{own_outcome}"'))
    (pattern,) = load_patterns(file).values()
    assert pattern.readings["preparation"].smallest == 0.02
    assert check_pattern(pattern, values=SHORT).readings[0].pairs == 3


def test_a_store_keeps_an_outcome_of_ones_own_under_one_definition(
    own_outcome, small_plan, tmp_path
):
    plan = small_plan(outcomes=[own_outcome], replicates=2, grid={"meeting.interval_weeks": [4, 8]})
    store = sweep(plan, tmp_path / "store")
    assert store.runs[own_outcome].notna().all()
    add_outcome(own_outcome, lambda result: 1.0)
    with pytest.raises(RequestError, match=f"outcome {own_outcome} was .* and is"):
        expand(tmp_path / "store", replicates=3)


def test_a_reading_of_some_weeks_may_be_an_outcome(own_outcome):
    outcome = add_outcome("early_pressure", RunReading("pressure", weeks=(0, 3)))
    try:
        found = compare("baseline", "meetings-every-4-weeks", replicates=2, overrides=SHORT)
        weekly = found.policies[0].weekly["pressure"]
        early = found.policies[0].outcomes["early_pressure"]
        assert early.baseline == pytest.approx(weekly.baseline[:4].mean())
        assert outcome.unit == ""
    finally:
        remove_outcome("early_pressure")


OUTCOME_FILE = """
[early_pressure]
reads = "pressure"
weeks = [0, 3]
title = "Early pressure"
smallest_difference = 0.02
good = "less"
"""


@pytest.fixture
def outcome_file(tmp_path):
    path = tmp_path / "outcomes.toml"
    path.write_text(OUTCOME_FILE)
    return path


def test_outcomes_of_a_file_are_reported_as_any_other(outcome_file):
    (outcome,) = add_outcomes(outcome_file)
    try:
        (result,) = run("baseline", replicates=1, overrides=SHORT).results
        assert result.outcomes["early_pressure"] == pytest.approx(
            result.weekly["pressure"][:4].mean()
        )
        assert outcome.title == {"en": "Early pressure", "da": "Early pressure"}
        assert (outcome.smallest_difference, outcome.good) == (0.02, "less")
    finally:
        remove_outcome("early_pressure")


def test_a_run_too_short_for_the_weeks_of_an_outcome_leaves_it_undefined():
    add_outcome("late_pressure", RunReading("pressure", weeks=(0, SHORT["run.weeks"])))
    try:
        (result,) = run("baseline", replicates=1, overrides=SHORT).results
        assert np.isnan(result.outcomes["late_pressure"])
    finally:
        remove_outcome("late_pressure")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"pressure"', '"presure"', "nearest name: pressure"),
        ('"pressure"', '"pressure_never"', "is no outcome"),
        ("weeks = [0, 3]", "weeks = [3, 0]", r"weeks = \[3, 0\]; allowed: first and last week"),
        ('"pressure"\n', '"ownership_52w"\n', "ownership_52w is counted over the whole run"),
        ("[early_pressure]", "[pressure]", "'pressure', which is an outcome of the package"),
        ('good = "less"', 'good = "up"', "allowed: more, less, neither"),
        ('title = "Early pressure"', 'title = { de = "Druck" }', 'allowed: a text, or { en = "'),
        ("reads", "read", "nearest valid name: reads"),
        ("0.02", "-1", "allowed: a number from 0"),
    ],
)
def test_a_wrong_file_of_outcomes_is_refused_and_adds_nothing(outcome_file, old, new, words):
    outcome_file.write_text(OUTCOME_FILE.replace(old, new) + '\n[other]\nreads = "pressure"\n')
    with pytest.raises(RequestError, match=words):
        add_outcomes(outcome_file)
    assert not {"early_pressure", "other"} & set(OUTCOMES)


def test_the_digest_of_the_model_leaves_own_outcomes_out_and_resuming_does_not(own_outcome):
    script = (
        "from heterophony.experiments import add_outcome\n"
        "from heterophony.sim import model_digest\n"
        "add_outcome('own', len)\nprint(model_digest())"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == model_digest()
    first = own_definitions([own_outcome, "pressure"])
    assert list(first) == [own_outcome]
    add_outcome(own_outcome, lambda result: 0.0)
    assert own_definitions([own_outcome]) != first


@pytest.mark.parametrize(
    ("name", "function", "settings", "words"),
    [
        ("pressure", len, {}, "'pressure', which is an outcome of the package"),
        ("my outcome", len, {}, "a word of letters, digits and underscores"),
        ("mine", 3, {}, "a function of a Result"),
        ("mine", len, {"smallest_difference": -1}, "a number from 0"),
        ("mine", len, {"good": "up"}, "allowed: more, less, neither"),
        ("mine", RunReading("presure"), {}, "nearest name: pressure"),
    ],
)
def test_a_wrong_outcome_is_refused(name, function, settings, words):
    with pytest.raises(RequestError, match=words):
        add_outcome(name, function, **settings)


def test_a_name_in_the_place_of_a_pattern_is_refused():
    names: list[Any] = ["T1"]
    with pytest.raises(RequestError, match=r"'T1' is no pattern; allowed: those of load_patterns"):
        check_all(names, pairs=2)
