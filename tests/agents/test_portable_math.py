"""The own exponential and logarithm: near the truth, the same bits in Python and compiled."""

import math

import numpy as np
import pytest

from heterophony.agents.portable_math import MOST, exponential, logarithm, power

DRAWS = np.random.default_rng(20260728)
EXPONENTS = [*DRAWS.uniform(-20, 20, 2000).tolist(), *DRAWS.uniform(-MOST, MOST, 500).tolist()]
NUMBERS = [*DRAWS.uniform(0, 2, 2000).tolist(), *(10 ** DRAWS.uniform(-300, 300, 500)).tolist()]
FUNCTIONS = [(exponential, EXPONENTS), (logarithm, NUMBERS)]


def plain(function):
    """Return the rule as plain Python; it is that already where compilation is off."""
    return getattr(function, "py_func", function)


def test_the_exponential_is_right_to_within_two_units_in_the_last_place():
    for value in EXPONENTS:
        true = math.exp(value)
        assert abs(exponential(value) - true) <= 2.0 * math.ulp(true), value


def test_the_logarithm_is_right_to_within_5e16_of_1_or_of_itself():
    for value in NUMBERS:
        true = math.log(value)
        assert abs(logarithm(value) - true) <= 5e-16 * max(1.0, abs(true)), value


@pytest.mark.parametrize(("function", "values"), FUNCTIONS)
def test_python_and_the_compiler_give_the_same_bits(function, values):
    assert [plain(function)(value) for value in values] == [function(value) for value in values]


def test_what_must_be_exact_is_exact():
    assert (exponential(0.0), logarithm(1.0)) == (1.0, 0.0)
    assert power(0.3, 0.0) == power(0.0, 0.0) == 1.0
    assert power(0.25, -0.5) == pytest.approx(2.0, rel=1e-15)


def test_exponents_are_cut_off_so_that_nothing_overflows():
    assert exponential(1e300) == exponential(MOST) < math.inf
    assert exponential(-1e300) == exponential(-MOST) > 0.0
