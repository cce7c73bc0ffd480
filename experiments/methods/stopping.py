"""Run pairs until an interval is narrow enough or a word is settled, and say so when it is not."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heterophony.experiments.inputs.checked import checked_outcome, positive_number, whole_number
from heterophony.experiments.methods.verdicts import without_interval
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.errors import RequestError
from heterophony.sim.settling import FEWEST_SETTLED

if TYPE_CHECKING:
    from heterophony.experiments.methods.pairs import PairedSums

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
        return _batches(self.batch, self.maximum)

    def looked_at(self, sums: PairedSums) -> dict[str, dict[str, float]]:
        """Return the widths that the rule looks at, by policy and outcome."""
        return sums.widths(self.widths)

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

    def sentences(
        self, found: Mapping[str, Mapping[str, float]], reached: bool, pairs: int
    ) -> list[str]:
        """Say how wide each interval is in the end, and how wide it was to be."""
        end = "as narrow as asked" if reached else "not as narrow as asked"
        if not reached and pairs >= self.maximum:
            end += f", the most pairs being {self.maximum:,}"
        return [
            f"the interval of {outcome} for {policy} is {width:.3g} wide after {pairs:,} pairs; "
            f"asked: {self.widths[outcome]:.3g}"
            for policy, widths in found.items()
            for outcome, width in widths.items()
        ] + [f"stopped: {end}"]


@dataclass(frozen=True)
class UntilSettled:
    """A rule for stopping: the word of each outcome settled, for every policy.

    The rule looks at the differences after each batch of `batch` pairs. It may, because a word is
    settled by a confidence sequence, which holds at all looks at once (`sim.settling`).

    Attributes
    ----------
    outcomes
        Whose words are looked at.
    batch
        Pairs in a batch, which is also the fewest that are run: at least 8.
    maximum
        Where to stop in any case.
    """

    outcomes: tuple[str, ...]
    batch: int
    maximum: int = MOST_PAIRS

    def __post_init__(self) -> None:
        """Refuse a rule that would trust too few pairs, or an outcome that is none."""
        for outcome in self.outcomes:
            checked_outcome(outcome, "until-settled")
        if self.batch < FEWEST_SETTLED:
            raise RequestError(
                f"replicates is {self.batch}; with until-settled at least {FEWEST_SETTLED}: it is "
                "the size of a batch, and means of fewer pairs may be far from normal"
            )
        whole_number(self.maximum, "maximum", self.batch, LARGEST_REPLICATES)

    def batches(self) -> Iterator[range]:
        """Yield the numbers of the pairs of each batch; the last one ends at the maximum."""
        return _batches(self.batch, self.maximum)

    def looked_at(self, sums: PairedSums) -> dict[str, dict[str, str]]:
        """Return the words that are settled, by policy and outcome; "" where one is not."""
        return sums.settled(self.outcomes)

    def reached(self, found: Mapping[str, Mapping[str, str]]) -> bool:
        """Return whether every word is settled."""
        return all(word for words in found.values() for word in words.values())

    def likely_pairs(self, done: int, found: Mapping[str, Mapping[str, str]]) -> int:
        """Return the pairs after the next batch: nobody knows how many it takes in all."""
        return min(done + self.batch, self.maximum)

    def sentences(
        self, found: Mapping[str, Mapping[str, str]], reached: bool, pairs: int
    ) -> list[str]:
        """Say which words are settled."""
        end = "all settled" if reached else "not all settled"
        if not reached and pairs >= self.maximum:
            end += f", the most pairs being {self.maximum:,}"
        return [
            f"{outcome} for {policy}: "
            + (f"{word}, settled" if word else "not settled")
            + f" after {pairs:,} pairs"
            for policy, words in found.items()
            for outcome, word in words.items()
        ] + [f"stopped: {end}"]


def _batches(batch: int, maximum: int) -> Iterator[range]:
    for first in range(0, maximum, batch):
        yield range(first, min(first + batch, maximum))


Rule = UntilWidth | UntilSettled


@dataclass(frozen=True)
class Stopped:
    """How a comparison with such a rule ended.

    Attributes
    ----------
    rule
        What was asked.
    found
        What the rule looked at in the end, by policy and outcome: full widths, or settled words.
    reached
        Whether all of it is as asked.
    """

    rule: Rule
    found: Mapping[str, Mapping[str, Any]]
    reached: bool

    def sentences(self, pairs: int) -> list[str]:
        """Say what the rule found, and whether it is as asked."""
        return self.rule.sentences(self.found, self.reached, pairs)

    def to_json_dict(self) -> dict[str, Any]:
        """Return the rule and how it ended."""
        rule = self.rule
        return {
            "asked": dict(rule.widths) if isinstance(rule, UntilWidth) else list(rule.outcomes),
            "batch": rule.batch,
            "maximum": rule.maximum,
            "found": {policy: dict(values) for policy, values in self.found.items()},
            "reached": self.reached,
        }

    @classmethod
    def from_json_dict(cls, document: Mapping[str, Any]) -> Stopped:
        """Return what `to_json_dict` wrote."""
        asked, sizes = document["asked"], (document["batch"], document["maximum"])
        by_width = isinstance(asked, Mapping)
        rule = UntilWidth(asked, *sizes) if by_width else UntilSettled(tuple(asked), *sizes)
        found = {
            policy: {name: math.nan if each is None else each for name, each in values.items()}
            for policy, values in document["found"].items()
        }
        return cls(rule, found, document["reached"])
