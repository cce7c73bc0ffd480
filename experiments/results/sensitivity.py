"""A sensitivity analysis: its indices, what they were computed from, its document and folder."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import heterophony
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.designs import Factor, SensitivityDesign
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import (
    manifest_document,
    read_manifest,
    reading,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.shown import Shown
from heterophony.experiments.results.tables import write_table, write_text
from heterophony.scenarios import PARAMETERS, Scenario

KIND = "sensitivity"
FAILED = "failed"
_RUNS, _POINTS, _INDICES = "runs.parquet", "points.parquet", "indices.parquet"
_DOCUMENT = "sensitivity.json"


@dataclass(frozen=True)
class Analysis:
    """What the points say about one outcome.

    Attributes
    ----------
    indices
        One row per input, or group of them: the method's indices, `seed_part` (how large the main
        one would be by luck alone), `distinct` (whether its interval lies above that) and the best
        and the worst rank that its interval allows. Empty where `refused`.
    missing
        The share of points without a value: a run failed, or its outcome is undefined or infinite.
    blocks, left_out
        Trajectories or base points that were used, and that were left out whole for missing ones.
    seed_share, seed_share_of_a_run
        The seeds' share in the variance between points, and between single runs.
    refused
        Why there are no indices; else empty.
    reason
        The same in a word, for pages that say it in their own language: `missing`, too many points
        have no value; `few`, too few blocks are whole; `constant`, the outcome does not vary.
    """

    indices: pd.DataFrame
    missing: float
    blocks: int
    left_out: int
    seed_share: float = math.nan
    seed_share_of_a_run: float = math.nan
    refused: str = ""
    mean: float = math.nan
    spread: float = math.nan
    reason: str = ""


@dataclass(frozen=True, repr=False)
class Sensitivity(Shown):
    """Which inputs the outcomes depend on, and everything it was computed from.

    Attributes
    ----------
    design
        Method, numbers of inputs and blocks, base seed.
    factors
        The inputs with their ranges.
    outcomes
        What was analysed; with a policy, its paired difference from the baseline.
    arms
        The scenario, and the policy if there is one; empty for a function.
    replicates
        Seeds at each point, the same ones at all.
    points
        One row per point: `point`, `block` and the value of every input.
    runs
        One row per finished point and seed: `point`, `replicate`, `seed`, `status`, `reason`, the
        outcomes, and with a policy both arms of each.
    analyses
        What the points say, by outcome; empty while points are missing.
    identity
        A hash of everything that decides the results but the machine.
    """

    design: SensitivityDesign
    factors: tuple[Factor, ...]
    outcomes: tuple[str, ...]
    arms: tuple[Scenario, ...]
    replicates: int
    points: pd.DataFrame
    runs: pd.DataFrame
    identity: str
    digest: str
    started: str
    seconds: float
    analyses: Mapping[str, Analysis] = field(default_factory=dict)
    executor: str = "compiled"

    @property
    def seed(self) -> int:
        """The base seed."""
        return self.design.seed

    @property
    def asked(self) -> int:
        """Seeds at each point, by the name that all manifests use."""
        return self.replicates

    @property
    def groups(self) -> dict[str, list[str]]:
        """The inputs that move together, by the name of their group."""
        found: dict[str, list[str]] = {}
        for each in self.factors:
            if each.group:
                found.setdefault(each.group, []).append(each.name)
        return found

    @property
    def correlations(self) -> dict[tuple[str, str], float]:
        """The declared rank correlations, by the names of two inputs."""
        names = [each.name for each in self.factors]
        pairs = self.design.correlations
        return {(names[one], names[other]): rank for one, other, rank in pairs}

    @property
    def done(self) -> int:
        """How many points are finished."""
        return len(self.runs) // self.replicates

    @property
    def interrupted(self) -> bool:
        """Whether points are still missing."""
        return self.done < self.design.points

    @property
    def failed(self) -> int:
        """How many runs failed; `runs` holds their reasons."""
        return int((self.runs["status"] == FAILED).sum()) if len(self.runs) else 0

    @property
    def main_index(self) -> str:
        """The index that inputs are ordered by: `mu_star` or `total`."""
        return self.design.main_index

    def to_frame(self) -> pd.DataFrame:
        """Return one row per outcome and input, the largest main index first.

        For a parameter of the model `confidence` says how well its value is known.
        """
        frames = [
            each.indices.assign(outcome=outcome)
            for outcome, each in self.analyses.items()
            if not each.refused
        ]
        if not frames:
            return pd.DataFrame(columns=["outcome", "input"])
        frame = pd.concat(frames, ignore_index=True)
        frame["confidence"] = [_confidence(each) for each in frame["input"]]
        return frame[["outcome", "input", *(c for c in frame if c not in ("outcome", "input"))]]

    def to_json_dict(self) -> dict[str, Any]:
        """Return everything but the single runs, with None for what is undefined."""
        frame = self.to_frame()
        document: dict[str, Any] = {
            "method": self.design.method,
            "scenario": self.arms[0].name if self.arms else None,
            "policy": self.arms[1].name if len(self.arms) > 1 else None,
            "seed": self.seed,
            "samples": self.design.blocks,
            "replicates": self.replicates,
            "points": self.design.points,
            "runs": len(self.runs) * max(1, len(self.arms)),
            "failed": self.failed,
            "version": heterophony.__version__,
            "ordered_by": self.main_index,
            "factors": [_factor_document(each) for each in self.factors],
            "groups": self.groups,
            "correlations": [[*pair, rank] for pair, rank in self.correlations.items()],
            "outcomes": {
                outcome: {
                    **{k: v for k, v in vars(each).items() if k != "indices"},
                    "inputs": frame[frame["outcome"] == outcome]
                    .drop(columns="outcome")
                    .to_dict("records"),
                }
                for outcome, each in self.analyses.items()
            },
            "notice": notice(),
        }
        done: dict[str, Any] = plain(document)
        return done

    def write(self, out: str | Path) -> Path:
        """Write it as a folder and return its path.

        Raises
        ------
        RequestError, WorkError
            If it must not or cannot be written; see `write_folder`.
        """
        writers = {_POINTS: write_table(self.points), _RUNS: write_table(self.runs)}
        if not self.interrupted:
            writers[_INDICES] = write_table(self.to_frame())
            writers[_DOCUMENT] = write_text(as_json(self.to_json_dict()))
        about = {
            "arms": [scenario_document(each) for each in self.arms],
            "design": vars(self.design),
            "factors": [_factor_document(each) for each in self.factors],
            "outcomes": list(self.outcomes),
            "identity": self.identity,
            "points": self.design.points,
            "points_done": self.done,
        }
        return write_folder(Path(out), writers, manifest_document(self, KIND, about))

    @classmethod
    def read(cls, folder: str | Path) -> Sensitivity:
        """Read it back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds no sensitivity analysis, or cannot be read.
        """
        folder = Path(folder)
        manifest = read_manifest(folder, KIND)
        with reading(folder, "a sensitivity analysis"):
            return cls(
                design=SensitivityDesign(**manifest["design"]),
                factors=tuple(
                    Factor(**{**each, "choices": tuple(each["choices"])})
                    for each in manifest["factors"]
                ),
                outcomes=tuple(manifest["outcomes"]),
                arms=tuple(scenario_of(each) for each in manifest["arms"]),
                replicates=manifest["replicates"],
                points=pd.read_parquet(folder / _POINTS),
                runs=pd.read_parquet(folder / _RUNS),
                identity=manifest["identity"],
                digest=manifest["results_sha256"],
                started=manifest["started"],
                seconds=manifest["seconds"],
                analyses={} if manifest["interrupted"] else _analyses(folder),
            )


def _analyses(folder: Path) -> dict[str, Analysis]:
    document = json.loads((folder / _DOCUMENT).read_text("utf-8"))
    indices = pd.read_parquet(folder / _INDICES)
    return {
        outcome: _analysis(outcome, each, indices) for outcome, each in document["outcomes"].items()
    }


def _analysis(outcome: str, document: Mapping[str, Any], indices: pd.DataFrame) -> Analysis:
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


def _factor_document(factor: Factor) -> dict[str, Any]:
    return {**vars(factor), "choices": list(factor.choices)}


def _confidence(name: str) -> str:
    """Return how well a parameter's value is known; empty for what is no parameter."""
    parameter = PARAMETERS.get(name) or PARAMETERS.get(name.rpartition(".")[0])
    return "" if parameter is None else parameter.confidence
