"""What a comparison over worlds keeps of the worlds: shares and bands by policy and outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from heterophony.experiments.methods.robustness.effects import EVERYONE
from heterophony.experiments.methods.robustness.standing import Shares, counted

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness.effects import Effects
    from heterophony.experiments.methods.worlds import Worlds


class Spread(NamedTuple):
    """The paired difference over the worlds: median, and where nine tenths of them lie."""

    median: float
    low: float
    high: float


def spread_of(differences: Any) -> Spread:
    """Return the spread of some worlds' differences; NaN where none is defined."""
    values = np.asarray(differences, dtype=np.float64)
    known = values[~np.isnan(values)]
    if not len(known):
        return Spread(np.nan, np.nan, np.nan)
    low, median, high = np.quantile(known, [0.05, 0.5, 0.95])
    return Spread(float(median), float(low), float(high))


@dataclass(frozen=True)
class OverWorlds:
    """In which worlds a comparison was made, and how each policy stands in them.

    Attributes
    ----------
    asked, finished
        Numbers of worlds.
    source, stale
        Where they come from, and whether other rules accepted them.
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

    @classmethod
    def of(cls, effects: Effects, worlds: Worlds) -> OverWorlds:
        """Sum up what was noted of every world."""
        table = effects.frame()
        everyone = table[table["group"] == EVERYONE]
        shares: dict[str, dict[str, Shares]] = {}
        spreads: dict[str, dict[str, Spread]] = {}
        for key, found in everyone.groupby(["policy", "outcome"], sort=False):
            policy, outcome = map(str, key)
            shares.setdefault(policy, {})[outcome] = counted(found["standing"])
            spreads.setdefault(policy, {})[outcome] = spread_of(found["difference"])
        return cls(
            asked=len(worlds),
            finished=len(effects.worlds),
            source=worlds.source,
            stale=worlds.stale,
            failed=effects.failed,
            shares=shares,
            spreads=spreads,
        )

    @property
    def interrupted(self) -> bool:
        """Whether there are worlds that were neither finished nor failed."""
        return self.finished + len(self.failed) < self.asked

    def sentence(self, policy: str, outcome: str) -> str:
        """Say plainly in how many worlds a policy is better, worse and no different."""
        return self.shares[policy][outcome].sentence(outcome)

    def to_json_dict(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        return {
            "asked": self.asked,
            "finished": self.finished,
            "source": self.source,
            "stale": self.stale,
            "failed": {str(number): reason for number, reason in self.failed.items()},
            "policies": {
                policy: {
                    outcome: {
                        **each._asdict(),
                        **self.spreads[policy][outcome]._asdict(),
                    }
                    for outcome, each in outcomes.items()
                }
                for policy, outcomes in self.shares.items()
            },
        }

    @classmethod
    def from_json_dict(cls, document: Mapping[str, Any]) -> OverWorlds:
        """Return what `to_json_dict` wrote."""
        found = document["policies"]
        return cls(
            asked=document["asked"],
            finished=document["finished"],
            source=document["source"],
            stale=document["stale"],
            failed={int(number): reason for number, reason in document["failed"].items()},
            shares={
                p: {o: _taken(Shares, v) for o, v in each.items()} for p, each in found.items()
            },
            spreads={
                p: {o: _taken(Spread, v) for o, v in each.items()} for p, each in found.items()
            },
        )


def _taken(kind: Any, values: Mapping[str, Any]) -> Any:
    return kind(*(np.nan if values[name] is None else values[name] for name in kind._fields))
