"""How an outcome is shown: factor, unit and decimals, taken from its declaration."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from heterophony.scenarios import OUTCOMES, Outcome
from heterophony.viz.words import Words

SHARES: Final = ("share", "share of hours")
_OF_MEETINGS: Final = "per meeting"  # where it happens once at most, shown as so many of 100


@dataclass(frozen=True)
class Measure:
    """An outcome as people read it.

    Attributes
    ----------
    factor
        100 where an index or a share from 0 to 1 is shown as points of 100, else 1.
    unit_key
        The unit as declared; "points" for an index, "percent" for a share, "per 100 meetings" for a
        share of meetings.
    decimals
        Decimals of a difference, after the factor; levels of an index get none.
    smallest
        The smallest difference that matters, in the outcome's own unit; 0 where none is declared.
    """

    name: str
    titles: Mapping[str, str]
    help: Mapping[str, str]
    factor: float
    unit_key: str
    decimals: int
    smallest: float
    good: str

    def title(self, words: Words) -> str:
        """Return the outcome's title for the beginning of a line."""
        return words.choose(self.titles)

    def within(self, words: Words) -> str:
        """Return the outcome's title for the inside of a sentence."""
        title = self.title(words)
        keeps = len(title) > 1 and title[1].isupper()
        return title if keeps else title[:1].lower() + title[1:]

    def unit(self, words: Words) -> str:
        """Return the unit of levels in words."""
        return words.unit(self.unit_key)

    def with_unit(self, words: Words) -> str:
        """Return the title with the unit of levels in brackets."""
        unit = self.unit(words)
        return f"{self.title(words)} ({unit})" if unit else self.title(words)

    def difference_unit(self, words: Words) -> str:
        """Return the unit of differences in words."""
        return words("unit.percentage_points") if self.unit_key == "percent" else self.unit(words)

    def written(self, value: float, words: Words) -> str:
        """Write a level."""
        decimals = 0 if self.factor == 100.0 else self.decimals
        return words.number(value * self.factor, decimals)

    def difference_written(self, value: float, words: Words, *, unit: bool = True) -> str:
        """Write a difference with its sign, and with its unit unless a heading gives it."""
        text = words.signed(value * self.factor, self.decimals)
        return f"{text} {self.difference_unit(words)}" if unit else text

    def shows(self, difference: float) -> bool:
        """Return whether a difference is not written as 0."""
        return round(difference * self.factor, self.decimals) != 0

    def size_written(self, value: float, words: Words) -> str:
        """Write how large a difference is, without its sign."""
        unit = (
            words("unit.points_short") if self.unit_key == "points" else self.difference_unit(words)
        )
        return f"{words.number(abs(value) * self.factor, self.decimals)} {unit}".strip()


def _decimals(smallest: float) -> int:
    """Return how many decimals show a tenth of the smallest difference that matters (0 to 3)."""
    if smallest <= 0:
        return 2
    return min(3, max(0, math.ceil(1 - math.log10(smallest) - 1e-9)))


def measure_of(outcome: Outcome) -> Measure:
    """Decide how `outcome` is shown."""
    bounded = outcome.minimum == 0 and outcome.maximum == 1
    index = outcome.unit == "" and bounded
    of_meetings = outcome.unit == _OF_MEETINGS and bounded
    share = outcome.unit in SHARES or of_meetings
    keys = {"": "points" if index else "", "share": "percent"}
    if of_meetings:
        keys[_OF_MEETINGS] = "per 100 meetings"
    smallest = outcome.smallest_difference or 0.0
    return Measure(
        name=outcome.name,
        titles=outcome.title,
        help=outcome.help,
        factor=100.0 if index or share else 1.0,
        unit_key=keys.get(outcome.unit, outcome.unit),
        decimals=1 if index or share else _decimals(smallest),
        smallest=smallest,
        good=outcome.good,
    )


def measure(name: str) -> Measure:
    """Return how the outcome called `name` is shown; unknown names are shown as they are."""
    if name in OUTCOMES:
        return measure_of(OUTCOMES[name])
    title = name.replace("_", " ").capitalize()
    return Measure(name, {"en": title, "da": title}, {}, 1.0, "", 2, 0.0, "neither")
