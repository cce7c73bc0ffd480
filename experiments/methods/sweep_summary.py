"""Outcomes by point: means with intervals, pairs with a baseline, and what missing runs do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from heterophony.experiments.methods.verdicts import verdict
from heterophony.experiments.results.differences import (
    Difference,
    Numbers,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.paired import Paired
from heterophony.experiments.results.parts import DONE, STATUSES
from heterophony.experiments.results.store import Store
from heterophony.scenarios import OUTCOMES

NOT_RUN = "not_run"


def summarise(
    store: Store, outcomes: Sequence[str] | None = None, *, baseline: int | None = None
) -> pd.DataFrame:
    """Return one row per point and outcome; runs that are missing are counted in every row.

    Parameters
    ----------
    store
        A store, finished or not.
    outcomes
        Outcomes that the store keeps; all by default.
    baseline
        The point that the others are compared with, in pairs that share a seed.

    Returns
    -------
    pandas.DataFrame
        `point`, `scenario`, what the points vary, `outcome`; `mean` with its 95 % interval
        `mean_low` to `mean_high` over `runs` runs in which it is defined, `undefined` of those done
        in which it is not. `missing` is how many of the point's runs give nothing, in all and for
        each reason (`failed`, `timed_out`, `killed`, `not_run`); `lowest` and `highest` are the
        mean if each missing run had had the least or the most that the outcome can be (NaN where it
        is open). With a baseline also `difference`, `low`, `high`, `pairs`, `pairs_missing`,
        `sign`, `size`, `verdict`, and `variance_ratio`: how many times more seeds the same interval
        would take if the two points shared none.

    Raises
    ------
    RequestError
        If there is no such outcome or point.
    """
    names = list(outcomes) if outcomes is not None else list(store.design.outcomes)
    points = len(store.design.points)
    if baseline is not None and not 0 <= baseline < points:
        raise RequestError(f"baseline is {baseline}; allowed: a point from 0 to {points - 1}")
    runs = store.read(["point", "replicate", "status", *names])
    missing = _missing(runs, points, store.design.replicates)
    frames = [_one(store, runs, name, missing, baseline) for name in names]
    frame = pd.concat(frames, ignore_index=True)
    shown = store.points.drop(columns=["asked", "scenario_sha256"])
    return shown.merge(frame, on="point", validate="one_to_many")


def sentence(store: Store) -> str:
    """Say how many runs are missing from a store, and why; empty if none is."""
    counts = {name: count for name, count in store.counts().items() if name != DONE and count}
    if not counts:
        return ""
    reasons = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    return (
        f"{sum(counts.values()):,} of {store.asked:,} runs are missing from every number here: "
        f"{reasons}. Means leave them out; `lowest` and `highest` say what they could do."
    )


def _missing(runs: pd.DataFrame, points: int, replicates: int) -> pd.DataFrame:
    """Count, for each point, the runs that give nothing, by reason."""
    counts = pd.DataFrame(index=pd.RangeIndex(points, name="point"))
    for status in STATUSES:
        of_it = runs.loc[runs["status"] == status, "point"]
        counts[status] = of_it.value_counts().reindex(counts.index, fill_value=0)
    counts[NOT_RUN] = replicates - counts[list(STATUSES)].sum(axis=1)
    counts["missing"] = replicates - counts[DONE]
    return counts


def _one(
    store: Store, runs: pd.DataFrame, name: str, missing: pd.DataFrame, baseline: int | None
) -> pd.DataFrame:
    """Return the rows of one outcome."""
    table = by_point(runs, name, len(missing), store.design.replicates)
    level = Paired((len(missing),))
    for column in table.T:
        level.add(np.zeros(len(missing)), column)
    band = level.trajectory()
    frame = pd.DataFrame(
        {
            "point": missing.index,
            "outcome": name,
            "mean": band.policy,
            "mean_low": band.low,
            "mean_high": band.high,
            "runs": level.count.astype(int),
            "undefined": missing[DONE].to_numpy() - level.count.astype(int),
        }
    )
    for column in ("missing", *(each for each in missing if each not in (DONE, "missing"))):
        frame[column] = missing[column].to_numpy()
    for column, value in zip(
        ("lowest", "highest"), (OUTCOMES[name].minimum, OUTCOMES[name].maximum), strict=True
    ):
        frame[column] = _if_missing_were(value, frame)
    if baseline is not None:
        frame = frame.assign(**_beside(table, baseline, name, store.design.replicates))
    return frame


def by_point(runs: pd.DataFrame, name: str, points: int, replicates: int) -> Numbers:
    """Return the values of an outcome, [points, replicates], NaN where there is none."""
    table = np.full((points, replicates), np.nan)
    values = runs[name].to_numpy(dtype=np.float64)
    table[runs["point"].to_numpy(), runs["replicate"].to_numpy()] = values
    return table


def _if_missing_were(value: float | None, frame: pd.DataFrame) -> Any:
    """Return the mean if every missing run had had a value; if none is missing, the mean."""
    others: Any = np.nan
    if value is not None:
        known = frame["mean"].fillna(0.0) * frame["runs"]
        all_of_them = (frame["runs"] + frame["missing"]).replace(0, np.nan)
        others = (known + value * frame["missing"]) / all_of_them
    return np.where(frame["missing"] == 0, frame["mean"], others)


def _variance_ratios(table: Numbers, baseline: int) -> list[float]:
    """Return the variance of independent differences over that of paired ones; NaN under two."""
    found = []
    for row in table:
        both = ~np.isnan(row) & ~np.isnan(table[baseline])
        first, second = table[baseline][both], row[both]
        paired = float(np.var(second - first)) if both.sum() > 1 else 0.0
        alone = float(np.var(first) + np.var(second)) if both.sum() > 1 else 0.0
        found.append(alone / paired if paired > 0.0 else np.nan)
    return found


def _beside(table: Numbers, baseline: int, name: str, replicates: int) -> dict[str, Any]:
    """Return the columns of paired differences from the baseline's point."""
    pairs = Paired((len(table),))
    for column in table.T:
        pairs.add(np.full(len(table), column[baseline]), column)
    found: list[Difference] = pairs.differences()
    said = [verdict(each, OUTCOMES[name].smallest_difference) for each in found]
    return {
        "difference": [each.difference for each in found],
        "low": [each.low for each in found],
        "high": [each.high for each in found],
        "pairs": [each.pairs for each in found],
        "pairs_missing": [replicates - each.pairs for each in found],
        "variance_ratio": _variance_ratios(table, baseline),
        "sign": [each.sign.value for each in said],
        "size": [each.size.value for each in said],
        "verdict": [each.value for each in said],
    }
