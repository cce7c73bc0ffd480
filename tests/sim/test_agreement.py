"""What worlds say together: the spread is numpy's, and a word needs the share that it says."""

import numpy as np
import pytest

from heterophony.experiments.methods.answers import overall, word_of
from heterophony.experiments.results.over_worlds import Shares, spread_of
from heterophony.sim.agreement import STANDINGS, count_by_size

MOST = 60


def changes(chance, worlds):
    """Changes of some worlds, now and then equal or unknown."""
    found = chance.normal(size=worlds) * 10.0 ** chance.integers(-4, 3)
    found[chance.random(worlds) < 0.1] = np.nan
    return np.where(chance.random(worlds) < 0.2, 0.25, found)


def test_the_spread_is_the_one_of_numpy():
    chance = np.random.default_rng(20171102)
    for worlds in range(1, 120):
        for _ in range(20):
            values = changes(chance, worlds)
            known = values[~np.isnan(values)]
            low, median, high = (
                np.quantile(known, [0.05, 0.5, 0.95]) if known.size else [np.nan] * 3
            )
            assert np.array_equal(spread_of(values), [median, low, high], equal_nan=True)


def test_a_spread_leaves_its_values_in_their_order():
    values = np.array([3.0, 1.0, 2.0])
    assert spread_of(values).median == 2.0
    assert values.tolist() == [3.0, 1.0, 2.0]


def shares():
    """All shares of up to `MOST` worlds by steps."""
    for worlds in range(1, MOST, 7):
        for better in range(worlds + 1):
            for worse in range(worlds - better + 1):
                none = (worlds - better - worse) // 2
                yield Shares(better, worse, none, worlds - better - worse - none)


def test_a_clear_word_needs_four_fifths_of_the_worlds():
    for each in shares():
        for name in ("better", "worse", "none"):
            clear = 10 * getattr(each, name) >= 8 * each.worlds
            assert (word_of(each) == name) == (overall({}, each) == name) == clear


def test_worlds_that_say_both_make_the_answer_depend_on_them():
    for each in shares():
        if not word_of(each):
            both = 10 * min(each.better, each.worse) >= each.worlds
            assert (overall({}, each) == "depends") == both
            most = 2 * each.better > each.worlds and not both
            assert (overall({}, each) == "mostly_better") == most


def test_no_world_says_nothing():
    assert word_of(Shares(0, 0, 0, 0)) == ""
    assert overall({"standing": "worse"}, Shares(0, 0, 0, 0)) == "worse"


@pytest.mark.parametrize("smallest", [0.0, 0.25])
def test_a_change_counts_by_its_size_alone(smallest):
    values = np.array([0.3, 0.25, 0.1, -0.25, -0.4, np.nan])
    found = np.full(STANDINGS, 9)
    count_by_size(values, smallest, found)
    assert found.tolist() == ([2, 2, 1, 1] if smallest else [3, 2, 0, 1])
