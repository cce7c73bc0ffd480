"""From the values at the points to indices with intervals, and to ranks with ties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from heterophony.experiments.engine.seeds import named_seed
from heterophony.experiments.methods.sensitivity.design import FEWEST_BLOCKS, LEVELS, Design
from heterophony.experiments.methods.sensitivity.noise import (
    effects_of_seeds,
    seed_shares,
    totals_of_seeds,
)
from heterophony.experiments.results.differences import CONFIDENCE, Numbers

RESAMPLES = 500
MOST_MISSING = 0.05

MORRIS_COLUMNS = ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma")
SOBOL_COLUMNS = ("first", "first_low", "first_high", "total", "total_low", "total_high")


@dataclass(frozen=True)
class Analysis:
    """What the points say about one outcome.

    Attributes
    ----------
    indices
        One row per input: the method's indices, `seed_part` (how large the main one would be by
        luck alone), `distinct` (whether its interval lies above that) and the best and the worst
        rank that its interval allows. Empty where `refused`.
    missing
        The share of points without a value: a run failed, or its outcome is undefined.
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
    spread: float = field(default=math.nan)
    reason: str = ""


def main_index(method: str) -> str:
    """Return the index that inputs are ordered by."""
    return "mu_star" if method == "morris" else "total"


def analysed(
    design: Design,
    names: Sequence[str],
    places: Numbers,
    values: Numbers,
    most_missing: float = MOST_MISSING,
) -> Analysis:
    """Compute indices for one outcome.

    A block with a point that has no value is left out whole: SALib turns a missing value into
    indices of zero, and a value made up in its place would be somebody's opinion.

    Parameters
    ----------
    values
        `[points, replicates]`, NaN where missing.
    most_missing
        The largest share of points without a value that is still analysed.
    """
    absent = np.isnan(values).any(axis=1)
    missing = float(absent.mean())
    kept = ~absent.reshape(design.blocks, design.per_block).any(axis=1)
    used = int(kept.sum())
    left_out = design.blocks - used
    refused, reason = "", ""
    if missing > most_missing:
        reason = "missing"
        refused = (
            f"{missing:.1%} of the points have no value; more than {most_missing:.1%} is not "
            "analysed, because what is left out would decide what is found"
        )
    elif used < FEWEST_BLOCKS:
        reason = "few"
        refused = f"only {used} of {design.blocks} blocks are whole; it takes {FEWEST_BLOCKS}"
    blocks = values.reshape(design.blocks, design.per_block, -1)[kept]
    if not refused and np.ptp(blocks) == 0.0:
        reason = "constant"
        refused = f"the outcome does not vary: it is {float(blocks.flat[0]):g} everywhere"
    if refused:
        return Analysis(pd.DataFrame(), missing, used, left_out, refused=refused, reason=reason)
    cube = places.reshape(design.blocks, design.per_block, -1)[kept]
    find = _morris if design.method == "morris" else _sobol
    indices = find(design, cube, blocks)
    indices.insert(0, "input", list(names))
    flat = blocks.reshape(-1, blocks.shape[2])
    share, of_a_run = seed_shares(flat)
    return Analysis(
        _ranked(indices, main_index(design.method)),
        missing,
        used,
        left_out,
        share,
        of_a_run,
        mean=float(flat.mean()),
        spread=float(flat.mean(axis=1).std()),
    )


def _morris(design: Design, cube: Numbers, blocks: Numbers) -> pd.DataFrame:
    """Return Morris's indices: effects of moving an input across its whole range."""
    from SALib.analyze import morris

    found = morris.analyze(
        design.problem(),
        cube.reshape(-1, design.inputs),
        blocks.mean(axis=2).ravel(),
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=_resampling(design),
    )
    size, half = (np.asarray(found[name], dtype=np.float64) for name in ("mu_star", "mu_star_conf"))
    mu, sigma = (np.asarray(found[name], dtype=np.float64) for name in ("mu", "sigma"))
    seeds = effects_of_seeds(elementary_effects(cube, blocks))
    columns = (mu, size, size - half, size + half, sigma)
    return pd.DataFrame(dict(zip(MORRIS_COLUMNS, columns, strict=True)) | {"seed_part": seeds})


def elementary_effects(cube: Numbers, blocks: Numbers) -> Numbers:
    """Return the effect of each step, by input and replicate, `[blocks, inputs, replicates]`.

    Parameters
    ----------
    cube
        Places `[blocks, points of a block, inputs]`; one input moves at each step.
    blocks
        Values `[blocks, points of a block, replicates]`.
    """
    steps, change = np.diff(cube, axis=1), np.diff(blocks, axis=1)
    moved = np.abs(steps).argmax(axis=2)
    lengths = np.take_along_axis(steps, moved[:, :, None], axis=2)
    effects = np.empty_like(change)
    np.put_along_axis(
        effects, moved[:, :, None].repeat(change.shape[2], axis=2), change / lengths, axis=1
    )
    return effects


def _sobol(design: Design, cube: Numbers, blocks: Numbers) -> pd.DataFrame:
    """Return first and total indices: shares of the variance between points."""
    from SALib.analyze import sobol

    found = sobol.analyze(
        design.problem(),
        blocks.mean(axis=2).ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=_resampling(design),
    )
    columns = []
    for name in ("S1", "ST"):
        index = np.asarray(found[name], dtype=np.float64)
        half = np.asarray(found[f"{name}_conf"], dtype=np.float64)
        columns += [index, index - half, index + half]
    named = dict(zip(SOBOL_COLUMNS, columns, strict=True))
    return pd.DataFrame(named | {"seed_part": totals_of_seeds(blocks)})


def _resampling(design: Design) -> np.random.Generator:
    """Return what draws the bootstrap; SALib would take a seed of 0 for none."""
    return np.random.default_rng(named_seed(design.seed, f"{design.method} bootstrap"))


def _ranked(indices: pd.DataFrame, main: str) -> pd.DataFrame:
    """Add what each interval says: above luck or not, and which ranks it allows."""
    low, high = indices[f"{main}_low"].to_numpy(), indices[f"{main}_high"].to_numpy()
    # Without a second replicate nobody knows what the seeds do: nothing is told from them.
    indices["distinct"] = low > indices["seed_part"].to_numpy()
    indices["rank_best"] = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    indices["rank_worst"] = len(indices) - (high[None, :] < low[:, None]).sum(axis=1)
    return indices.sort_values(main, ascending=False, kind="stable", ignore_index=True)
