"""What comes out when policies are run in many plausible worlds, and its folder of files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments.inputs.checked import checked_outcome
from heterophony.experiments.inputs.worlds import Worlds, load_worlds, write_worlds
from heterophony.experiments.methods.aims import HOURS
from heterophony.experiments.methods.discovery import Discovery, discover
from heterophony.experiments.methods.information import value_of_information
from heterophony.experiments.methods.world_tables import (
    BESIDE,
    by_alternative,
    gains_without_harm,
    regret_table,
    unsettled_signs,
)
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import (
    facts_of,
    manifest_document,
    read_manifest,
    reading,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import HEADLINE, notice
from heterophony.experiments.results.over_worlds import (
    Shares,
    Spread,
    counted,
    spread_of,
)
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import write_table, write_text
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import Scenario

KIND = "robustness"


@dataclass(frozen=True, repr=False)
class Robustness(Shown):
    """A baseline and its policies, in pairs that share seeds, in every world.

    Attributes
    ----------
    worlds
        The worlds that were asked for.
    replicates
        Pairs in each world.
    finished
        Numbers of the worlds that all analyses rest on.
    failed
        Numbers of worlds that could not be run, with the reason.
    effects
        One row per world, policy, group and outcome: both arms' means, the paired difference, its
        95 % interval, pairs, and the policy's standing.
    runs
        One row per world, arm and replicate: status, reason, seed and every outcome; the
        baseline's `policy` is an empty string. A world that failed has one row.
    digest
        A hash of all results of all runs.
    checkpoint
        A file that keeps finished worlds until the result is written; None: there is none.
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
    checkpoint: Path | None = None

    @property
    def interrupted(self) -> bool:
        """Whether some worlds neither finished nor failed."""
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

    def differences(self, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return an outcome's differences: a row per finished world, a column per policy."""
        columns = {name: self.over_worlds(name, outcome)["difference"] for name in self.names}
        return pd.DataFrame(columns, index=list(self.finished))

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
        """Return how much each choice falls short of the best in each world: `regret_table`."""
        return regret_table(self.baseline.name, self.differences(outcome), outcome)

    def without_harm(
        self, policy: str, demands: Mapping[str, float] | None = None
    ) -> tuple[int, int]:
        """Return in how many worlds a policy meets all demands, and of how many.

        `demands` are those of `gains_without_harm`.
        """
        return gains_without_harm(self.differences, policy, demands)

    def by_alternative(self, policy: str, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return the shares apart for every value of every structural alternative."""
        return by_alternative(self.worlds, self.finished, self.over_worlds(policy, outcome))

    def discover(self, policy: str, outcome: str = HEADLINE) -> Discovery:
        """Look, once, for the assumptions under which a policy's sign turns."""
        if (policy, outcome) not in self._discovered:
            there = self.over_worlds(policy, outcome)
            self._discovered[policy, outcome] = discover(policy, outcome, self.worlds, there)
        return self._discovered[policy, outcome]

    def value_of_information(self, policy: str, outcome: str = HEADLINE) -> pd.DataFrame:
        """Return which measurement would most reduce disagreement among the worlds on a policy."""
        there = self.over_worlds(policy, outcome)["difference"]
        return value_of_information(policy, outcome, self.worlds, there, self.runs)

    def to_json_dict(self) -> dict[str, Any]:
        """Return shares, bands, regret, groups and assumptions, with None for what is undefined."""
        document: dict[str, Any] = plain(
            {
                "baseline": self.baseline.name,
                "seed": self.seed,
                "replicates": self.replicates,
                "worlds": len(self.finished),
                "failed": dict(self.failed),
                "worlds_from": self.worlds.source,
                "stale": self.worlds.stale,
                "executor": self.executor,
                "version": self.version,
                "policies": [self._policy_document(name) for name in self.names],
                "regret": {HEADLINE: self.regret().to_dict("records")},
                "notice": notice(),
            }
        )
        return document

    def _policy_document(self, name: str) -> dict[str, Any]:
        frame = self.shares_frame()
        frame = frame[frame["policy"] == name].drop(columns="policy")
        everyone = frame["group"] == EVERYONE
        by_outcome = frame[everyone].drop(columns="group").set_index("outcome")
        groups = frame[~everyone & (frame["outcome"] == HEADLINE)].drop(columns="outcome")
        return {
            "name": name,
            "sentence": self.sentence(name),
            "unsettled": unsettled_signs(self.over_worlds(name), HEADLINE),
            "outcomes": by_outcome.to_dict("index"),
            "groups": groups.set_index("group").to_dict("index"),
            "hours": {each: self.spread(name, each)._asdict() for each in HOURS},
            "without_harm": dict(zip(("worlds", "of"), self.without_harm(name), strict=True)),
            "alternatives": self.by_alternative(name).to_dict("records"),
            "turns": {each: self.discover(name, each).document() for each in (HEADLINE, *BESIDE)},
        }

    def write(self, out: str | Path) -> Path:
        """Write summary, shares, effects, runs, regret, worlds and manifest; return the folder.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        tables = {
            "shares": self.shares_frame(),
            "effects": self.effects,
            "runs": self.runs,
            "regret": self.regret(),
        }
        writers = {f"{name}.parquet": write_table(table) for name, table in tables.items()}
        writers["worlds.parquet"] = partial(write_worlds, self.worlds)
        writers["robustness.json"] = write_text(as_json(self.to_json_dict()))
        written = write_folder(Path(out), writers, manifest_document(self, KIND, self._about()))
        if self.checkpoint is not None and not self.interrupted:
            self.checkpoint.unlink(missing_ok=True)
        return written

    def _about(self) -> dict[str, Any]:
        return {
            "baseline": scenario_document(self.baseline),
            "policies": [scenario_document(each) for each in self.policies],
            "worlds": {
                "asked": len(self.worlds),
                "finished": list(self.finished),
                "failed": {str(number): reason for number, reason in self.failed.items()},
                "source": self.worlds.source,
                "model_sha256": self.worlds.model_sha256,
            },
        }

    @classmethod
    def read(cls, folder: str | Path) -> Robustness:
        """Read a result back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds something else, or a file in it cannot be read.
        """
        folder = Path(folder)
        manifest = read_manifest(folder, KIND)
        with reading(folder, "a robustness analysis"):
            document = json.loads((folder / "robustness.json").read_text("utf-8"))
            about = manifest["worlds"]
            return cls(
                baseline=scenario_of(manifest["baseline"]),
                policies=tuple(scenario_of(each) for each in manifest["policies"]),
                worlds=replace(load_worlds(folder / "worlds.parquet"), source=about["source"]),
                replicates=manifest["replicates"],
                version=document["version"],
                finished=tuple(about["finished"]),
                failed={int(number): reason for number, reason in about["failed"].items()},
                effects=pd.read_parquet(folder / "effects.parquet"),
                runs=pd.read_parquet(folder / "runs.parquet"),
                **facts_of(manifest),
            )
