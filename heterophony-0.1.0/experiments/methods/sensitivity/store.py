"""Folders of sensitivity analyses: finished, or to be gone on with."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

import heterophony
from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.methods.sensitivity.design import Design
from heterophony.experiments.methods.sensitivity.factors import (
    Factor,
    factor_documents,
    factors_from,
)
from heterophony.experiments.methods.sensitivity.indices import Analysis
from heterophony.experiments.methods.sensitivity.result import Sensitivity
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import Writer, write_folder
from heterophony.experiments.results.manifest import (
    MANIFEST,
    manifest_document,
    read_manifest,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.tables import write_table, write_text

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

KIND = "sensitivity"
_RUNS, _POINTS, _INDICES, _DOCUMENT = (
    "runs.parquet",
    "points.parquet",
    "indices.parquet",
    "sensitivity.json",
)


def identity_of(
    design: Design,
    factors: Sequence[Factor],
    outcomes: Sequence[str],
    arms: Sequence[Scenario],
    replicates: int,
) -> str:
    """Return a hash of all that decides the results, the rules of the model included."""
    text = as_json(
        {
            "design": vars(design),
            "factors": factor_documents(factors),
            "outcomes": list(outcomes),
            "arms": [
                {k: v for k, v in scenario_document(each).items() if k != "path"} for each in arms
            ],
            "replicates": replicates,
            "rules": SOURCE_DIGEST,
            "version": heterophony.__version__,
        }
    )
    return hashlib.sha256(text.encode()).hexdigest()


def write_sensitivity(found: Sensitivity, out: Path) -> Path:
    """Write points and runs, and where it is finished the indices, then the manifest."""
    writers: dict[str, Writer] = {
        _POINTS: write_table(found.points),
        _RUNS: write_table(found.runs),
    }
    if not found.interrupted:
        writers[_INDICES] = write_table(found.to_frame())
        writers[_DOCUMENT] = write_text(as_json(found.to_json_dict()))
    about = {
        "arms": [scenario_document(each) for each in found.arms],
        "design": vars(found.design),
        "factors": factor_documents(found.factors),
        "outcomes": list(found.outcomes),
        "identity": found.identity,
        "points": found.design.points,
        "points_done": found.done,
    }
    return write_folder(out, writers, manifest_document(found, KIND, about))


def kept_runs(out: Path, identity: str) -> pd.DataFrame | None:
    """Return the runs that a folder already holds of this very analysis; None if there are none.

    Raises
    ------
    RequestError
        If it holds another analysis, or the same one by other rules: nothing is mixed.
    """
    if not (out / MANIFEST).exists():
        return None
    manifest = read_manifest(out)
    if manifest.get("kind") != KIND:
        raise RequestError(f"{out} holds a {manifest.get('kind')}; choose another folder")
    if manifest.get("identity") != identity:
        rules = manifest.get("rules_sha256") == SOURCE_DIGEST
        why = "another analysis" if rules else "an analysis by other rules of the model"
        raise RequestError(
            f"{out} holds {why} (its manifest names the command); choose another folder, or "
            "repeat that command to go on with it"
        )
    return _table(out, _RUNS)


def read_sensitivity(folder: Path) -> Sensitivity:
    """Read an analysis back.

    Raises
    ------
    RequestError
        If the folder holds none, or a file in it cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest.get("kind") != KIND:
        raise RequestError(f"{folder} holds a {manifest.get('kind')}, not a sensitivity analysis")
    try:
        document: dict[str, Any] = {"outcomes": {}}
        indices = pd.DataFrame()
        if not manifest["interrupted"]:
            document = json.loads((folder / _DOCUMENT).read_text("utf-8"))
            indices = _table(folder, _INDICES)
        return Sensitivity(
            design=Design(**manifest["design"]),
            factors=factors_from(manifest["factors"]),
            outcomes=tuple(manifest["outcomes"]),
            arms=tuple(scenario_of(each) for each in manifest["arms"]),
            replicates=manifest["replicates"],
            points=_table(folder, _POINTS),
            runs=_table(folder, _RUNS),
            identity=manifest["identity"],
            digest=manifest["results_sha256"],
            started=manifest["started"],
            seconds=manifest["seconds"],
            analyses={
                outcome: _analysis(outcome, each, indices)
                for outcome, each in document["outcomes"].items()
            },
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RequestError(f"{folder} cannot be read as an analysis: {error}") from error


def _analysis(outcome: str, document: dict[str, Any], indices: pd.DataFrame) -> Analysis:
    rows = pd.DataFrame()
    if not document["refused"]:
        rows = indices[indices["outcome"] == outcome].drop(columns=["outcome", "confidence"])
        rows = rows.reset_index(drop=True)
    numbers: dict[str, Any] = {
        key: np.nan if value is None else value
        for key, value in document.items()
        if key != "inputs"
    }
    return Analysis(indices=rows, **numbers)


def _table(folder: Path, name: str) -> pd.DataFrame:
    try:
        return pd.read_parquet(folder / name)
    except (OSError, ValueError) as error:
        raise RequestError(f"{folder / name} cannot be read: {error}") from error
