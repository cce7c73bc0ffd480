"""Run pairs until an interval is as narrow as asked, and say so when it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from heterophony.experiments.engine.replicates import LARGEST_REPLICATES
from heterophony.experiments.inputs.checked import checked_outcome, positive_number, whole_number
from heterophony.experiments.methods.verdicts import without_interval
from heterophony.experiments.results.errors import RequestError

MOST_PAIRS = 2_000
# A variance estimated from few pairs is now and then far too small, and the interval with it.
FEWEST_PAIRS = 20
_FULL_WIDTH = ", the full width of the 95 % interval in the outcome's unit"


@dataclass(frozen=True)
class UntilWidth:
    """A rule for stopping: every policy's interval of each outcome at most so wide.

    Pairs run in batches of `batch`; the rule looks at the widths when a batch is complete, and
    never at the differences themselves or their signs.

    Attributes
    ----------
    widths
        The full width asked for, by outcome, in the outcome's unit.
    batch
        Pairs in a batch, which is also the fewest that are run: at least 20.
    maximum
        Where to stop in any case.
    """

    widths: Mapping[str, float]
    batch: int
    maximum: int = MOST_PAIRS

    def __post_init__(self) -> None:
        """Refuse a rule that could not hold, or would trust too few pairs."""
        widths = {
            checked_outcome(outcome, "until-width"): positive_number(
                width, f"until-width of {outcome}", _FULL_WIDTH
            )
            for outcome, width in self.widths.items()
        }
        object.__setattr__(self, "widths", widths)
        if self.batch < FEWEST_PAIRS:
            raise RequestError(
                f"replicates is {self.batch}; with until-width at least {FEWEST_PAIRS}: it is the "
                "size of a batch, and fewer pairs tell too little of their own spread"
            )
        # The fewest are one batch: the replicates.
        whole_number(self.maximum, "maximum", self.batch, LARGEST_REPLICATES)

    def batches(self) -> Iterator[range]:
        """Yield the numbers of the pairs of each batch; the last one ends at the maximum."""
        for first in range(0, self.maximum, self.batch):
            yield range(first, min(first + self.batch, self.maximum))

    def reached(self, found: Mapping[str, Mapping[str, float]]) -> bool:
        """Return whether every width is narrow enough, by policy and outcome.

        Raises
        ------
        RequestError
            If an outcome has no width after a whole batch: it is undefined in these runs.
        """
        for policy, widths in found.items():
            for outcome, width in widths.items():
                if math.isnan(width):
                    raise RequestError(without_interval(outcome, policy))
        return all(
            width <= self.widths[outcome]
            for widths in found.values()
            for outcome, width in widths.items()
        )

    def likely_pairs(self, done: int, found: Mapping[str, Mapping[str, float]]) -> int:
        """Estimate how many pairs it takes in all: widths shrink with the root of the pairs."""
        times = max(
            (width / self.widths[outcome]) ** 2
            for widths in found.values()
            for outcome, width in widths.items()
        )
        # An estimate beyond the maximum need not fit into an integer.
        batches = math.ceil(min(done * times, self.maximum) / self.batch)
        return min(max(batches * self.batch, done + self.batch), self.maximum)


@dataclass(frozen=True)
class Stopped:
    """How a comparison with such a rule ended.

    Attributes
    ----------
    rule
        What was asked.
    found
        The full widths at the end, by policy and outcome.
    reached
        Whether all of them are as narrow as asked.
    """

    rule: UntilWidth
    found: Mapping[str, Mapping[str, float]]
    reached: bool

    def sentences(self, pairs: int) -> list[str]:
        """Say how wide each interval is in the end, and how wide it was to be."""
        end = "as narrow as asked" if self.reached else "not as narrow as asked"
        if not self.reached and pairs >= self.rule.maximum:
            end += f", the most pairs being {self.rule.maximum:,}"
        return [
            f"the interval of {outcome} for {policy} is {width:.3g} wide after {pairs:,} pairs; "
            f"asked: {self.rule.widths[outcome]:.3g}"
            for policy, widths in self.found.items()
            for outcome, width in widths.items()
        ] + [f"stopped: {end}"]

    def to_json_dict(self) -> dict[str, Any]:
        """Return the rule and how it ended."""
        return {
            "asked": dict(self.rule.widths),
            "batch": self.rule.batch,
            "maximum": self.rule.maximum,
            "found": {policy: dict(widths) for policy, widths in self.found.items()},
            "reached": self.reached,
        }

    @classmethod
    def from_json_dict(cls, document: Mapping[str, Any]) -> Stopped:
        """Return what `to_json_dict` wrote."""
        rule = UntilWidth(document["asked"], document["batch"], document["maximum"])
        found = {
            policy: {name: math.nan if width is None else width for name, width in widths.items()}
            for policy, widths in document["found"].items()
        }
        return cls(rule, found, document["reached"])
