"""Read a folder of results of any kind for a report."""

import json
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments import Comparison, Difference, RequestError, Search, Store, Survey
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.results.manifest import read_manifest, reading
from heterophony.experiments.results.sensitivity import Sensitivity


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
    """Results of one kind, and how they were made.

    Attributes
    ----------
    results
        What the folder's kind holds: a `Comparison`, a `Store`, ...; a document where the kind
        has no class of its own that can be read back.
    """

    path: Path
    manifest: dict[str, Any]
    results: Any

    @property
    def kind(self) -> str:
        """The kind of results: "run", "comparison", "sweep", ..."""
        return str(self.manifest["kind"])

    @property
    def command(self) -> str:
        """The command that made the folder, as a user types it."""
        given = self.manifest.get("command") or []
        if isinstance(given, str):
            return given
        words = [str(word) for word in given]
        if not words:
            return ""
        script = Path(words[0])
        if script.suffix == ".py" and script.name != "__main__.py":
            return shlex.join(["python", script.name, *words[1:]])
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
    kind = manifest.get("kind")
    if kind not in READERS:
        raise RequestError(
            f"{path} holds results of kind {kind!r}; a report is made of: {', '.join(READERS)}"
        )
    with reading(path, f"results of kind {kind}"):
        return Folder(path, manifest, READERS[kind](path, manifest))


def _read_runs(path: Path, manifest: Mapping[str, Any]) -> RunFolder:
    summary = _document(path, "summary.json")
    weekly = pd.read_parquet(path / "weekly.parquet")
    scenario = manifest["scenario"]
    return RunFolder(
        titles=dict(scenario["title"]),
        summaries=dict(scenario["summary"]),
        outcomes={k: _number(v["mean"]) for k, v in summary["outcomes"].items()},
        hours={k: _alone(_number(v["mean"])) for k, v in summary["hours"].items()},
        weekly=weekly.drop(columns="replicate").groupby("week").mean(),
    )


def _document(path: Path, name: str) -> Any:
    return json.loads((path / name).read_text("utf-8"))


def _number(value: float | None) -> float:
    return np.nan if value is None else float(value)


def _alone(value: float) -> Difference:
    """Return a value without a second arm."""
    return Difference(value, np.nan, np.nan, np.nan, np.nan, 0)


READERS: dict[str, Callable[[Path, Mapping[str, Any]], Any]] = {
    "run": _read_runs,
    "comparison": lambda path, _: Comparison.read(path),
    "survey": lambda path, _: Survey.read(path),
    "search": lambda path, _: Search.read(path),
    "sweep": lambda path, _: Store(path),
    "sensitivity": lambda path, _: Sensitivity.read(path),
    "robustness": lambda path, _: Robustness.read(path),
    "calibration": lambda path, _: _document(path, "calibration.json"),
    "claims": lambda path, _: _document(path, "claims.json"),
    "evidence": lambda path, _: _document(path, "evidence.json"),
    "validation": lambda path, _: _document(path, "validation.json"),
}
