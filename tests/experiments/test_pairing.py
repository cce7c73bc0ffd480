"""Paired differences and their intervals."""

import math

import numpy as np
import pytest
from scipy import stats

from heterophony.experiments.results.differences import (
    Difference,
)
from heterophony.experiments.results.paired import Paired


def paired(baseline: np.ndarray, policy: np.ndarray) -> Paired:
    """Add rows of two tables `[pairs, values]` as pairs."""
    sums = Paired(baseline.shape[1:])
    for first, second in zip(baseline, policy, strict=True):
        sums.add(first, second)
    return sums


def test_a_table_worked_by_hand() -> None:
    # differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), t(2, .975) = 4.3027
    sums = paired(np.array([[1.0], [1.0], [1.0]]), np.array([[2.0], [3.0], [4.0]]))
    (found,) = sums.differences()
    assert (found.baseline, found.policy, found.difference, found.pairs) == (1.0, 3.0, 2.0, 3)
    assert found.low == pytest.approx(2.0 - 4.302652729911275 / math.sqrt(3))
    assert found.high == pytest.approx(2.0 + 4.302652729911275 / math.sqrt(3))


def test_the_interval_is_that_of_the_paired_t_test() -> None:
    rng = np.random.default_rng(1)
    baseline = rng.normal(size=(25, 4))
    policy = baseline + rng.normal(0.3, 0.5, size=(25, 4))
    expected = stats.ttest_rel(policy, baseline).confidence_interval(0.95)
    found = paired(baseline, policy).differences()
    assert [each.low for each in found] == pytest.approx(expected.low.tolist())
    assert [each.high for each in found] == pytest.approx(expected.high.tolist())


def test_a_pair_that_is_undefined_in_either_arm_is_left_out_of_both() -> None:
    nan = math.nan
    baseline = np.array([[1.0, 1.0], [5.0, nan], [2.0, nan], [nan, nan]])
    policy = np.array([[2.0, nan], [nan, 1.0], [4.0, 1.0], [9.0, nan]])
    first, second = paired(baseline, policy).differences()
    assert (first.baseline, first.policy, first.difference, first.pairs) == (1.5, 3.0, 1.5, 2)
    assert second.pairs == 0
    assert all(math.isnan(x) for x in (second.baseline, second.difference, second.low))


def test_one_pair_has_a_difference_but_no_interval() -> None:
    (found,) = paired(np.array([[1.0]]), np.array([[1.5]])).differences()
    assert found.difference == 0.5
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_equal_differences_have_an_interval_of_no_width() -> None:
    (found,) = paired(np.full((7, 1), 0.1), np.full((7, 1), 0.4)).differences()
    assert found.low == found.difference == found.high


def test_trajectories_are_the_same_sums_by_week() -> None:
    rng = np.random.default_rng(2)
    baseline, policy = rng.random((6, 3, 10)), rng.random((6, 3, 10))
    sums = paired(baseline, policy)
    for row in range(3):
        weeks = paired(baseline[:, row], policy[:, row]).differences()
        found = sums.trajectory(row)
        assert found.difference.tolist() == [each.difference for each in weeks]
        assert found.high.tolist() == [each.high for each in weeks]
        assert found.baseline.tolist() == [each.baseline for each in weeks]


def test_a_difference_is_a_plain_record() -> None:
    each = Difference(1.0, 2.0, 1.0, 0.5, 1.5, 9)
    assert list(vars(each)) == ["baseline", "policy", "difference", "low", "high", "pairs"]
