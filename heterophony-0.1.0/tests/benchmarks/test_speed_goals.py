"""Goals stand beside what was found, and what is not reached is not hidden."""

import pytest

from heterophony.benchmarks.goals import Goal, goals_table, number
from heterophony.benchmarks.turns import Times, by_turns

REACHED = Goal("against numpy", "at least", 10.0, "times", 23.4, "by turns")
MISSED = Goal("one run", "at most", 4.0, "ms", 17.2)
UNKNOWN = Goal("a sweep", "at most", 30.0, "s", None, "there is no such verb")


def test_a_goal_is_met_missed_or_not_measured():
    assert [goal.verdict for goal in (REACHED, MISSED, UNKNOWN)] == [
        "met",
        "NOT MET",
        "not measured",
    ]
    assert [goal.document()["met"] for goal in (REACHED, MISSED, UNKNOWN)] == [True, False, None]


def test_the_table_shows_every_goal_with_what_was_found():
    lines = goals_table([REACHED, MISSED, UNKNOWN]).splitlines()
    assert len(lines) == 5
    assert "at least 10.0 times" in lines[2]
    assert "23.4" in lines[2]
    assert "NOT MET" in lines[3]
    assert "there is no such verb" in lines[4]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0.00"), (0.0042, "0.0042"), (1.234, "1.23"), (23.45, "23.4"), (12345.6, "12,346")],
)
def test_numbers_have_three_digits_that_count(value, written):
    assert number(value) == written


def test_turns_are_taken_one_after_another():
    said = []

    def measure(name):
        said.append(name)
        return float(len(said))

    found = by_turns({"a": lambda: measure("a"), "b": lambda: measure("b")}, turns=3)
    assert said == ["a", "b", "a", "b", "a", "b"]
    assert found["a"] == Times((1.0, 3.0, 5.0))
    assert found["b"].least == 2.0
    assert found["b"].median == 4.0
