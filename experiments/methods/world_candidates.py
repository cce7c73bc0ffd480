"""What a world may draw: every uncertain number within its range, every structural alternative.

A number has its declared default as median. Each side of it is a triangle that falls to nothing at
the end of the declared plausible range, so that a value far out is possible but rare: ranges are
mostly conventions (half to double), and four hundred of them at once at their ends describe no
jobcentre. Shares are normed afterwards. Structural alternatives are drawn by declared weights.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from scipy.stats import qmc

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.inputs.worlds import DATA
from heterophony.scenarios import Parameter, Scenario
from heterophony.scenarios.declarations import load_parameters

BLOCK = 256
"""Candidates of one Latin hypercube: in each block every axis is covered evenly."""
# A size of the simulated population, not a belief about people.
_NOT_UNCERTAIN = frozenset({"population.jobcentres"})
_DIGITS = 4


@dataclass(frozen=True)
class Axis:
    """One number that worlds vary: a parameter, or one component of a vector."""

    name: str
    component: str
    default: float
    low: float
    high: float
    whole: bool

    def value(self, quantile: float) -> float:
        """Return the value at a quantile in [0, 1): the default at one half."""
        distance = 1.0 - np.sqrt(1.0 - abs(2.0 * quantile - 1.0))
        end = self.high if quantile > 0.5 else self.low
        value = float(self.default + (end - self.default) * distance)
        return round(value) if self.whole else float(f"{value:.{_DIGITS}g}")


@dataclass(frozen=True)
class Alternative:
    """A structural choice: what it may be, and with which weights."""

    name: str
    values: tuple[Any, ...]
    weights: tuple[float, ...]

    def value(self, quantile: float) -> Any:
        """Return the choice at a quantile in [0, 1)."""
        place = int(np.searchsorted(np.cumsum(self.weights), quantile, side="right"))
        return self.values[min(place, len(self.values) - 1)]


@cache
def alternatives() -> tuple[Alternative, ...]:
    """Read the structural alternatives."""
    tables = tomllib.loads((DATA / "alternatives.toml").read_text("utf-8"))
    return tuple(Alternative(n, tuple(t["values"]), tuple(t["weights"])) for n, t in tables.items())


@cache
def orders() -> tuple[tuple[str, str, str], ...]:
    """Read which parameter is never above which, and why."""
    tables = tomllib.loads((DATA / "orders.toml").read_text("utf-8"))["order"]
    return tuple((each["below"], each["above"], each["why"]) for each in tables)


@cache
def axes() -> tuple[Axis, ...]:
    """Return every number that worlds vary, in declared order."""
    structural = {each.name for each in alternatives()}
    found: list[Axis] = []
    for name, parameter in load_parameters().items():
        ranged = parameter.kind == "behaviour" and parameter.low is not None
        if ranged and name not in structural | _NOT_UNCERTAIN:
            found.extend(_axes_of(parameter))
    return tuple(found)


def _axes_of(parameter: Parameter) -> list[Axis]:
    whole = parameter.type == "int"
    if not parameter.components:
        return [Axis(parameter.name, "", parameter.default, parameter.low, parameter.high, whole)]
    rows = zip(parameter.components, parameter.default, parameter.low, parameter.high, strict=True)
    return [Axis(parameter.name, *row, whole) for row in rows]


def candidate(seed: int, number: int) -> dict[str, Any]:
    """Return the values of a candidate; a pure function of the base seed and its number."""
    block, row = divmod(number, BLOCK)
    quantiles = _block(seed, block)[row]
    numbers, chosen = quantiles[: len(axes())], quantiles[len(axes()) :]
    values: dict[str, Any] = {}
    for axis, quantile in zip(axes(), numbers.tolist(), strict=True):
        value = axis.value(quantile)
        values[axis.name] = (*values.get(axis.name, ()), value) if axis.component else value
    for each, quantile in zip(alternatives(), chosen.tolist(), strict=True):
        values[each.name] = each.value(quantile)
    return values


@cache
def _block(seed: int, block: int) -> Any:
    """Draw the Latin hypercube of a block; its generator is keyed by seed and block."""
    dimensions = len(axes()) + len(alternatives())
    chances = keyed_generator(f"worlds {seed}/{block}")
    return qmc.LatinHypercube(dimensions, seed=chances).random(BLOCK)


def broken_order(values: Mapping[str, Any]) -> tuple[str, float, float] | None:
    """Return the first order that a world breaks, as words, with the two values; None if none."""
    for below, above, why in orders():
        if values[below] > values[above]:
            return f"{below} above {above}: {why}", float(values[below]), float(values[above])
    return None


def normed(values: Mapping[str, Any], baseline: Scenario) -> dict[str, Any]:
    """Return the values as a scenario holds them: checked, and shares that sum to 1.

    Raises
    ------
    heterophony.scenarios.ScenarioError
        If they contradict each other.
    """
    placed = baseline.replaced(values).values
    return {name: placed[name] for name in values}
