"""What comes out when policies are set beside a baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heterophony.experiments.pairing import Difference, Trajectory
from heterophony.experiments.verdicts import Verdict, verdict

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario


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
    """

    scenario: Scenario
    outcomes: dict[str, Difference]
    weekly: dict[str, Trajectory]
    hours: dict[str, Difference] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The policy's scenario name."""
        return self.scenario.name

    def verdict(self, outcome: str) -> Verdict:
        """Put the difference in one outcome into a word, by the outcome's smallest difference."""
        from heterophony.scenarios import OUTCOMES

        return verdict(self.outcomes[outcome], OUTCOMES[outcome].smallest_difference)


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

    @property
    def interrupted(self) -> bool:
        """Whether fewer pairs are here than were asked for."""
        return self.replicates < self.asked

    def to_json_dict(self) -> dict[str, Any]:
        """Return names, seed and all paired differences, with None for what is undefined."""
        from heterophony.experiments.documents import comparison_document

        return comparison_document(self)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per policy and outcome: both arms, difference, interval, verdict."""
        rows = [
            {"name": policy.name, "outcome": outcome, **vars(each)}
            | {"verdict": policy.verdict(outcome).value}
            for policy in self.policies
            for outcome, each in policy.outcomes.items()
        ]
        return pd.DataFrame(rows)

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
        from heterophony.experiments.results import write_comparison

        return write_comparison(self, Path(out))

    @classmethod
    def read(cls, folder: str | Path) -> Comparison:
        """Read a comparison back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder is no comparison, or a file in it cannot be read.
        """
        from heterophony.experiments.results import read_comparison

        return read_comparison(Path(folder))
