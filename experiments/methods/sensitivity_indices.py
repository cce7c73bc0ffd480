"""From the values at the points to indices with intervals, and to ranks with ties."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from SALib.analyze import morris as analyse_morris
from SALib.analyze import sobol as analyse_sobol
from SALib.sample import morris as sample_morris
from SALib.sample import sobol as sample_sobol

from heterophony.experiments.engine.seeds import named_seed
from heterophony.experiments.results.designs import FEWEST_BLOCKS, SensitivityDesign
from heterophony.experiments.results.differences import CONFIDENCE, Numbers
from heterophony.experiments.results.sensitivity import Analysis

LEVELS = 4  # of Morris's grid: places 0, 1/3, 2/3 and 1, steps of 2/3
RESAMPLES = 500
MOST_MISSING = 0.05
_LARGEST = 1e100  # beyond it squares overflow, and every index with them
_ROUNDING = 1e-12  # of a value's size: less is what sums in another order differ by

MORRIS_COLUMNS = ("mu", "mu_star", "mu_star_low", "mu_star_high", "sigma")
SOBOL_COLUMNS = ("first", "first_low", "first_high", "total", "total_low", "total_high")


def places_of(design: SensitivityDesign) -> Numbers:
    """Return the points of a design, `[points, inputs]`, each place from 0 to 1."""
    chance = _generator(design, "design")
    if design.method == "morris":
        found = sample_morris.sample(
            _problem(design), design.blocks, num_levels=LEVELS, seed=chance
        )
    else:
        found = sample_sobol.sample(
            _problem(design), design.blocks, calc_second_order=False, scramble=True, seed=chance
        )
    return np.asarray(found, dtype=np.float64)


def analysed(
    design: SensitivityDesign,
    names: Sequence[str],
    places: Numbers,
    values: Numbers,
    most_missing: float = MOST_MISSING,
    size: float = 0.0,
) -> Analysis:
    """Compute indices for one outcome.

    A block with a point that has no value is left out whole: SALib turns a missing value into
    indices of zero, and a value made up in its place would be somebody's opinion. An infinite
    value, or one whose square overflows, counts as missing.

    Parameters
    ----------
    values
        `[points, replicates]`, NaN where missing.
    most_missing
        The largest share of points without a value that is still analysed.
    size
        The largest number that the values were computed from, such as the levels of a difference:
        variation that is only rounding at that size is none.
    """
    absent = ~(np.abs(values) <= _LARGEST).all(axis=1)
    missing = float(absent.mean())
    kept = ~absent.reshape(design.blocks, design.per_block).any(axis=1)
    used = int(kept.sum())
    left_out = design.blocks - used
    blocks = values.reshape(design.blocks, design.per_block, -1)[kept]
    rounding = _ROUNDING * max(size, float(np.abs(blocks).max(initial=0.0)))
    reason, refused = _refusal(design, blocks, missing, most_missing, rounding)
    if refused:
        return Analysis(pd.DataFrame(), missing, used, left_out, refused=refused, reason=reason)
    cube = places.reshape(design.blocks, design.per_block, -1)[kept]
    find = _morris if design.method == "morris" else _sobol
    indices = find(design, cube, blocks)
    indices.insert(0, "input", list(names))
    flat = blocks.reshape(-1, blocks.shape[2])
    share, of_a_run = seed_shares(flat)
    means = flat.mean(axis=1)
    luck = rounding if design.method == "morris" else (rounding / float(means.std())) ** 2
    return Analysis(
        _ranked(indices, design.main_index, luck),
        missing,
        used,
        left_out,
        share,
        of_a_run,
        mean=float(flat.mean()),
        spread=float(means.std()),
    )


def _refusal(
    design: SensitivityDesign,
    blocks: Numbers,
    missing: float,
    most_missing: float,
    rounding: float,
) -> tuple[str, str]:
    """Return in a word and in a sentence why there are no indices; both empty if there are."""
    if missing > most_missing:
        return "missing", (
            f"{missing:.1%} of the points have no value; more than {most_missing:.1%} is not "
            "analysed, because what is left out would decide what is found"
        )
    if len(blocks) < FEWEST_BLOCKS:
        return "few", (
            f"only {len(blocks)} of {design.blocks} blocks are whole; it takes {FEWEST_BLOCKS}"
        )
    if np.ptp(blocks) <= rounding:
        level = float(blocks.flat[0])
        return "constant", f"the outcome does not vary: it is {level:g} everywhere"
    means = blocks.mean(axis=2)
    if np.ptp(means) <= rounding:
        return "constant", (
            "the outcome does not vary with the inputs: its mean over the seeds is "
            f"{float(means.flat[0]):g} everywhere"
        )
    return "", ""


def _morris(design: SensitivityDesign, cube: Numbers, blocks: Numbers) -> pd.DataFrame:
    """Return Morris's indices: effects of moving an input across its whole range."""
    found = analyse_morris.analyze(
        _problem(design),
        cube.reshape(-1, design.inputs),
        blocks.mean(axis=2).ravel(),
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        num_levels=LEVELS,
        seed=_generator(design, "bootstrap"),
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


def _sobol(design: SensitivityDesign, cube: Numbers, blocks: Numbers) -> pd.DataFrame:
    """Return first and total indices: shares of the variance between points."""
    found = analyse_sobol.analyze(
        _problem(design),
        blocks.mean(axis=2).ravel(),
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=_generator(design, "bootstrap"),
    )
    columns = []
    for name in ("S1", "ST"):
        index = np.asarray(found[name], dtype=np.float64)
        half = np.asarray(found[f"{name}_conf"], dtype=np.float64)
        columns += [index, index - half, index + half]
    named = dict(zip(SOBOL_COLUMNS, columns, strict=True))
    return pd.DataFrame(named | {"seed_part": totals_of_seeds(blocks)})


def _problem(design: SensitivityDesign) -> dict[str, Any]:
    """Return the unit cube in the words of SALib."""
    return {
        "num_vars": design.inputs,
        "names": [str(each) for each in range(design.inputs)],
        "bounds": [[0.0, 1.0]] * design.inputs,
    }


def _generator(design: SensitivityDesign, purpose: str) -> np.random.Generator:
    """Return what SALib draws from; a number will not do: it takes a seed of 0 for none."""
    return np.random.default_rng(named_seed(design.seed, f"{design.method} {purpose}"))


def _ranked(indices: pd.DataFrame, main: str, rounding: float) -> pd.DataFrame:
    """Add what each interval says: above luck and rounding or not, and which ranks it allows."""
    low, high = indices[f"{main}_low"].to_numpy(), indices[f"{main}_high"].to_numpy()
    # A single replicate does not show what the seeds do: no input can be distinguished from luck.
    indices["distinct"] = low > indices["seed_part"].to_numpy() + rounding
    indices["rank_best"] = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    indices["rank_worst"] = len(indices) - (high[None, :] < low[:, None]).sum(axis=1)
    return indices.sort_values(main, ascending=False, kind="stable", ignore_index=True)


def seed_shares(values: Numbers) -> tuple[float, float]:
    """Return the seeds' share in the variance between points, and in that of single runs.

    Points and seeds are a two-way layout. What all points share under a seed moves no difference
    between points; the interaction, which is left over, does.

    Parameters
    ----------
    values
        `[points, replicates]`, all defined.

    Returns
    -------
    tuple of float
        Share of the variance between the points' means that is left-over luck, and share of the
        variance between single runs that is not the points'; NaN with one replicate, or where
        nothing varies.
    """
    points, replicates = values.shape
    if replicates < 2 or points < 2:
        return math.nan, math.nan
    by_point = values.mean(axis=1, keepdims=True)
    by_seed = values.mean(axis=0, keepdims=True)
    left_over = values - by_point - by_seed + values.mean()
    luck = float((left_over**2).sum()) / ((points - 1) * (replicates - 1))
    between = replicates * float(by_point.var(ddof=1))  # holds the luck once
    seeds = max(points * float(by_seed.var(ddof=1)) - luck, 0.0) / points
    if between == 0.0:
        return math.nan, math.nan
    of_points = max(between - luck, 0.0) / replicates
    return min(luck / between, 1.0), (seeds + luck) / (seeds + luck + of_points)


def effects_of_seeds(effects: Numbers) -> Numbers:
    """Return the mean absolute elementary effect that seeds alone would give, for each input.

    Parameters
    ----------
    effects
        Elementary effects `[blocks, inputs, replicates]`.
    """
    replicates = effects.shape[2]
    if replicates < 2:
        return np.full(effects.shape[1], math.nan)
    variance = effects.var(axis=2, ddof=1).mean(axis=0) / replicates
    found: Numbers = np.sqrt(variance * 2.0 / math.pi)  # mean of a normal number's size
    return found


def totals_of_seeds(values: Numbers) -> Numbers:
    """Return the part of each input's total index that seeds alone would give.

    Parameters
    ----------
    values
        `[blocks, points of a block, replicates]` of a Sobol design.
    """
    replicates = values.shape[2]
    if replicates < 2:
        return np.full(values.shape[1] - 2, math.nan)
    apart = values[:, :1, :] - values[:, 1:-1, :]
    luck = 0.5 * apart.var(axis=2, ddof=1).mean(axis=0) / replicates
    base = values[:, [0, -1], :].mean(axis=2)
    found: Numbers = luck / base.var()
    return found
