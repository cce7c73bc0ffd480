"""PRIM, the patient rule induction method: boxes of inputs that hold many of the cases asked about.

Peeling after Friedman and Fisher (1999) with the gain in mean per row lost as its criterion, as
scenario discovery uses it (Bryant and Lempert 2010). Pure functions of a table of numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import binomtest

from heterophony.experiments.results.differences import Numbers

ALPHA, LEAST_MASS = 0.05, 0.05
_Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Limit:
    """One side of a box.

    Attributes
    ----------
    above
        Whether inputs lie at or above `bound`, else at or below it.
    chance
        The p-value of this side: how often a box without it would hold as large a share of cases by
        chance (one-sided binomial test).
    """

    name: str
    above: bool
    bound: float
    chance: float = np.nan

    def holds(self, table: pd.DataFrame) -> _Flags:
        """Return in which rows it holds."""
        values = table[self.name].to_numpy(dtype=np.float64)
        found: _Flags = values >= self.bound if self.above else values <= self.bound
        return found

    def sentence(self) -> str:
        """Say it plainly."""
        name, _, word = self.name.partition(" = ")
        if word:
            return f"{name} is {'' if self.above else 'not '}{word}"
        return f"{self.name} is {'at least' if self.above else 'at most'} {self.bound:.3g}"


@dataclass(frozen=True)
class Box:
    """A box on the way of peeling.

    Attributes
    ----------
    coverage
        Share of the cases that lie in it.
    density
        Share of its rows that are cases.
    mass
        Share of all rows that lie in it.
    """

    limits: tuple[Limit, ...]
    coverage: float
    density: float
    mass: float

    def holds(self, table: pd.DataFrame) -> _Flags:
        """Return which rows lie in it."""
        inside = np.ones(len(table), dtype=bool)
        for each in self.limits:
            inside &= each.holds(table)
        return inside

    @property
    def balance(self) -> float:
        """The harmonic mean of coverage and density, by which boxes are chosen."""
        both = self.coverage + self.density
        return 2.0 * self.coverage * self.density / both if both else 0.0


def peel(
    table: pd.DataFrame,
    cases: _Flags,
    *,
    alpha: float = ALPHA,
    least_mass: float = LEAST_MASS,
) -> list[Box]:
    """Peel the table, a small share of rows at a time, and return every box on the way.

    At each step the side of the input is cut off whose loss raises the share of cases most per row
    lost; ties go to the cut that restricts fewer inputs. It ends where no cut raises it, or where
    fewer than `least_mass` of the rows would be left.

    Parameters
    ----------
    table
        One column of numbers for each input; no missing values.
    cases
        Which rows are cases.
    alpha
        The share of the box's rows that a cut takes at most.

    Returns
    -------
    list of Box
        The first holds everything.
    """
    values = table.to_numpy(dtype=np.float64)
    rows = np.arange(len(values))
    limits: dict[tuple[int, bool], float] = {}
    boxes = [_box(table, cases, rows, limits)]
    while True:
        cut = _best_cut(values[rows], cases[rows], limits, alpha)
        if cut is None:
            return boxes
        column, above, bound = cut
        kept = values[rows, column] >= bound if above else values[rows, column] <= bound
        if kept.sum() < least_mass * len(values) or kept.all():
            return boxes
        rows = rows[kept]
        limits = {**limits, (column, above): bound}
        boxes.append(_box(table, cases, rows, limits))


def _best_cut(
    values: Numbers, cases: _Flags, limits: dict[tuple[int, bool], float], alpha: float
) -> tuple[int, bool, float] | None:
    """Return the column, side and bound of the best cut; None if none raises the share of cases."""
    best: tuple[float, int] = (0.0, -1)
    found = None
    restricted = {column for column, _ in limits}
    mean = cases.mean()
    for column, above, bound in _cuts(values, alpha):
        kept = values[:, column] >= bound if above else values[:, column] <= bound
        lost = len(kept) - int(kept.sum())
        if not lost or lost == len(kept):
            continue
        gain = (cases[kept].mean() - mean) / lost
        score = (float(gain), -len(restricted | {column}))
        if score > best and gain > 0.0:
            best, found = score, (column, above, bound)
    return found


def _cuts(values: Numbers, alpha: float) -> Iterator[tuple[int, bool, float]]:
    """Yield for every column the bound that takes the share `alpha` from its top and its bottom."""
    for column, ordered in enumerate(np.sort(values, axis=0).T):
        last = len(ordered) - 1
        if ordered[0] == ordered[-1]:
            continue
        top = (len(ordered) - 1) * (1.0 - alpha)
        low, high = int(np.floor(top)), int(np.ceil(top))
        while ordered[low] == ordered[high] and low > 0:
            low -= 1
        yield column, False, float((ordered[low] + ordered[high]) / 2.0)
        bottom = last * alpha
        low, high = int(np.floor(bottom)), int(np.ceil(bottom))
        while ordered[low] == ordered[high] and high < last:
            high += 1
        yield column, True, float((ordered[low] + ordered[high]) / 2.0)


def _box(
    table: pd.DataFrame,
    cases: _Flags,
    rows: NDArray[np.intp],
    limits: dict[tuple[int, bool], float],
) -> Box:
    found = cases[rows].sum()
    sides = tuple(Limit(table.columns[c], above, bound) for (c, above), bound in limits.items())
    return Box(
        limits=sides,
        coverage=float(found / max(1, cases.sum())),
        density=float(found / len(rows)),
        mass=len(rows) / len(table),
    )


def with_chances(box: Box, table: pd.DataFrame, cases: _Flags) -> Box:
    """Return the box with the p-value of each of its sides."""
    inside = box.holds(table)
    hits, size = int(cases[inside].sum()), int(inside.sum())
    sides = []
    for each in box.limits:
        others = Box(tuple(o for o in box.limits if o != each), 0.0, 0.0, 0.0).holds(table)
        rate = float(cases[others].mean())
        chance = float(binomtest(hits, size, rate, alternative="greater").pvalue) if size else 1.0
        sides.append(Limit(each.name, each.above, each.bound, chance))
    return Box(tuple(sides), box.coverage, box.density, box.mass)


def pruned(box: Box, table: pd.DataFrame, cases: _Flags, level: float) -> Box:
    """Return the box without the sides that chance explains, dropped one by one, the worst first.

    Parameters
    ----------
    level
        The p-value above which a side is dropped.
    """
    found = with_chances(box, table, cases)
    while (
        found.limits and (worst := max(found.limits, key=lambda each: each.chance)).chance > level
    ):
        sides = tuple(each for each in found.limits if each != worst)
        inside = Box(sides, 0.0, 0.0, 0.0).holds(table)
        hits = int(cases[inside].sum())
        found = with_chances(
            Box(sides, hits / max(1, int(cases.sum())), hits / inside.sum(), float(inside.mean())),
            table,
            cases,
        )
    return found
