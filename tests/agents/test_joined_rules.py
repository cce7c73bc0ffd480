"""Rules that rules call are optimised within the rule that Python calls, once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heterophony.agents.compiled import COMPILATION_OFF, compiled, compiled_inside


@pytest.fixture(scope="module", autouse=True)
def _nothing_cached(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Compile here: what an earlier test run left in the cache would be read instead."""
    folder = tmp_path_factory.mktemp("rules")
    with pytest.MonkeyPatch.context() as setting:
        setting.setenv("NUMBA_CACHE_DIR", str(folder))
        yield folder


@compiled
def shifted(number: float, times: int, plus: int = 0, twice: bool = False) -> float:
    """Return a number after a change; what the flags say is decided where it is called."""
    return (2.0 if twice else 1.0) * number * times + plus


@compiled_inside
def shifted_thrice(number: float) -> float:
    """Call a rule with numbers that are known when it is compiled."""
    return shifted(number, 3) + shifted(number, 4, 1) + shifted(number, 5, 2, twice=True)


@compiled
def summed(numbers, times: int) -> float:
    """Call rules that call rules."""
    found = 0.0
    for place in range(times):
        found += shifted_thrice(numbers[place]) + shifted(numbers[place], times)
    return found


def test_a_rule_that_calls_rules_gives_what_plain_python_gives():
    numbers = (0.1, 0.7, 1.3)
    plain = 0.0
    for number in numbers:
        inner = number * 3 + 0 + (number * 4 + 1) + (2.0 * number * 5 + 2)
        plain += inner + (number * 3 + 0)
    assert summed(numbers, 3) == plain


@pytest.mark.skipif(COMPILATION_OFF, reason="nothing is compiled")
def test_numbers_that_are_known_do_not_compile_a_rule_again():
    assert summed((0.5, 0.25), 2) == 20.25
    called: Any = shifted
    assert len(called.callee.overloads) == 1
