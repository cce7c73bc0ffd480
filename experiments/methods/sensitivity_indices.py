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
from heterophony.experiments.methods.correlated_inputs import (
    correlated_places,
    dependent_indices,
    sharing_the_rest,
)
from heterophony.experiments.methods.sensitivity_luck import (
    effects_of_seeds,
    seed_shares,
    totals_of_seeds,
)
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
    if design.correlations:
        return correlated_places(design, chance)
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
    rows: Sequence[str],
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
    rows
        The names of the rows of indices, as the design has its groups.
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
    find = _morris if design.method == "morris" else _shared if design.correlations else _sobol
    indices = find(design, cube, blocks)
    indices.insert(0, "input", list(rows))
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
    """Return Morris's indices: effects of moving an input across its whole range.

    The inputs of a group move at once, each up or down: its effects have a size and no sign.
    """
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
    alone = np.array([len(part) == 1 for part in design.parts])
    mu, sigma = (
        np.where(alone, np.asarray(found[name], dtype=np.float64), math.nan)
        for name in ("mu", "sigma")
    )
    seeds = effects_of_seeds(elementary_effects(cube, blocks, design.parts))
    columns = (mu, size, size - half, size + half, sigma)
    return pd.DataFrame(dict(zip(MORRIS_COLUMNS, columns, strict=True)) | {"seed_part": seeds})


def elementary_effects(cube: Numbers, blocks: Numbers, parts: Sequence[Sequence[int]]) -> Numbers:
    """Return the effect of each step, by row and replicate, `[blocks, rows, replicates]`.

    Parameters
    ----------
    cube
        Places `[blocks, points of a block, inputs]`; the inputs of one row move at each step.
    blocks
        Values `[blocks, points of a block, replicates]`.
    parts
        The places of the inputs of each row; the first one gives an effect its sign.
    """
    cube = cube[:, :, [part[0] for part in parts]]
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


def _shared(design: SensitivityDesign, cube: Numbers, blocks: Numbers) -> pd.DataFrame:
    """Return first and total indices of correlated inputs."""
    chance = _generator(design, "bootstrap")
    columns = dependent_indices(blocks.mean(axis=2), RESAMPLES, chance)
    named = dict(zip(SOBOL_COLUMNS, columns, strict=True))
    return pd.DataFrame(named | {"seed_part": totals_of_seeds(sharing_the_rest(blocks))})


def _problem(design: SensitivityDesign) -> dict[str, Any]:
    """Return the unit cube, and the groups, in the words of SALib."""
    row_of = {place: str(row) for row, part in enumerate(design.parts) for place in part}
    grouped = {"groups": [row_of[place] for place in range(design.inputs)]}
    return (grouped if design.groups else {}) | {
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
