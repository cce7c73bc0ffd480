"""What a paired difference lets one say, and what it does not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from itertools import combinations

from heterophony.experiments.methods.pairing import Difference

HEADLINE = "ownership_52w"  # the question of the study, a year after referral

LIMITS = (
    "This compares assumptions, it does not forecast: it says what follows if people and "
    "organisations behaved as the model assumes."
)
NOT_FOR_PERSONS = (
    "Not for deciding about, ranking or profiling persons, citizens or staff. All persons in it "
    "are made up."
)


class Verdict(StrEnum):
    """Four words, so that no number has to speak for itself."""

    MORE = "more"
    LESS = "less"
    NONE = "no difference worth mentioning"
    UNCERTAIN = "uncertain"


def verdict(difference: Difference, smallest: float | None) -> Verdict:
    """Put a paired difference into a word.

    Parameters
    ----------
    difference
        The difference and its 95 % interval.
    smallest
        The smallest difference of interest, declared with the outcome (same unit, not negative).

    Returns
    -------
    Verdict
        `MORE` or `LESS` where the interval leaves out 0 and the difference is at least `smallest`;
        `NONE` where the whole interval lies within plus or minus `smallest`; else `UNCERTAIN`.
    """
    worth = smallest or 0.0
    low, high = difference.low, difference.high
    if math.isnan(low) or math.isnan(high):
        return Verdict.UNCERTAIN
    if -worth <= low and high <= worth:
        return Verdict.NONE
    if low > 0.0 and difference.difference >= worth:
        return Verdict.MORE
    if high < 0.0 and difference.difference <= -worth:
        return Verdict.LESS
    return Verdict.UNCERTAIN


def overlap(first: Difference, second: Difference) -> bool:
    """Return whether two intervals share a point; an undefined interval overlaps with every one."""
    return not (first.low > second.high or second.low > first.high)


def ranking(named: Sequence[tuple[str, Difference]], smallest: float | None = None) -> list[str]:
    """Say which of several policies lies above which, in sentences.

    Policies are not ranked where their intervals overlap, nor where they lie closer together than
    the smallest difference of interest; the sentences say so. Where the runs are at hand,
    `ranking_of_pairs` is sharper.
    """
    above, alike, unranked = [], [], []
    for (name, first), (other, second) in combinations(named, 2):
        if overlap(first, second):
            unranked.append(f"{name} and {other}")
        elif abs(first.difference - second.difference) < (smallest or 0.0):
            alike.append(f"{name} and {other}")
        elif first.low > second.high:
            above.append(f"{name} lies above {other}")
        else:
            above.append(f"{other} lies above {name}")
    return _ranked(above, alike, unranked, "because their intervals overlap")


def ranking_of_pairs(
    between: Sequence[tuple[str, str, Difference]], smallest: float | None = None
) -> list[str]:
    """Say which of two policies lies above the other, by their own paired difference.

    All arms share their seeds, so that two policies differ by less luck than their intervals
    against the baseline make believe: those may overlap where this one leaves no doubt.

    Parameters
    ----------
    between
        Two names, and the difference of the second less the first.
    smallest
        The smallest difference of interest; what is not surely as large, or surely smaller, is
        not ranked.
    """
    above, alike, unranked = [], [], []
    for first, second, each in between:
        match verdict(each, smallest):
            case Verdict.MORE:
                above.append(f"{second} lies above {first}")
            case Verdict.LESS:
                above.append(f"{first} lies above {second}")
            case Verdict.NONE:
                alike.append(f"{first} and {second}")
            case Verdict.UNCERTAIN:
                unranked.append(f"{first} and {second}")
    return _ranked(above, alike, unranked, "because their own difference is uncertain")


def _ranked(
    above: Sequence[str], alike: Sequence[str], unranked: Sequence[str], why: str
) -> list[str]:
    kinds = (
        ("", above),
        ("No difference worth mentioning between ", alike),
        (f"Not ranked, {why}: ", unranked),
    )
    return [f"{start}{'; '.join(parts)}." for start, parts in kinds if parts]
