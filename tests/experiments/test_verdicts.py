"""The rule for the sign and the size of a paired difference."""

import math

import pytest

from heterophony.experiments import Difference, Verdict, verdict
from heterophony.experiments.methods.verdicts import Sign, Size, alike_in_few


def difference(low: float, high: float, middle: float | None = None) -> Difference:
    middle = (low + high) / 2 if middle is None else middle
    return Difference(0.0, 0.0, middle, low, high, 20)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.01, 0.05, Verdict.MORE),
        (-0.05, -0.01, Verdict.LESS),
        (0.0130, 0.0200, Verdict.LITTLE_MORE),
        (0.0130, 0.0201, Verdict.MORE_SIZE_UNCERTAIN),
        (0.002, 0.018, Verdict.LITTLE_MORE),
        (-0.020, -0.005, Verdict.LITTLE_LESS),
        (-0.025, -0.005, Verdict.LESS_SIZE_UNCERTAIN),
        (-0.01, 0.015, Verdict.NONE),
        (-0.01, 0.05, Verdict.UNCERTAIN),
        (0.0, 0.0, Verdict.NONE),
    ],
)
def test_the_interval_decides_the_sign_and_the_estimate_the_size(
    low: float, high: float, expected: Verdict
) -> None:
    assert verdict(difference(low, high), 0.02) is expected


def test_a_certain_sign_and_a_small_size_are_said_apart() -> None:
    found = verdict(difference(0.0130, 0.0200, 0.0165), 0.02)
    assert (found.sign, found.size) == (Sign.MORE, Size.SMALL)
    assert found == "more, but small"
    open_size = verdict(difference(0.005, 0.025, 0.015), 0.02)
    assert (open_size.sign, open_size.size) == (Sign.MORE, Size.UNCERTAIN)
    assert open_size == "more, size uncertain"
    unsure = verdict(difference(-0.01, 0.05), 0.02)
    assert (unsure.sign, unsure.size) == (Sign.UNCERTAIN, Size.UNCERTAIN)


def test_without_a_smallest_difference_the_interval_alone_decides() -> None:
    assert verdict(difference(0.0001, 0.0002), None) is Verdict.MORE
    assert verdict(difference(0.0, 0.0), None) is Verdict.NONE


def test_an_outcome_without_a_value_is_not_called_uncertain() -> None:
    nothing = Difference(math.nan, math.nan, math.nan, math.nan, math.nan, 0)
    assert verdict(nothing, 0.02) is Verdict.UNDEFINED
    one_pair = Difference(0.3, 0.4, 0.1, math.nan, math.nan, 1)
    assert verdict(one_pair, 0.02) is Verdict.UNCERTAIN


def test_a_difference_that_is_rounding_is_no_difference() -> None:
    apart = 0.1 + 0.2 - 0.3
    assert apart > 0.0
    found = Difference(0.3, 0.1 + 0.2, apart, apart, apart, 20)
    for smallest in (None, 0.0, 0.02):
        assert verdict(found, smallest) is Verdict.NONE
    far = Difference(3e5, 3e5 + 6e-11, 6e-11, 5e-11, 7e-11, 20)
    assert verdict(far, None) is Verdict.NONE
    tiny_but_real = Difference(0.3, 0.3 + 1e-9, 1e-9, 0.9e-9, 1.1e-9, 20)
    assert verdict(tiny_but_real, None) is Verdict.MORE


def test_few_pairs_that_came_out_alike_are_pointed_out() -> None:
    wide = Difference(0.3, 0.4, 0.1, 0.05, 0.15, 4)
    one = Difference(0.3, 0.4, 0.1, math.nan, math.nan, 1)
    assert not alike_in_few([wide, one, Difference(0.3, 0.3, 0.0, 0.0, 0.0, 20)])
    assert alike_in_few([wide, one, Difference(0.3, 0.3, 0.0, 0.0, 0.0, 4)])
