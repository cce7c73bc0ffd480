"""Robustness as JSON and as a folder of files, and back."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from heterophony.experiments.methods.robustness.effects import EVERYONE
from heterophony.experiments.methods.robustness.regret import BESIDE
from heterophony.experiments.methods.robustness.result import HOURS, Robustness
from heterophony.experiments.methods.robustness.standing import Shares
from heterophony.experiments.methods.worlds import load_worlds, write_worlds
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import (
    manifest_document,
    read_manifest,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import HEADLINE, notice
from heterophony.experiments.results.tables import write_table, write_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heterophony.experiments.methods.robustness.discovery import Discovery

KIND = "robustness"


def robustness_document(result: Robustness) -> dict[str, Any]:
    """Return what the worlds say about every policy, with None for what is undefined."""
    document: dict[str, Any] = plain(
        {
            "baseline": result.baseline.name,
            "seed": result.seed,
            "replicates": result.replicates,
            "worlds": len(result.finished),
            "failed": dict(result.failed),
            "worlds_from": result.worlds.source,
            "stale": result.worlds.stale,
            "executor": result.executor,
            "version": result.version,
            "policies": [_policy(result, name) for name in result.names],
            "regret": {
                outcome: result.regret(outcome).to_dict("records") for outcome in (HEADLINE,)
            },
            "notice": notice(),
        }
    )
    return document


def _policy(result: Robustness, name: str) -> dict[str, Any]:
    everywhere = result.shares_frame().set_index("policy").loc[[name]]
    outcomes = everywhere[everywhere["group"] == EVERYONE].set_index("outcome")
    groups = everywhere[(everywhere["group"] != EVERYONE) & (everywhere["outcome"] == HEADLINE)]
    return {
        "name": name,
        "sentence": result.sentence(name),
        "outcomes": {str(key): _spread(row) for key, row in outcomes.iterrows()},
        "groups": {row["group"]: _spread(row) for _, row in groups.iterrows()},
        "hours": {each: result.spread(name, each)._asdict() for each in HOURS},
        "without_harm": dict(zip(("worlds", "of"), result.without_harm(name), strict=True)),
        "alternatives": result.by_alternative(name).to_dict("records"),
        "turns": {
            outcome: _discovery(result.discover(name, outcome)) for outcome in (HEADLINE, *BESIDE)
        },
    }


def _spread(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in (*Shares._fields, "worlds", "median", "low", "high")}


def _discovery(found: Discovery) -> dict[str, Any]:
    return {
        "sentence": found.sentence(),
        "target": found.target,
        "conditions": [vars(each) for each in found.conditions],
        **{k: getattr(found, k) for k in ("coverage", "density", "share", "skill", "chance")},
    }


def write_robustness(result: Robustness, out: Path) -> Path:
    """Write summary, shares, every world's effects, every run, the worlds and the manifest."""
    tables = {
        "shares": result.shares_frame(),
        "effects": result.effects,
        "runs": result.runs,
        "regret": result.regret(),
    }
    writers = {f"{name}.parquet": write_table(table) for name, table in tables.items()}
    writers["worlds.parquet"] = lambda path: _ignored(write_worlds(result.worlds, path))
    writers["robustness.json"] = write_text(as_json(robustness_document(result)))
    written = write_folder(out, writers, _manifest(result))
    if result.folder is not None and not result.interrupted:
        shutil.rmtree(result.folder, ignore_errors=True)
    return written


def _manifest(result: Robustness) -> dict[str, Any]:
    scenarios = {
        "baseline": scenario_document(result.baseline),
        "policies": [scenario_document(each) for each in result.policies],
        "worlds": {
            "asked": len(result.worlds),
            "finished": list(result.finished),
            "failed": {str(number): reason for number, reason in result.failed.items()},
            "source": result.worlds.source,
            "rules_sha256": result.worlds.rules_sha256,
        },
    }
    work: Any = result
    return manifest_document(work, KIND, scenarios)


def read_robustness(folder: Path) -> Robustness:
    """Read a result back.

    Raises
    ------
    RequestError
        If the folder is something else, or a file in it cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest.get("kind") != KIND:
        raise RequestError(f"{folder} holds a {manifest.get('kind')}, not a {KIND}")
    try:
        document = json.loads((folder / "robustness.json").read_text("utf-8"))
        about = manifest["worlds"]
        return Robustness(
            baseline=scenario_of(manifest["baseline"]),
            policies=tuple(scenario_of(each) for each in manifest["policies"]),
            worlds=replace(load_worlds(folder / "worlds.parquet"), source=about["source"]),
            seed=manifest["seed"],
            replicates=manifest["replicates"],
            executor=manifest["executor"],
            version=document["version"],
            finished=tuple(about["finished"]),
            failed={int(number): reason for number, reason in about["failed"].items()},
            effects=pd.read_parquet(folder / "effects.parquet"),
            runs=pd.read_parquet(folder / "runs.parquet"),
            digest=manifest["results_sha256"],
            started=manifest["started"],
            seconds=manifest["seconds"],
        )
    except (OSError, ValueError, KeyError) as error:
        if isinstance(error, RequestError):
            raise
        raise RequestError(f"{folder} cannot be read as a {KIND}: {error}") from error


def _ignored(value: object) -> None:
    """Let a writer return nothing."""
