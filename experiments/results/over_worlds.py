"""How a policy does over plausible worlds: in how many better and worse, and in which band."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np

from heterophony.scenarios import OUTCOMES
from heterophony.sim.agreement import write_spread


class Standing(StrEnum):
    """How a policy compares with the baseline in one world, by one outcome."""

    BETTER = "better"
    WORSE = "worse"
    NONE = "no difference worth mentioning"
    UNSETTLED = "not settled"


class Spread(NamedTuple):
    """The paired difference over the worlds, in the outcome's unit.

    Its median, and the 5th and 95th percentile as `low` and `high`; NaN without a world.
    """

    median: float
    low: float
    high: float


class Shares(NamedTuple):
    """In how many worlds a policy is better, worse, no different, and not settled.

    Each world judges by its own 95 % interval and the outcome's smallest difference that matters.
    """

    better: int
    worse: int
    none: int
    unsettled: int

    @property
    def worlds(self) -> int:
        """All worlds."""
        return sum(self)

    @property
    def turns(self) -> bool:
        """Whether the policy is better in some worlds and worse in others."""
        return self.better > 0 and self.worse > 0

    def sentence(self, outcome: str) -> str:
        """Say it plainly: better in 83 of 100 plausible worlds, worse in 9, ..."""
        better, worse = words_of(outcome)
        parts = [
            f"{better} in {self.better} of {self.worlds} plausible worlds",
            f"{worse} in {self.worse}",
            f"no difference worth mentioning in {self.none}",
        ]
        if self.unsettled:
            parts.append(f"not settled with so few pairs in {self.unsettled}")
        return ", ".join(parts)


def counted(standings: Iterable[str]) -> Shares:
    """Count standings."""
    found = [Standing(each) for each in standings]
    return Shares(*(found.count(each) for each in Standing))


def spread_of(differences: Any) -> Spread:
    """Return the spread of some worlds' differences; NaN where none is defined.

    `sim.agreement.write_spread` has the arithmetic.
    """
    found = np.empty(len(Spread._fields))
    write_spread(np.array(differences, dtype=np.float64), found)
    return Spread(*found.tolist())


def words_of(outcome: str) -> tuple[str, str]:
    """Return the words for better and worse: more and less where an outcome serves nobody."""
    return ("more", "less") if OUTCOMES[outcome].good == "neither" else ("better", "worse")


def titled(outcome: str) -> str:
    """Return an outcome's title for a table of worlds, with what better and worse mean in it."""
    title = OUTCOMES[outcome].title["en"]
    return title if OUTCOMES[outcome].good != "neither" else f"{title} (more, less)"


@dataclass(frozen=True)
class OverWorlds:
    """The worlds of a comparison, and how each policy does in them.

    Attributes
    ----------
    asked, finished
        Numbers of worlds.
    source, stale
        Where they come from, and whether another version of the model accepted them.
    failed
        Worlds that could not be run, with the reason.
    shares, spreads
        By policy, then by outcome.
    """

    asked: int
    finished: int
    source: str
    stale: bool
    failed: Mapping[int, str]
    shares: Mapping[str, Mapping[str, Shares]]
    spreads: Mapping[str, Mapping[str, Spread]]

    @property
    def interrupted(self) -> bool:
        """Whether some worlds neither finished nor failed."""
        return self.finished + len(self.failed) < self.asked

    def sentence(self, policy: str, outcome: str) -> str:
        """Say plainly in how many worlds a policy is better, worse and no different."""
        return self.shares[policy][outcome].sentence(outcome)

    def to_json_dict(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        document = asdict(self)
        shares, spreads = document.pop("shares"), document.pop("spreads")
        document["failed"] = {str(number): why for number, why in self.failed.items()}
        document["policies"] = {
            policy: {
                outcome: each._asdict() | spreads[policy][outcome]._asdict()
                for outcome, each in outcomes.items()
            }
            for policy, outcomes in shares.items()
        }
        return document

    @classmethod
    def from_json_dict(cls, document: Mapping[str, Any]) -> OverWorlds:
        """Return what `to_json_dict` wrote."""

        def taken(kind: Any) -> dict[str, dict[str, Any]]:
            return {
                policy: {
                    outcome: kind(*(np.nan if row[f] is None else row[f] for f in kind._fields))
                    for outcome, row in outcomes.items()
                }
                for policy, outcomes in document["policies"].items()
            }

        return cls(
            **{name: document[name] for name in ("asked", "finished", "source", "stale")},
            failed={int(number): why for number, why in document["failed"].items()},
            shares=taken(Shares),
            spreads=taken(Spread),
        )
