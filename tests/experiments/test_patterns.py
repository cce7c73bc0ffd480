"""Patterns are declared whole, and a verdict follows from the interval alone."""

import pytest

from heterophony.experiments.inputs.patterns import load_patterns
from heterophony.experiments.methods.patterns.checking import (
    check_all,
    check_pattern,
    pattern_verdict,
    standing,
)
from heterophony.experiments.results.pattern_documents import expectation
from heterophony.experiments.results.patterns import (
    Estimate,
    PatternStanding,
    PatternVerdict,
)
from heterophony.scenarios.patterns_declared import Reading

SHORT = {"run.weeks": 40, "run.burn_in_weeks": 8}


def reading(expected: str, **more) -> Reading:
    fields = {
        "name": "made_up", "title": {"en": "made up", "da": "opdigtet"}, "reads": "difference",
        "arms": ("a", "b"), "smallest": 0.02, "pairs": 20, "evidence": "wider",
    }  # fmt: skip
    return Reading(**(fields | {"expected": expected} | more))


@pytest.mark.parametrize(
    ("expected", "seen", "low", "high", "stands"),
    [
        ("+", 0.03, 0.01, 0.05, PatternStanding.HOLDS),
        ("+", 0.02, 0.001, 0.04, PatternStanding.HOLDS),
        (
            "+",
            0.019,
            0.018,
            0.020,
            PatternStanding.UNCERTAIN,
        ),  # may be large enough
        ("+", 0.018, 0.017, 0.019, PatternStanding.FAILS),  # there, but not worth mentioning
        ("+", 0.03, -0.01, 0.07, PatternStanding.UNCERTAIN),
        ("+", -0.03, -0.05, -0.01, PatternStanding.FAILS),
        ("-", -0.03, -0.05, -0.01, PatternStanding.HOLDS),
        ("-", 0.0, 0.0, 0.0, PatternStanding.FAILS),
        ("-", -0.018, -0.019, -0.017, PatternStanding.FAILS),
        ("~0", 0.01, -0.01, 0.02, PatternStanding.HOLDS),
        ("~0", 0.01, -0.01, 0.03, PatternStanding.UNCERTAIN),
        ("~0", 0.03, 0.01, 0.05, PatternStanding.FAILS),
        ("not 0", -0.005, -0.009, -0.001, PatternStanding.HOLDS),
        ("not 0", 0.005, 0.001, 0.009, PatternStanding.HOLDS),
        ("not 0", 0.005, -0.001, 0.011, PatternStanding.UNCERTAIN),
        ("not 0", 0.0, 0.0, 0.0, PatternStanding.FAILS),
        ("small +", 0.005, 0.001, 0.009, PatternStanding.HOLDS),
        ("small +", 0.005, -0.001, 0.011, PatternStanding.UNCERTAIN),
        ("small -", 0.005, 0.001, 0.009, PatternStanding.FAILS),
        ("+", float("nan"), float("nan"), float("nan"), PatternStanding.UNCERTAIN),
    ],
)
def test_a_reading_stands_by_its_interval_and_its_smallest_difference(
    expected, seen, low, high, stands
):
    assert standing(reading(expected), Estimate(seen, low, high, 20)) is stands


@pytest.mark.parametrize(
    ("low", "high", "stands"),
    [
        (0.42, 0.58, PatternStanding.HOLDS),
        (0.38, 0.45, PatternStanding.UNCERTAIN),
        (0.30, 0.39, PatternStanding.FAILS),
        (0.61, 0.70, PatternStanding.FAILS),
    ],
)
def test_a_band_must_hold_the_whole_interval(low, high, stands):
    found = Estimate((low + high) / 2, low, high, 20)
    assert standing(reading("band", low=0.4, high=0.6), found) is stands


def test_a_band_may_be_open_and_says_so():
    at_least = reading("band", low=0.5)
    assert expectation(at_least) == "at least 0.5"
    assert standing(at_least, Estimate(0.99, 0.98, 1.0, 20)) is PatternStanding.HOLDS


def test_one_required_reading_that_fails_fails_the_pattern():
    holds, fails, open_ = PatternStanding.HOLDS, PatternStanding.FAILS, PatternStanding.UNCERTAIN
    assert pattern_verdict([(holds, True), (fails, True)]) is PatternVerdict.FAIL
    assert pattern_verdict([(open_, True), (fails, True)]) is PatternVerdict.FAIL
    assert pattern_verdict([(holds, True), (open_, True)]) is PatternVerdict.UNCERTAIN
    assert pattern_verdict([(holds, True), (fails, False)]) is PatternVerdict.PASS


def test_more_cases_leave_less_preparation_in_a_short_run():
    result = check_pattern(load_patterns()["T8"], values=SHORT, pairs=3)
    preparation = result.readings[0]
    assert preparation.name == "preparation"
    assert preparation.holds
    assert preparation.pairs == 3
    assert preparation.high < -0.5


def test_a_pattern_whose_mechanism_is_off_is_red_and_stays_red():
    values = SHORT | {"reaction.shield": 0.0}
    result = check_pattern(load_patterns()["T10"], values=values, pairs=3)
    assert result.verdict is PatternVerdict.FAIL
    assert {each.name for each in result.not_holding} >= {"strong"}


def test_patterns_share_the_runs_of_arms_with_the_same_values():
    patterns = [load_patterns()[name] for name in ("T10", "T12")]
    together = check_all(patterns, values=SHORT, pairs=2)
    assert together.runs == 2 * 3  # today, without shield, with shared goals
    alone = [check_pattern(each, values=SHORT, pairs=2) for each in patterns]
    assert [repr(each) for each in together.results] == [repr(each) for each in alone]
