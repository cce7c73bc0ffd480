"""Words for differences, and what is not ranked."""

import math

import pytest

from heterophony.experiments import Difference, Verdict, verdict
from heterophony.experiments.methods.verdicts import overlap, ranking


def difference(low: float, high: float) -> Difference:
    return Difference(0.0, 0.0, (low + high) / 2, low, high, 20)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.01, 0.05, Verdict.MORE),
        (-0.05, -0.01, Verdict.LESS),
        (-0.01, 0.015, Verdict.NONE),
        (0.002, 0.018, Verdict.NONE),
        (-0.01, 0.05, Verdict.UNCERTAIN),
        (0.005, 0.025, Verdict.UNCERTAIN),
        (math.nan, math.nan, Verdict.UNCERTAIN),
        (0.0, 0.0, Verdict.NONE),
    ],
)
def test_the_interval_and_the_smallest_difference_decide(
    low: float, high: float, expected: Verdict
) -> None:
    assert verdict(difference(low, high), 0.02) is expected


def test_without_a_smallest_difference_the_interval_alone_decides() -> None:
    assert verdict(difference(0.0001, 0.0002), None) is Verdict.MORE
    assert verdict(difference(0.0, 0.0), None) is Verdict.NONE


def test_policies_whose_intervals_overlap_are_not_ranked() -> None:
    named = [("a", difference(0, 2)), ("b", difference(1, 3)), ("c", difference(4, 5))]
    assert ranking(named) == [
        "c lies above a; c lies above b.",
        "Not ranked, because their intervals overlap: a and b.",
    ]
    assert ranking(named[:1]) == []


def test_policies_that_lie_close_together_are_not_ranked_either() -> None:
    named = [("a", difference(0.001, 0.003)), ("b", difference(0.006, 0.008))]
    assert ranking(named, 0.02) == ["No difference worth mentioning between a and b."]
    assert ranking(named, 0.001) == ["b lies above a."]


def test_an_undefined_interval_overlaps_with_every_other() -> None:
    assert overlap(difference(math.nan, math.nan), difference(4, 5))
    assert overlap(difference(1, 2), difference(2, 3))
    assert not overlap(difference(1, 2), difference(2.5, 3))
