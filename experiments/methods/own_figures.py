"""Figures of a reader's own place and the model: where it agrees, what they leave unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.engine.replicates import run
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.inputs.arms import Named
from heterophony.experiments.inputs.checked import whole_number
from heterophony.experiments.inputs.own_figures import OwnFigure
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.shown import Shown
from heterophony.scenarios import OUTCOMES

FAR = 2.0  # standard deviations beyond which a figure and the model disagree


@dataclass(frozen=True, repr=False)
class FiguresBeside(Shown):
    """Own figures beside a scenario.

    Attributes
    ----------
    table
        A row per figure: `figure`, `outcome`, `unit`, `value`, `low`, `high` (its 95 % interval),
        `model` (mean over runs), `model_low`, `model_high` (nine tenths of single runs),
        `distance` (in standard deviations of both), `agrees`.
    unknown
        Outcomes that are shown first and that no figure is about.
    """

    scenario: str
    table: pd.DataFrame
    unknown: tuple[str, ...]
    replicates: int
    seed: int

    def to_frame(self) -> pd.DataFrame:
        """Return the table."""
        return self.table

    def sentences(self) -> list[str]:
        """Say how many figures agree, and what stays unknown."""
        agree = int(self.table["agrees"].sum())
        said = [
            f"{agree} of {len(self.table)} figures agree with {self.scenario} within {FAR:g} "
            "standard deviations of figure and luck."
        ]
        if self.unknown:
            said.append(f"Nothing here is about: {', '.join(self.unknown)}.")
        said.append(
            "No figure measures ownership: the numbers behind it stay as unknown as before, "
            "however well the others agree."
        )
        return said

    def to_json_dict(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        document: dict[str, Any] = plain(
            {
                "scenario": self.scenario,
                "replicates": self.replicates,
                "seed": self.seed,
                "figures": self.table.to_dict("records"),
                "unknown": list(self.unknown),
                "sentences": self.sentences(),
                "notice": notice(),
            }
        )
        return document


def compare_figures(
    figures: Sequence[OwnFigure],
    scenario: Named = "baseline",
    *,
    replicates: int = 20,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
) -> FiguresBeside:
    """Compare figures with what a scenario gives over its whole run.

    Other parameters are those of `run`.

    Parameters
    ----------
    figures
        Figures of one's own place, as `read_figures` reads them.
    replicates
        Runs under different seeds, from 2.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If there are no figures, one run only is asked for, or the scenario is wrong.
    """
    if not figures:
        raise RequestError("there are no figures to compare")
    whole_number(replicates, "replicates", 2, LARGEST_REPLICATES, "; one run does not show luck")
    runs = run(
        scenario,
        seed=seed,
        replicates=replicates,
        workers=workers,
        progress=progress,
        overrides=overrides,
    )
    results = [each.outcomes for each in runs.results]
    rows = [_row(each, np.array([one[each.outcome] for one in results])) for each in figures]
    about = {each.outcome for each in figures}
    unknown = tuple(n for n, each in OUTCOMES.items() if each.headline and n not in about)
    return FiguresBeside(runs.scenario.name, pd.DataFrame(rows), unknown, replicates, seed)


def _row(figure: OwnFigure, seen: Any) -> dict[str, Any]:
    known = seen[~np.isnan(seen)]
    mean = float(known.mean()) if len(known) else math.nan
    error = float(known.std(ddof=1) / math.sqrt(len(known))) if len(known) > 1 else math.nan
    low, high = np.quantile(known, [0.05, 0.95]) if len(known) else (math.nan, math.nan)
    distance = (mean - figure.value) / math.hypot(figure.sd, error)
    return {
        "figure": figure.name,
        "outcome": figure.outcome,
        "unit": OUTCOMES[figure.outcome].unit,
        "value": figure.value,
        "low": figure.value - 1.96 * figure.sd,
        "high": figure.value + 1.96 * figure.sd,
        "model": mean,
        "model_low": float(low),
        "model_high": float(high),
        "distance": distance,
        "agrees": bool(abs(distance) <= FAR),
    }
