"""The rule for what a paired difference says: its sign and its size, each by itself.

`compare`, `evidence`, `sweep`, `robustness`, `claim`, the report and
the page all ask `verdict`; the documentation defines the words in `docs/comparing.md`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from heterophony.experiments.results.differences import Difference
from heterophony.sim.pairing import word_of
from heterophony.sim.settling import FEWEST_ALIKE


class Sign(StrEnum):
    """On which side of 0 a difference lies, by its whole 95 % interval."""

    MORE = "more"
    LESS = "less"
    NONE = "none"
    UNCERTAIN = "uncertain"
    UNDEFINED = "no value"


class Size(StrEnum):
    """Whether a difference reaches the smallest one that matters."""

    MATTERS = "matters"
    SMALL = "small"
    UNCERTAIN = "uncertain"
    UNDEFINED = "no value"


class Verdict(StrEnum):
    """Sign and size of a paired difference in words; `verdict` has the rule."""

    MORE = "more"
    LESS = "less"
    LITTLE_MORE = "more, but small"
    LITTLE_LESS = "less, but small"
    MORE_SIZE_UNCERTAIN = "more, size uncertain"
    LESS_SIZE_UNCERTAIN = "less, size uncertain"
    NONE = "no difference worth mentioning"
    UNCERTAIN = "uncertain"
    UNDEFINED = "no value"

    @property
    def sign(self) -> Sign:
        """The sign alone."""
        return _PARTS[self][0]

    @property
    def size(self) -> Size:
        """The size alone."""
        return _PARTS[self][1]


_PARTS = {
    Verdict.MORE: (Sign.MORE, Size.MATTERS),
    Verdict.LESS: (Sign.LESS, Size.MATTERS),
    Verdict.LITTLE_MORE: (Sign.MORE, Size.SMALL),
    Verdict.LITTLE_LESS: (Sign.LESS, Size.SMALL),
    Verdict.MORE_SIZE_UNCERTAIN: (Sign.MORE, Size.UNCERTAIN),
    Verdict.LESS_SIZE_UNCERTAIN: (Sign.LESS, Size.UNCERTAIN),
    Verdict.NONE: (Sign.NONE, Size.SMALL),
    Verdict.UNCERTAIN: (Sign.UNCERTAIN, Size.UNCERTAIN),
    Verdict.UNDEFINED: (Sign.UNDEFINED, Size.UNDEFINED),
}


WORDS = tuple(Verdict)  # in the order of the places that `word_of` returns


def verdict(difference: Difference, smallest: float | None) -> Verdict:
    """Put the sign and the size of a paired difference into words.

    `sim.pairing.word_of` has the rule, for pages too.

    Parameters
    ----------
    difference
        The difference and its 95 % interval.
    smallest
        The smallest difference that matters, declared with the outcome (same unit, not negative);
        None: any difference matters.

    Returns
    -------
    Verdict
        Where the interval excludes 0, `MORE` or `LESS` if the difference is at least `smallest`;
        `LITTLE_MORE` or `LITTLE_LESS` if the whole interval lies within plus or minus `smallest`;
        else `MORE_SIZE_UNCERTAIN` or `LESS_SIZE_UNCERTAIN`. Where the interval includes 0, `NONE`
        if all of it lies within plus or minus `smallest`, else `UNCERTAIN`. `NONE` also where the
        interval holds nothing but rounding; `UNDEFINED` where no pair has a value in both arms;
        `UNCERTAIN` where a single pair has.
    """
    numbers = (difference.baseline, difference.policy, difference.difference)
    return WORDS[word_of(*numbers, difference.low, difference.high, float(smallest or 0.0))]


def alike_in_few(differences: Iterable[Difference]) -> bool:
    """Tell whether any interval has no width because too few pairs came out alike.

    A few citizens, or a rare event, can be the same in a few pairs by luck.
    """
    return any(each.low == each.high and each.pairs < FEWEST_ALIKE for each in differences)


def without_interval(outcome: str, policy: str) -> str:
    """Say why an outcome that hardly a pair has a value of has no interval, and what gives one."""
    return (
        f"{outcome} is undefined in all pairs of {policy} but at most one: no number of pairs "
        "gives it an interval; ask for more weeks, or for another outcome"
    )


def ranking_of_pairs(
    between: Sequence[tuple[str, str, Difference]], smallest: float | None = None
) -> list[str]:
    """Say in sentences which of two policies lies above the other, by their own difference.

    All arms share their seeds, so two policies differ by less luck than their intervals against
    the baseline suggest: those may overlap where this one excludes 0.

    Parameters
    ----------
    between
        Two names, and the difference of the second less the first.
    smallest
        The smallest difference that matters.
    """
    above, alike, unranked, undefined = [], [], [], []
    for first, second, each in between:
        found = verdict(each, smallest)
        match found:
            case Verdict.UNDEFINED:
                undefined.append(f"{first} and {second}")
            case Verdict.UNCERTAIN:
                unranked.append(f"{first} and {second}")
            case Verdict.NONE:
                alike.append(f"{first} and {second}")
            case _:
                upper, lower = (second, first) if found.sign is Sign.MORE else (first, second)
                little = "a little " if found.size is Size.SMALL else ""
                unsure = " (size uncertain)" if found.size is Size.UNCERTAIN else ""
                above.append(f"{upper} lies {little}above {lower}{unsure}")
    kinds = (
        ("", above),
        ("No difference worth mentioning between ", alike),
        ("Not ranked, because their own difference is uncertain: ", unranked),
        ("Not ranked, because the outcome has no value in both: ", undefined),
    )
    return [f"{start}{'; '.join(parts)}." for start, parts in kinds if parts]
