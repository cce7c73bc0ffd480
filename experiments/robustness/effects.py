"""A row for every world, policy, group and outcome: the paired difference and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from heterophony.experiments.paired_sums import PairedSums
from heterophony.experiments.pairing import Difference
from heterophony.experiments.robustness.gathering import WorldRuns
from heterophony.experiments.robustness.standing import standing

EVERYONE = "everyone"
COLUMNS = (
    *("world", "policy", "group", "outcome", "baseline", "level", "difference", "low", "high"),
    *("pairs", "standing"),
)

_DONE = {"status": "done", "reason": ""}


class Effects:
    """What is noted of every world, in order."""

    def __init__(self, policies: Sequence[str]) -> None:
        self.worlds: list[int] = []
        self.failed: dict[int, str] = {}
        self.digests: list[str] = []
        self._policies = policies
        self._rows: list[tuple[Any, ...]] = []
        self._runs: list[dict[str, Any]] = []

    def add(self, found: WorldRuns) -> None:
        """Note one world, or that it failed."""
        number = found.world.number
        if found.failure:
            self.failed[number] = found.failure
            lost = {"status": "failed", "reason": found.failure}
            self._runs.append({"world": number, "policy": ""} | lost)
            return
        sums = PairedSums(found.arms)
        for replicate, (seed, runs) in enumerate(zip(found.seeds, found.runs, strict=True)):
            sums.add(replicate, seed, runs)
        self.worlds.append(number)
        self.digests.extend(sums.digests)
        arms = ("", *self._policies)
        for place, row in enumerate(sums.rows):
            named = {"world": number, "policy": arms[place % len(arms)], **_DONE}
            self._runs.append(named | {k: v for k, v in row.items() if k != "scenario"})
        for name, policy in zip(self._policies, sums.policies(), strict=True):
            self._add(number, name, EVERYONE, policy.outcomes)
            for group, each in policy.groups.items():
                self._add(number, name, group, each.outcomes)

    def _add(self, world: int, policy: str, group: str, differences: dict[str, Difference]) -> None:
        from heterophony.scenarios import OUTCOMES

        for outcome, each in differences.items():
            if outcome in OUTCOMES:
                place = (world, policy, group, outcome)
                word = standing(each, outcome).value
                self._rows.append((*place, *vars(each).values(), word))

    def frame(self) -> pd.DataFrame:
        """Return one row per world, policy, group and outcome; `level` is the policy's."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))

    def runs(self) -> pd.DataFrame:
        """Return one row per world, arm and replicate; the baseline's `policy` is empty.

        A world that failed has one row, with its reason.
        """
        return pd.DataFrame(self._runs)
