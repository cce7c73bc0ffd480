"""A sentence for the council as a test: who, what, in which direction, by how much at least."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from scipy.special import stdtrit

from heterophony.experiments.methods.readings import Reading
from heterophony.experiments.results.differences import CONFIDENCE, Difference

MOST_SEEDS = 10_000


class Direction(StrEnum):
    """What is claimed of a policy beside its baseline."""

    MORE = "more"
    LESS = "less"
    NONE = "no difference"


class State(StrEnum):
    """What an interval says of a claim."""

    HOLDS = "holds"
    TURNS = "does not hold"
    OPEN = "open"


@dataclass(frozen=True)
class Claim:
    """A sentence, written so that it can fail.

    Attributes
    ----------
    size
        `more` and `less`: the smallest difference claimed, from 0; the whole interval must lie
        beyond it. `no difference`: the band within which the whole interval must lie.
    worlds
        So many plausible worlds; 0 none.
    needed
        Share of the worlds in which it must hold.
    overrides
        Values that hold in both arms.
    """

    name: str
    sentence: Mapping[str, str]
    baseline: str
    policy: str
    reading: Reading
    direction: Direction
    size: float
    worlds: int | None = None
    needed: float = 0.95
    overrides: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""

    def state(self, found: Difference) -> State:
        """Judge the claim by one paired difference and its 95 % interval."""
        low, high = found.low, found.high
        if math.isnan(low) or math.isnan(high):
            return State.OPEN
        if self.direction is Direction.NONE:
            if -self.size <= low and high <= self.size:
                return State.HOLDS
            return State.TURNS if low > self.size or high < -self.size else State.OPEN
        if self.direction is Direction.LESS:
            low, high = -high, -low
        if low >= self.size and low > 0.0:
            return State.HOLDS
        return State.TURNS if high < self.size or high <= 0.0 else State.OPEN

    def met_by(self, difference: float) -> bool:
        """Tell whether a difference that were exactly so would be as claimed."""
        exact = Difference(0.0, difference, difference, difference, difference, 1)
        return self.state(exact) is State.HOLDS

    def seeds_needed(self, found: Difference) -> int | None:
        """Estimate how many pairs would settle it, if difference and spread stay as they are.

        None where no number that can be run would: the difference lies at the very limit, is
        undefined, or does not vary.
        """
        if found.pairs < 2 or math.isnan(found.low):
            return None
        t = float(stdtrit(found.pairs - 1.0, 0.5 + CONFIDENCE / 2.0))
        deviation = (found.high - found.low) / 2.0 / t * math.sqrt(found.pairs)
        limits = [self.size, -self.size]
        if self.direction is Direction.MORE:
            limits = [self.size]
        elif self.direction is Direction.LESS:
            limits = [-self.size]
        room = min(abs(found.difference - limit) for limit in limits)
        if room <= 0.0:
            return None
        needed = math.ceil((t * deviation / room) ** 2)
        return max(needed, found.pairs + 1) if needed <= MOST_SEEDS else None

    def as_claimed(self) -> str:
        """Return what is claimed, in a line."""
        group = f" of the {self.reading.group}" if self.reading.group else ""
        what = f"{self.reading.outcome}{group}, {self.policy} beside {self.baseline}"
        if self.direction is Direction.NONE:
            return f"{what}: no difference beyond {self.size:g}"
        least = f"by at least {self.size:g}" if self.size else "at all"
        return f"{what}: {self.direction.value} {least}"
