"""Scenario discovery: under which assumptions a case of the user's own occurs, and how surely."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm, t
from sklearn.ensemble import ExtraTreesClassifier

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.methods.prim import Box, peel, pruned
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.world_tables import assumptions, coded
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.shown import Shown
from heterophony.scenarios import OUTCOMES
from heterophony.scenarios.errors import nearest

FEWEST = 5  # cases, and others, below which nothing is looked for
_LEVEL, _POWER, _SHUFFLES, _TREES = 0.05, 0.8, 20, 200
_SAYS = re.compile(r"^([A-Za-z_]\w*)\s*(<=|>=|==|!=|<|>)\s*(.+)$")
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
}
_Flags = NDArray[np.bool_]


@dataclass(frozen=True, repr=False)
class Cases(Shown):
    """What tells the worlds of a case from the others.

    Attributes
    ----------
    asked
        The case in the user's words.
    worlds, cases
        How many worlds there are, and in how many of them it occurs.
    boxes
        All boxes of the peeling, from everything to the smallest.
    box
        The one with the best balance of coverage and density, without the sides that chance
        explains (p above .05), and with the p-values of the others.
    by_chance
        Share of shuffles of the cases that give a box of at least this balance.
    scores
        By assumption: importance in a forest, and the largest that shuffled cases give to any.
    detectable, findable
        The correlation below which a single assumption cannot be told from chance, and the one
        that would be told from it in four sets of worlds of five.
    """

    asked: str
    worlds: int
    cases: int
    boxes: tuple[Box, ...] = ()
    box: Box | None = None
    by_chance: float = math.nan
    scores: pd.DataFrame | None = None
    detectable: float = math.nan
    findable: float = math.nan

    @property
    def found(self) -> bool:
        """Whether the box is better than chance."""
        return self.box is not None and self.by_chance <= _LEVEL

    def sentence(self) -> str:
        """Say what was found, or that nothing was, and what so few worlds could not show."""
        start = f"{self.asked} in {self.cases} of {self.worlds} worlds"
        if self.box is None:
            return f"{start}: too few on one side to look for what tells them apart"
        power = (
            f"with {self.worlds} worlds a correlation below {self.detectable:.2f} cannot be told "
            f"from chance, and one of {self.findable:.2f} is found in 80 sets of 100"
        )
        if not self.found:
            return f"{start}: no box is better than chance ({self.by_chance:.0%}); {power}"
        sides = " and ".join(each.sentence() for each in self.box.limits)
        return (
            f"{start}, above all where {sides}: so in {self.box.density:.0%} of the worlds there; "
            f"the box covers {self.box.coverage:.0%} of the cases; {power}"
        )

    def trajectory(self) -> pd.DataFrame:
        """Return one row per box of the peeling; sides of the chosen one may be dropped later."""
        best = max(self.boxes, key=lambda each: each.balance, default=None)
        return pd.DataFrame(
            {
                "restricted": [len({side.name for side in each.limits}) for each in self.boxes],
                "coverage": [each.coverage for each in self.boxes],
                "density": [each.density for each in self.boxes],
                "mass": [each.mass for each in self.boxes],
                "chosen": [each == best for each in self.boxes],
            }
        )

    def to_json_dict(self) -> dict[str, Any]:
        """Return all of it as plain values."""
        sides = [] if self.box is None else [vars(each) for each in self.box.limits]
        scores = [] if self.scores is None else self.scores.to_dict("records")
        document: dict[str, Any] = plain(
            {
                "asked": self.asked,
                "worlds": self.worlds,
                "cases": self.cases,
                "sentence": self.sentence(),
                "found": self.found,
                "by_chance": self.by_chance,
                "box": sides,
                "trajectory": self.trajectory().to_dict("records"),
                "scores": scores,
                "detectable": self.detectable,
                "findable": self.findable,
            }
        )
        return document


def discover_cases(
    result: Robustness, cases: str, policy: str | None = None, outcome: str = HEADLINE
) -> Cases:
    """Look for the assumptions under which a case occurs.

    Parameters
    ----------
    result
        Policies in plausible worlds.
    cases
        Conditions joined by `and`, such as `difference < -0.03` or `standing == worse and
        pressure > 0.02`. `difference`, `low`, `high`, `baseline_mean`, `policy_mean` and
        `standing` are those of `outcome`; the name of another outcome is its difference.
    policy
        The policy; the first unless given.
    outcome
        Of which outcome `difference` and the others are.

    Raises
    ------
    RequestError
        If there is no such policy, or the case cannot be read.
    """
    name = result.names[0] if policy is None else policy
    if name not in result.names:
        raise RequestError(f"there is no policy {name!r}; there are: {', '.join(result.names)}")
    there = result.over_worlds(name, outcome)
    table = there.copy()
    for other in OUTCOMES:
        if other in cases:
            table[other] = result.over_worlds(name, other)["difference"]
    flags = matching(table, cases)
    return tell_apart(coded(assumptions(result.worlds, there.index.tolist())), flags, cases)


def matching(table: pd.DataFrame, cases: str) -> _Flags:
    """Return in which rows all conditions hold.

    Raises
    ------
    RequestError
        If a condition has another form, or names no column.
    """
    found = np.ones(len(table), dtype=bool)
    for part in re.split(r"\s+and\s+", cases.strip()):
        said = _SAYS.match(part)
        if said is None:
            raise RequestError(
                f"--cases: {part!r} cannot be read; allowed: conditions joined by `and`, as in "
                "'difference < -0.03 and pressure > 0.02'"
            )
        name, sign, raw = said.groups()
        if name not in table:
            near = nearest(name, list(table.columns))
            raise RequestError(f"--cases: there is no {name!r} (nearest: {near})")
        found &= np.asarray(_COMPARED[sign](table[name], _value(raw, name, table)), dtype=bool)
    return found


def _value(raw: str, name: str, table: pd.DataFrame) -> Any:
    text = raw.strip().strip("'\"")
    if not pd.api.types.is_numeric_dtype(table[name]):
        return text
    try:
        return float(text)
    except ValueError:
        hint = " with a decimal point" if "," in text else ""
        raise RequestError(
            f"--cases: {name} is compared with {text!r}; write a number{hint}"
        ) from None


def tell_apart(table: pd.DataFrame, flags: _Flags, asked: str) -> Cases:
    """Look for what tells the flagged rows of a table of numbers from the others.

    The search is repeated on shuffled flags, so that a box is only found if chance seldom gives one
    as good.
    """
    rows, cases = len(table), int(flags.sum())
    power: dict[str, Any] = {
        "detectable": smallest_correlation(rows, table.shape[1]),
        "findable": smallest_correlation(rows, table.shape[1], _POWER),
    }
    if min(cases, rows - cases) < FEWEST:
        return Cases(asked, rows, cases, **power)
    boxes = peel(table, flags)
    best = max(boxes, key=lambda each: each.balance)
    chances = keyed_generator(f"cases {asked}")
    shuffled = [chances.permutation(flags) for _ in range(_SHUFFLES)]
    as_good = sum(
        max(each.balance for each in peel(table, other)) >= best.balance for other in shuffled
    )
    return Cases(
        asked=asked,
        worlds=rows,
        cases=cases,
        boxes=tuple(boxes),
        box=pruned(best, table, flags, _LEVEL),
        by_chance=(1 + as_good) / (1 + _SHUFFLES),
        scores=feature_scores(table, flags, shuffled[:5]),
        **power,
    )


def feature_scores(table: pd.DataFrame, flags: _Flags, shuffled: list[_Flags]) -> pd.DataFrame:
    """Return how much each input contributes to telling the flagged rows apart, largest first.

    Returns
    -------
    pandas.DataFrame
        `assumption`, `score` (importance in extremely randomised trees; all add up to 1), and
        `beyond_chance`: larger than the largest that shuffled flags gave to any input.
    """
    scores = _importances(table, flags)
    most = max(float(_importances(table, each).max()) for each in shuffled)
    found = pd.DataFrame(
        {"assumption": table.columns, "score": scores, "beyond_chance": scores > most}
    )
    return found.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def _importances(table: pd.DataFrame, flags: _Flags) -> NDArray[np.float64]:
    trees = ExtraTreesClassifier(_TREES, random_state=0, max_features=0.6, min_samples_leaf=2)
    scores: NDArray[np.float64] = trees.fit(table.to_numpy(), flags).feature_importances_
    return scores


def smallest_correlation(rows: int, inputs: int, power: float = 0.5) -> float:
    """Return the correlation that stands out among so many inputs, at 5 % for all together.

    Parameters
    ----------
    power
        How often a true correlation of this size would stand out: with 0.5 it is the one below
        which a correlation that is seen cannot be told from chance.
    """
    if rows < 5:
        return math.nan
    level = _LEVEL / max(1, inputs)
    quantile = float(t.isf(level / 2.0, rows - 2))
    seen = quantile / math.sqrt(rows - 2 + quantile**2)
    return math.tanh(math.atanh(seen) + float(norm.ppf(power)) / math.sqrt(rows - 3))
