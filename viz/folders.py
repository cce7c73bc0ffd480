"""Read a folder of results of any kind for a report."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments import Comparison, Difference, RequestError
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.manifest import read_manifest
from heterophony.experiments.results.sensitivity import Sensitivity
from heterophony.scenarios.reading import read_json_file


@dataclass(frozen=True)
class RunFolder:
    """The results of `run --out`: means over the replicates, by week and over the whole run.

    Attributes
    ----------
    titles
        The scenario's title by language.
    outcomes, hours
        Mean of every outcome, and hours a citizen-year by kind of work; NaN where undefined.
    weekly
        One row a week: the mean of every weekly outcome over the replicates.
    """

    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    outcomes: dict[str, float]
    hours: dict[str, Difference]
    weekly: pd.DataFrame


@dataclass(frozen=True)
class Folder:
    """Results of exactly one kind, and how they were made."""

    manifest: dict[str, Any]
    comparison: Comparison | None
    run: RunFolder | None
    robustness: Robustness | None = None
    sensitivity: Sensitivity | None = None

    @property
    def command(self) -> str:
        """The command that made the folder, as a user types it."""
        words = [str(word) for word in self.manifest.get("command") or []]
        if not words:
            return ""
        return shlex.join(["heterophony", *words[1:]])


def read_folder(path: Path) -> Folder:
    """Read the results in `path`, of any kind.

    Raises
    ------
    RequestError
        If it holds no results of this package, or a file in it cannot be read.
    """
    if not path.exists():
        raise RequestError(f"{path} does not exist; give a folder made with --out")
    manifest = read_manifest(path)
    if manifest.get("kind") == "comparison":
        return Folder(manifest, Comparison.read(path), None)
    if manifest.get("kind") == "robustness":
        return Folder(manifest, None, None, Robustness.read(path))
    if manifest.get("kind") == "sensitivity":
        return Folder(manifest, None, None, sensitivity=Sensitivity.read(path))
    if manifest.get("kind") == "run":
        return Folder(manifest, None, _read_runs(path, manifest))
    raise RequestError(
        f"{path} holds results of kind {manifest.get('kind')!r}; "
        "a report is made of what run, compare, robustness or sensitivity wrote"
    )


def _read_runs(path: Path, manifest: Mapping[str, Any]) -> RunFolder:
    try:
        summary = read_json_file(path / "summary.json")
        weekly = pd.read_parquet(path / "weekly.parquet")
        means = weekly.drop(columns="replicate").groupby("week").mean()
        scenario = manifest["scenario"]
        return RunFolder(
            titles=dict(scenario["title"]),
            summaries=dict(scenario["summary"]),
            outcomes={k: _number(v["mean"]) for k, v in summary["outcomes"].items()},
            hours={k: _alone(_number(v["mean"])) for k, v in summary["hours"].items()},
            weekly=means,
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise RequestError(f"{path} cannot be read as results of a run: {error}") from error


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _alone(value: float) -> Difference:
    """Return a value without a second arm."""
    return Difference(value, np.nan, np.nan, np.nan, np.nan, 0)
