"""Measuring by turns: A B C A B C ..., so that a busy machine hits all alike."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """What was measured of one thing, in turns; a unit of one's own, such as ns or seconds."""

    values: tuple[float, ...]

    @property
    def least(self) -> float:
        """The smallest value: least disturbed."""
        return min(self.values)

    @property
    def median(self) -> float:
        """The median."""
        return statistics.median(self.values)

    def within(self, share: float) -> float:
        """Return the time within which such a share of the values lies."""
        return sorted(self.values)[math.ceil(share * len(self.values)) - 1]

    def document(self) -> dict[str, object]:
        """Return it for JSON."""
        return {"least": self.least, "median": self.median, "values": list(self.values)}


def by_turns(
    measured: Mapping[str, Callable[[], float]],
    turns: int,
    told: Callable[[str], None] = lambda name: None,
) -> dict[str, Times]:
    """Measure each thing once, then each again, until every one had its turns."""
    found: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(turns):
        for name, measure in measured.items():
            told(name)
            found[name].append(measure())
    return {name: Times(tuple(values)) for name, values in found.items()}
