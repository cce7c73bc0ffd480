"""Folders of runs and of comparisons: what stands in them, and how they are read back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from heterophony.experiments.methods.comparison import Comparison, PolicyComparison
from heterophony.experiments.methods.groups import GroupComparison
from heterophony.experiments.methods.pairing import Difference, Trajectory
from heterophony.experiments.methods.robustness.spread import OverWorlds
from heterophony.experiments.methods.stopping import Stopped
from heterophony.experiments.results.documents import (
    as_json,
    comparison_document,
    manifest_document,
    run_document,
    scenario_document,
)
from heterophony.experiments.results.folders import Writer, write_folder
from heterophony.experiments.results.manifest import read_manifest, reading, scenario_of

if TYPE_CHECKING:
    from heterophony.experiments.engine.replicates import RunSet

_RUN, _COMPARISON = "run", "comparison"


def write_runs(runs: RunSet, out: Path) -> Path:
    """Write `weekly`, `citizens`, `meetings` and `outcomes`, the summary and the manifest.

    `panel`, `events` and `turns` are written where they were kept.
    """
    tables = {
        "weekly": runs.weekly,
        "citizens": runs.citizens,
        "meetings": runs.meetings,
        "outcomes": runs.outcomes,
    }
    for name in ("panel", "events"):
        if runs.results and getattr(runs.results[0], name) is not None:
            tables[name] = getattr(runs, name)
    if runs.has_turns:
        tables["turns"] = runs.turns
    writers = {f"{name}.parquet": write_table(table) for name, table in tables.items()}
    writers["summary.json"] = write_text(as_json(run_document(runs)))
    scenario = {"scenario": scenario_document(runs.scenario)}
    return write_folder(out, writers, manifest_document(runs, _RUN, scenario))


def write_comparison(comparison: Comparison, out: Path) -> Path:
    """Write `comparison.json`, groups, both arms by week, every run's outcomes and the manifest."""
    writers = {
        "comparison.json": write_text(as_json(comparison_document(comparison))),
        "groups.parquet": write_table(comparison.groups_frame()),
        "weekly.parquet": write_table(comparison.weekly_frame()),
        "outcomes.parquet": write_table(comparison.runs),
    }
    scenarios = {
        "baseline": scenario_document(comparison.baseline),
        "policies": [scenario_document(each.scenario) for each in comparison.policies],
    }
    return write_folder(out, writers, manifest_document(comparison, _COMPARISON, scenarios))


def read_comparison(folder: Path) -> Comparison:
    """Read a comparison back.

    Raises
    ------
    RequestError
        If the folder is no comparison, or a file in it cannot be read.
    """
    manifest = read_manifest(folder, _COMPARISON)
    with reading(folder, "a comparison"):
        document = json.loads((folder / "comparison.json").read_text("utf-8"))
        weekly = pd.read_parquet(folder / "weekly.parquet")
        runs = pd.read_parquet(folder / "outcomes.parquet")
        return _rebuilt(manifest, document, weekly, runs)


def _rebuilt(
    manifest: dict[str, Any], document: dict[str, Any], weekly: pd.DataFrame, runs: pd.DataFrame
) -> Comparison:
    policies = [
        PolicyComparison(
            scenario=scenario_of(scenario),
            outcomes=_differences(policy["outcomes"]),
            weekly=_trajectories(weekly[weekly["name"] == policy["name"]]),
            hours=_differences(policy["hours"]),
            groups={
                group: GroupComparison(
                    _difference(found["referrals"]), _differences(found["outcomes"])
                )
                for group, found in policy.get("groups", {}).items()
            },
        )
        for scenario, policy in zip(manifest["policies"], document["policies"], strict=True)
    ]
    return Comparison(
        baseline=scenario_of(manifest["baseline"]),
        policies=policies,
        seed=manifest["seed"],
        asked=manifest["replicates"],
        replicates=document["replicates"],
        executor=manifest["executor"],
        version=document["version"],
        runs=runs,
        digest=manifest["results_sha256"],
        started=manifest["started"],
        seconds=manifest["seconds"],
        stopped=Stopped.from_json_dict(document["until_width"])
        if "until_width" in document
        else None,
        failed={int(number): why for number, why in document.get("failed", {}).items()},
        over=OverWorlds.from_json_dict(document["over_worlds"])
        if "over_worlds" in document
        else None,
    )


def _differences(documents: dict[str, dict[str, Any]]) -> dict[str, Difference]:
    return {name: _difference(each) for name, each in documents.items()}


def _difference(document: dict[str, Any]) -> Difference:
    return Difference(**{key: _number(value) for key, value in document.items()})


def _number(value: float | None) -> Any:
    return np.nan if value is None else value


def _trajectories(weekly: pd.DataFrame) -> dict[str, Trajectory]:
    return {
        str(outcome): Trajectory(*(rows[name].to_numpy() for name in Trajectory._fields))
        for outcome, rows in weekly.groupby("outcome", sort=False)
    }


def write_table(table: pd.DataFrame) -> Writer:
    """Return what writes a table as Parquet."""
    return lambda path: table.to_parquet(path, index=False, compression="zstd")


def write_text(text: str) -> Writer:
    """Return what writes a text."""

    def write(path: Path) -> None:
        path.write_text(text, "utf-8")

    return write
