"""What comes out when policies are run in many plausible worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from heterophony.experiments.inputs.names import checked_outcome
from heterophony.experiments.methods.robustness.effects import EVERYONE
from heterophony.experiments.methods.robustness.spread import Spread, spread_of
from heterophony.experiments.methods.robustness.standing import Shares, counted
from heterophony.experiments.results.notice import HEADLINE

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness.discovery import Discovery
    from heterophony.experiments.methods.worlds import Worlds
    from heterophony.scenarios import Scenario

HOURS = ("caseworker_hours", "mentor_hours")


@dataclass(frozen=True)
class Robustness:
    """A baseline and its policies, in pairs that share seeds, in every world.

    Attributes
    ----------
    worlds
        What was asked for.
    replicates
        Pairs in each world.
    finished
        Numbers of the worlds that all analyses rest on.
    failed
        Numbers of worlds that could not be run, with the reason.
    effects
        One row per world, policy, group and outcome: both arms' means, the paired difference, its
        95 % interval, pairs, and how the policy stands.
    runs
        One row per world, arm and replicate: status, reason, seed and every outcome; the
        baseline's `policy` is an empty string. A world that failed has one row.
    digest
        A hash of all results of all runs.
    folder
        Where finished worlds are kept until the whole of it is written; None: nowhere.
    """

    baseline: Scenario
    policies: tuple[Scenario, ...]
    worlds: Worlds
    seed: int
    replicates: int
    executor: str
    version: str
    finished: tuple[int, ...]
    failed: Mapping[int, str]
    effects: pd.DataFrame
    runs: pd.DataFrame
    digest: str
    started: str
    seconds: float
    folder: Path | None = None

    @property
    def interrupted(self) -> bool:
        """Whether there are worlds that were neither finished nor failed."""
        return len(self.finished) + len(self.failed) < len(self.worlds)

    @property
    def asked(self) -> int:
        """Pairs that were asked for in each world."""
        return self.replicates

    @property
    def names(self) -> tuple[str, ...]:
        """The policies' names."""
        return tuple(each.name for each in self.policies)

    @cached_property
    def _indexed(self) -> pd.DataFrame:
        return self.effects.set_index(["policy", "group", "outcome"]).sort_index()

    @cached_property
    def _discovered(self) -> dict[tuple[str, str], Discovery]:
        return {}

    def over_worlds(
        self, policy: str, outcome: str = HEADLINE, group: str = EVERYONE
    ) -> pd.DataFrame:
        """Return one row per world: difference, interval, pairs and standing, by world number.

        Raises
        ------
        RequestError
            If there is no such outcome; an outcome that a group does not have gives no rows.
        """
        checked_outcome(outcome, "outcome")
        try:
            found = self._indexed.loc[[(policy, group, outcome)]]
        except KeyError:
            return self.effects.iloc[:0].set_index("world")
        return found.reset_index(drop=True).set_index("world").sort_index()

    def shares(self, policy: str, outcome: str = HEADLINE, group: str = EVERYONE) -> Shares:
        """Return in how many worlds a policy is better, worse, no different, not settled."""
        return counted(self.over_worlds(policy, outcome, group)["standing"])

    def spread(self, policy: str, outcome: str = HEADLINE, group: str = EVERYONE) -> Spread:
        """Return the median over the worlds and the band from 5 to 95 % of them."""
        return spread_of(self.over_worlds(policy, outcome, group)["difference"])

    def sentence(self, policy: str, outcome: str = HEADLINE, group: str = EVERYONE) -> str:
        """Say plainly in how many worlds a policy is better, worse and no different."""
        return self.shares(policy, outcome, group).sentence(outcome)

    def shares_frame(self) -> pd.DataFrame:
        """Return one row per policy, group and outcome: counts of worlds, median and band."""
        rows = []
        keys = ["policy", "group", "outcome"]
        for key, found in self.effects.groupby(keys, sort=False):
            counts = counted(found["standing"])
            named = dict(zip(keys, key, strict=True)) | counts._asdict()
            band = spread_of(found["difference"])._asdict()
            rows.append({**named, "worlds": counts.worlds, **band})
        columns = [*keys, *Shares._fields, "worlds", "median", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def regret(self, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return how much each policy, and doing nothing, falls short of the best in each world.

        See `heterophony.experiments.methods.robustness.regret.regret_frame`.
        """
        from heterophony.experiments.methods.robustness.regret import regret_frame

        return regret_frame(self, outcome)

    def without_harm(
        self, policy: str, demands: Mapping[str, float] | None = None
    ) -> tuple[int, int]:
        """Return in how many worlds a policy meets all demands at once, and of how many.

        See `heterophony.experiments.methods.robustness.regret.without_harm`.
        """
        from heterophony.experiments.methods.robustness.regret import without_harm

        return without_harm(self, policy, demands)

    def by_alternative(self, policy: str, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return the shares apart for every value of every structural alternative."""
        from heterophony.experiments.methods.robustness.assumptions import by_alternative

        return by_alternative(self, policy, outcome)

    def discover(self, policy: str, outcome: str = HEADLINE) -> Discovery:
        """Look for the assumptions under which a policy's sign turns; looked for once."""
        from heterophony.experiments.methods.robustness.discovery import discover

        if (policy, outcome) not in self._discovered:
            self._discovered[policy, outcome] = discover(self, policy, outcome)
        return self._discovered[policy, outcome]

    def value_of_information(self, policy: str, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return which measurement would most reduce disagreement among the worlds on a policy.

        See `heterophony.experiments.methods.robustness.information.value_of_information`.
        """
        from heterophony.experiments.methods.robustness.information import value_of_information

        return value_of_information(self, policy, outcome)

    def to_json_dict(self) -> dict[str, Any]:
        """Return shares, bands, regret, groups and assumptions, with None for what is undefined."""
        from heterophony.experiments.methods.robustness.documents import robustness_document

        return robustness_document(self)

    def write(self, out: str | Path) -> Path:
        """Write the result as a folder and return its path.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        from heterophony.experiments.methods.robustness.documents import write_robustness

        return write_robustness(self, Path(out))

    @classmethod
    def read(cls, folder: str | Path) -> Robustness:
        """Read a result back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds something else, or a file in it cannot be read.
        """
        from heterophony.experiments.methods.robustness.documents import read_robustness

        return read_robustness(Path(folder))
