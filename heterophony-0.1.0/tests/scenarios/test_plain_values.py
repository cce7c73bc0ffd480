"""Numbers and lists of NumPy, pandas and `decimal` are taken where their meaning is plain."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from heterophony.scenarios import PARAMETERS, ScenarioError, load_scenario

VECTOR = next(each for each in PARAMETERS.values() if each.type == "vector")
SWITCH = next(each for each in PARAMETERS.values() if each.type == "bool")
WEEKS = "process.held_weeks"
TABLE = next(each for each in PARAMETERS.values() if each.type == "table")


def value_of(name, value):
    return load_scenario("baseline", {name: value}).values[name]


@pytest.mark.parametrize(
    "four",
    [np.int64(4), np.uint8(4), np.float32(4), np.array(4), Decimal(4), Fraction(4)],
    ids=repr,
)
def test_a_whole_number_of_any_library_is_one(four):
    found = value_of("meeting.interval_weeks", four)
    assert found == 4
    assert type(found) is type(value_of("meeting.interval_weeks", 4))


def test_a_decimal_is_the_number_that_it_is_written_as():
    assert value_of("state.meaning_start", Decimal("0.35")) == 0.35


@pytest.mark.parametrize("truth", [True, False])
def test_a_truth_value_of_numpy_is_one(truth):
    assert value_of(SWITCH.name, np.bool_(truth)) is truth


@pytest.mark.parametrize("made", [np.array, pd.Series, pd.Index, tuple])
def test_arrays_and_series_are_lists(made):
    assert value_of(VECTOR.name, made(list(VECTOR.default))) == pytest.approx(VECTOR.default)
    assert value_of(WEEKS, made([3, 5])) == value_of(WEEKS, [3, 5])
    for key, rates in TABLE.default.items():
        assert value_of(TABLE.name, {key: made(list(rates))})[key] == rates


def test_weeks_may_be_a_range_or_a_set():
    assert value_of(WEEKS, range(3, 9, 2)) == value_of(WEEKS, [3, 5, 7])
    assert value_of(WEEKS, {7, 3, 5}) == value_of(WEEKS, [3, 5, 7])


@pytest.mark.parametrize(
    "value",
    [np.bool_(True), np.array([4, 4]), np.datetime64("2017-01-01"), Decimal("NaN"), "4", {4}, 4j],
    ids=repr,
)
def test_what_is_no_number_is_refused_with_the_range(value):
    with pytest.raises(ScenarioError, match=r"meeting\.interval_weeks = .*whole number from 1"):
        value_of("meeting.interval_weeks", value)


def test_a_table_of_numbers_is_no_list():
    with pytest.raises(ScenarioError, match="must be a list"):
        value_of(VECTOR.name, np.ones((2, 2)))
