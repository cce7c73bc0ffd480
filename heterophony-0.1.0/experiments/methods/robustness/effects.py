"""A row for every world, policy, group and outcome: the paired difference and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from heterophony.experiments.methods.pairs import PairedSums
from heterophony.experiments.methods.robustness.gathering import WorldRuns
from heterophony.experiments.methods.robustness.standing import standing
from heterophony.experiments.results.differences import Difference

EVERYONE = "everyone"
COLUMNS = (
    *("world", "policy", "group", "outcome", "baseline", "level", "difference", "low", "high"),
    *("pairs", "standing"),
)

_DONE = {"status": "done", "reason": ""}

Note = dict[str, Any]
"""What is kept of one world, in values that JSON holds: its number, digests, runs and rows."""


def noted(found: WorldRuns, policies: Sequence[str]) -> Note:
    """Return what is kept of one world, or that it failed."""
    number = found.world.number
    if found.failure:
        lost = {"status": "failed", "reason": found.failure}
        runs = [{"world": number, "policy": ""} | lost]
        return {"world": number, "failure": found.failure, "digests": [], "runs": runs, "rows": []}
    sums = PairedSums(found.arms)
    for replicate, (seed, pair) in enumerate(zip(found.seeds, found.runs, strict=True)):
        sums.add(replicate, seed, pair)
    arms = ("", *policies)
    runs = [
        {"world": number, "policy": arms[place % len(arms)], **_DONE}
        | {name: value for name, value in row.items() if name != "scenario"}
        for place, row in enumerate(sums.rows)
    ]
    rows: list[tuple[Any, ...]] = []
    for name, policy in zip(policies, sums.policies(), strict=True):
        rows += _rows((number, name, EVERYONE), policy.outcomes)
        for group, each in policy.groups.items():
            rows += _rows((number, name, group), each.outcomes)
    return {"world": number, "digests": sums.digests, "runs": runs, "rows": rows}


def _rows(place: tuple[int, str, str], differences: dict[str, Difference]) -> list[tuple[Any, ...]]:
    from heterophony.scenarios import OUTCOMES

    return [
        (*place, outcome, *vars(each).values(), standing(each, outcome).value)
        for outcome, each in differences.items()
        if outcome in OUTCOMES
    ]


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
        self.take(noted(found, self._policies))

    def take(self, note: Note) -> None:
        """Take over what was noted of one world."""
        if "failure" in note:
            self.failed[note["world"]] = note["failure"]
        else:
            self.worlds.append(note["world"])
        self.digests.extend(note["digests"])
        self._runs.extend(note["runs"])
        self._rows.extend(tuple(row) for row in note["rows"])

    def frame(self) -> pd.DataFrame:
        """Return one row per world, policy, group and outcome; `level` is the policy's."""
        return pd.DataFrame(self._rows, columns=list(COLUMNS))

    def runs(self) -> pd.DataFrame:
        """Return one row per world, arm and replicate; the baseline's `policy` is empty.

        A world that failed has one row, with its reason.
        """
        return pd.DataFrame(self._runs)
