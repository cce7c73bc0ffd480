"""Policies compared with a baseline in pairs: all differences, their document and folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

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
from heterophony.experiments.results.differences import Difference
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
from heterophony.experiments.results.tables import read_table, write_table, write_text
from heterophony.experiments.results.vocabulary import EFFECT_COLUMNS, EVERYONE
from heterophony.scenarios import OUTCOMES, Scenario

_GROUP_COLUMNS = ("group", *EFFECT_COLUMNS)


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
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
    runs: pd.DataFrame
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
            runs=pd.DataFrame(sums.rows),
            started=clock.began.isoformat(timespec="seconds"),
            seconds=clock.seconds,
            **(fields | more),
        )

    @property
    def interrupted(self) -> bool:
        """Whether fewer pairs, or worlds, are here than were asked for."""
        fewer = self.over is not None and self.over.interrupted
        return fewer or self.replicates + len(self.failed) < self.asked

    def to_frame(self, *, groups: bool = False) -> pd.DataFrame:
        """Return one row per policy and outcome, with the columns of every table of effects.

        They are those of `heterophony.experiments.results.vocabulary.EFFECT_COLUMNS`. With
        `groups`, the rows of `groups_frame` follow, and `group` says whose each row is.
        """
        rows = [row for policy in self.policies for row in policy.rows(self.baseline.name)]
        frame = pd.DataFrame(rows, columns=list(EFFECT_COLUMNS))
        if not groups:
            return frame
        frame.insert(0, "group", EVERYONE)
        return pd.concat([frame, self.groups_frame()], ignore_index=True)

    def groups_frame(self) -> pd.DataFrame:
        """Return the same for every group of people, one row per policy, group and outcome."""
        rows = [
            row
            for policy in self.policies
            for group in policy.groups
            for row in policy.rows(self.baseline.name, group)
        ]
        return pd.DataFrame(rows, columns=_GROUP_COLUMNS)

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

    def between(self, outcome: str) -> list[tuple[str, str, Difference]]:
        """Return for every two policies the paired difference of the second less the first."""
        return differences_between(self.runs, [each.name for each in self.policies], outcome)

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
        if self.runs.empty:
            return float("nan")
        values = paired_values(self.runs, 1 + len(self.policies), outcome)
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
            "groups.parquet": write_table(self.groups_frame()),
            "weekly.parquet": write_table(self.weekly_frame()),
            "outcomes.parquet": write_table(self.runs),
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
            runs=runs,
            **facts_of(manifest),
            stopped=None if stopped is None else Stopped.from_json_dict(stopped),
            failed={int(number): why for number, why in document.get("failed", {}).items()},
            over=None if over is None else OverWorlds.from_json_dict(over),
            overrides=manifest.get("overrides", {}),
        )
