"""Policies compared with a baseline in pairs: all differences, their document and folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

import heterophony
from heterophony.experiments.methods.pairs import Clock, PairedSums
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.policy_contrasts import (
    differences_between,
    paired_values,
    variance_ratio,
)
from heterophony.experiments.methods.stopping import Stopped, UntilWidth
from heterophony.experiments.methods.verdicts import ranking_of_pairs
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.differences import Difference, Trajectory
from heterophony.experiments.results.digests import digest_of
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
from heterophony.experiments.results.over_worlds import OverWorlds
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import (
    columns_of,
    frame_of,
    read_table,
    write_columns,
    write_text,
)
from heterophony.experiments.results.vocabulary import EFFECT_COLUMNS, EVERYONE
from heterophony.scenarios import OUTCOMES, Scenario
from heterophony.sim.tables import Columns

if TYPE_CHECKING:
    import pandas as pd

_GROUP_COLUMNS = ("group", *EFFECT_COLUMNS)


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """A baseline and its policies, paired by seed.

    Attributes
    ----------
    asked, replicates
        How many pairs were asked for, and how many were finished.
    columns
        Of a table with one row per arm and replicate: `scenario`, `replicate`, `seed`, every
        outcome. The first arm is the baseline.
    digest
        A hash of all results of all runs.
    stopped
        How it ended, where pairs were run until an interval was narrow enough or words settled.
    failed
        The reason of every pair in which a run failed, by the pair's number; such a pair is left
        out of everything else.
    over
        The plausible worlds it was made in, if it was: then `replicates` are the pairs in each
        world, each world counts as one pair, and a row of `runs` is a world's mean, with the
        world's number as its `replicate`.
    overrides
        Values that replaced those of every arm, by parameter name.
    """

    baseline: Scenario
    policies: list[PolicyComparison]
    seed: int
    asked: int
    replicates: int
    executor: str
    version: str
    columns: Columns
    digest: str
    started: str
    seconds: float
    stopped: Stopped | None = None
    failed: Mapping[int, str] = field(default_factory=dict)
    over: OverWorlds | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of_pairs(
        cls, sums: PairedSums, seed: int, asked: int, executor: str, clock: Clock, **more: Any
    ) -> Comparison:
        """Return the comparison of all pairs so far; `more` are further fields of it."""
        fields: dict[str, Any] = {"replicates": sums.done, "digest": digest_of(sums.digests)}
        return cls(
            baseline=sums.arms[0],
            policies=sums.policies(),
            seed=seed,
            asked=asked,
            executor=executor,
            version=heterophony.__version__,
            columns=columns_of(sums.rows, sums.rows[0] if sums.rows else ()),
            started=clock.began.isoformat(timespec="seconds"),
            seconds=clock.seconds,
            **(fields | more),
        )

    @property
    def interrupted(self) -> bool:
        """Whether fewer pairs, or worlds, are here than were asked for."""
        fewer = self.over is not None and self.over.interrupted
        return fewer or self.replicates + len(self.failed) < self.asked

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row per arm and replicate, as a data frame."""
        return frame_of(self.columns)

    def to_frame(self, *, groups: bool = False) -> pd.DataFrame:
        """Return one row per policy and outcome, with the columns of every table of effects.

        They are those of `heterophony.experiments.results.vocabulary.EFFECT_COLUMNS`. With
        `groups`, the rows of `groups_frame` follow, and `group` says whose each row is.
        """
        rows = [row for policy in self.policies for row in policy.rows(self.baseline.name)]
        if groups:
            everyone = [{"group": EVERYONE, **row} for row in rows]
            return frame_of(columns_of([*everyone, *self._group_rows()], _GROUP_COLUMNS))
        return frame_of(columns_of(rows, EFFECT_COLUMNS))

    def groups_frame(self) -> pd.DataFrame:
        """Return the same for every group of people, one row per policy, group and outcome."""
        return frame_of(columns_of(self._group_rows(), _GROUP_COLUMNS))

    def weekly_frame(self) -> pd.DataFrame:
        """Return one row per policy, weekly outcome and week: both arms and the band."""
        return frame_of(self._weekly_columns())

    def _group_rows(self) -> list[dict[str, Any]]:
        return [
            row
            for policy in self.policies
            for group in policy.groups
            for row in policy.rows(self.baseline.name, group)
        ]

    def _weekly_columns(self) -> Columns:
        found = [
            (policy.name, outcome, each)
            for policy in self.policies
            for outcome, each in policy.weekly.items()
        ]
        lengths = [len(each.baseline) for _, _, each in found]
        columns: Columns = {
            "name": np.repeat(np.array([name for name, _, _ in found], dtype=object), lengths),
            "outcome": np.repeat(np.array([name for _, name, _ in found], dtype=object), lengths),
            "week": np.concatenate([np.arange(length) for length in lengths]),
        }
        for place, name in enumerate(Trajectory._fields):
            columns[name] = np.concatenate([each[place] for _, _, each in found])
        return columns

    def between(self, outcome: str) -> list[tuple[str, str, Difference]]:
        """Return for every two policies the paired difference of the second less the first."""
        return differences_between(self.columns, [each.name for each in self.policies], outcome)

    def ranking(self, outcome: str) -> list[str]:
        """Say which policies lie above which, by their own paired differences, in sentences.

        What cannot be told apart is not ranked; a sentence says so.
        """
        return ranking_of_pairs(self.between(outcome), OUTCOMES[outcome].smallest_difference)

    def variance_ratio(self, policy: int, outcome: str) -> float:
        """Return how many times as many runs this would take without shared seeds.

        The variance of an unpaired difference over that of the paired one; NaN where it is
        undefined. `policy` is the place in `policies`.
        """
        if not self.columns:
            return float("nan")
        values = paired_values(self.columns, 1 + len(self.policies), outcome)
        return variance_ratio(values[:, [0, 1 + policy]])

    def to_json_dict(self) -> dict[str, Any]:
        """Return names, seed and all paired differences, with None for what is undefined."""
        policies = []
        for place, policy in enumerate(self.policies):
            ratio = self.variance_ratio(place, HEADLINE)
            pairing = plain({"outcome": HEADLINE, "variance_ratio": ratio})
            policies.append({**policy.to_json_dict(), "pairing": pairing})
        document: dict[str, Any] = {
            "baseline": self.baseline.name,
            "seed": self.seed,
            "replicates": self.replicates,
            "worlds": 1 if self.over is None else self.over.finished,
            "executor": self.executor,
            "version": self.version,
            "policies": policies,
            "smallest_differences": {k: v.smallest_difference for k, v in OUTCOMES.items()},
            "notice": notice(),
        }
        if self.failed:
            document["failed"] = {str(number): why for number, why in self.failed.items()}
        if self.over is not None:
            document["over_worlds"] = plain(self.over.to_json_dict())
        if self.stopped is not None:
            by_width = isinstance(self.stopped.rule, UntilWidth)
            name = "until_width" if by_width else "until_settled"
            document[name] = plain(self.stopped.to_json_dict())
        return document

    def manifest(self) -> dict[str, Any]:
        """Return all that is needed to make the comparison again, and the hash of its results."""
        about = {
            "baseline": scenario_document(self.baseline),
            "policies": [scenario_document(each.scenario) for each in self.policies],
            "overrides": dict(self.overrides),
        }
        return manifest_document(self, "comparison", about)

    def write(self, out: str | Path) -> Path:
        """Write `comparison.json`, tables of groups, weeks and runs, and the manifest.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        writers = {
            "comparison.json": write_text(as_json(self.to_json_dict())),
            "groups.parquet": write_columns(columns_of(self._group_rows(), _GROUP_COLUMNS)),
            "weekly.parquet": write_columns(self._weekly_columns()),
            "outcomes.parquet": write_columns(self.columns),
        }
        return write_folder(Path(out), writers, self.manifest())

    @classmethod
    def read(cls, folder: str | Path) -> Comparison:
        """Read a comparison back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder is no comparison, or a file in it cannot be read.
        """
        folder = Path(folder)
        manifest = read_manifest(folder, "comparison")
        with reading(folder, "a comparison"):
            document = json.loads((folder / "comparison.json").read_text("utf-8"))
            weekly = read_table(folder / "weekly.parquet")
            runs = read_table(folder / "outcomes.parquet")
            return cls._rebuilt(manifest, document, weekly, runs)

    @classmethod
    def _rebuilt(
        cls,
        manifest: Mapping[str, Any],
        document: Mapping[str, Any],
        weekly: pd.DataFrame,
        runs: pd.DataFrame,
    ) -> Comparison:
        policies = [
            PolicyComparison.from_json_dict(
                each, scenario_of(scenario), weekly[weekly["name"] == each["name"]]
            )
            for scenario, each in zip(manifest["policies"], document["policies"], strict=True)
        ]
        stopped = document.get("until_width") or document.get("until_settled")
        over = document.get("over_worlds")
        return cls(
            baseline=scenario_of(manifest["baseline"]),
            policies=policies,
            asked=manifest["replicates"],
            replicates=document["replicates"],
            version=document["version"],
            columns={name: runs[name].to_numpy() for name in runs},
            **facts_of(manifest),
            stopped=None if stopped is None else Stopped.from_json_dict(stopped),
            failed={int(number): why for number, why in document.get("failed", {}).items()},
            over=None if over is None else OverWorlds.from_json_dict(over),
            overrides=manifest.get("overrides", {}),
        )
