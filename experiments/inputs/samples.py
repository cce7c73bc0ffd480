"""Sampled designs: points that fill the ranges of many parameters evenly (scipy.stats.qmc)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from heterophony.experiments.inputs.plan import flat
from heterophony.experiments.results.digests import keyed_number
from heterophony.scenarios import PARAMETERS, Parameter
from heterophony.scenarios.errors import MOST_SHOWN, nearest, shown
from heterophony.scenarios.values import NotAllowedError, checked, checked_component

METHODS = ("latin_hypercube", "sobol")


@dataclass(frozen=True)
class Dimension:
    """One number, switch or choice that a sample varies.

    `choices` are equally likely; else `low` to `high`, both ends of whole numbers included.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    choices: tuple[Any, ...] = ()

    def value(self, share: float) -> Any:
        """Return the value at a share of the range, 0 to 1."""
        if self.choices:
            return self.choices[min(int(share * len(self.choices)), len(self.choices) - 1)]
        if self.whole:
            span = self.high - self.low + 1
            return int(self.low + min(math.floor(share * span), span - 1))
        return float(self.low + share * (self.high - self.low))


def dimensions(wanted: object, problems: list[str]) -> list[Dimension]:
    """Return what a sample varies, and note in `problems` what cannot be varied.

    `wanted` is a list of names, a table of names with ranges, or None for every behaviour
    parameter with a declared plausible range.
    """
    found: list[Dimension] = []
    if wanted is None:
        for each in PARAMETERS.values():
            if each.kind == "behaviour" and each.low is not None:
                found += _declared(each.name, problems)
    elif isinstance(wanted, Mapping):
        for name, span in flat(wanted):
            if len(problems) < MOST_SHOWN:
                found += _given(name, span, problems)
    elif isinstance(wanted, Sequence) and not isinstance(wanted, str):
        for name in wanted:
            if len(problems) < MOST_SHOWN:
                found += _declared(str(name), problems)
    else:
        problems.append(
            f"sample.parameters = {shown(wanted)}: must be a list of names, or a table of ranges"
        )
    counted = Counter(each.name for each in found)
    twice = sorted(name for name, count in counted.items() if count > 1)
    problems += [f"sample.parameters names {name} twice" for name in twice]
    if not found and not problems:
        problems.append("sample.parameters names nothing that varies")
    return found


def shares(method: str, points: int, width: int, seed: int) -> npt.NDArray[np.float64]:
    """Return the design on the unit cube, `[points, width]`; the same seed gives the same one."""
    rng = np.random.default_rng(keyed_number(f"design {seed}/{method}"))
    if method == "sobol":
        sequence = qmc.Sobol(width, scramble=True, rng=rng)
        drawn: npt.NDArray[np.float64] = sequence.random_base2(points.bit_length() - 1)
    else:
        drawn = qmc.LatinHypercube(width, rng=rng).random(points)
    return drawn


def _declared(name: str, problems: list[str]) -> list[Dimension]:
    """Return the dimensions of a parameter, or of one component, over its declared range."""
    parameter, component = _parameter(name)
    if parameter is None:
        problems.append(_unknown(name))
    elif parameter.type in ("bool", "choice"):
        return [Dimension(name, 0, 1, choices=parameter.choices or (False, True))]
    elif parameter.low is None:
        problems.append(f"{name} has no declared plausible range; give one, as in [low, high]")
    elif parameter.type == "vector":
        parts = zip(parameter.components, parameter.low, parameter.high, strict=True)
        # A component whose range is a single value stays as the scenario has it.
        return [
            Dimension(f"{parameter.name}.{part}", low, high)
            for part, low, high in parts
            if component in ("", part) and low < high
        ]
    else:
        return [Dimension(name, parameter.low, parameter.high, whole=parameter.type == "int")]
    return []


def _given(name: str, span: object, problems: list[str]) -> list[Dimension]:
    """Return the dimension of a parameter over the range, or the choices, that the plan gives."""
    parameter, component = _parameter(name)
    if parameter is None:
        problems.append(_unknown(name))
        return []
    if parameter.type in ("weeks", "table") or (parameter.type == "vector" and not component):
        parts = f", as in {name}.{parameter.components[0]}" if parameter.components else ""
        problems.append(f"{name} is no single number; vary its components{parts}")
        return []
    pair = list(span) if isinstance(span, list | tuple) else []
    try:
        values = [
            checked_component(parameter, component, each) if component else checked(parameter, each)
            for each in pair
        ]
    except NotAllowedError as error:
        problems.append(f"sample.parameters.{name} = {shown(span)}: {error}")
        return []
    if parameter.type in ("bool", "choice") and len(set(values)) == len(values) > 1:
        return [Dimension(name, 0, 1, choices=tuple(values))]
    numbers = parameter.type not in ("bool", "choice") and None not in values
    if not numbers or len(values) != 2 or not values[0] < values[1]:
        what = "[low, high] with low below high" if numbers else "two or more different choices"
        problems.append(f"sample.parameters.{name} = {shown(span)}: must be {what}")
        return []
    return [Dimension(name, values[0], values[1], whole=parameter.type == "int")]


def _parameter(name: str) -> tuple[Parameter | None, str]:
    """Return the parameter of a name, and the component that the name means, else empty."""
    if name in PARAMETERS:
        return PARAMETERS[name], ""
    stem, _, component = name.rpartition(".")
    parameter = PARAMETERS.get(stem)
    if parameter is None or component not in parameter.components:
        return None, ""
    return parameter, component


def _unknown(name: str) -> str:
    names = [*PARAMETERS]
    names += [f"{each.name}.{part}" for each in PARAMETERS.values() for part in each.components]
    return f"{name}: no parameter has this name (nearest valid name: {nearest(name, names)})"
