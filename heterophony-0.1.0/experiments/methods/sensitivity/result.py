"""What comes out of a sensitivity analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import heterophony
from heterophony.experiments.methods.sensitivity.design import Design
from heterophony.experiments.methods.sensitivity.factors import Factor, factor_documents
from heterophony.experiments.methods.sensitivity.indices import Analysis, main_index
from heterophony.experiments.methods.sensitivity.running import FAILED

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario


@dataclass(frozen=True)
class Sensitivity:
    """Which inputs the outcomes hang on, and everything it was computed from.

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

    design: Design
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
    def done(self) -> int:
        """How many points are finished."""
        return len(self.runs) // self.replicates

    @property
    def interrupted(self) -> bool:
        """Whether points are still missing."""
        return self.done < self.design.points

    @property
    def failed(self) -> int:
        """How many runs failed; their reasons stand in `runs`."""
        return int((self.runs["status"] == FAILED).sum()) if len(self.runs) else 0

    @property
    def main_index(self) -> str:
        """The index that inputs are ordered by: `mu_star` or `total`."""
        return main_index(self.design.method)

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
        from heterophony.experiments.results.codec import plain
        from heterophony.experiments.results.notice import notice

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
            "factors": factor_documents(self.factors),
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
        """Write it as a folder and return its path; an unfinished one can be gone on with.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        from heterophony.experiments.methods.sensitivity.store import write_sensitivity

        return write_sensitivity(self, Path(out))

    @classmethod
    def read(cls, folder: str | Path) -> Sensitivity:
        """Read it back from the folder that `write` made.

        Raises
        ------
        RequestError
            If the folder holds no sensitivity analysis, or cannot be read.
        """
        from heterophony.experiments.methods.sensitivity.store import read_sensitivity

        return read_sensitivity(Path(folder))


def _confidence(name: str) -> str:
    """Return how well a parameter's value is known; empty for what is no parameter."""
    from heterophony.scenarios import PARAMETERS

    parameter = PARAMETERS.get(name) or PARAMETERS.get(name.rpartition(".")[0])
    return "" if parameter is None else parameter.confidence
