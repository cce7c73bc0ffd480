"""What comes out when policies are set beside a baseline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heterophony.experiments.inputs.names import checked_outcome
from heterophony.experiments.methods.between import (
    differences_between,
    paired_values,
    variance_ratio,
)
from heterophony.experiments.methods.groups import GroupComparison
from heterophony.experiments.methods.pairing import Difference, Trajectory
from heterophony.experiments.methods.stopping import Stopped
from heterophony.experiments.methods.verdicts import Verdict, ranking_of_pairs, verdict
from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness.spread import OverWorlds
    from heterophony.scenarios import Scenario

_GROUP_COLUMNS = (
    *("name", "group", "outcome", "baseline", "policy", "difference", "low", "high", "pairs"),
    *("smallest_difference", "verdict", "sign", "size"),
)


@dataclass(frozen=True)
class PolicyComparison:
    """One policy against the baseline.

    Attributes
    ----------
    outcomes
        The paired difference of every outcome of a run.
    weekly
        Both arms and the band of the paired difference of every weekly outcome, arrays `[weeks]`.
    hours
        The paired difference of staff hours per citizen-year, by activity.
    groups
        The same people by group (`heterophony.experiments.methods.groups.GROUPS`); empty where
        all citizens are made alike.
    """

    scenario: Scenario
    outcomes: dict[str, Difference]
    weekly: dict[str, Trajectory]
    hours: dict[str, Difference] = field(default_factory=dict)
    groups: dict[str, GroupComparison] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The policy's scenario name."""
        return self.scenario.name

    def verdict(self, outcome: str, group: str | None = None) -> Verdict:
        """Put the difference in one outcome into a word, by the outcome's smallest difference.

        With `group`, the difference among the people of that group.

        Raises
        ------
        RequestError
            If there is no such outcome or group here.
        """
        from heterophony.scenarios import OUTCOMES

        if group is not None and group not in self.groups:
            there = ", ".join(self.groups) or "none"
            raise RequestError(f"verdict: no group {group!r}; there are: {there}")
        found = self.outcomes if group is None else self.groups[group].outcomes
        if checked_outcome(outcome, "verdict") not in found:
            raise RequestError(f"verdict: {outcome} is not compared here")
        return verdict(found[outcome], OUTCOMES[outcome].smallest_difference)


@dataclass(frozen=True)
class Comparison:
    """A baseline and its policies, paired by seed.

    Attributes
    ----------
    asked, replicates
        How many pairs were asked for, and how many were finished.
    runs
        One row per arm and replicate: `scenario`, `replicate`, `seed`, every outcome. The first
        arm is the baseline.
    digest
        A hash of all results of all runs.
    stopped
        How it ended, where pairs were run until an interval was narrow enough.
    failed
        The reason of every pair in which a run failed, by the pair's number; such a pair is left
        out of everything else.
    over
        The plausible worlds it was made in, if it was: then `replicates` are the pairs in each
        world, each world counts as one pair, and a row of `runs` is a world's mean, with the
        world's number as its `replicate`.
    """

    baseline: Scenario
    policies: list[PolicyComparison]
    seed: int
    asked: int
    replicates: int
    executor: str
    version: str
    runs: pd.DataFrame
    digest: str
    started: str
    seconds: float
    stopped: Stopped | None = None
    failed: Mapping[int, str] = field(default_factory=dict)
    over: OverWorlds | None = None

    @property
    def interrupted(self) -> bool:
        """Whether fewer pairs, or worlds, are here than were asked for."""
        fewer = self.over is not None and self.over.interrupted
        return fewer or self.replicates + len(self.failed) < self.asked

    def to_json_dict(self) -> dict[str, Any]:
        """Return names, seed and all paired differences, with None for what is undefined."""
        from heterophony.experiments.results.documents import comparison_document

        return comparison_document(self)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per policy and outcome.

        Columns: both arms, difference, interval, pairs, the smallest difference of interest and
        the verdict.
        """
        rows = [
            {"name": policy.name, "outcome": outcome, **_row(policy, outcome, each, None)}
            for policy in self.policies
            for outcome, each in policy.outcomes.items()
        ]
        return pd.DataFrame(rows)

    def groups_frame(self) -> pd.DataFrame:
        """Return the same for every group of people, one row per policy, group and outcome."""
        rows = [
            {"name": policy.name, "group": group, "outcome": outcome}
            | _row(policy, outcome, each, group)
            for policy in self.policies
            for group, found in policy.groups.items()
            for outcome, each in found.outcomes.items()
        ]
        return pd.DataFrame(rows, columns=_GROUP_COLUMNS)

    def between(self, outcome: str) -> list[tuple[str, str, Difference]]:
        """Return for every two policies the paired difference of the second less the first."""
        return differences_between(self.runs, [each.name for each in self.policies], outcome)

    def ranking(self, outcome: str) -> list[str]:
        """Say which policies lie above which, by their own paired differences, in sentences.

        What cannot be told apart is not ranked, and that is said.
        """
        from heterophony.scenarios import OUTCOMES

        return ranking_of_pairs(self.between(outcome), OUTCOMES[outcome].smallest_difference)

    def variance_ratio(self, policy: int, outcome: str) -> float:
        """Return how many times as many runs this would take without shared seeds.

        The variance of an unpaired difference over that of the paired one; NaN where it is
        undefined. `policy` is the place in `policies`.
        """
        if self.runs.empty:
            return float("nan")
        values = paired_values(self.runs, 1 + len(self.policies), outcome)
        return variance_ratio(values[:, [0, 1 + policy]])

    def weekly_frame(self) -> pd.DataFrame:
        """Return one row per policy, weekly outcome and week: both arms and the band."""
        frames = [
            pd.DataFrame(
                {"name": policy.name, "outcome": outcome, "week": np.arange(len(each.baseline))}
                | each._asdict()
            )
            for policy in self.policies
            for outcome, each in policy.weekly.items()
        ]
        return pd.concat(frames, ignore_index=True)

    def write(self, out: str | Path) -> Path:
        """Write the comparison as a folder and return its path.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        from heterophony.experiments.results.tables import write_comparison

        return write_comparison(self, Path(out))

    @classmethod
    def read(cls, folder: str | Path) -> Comparison:
        """Read a comparison back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder is no comparison, or a file in it cannot be read.
        """
        from heterophony.experiments.results.tables import read_comparison

        return read_comparison(Path(folder))


def _row(
    policy: PolicyComparison, outcome: str, each: Difference, group: str | None
) -> dict[str, Any]:
    from heterophony.scenarios import OUTCOMES

    found = policy.verdict(outcome, group)
    return {
        **vars(each),
        "smallest_difference": OUTCOMES[outcome].smallest_difference,
        "verdict": found.value,
        "sign": found.sign.value,
        "size": found.size.value,
    }
