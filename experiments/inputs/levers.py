"""What a search may set: levers, each with the few values that it may have."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from heterophony.experiments.inputs.factors import factors_of
from heterophony.experiments.inputs.listed_values import listed_values
from heterophony.experiments.results.designs import Factor
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.errors import nearest

STEPS = 20
"""A range is taken in so many steps: a plan with a seventh digit cannot be carried out."""


@dataclass(frozen=True)
class Lever:
    """One lever, and what a search may set it to.

    Attributes
    ----------
    name
        A parameter of kind `lever`, or a component of one, by dotted name.
    values
        At least two, each once; numbers in ascending order.
    """

    name: str
    values: tuple[Any, ...]

    @property
    def ordered(self) -> bool:
        """Whether neighbouring values are alike: numbers are, words and switches are not."""
        return all(map(_is_number, self.values))


def levers_of(asked: str | Iterable[str] | Mapping[str, Sequence[Any]]) -> tuple[Lever, ...]:
    """Read what a search may set.

    Parameters
    ----------
    asked
        Texts: a name alone (the declared range, or all choices), `NAME=LOW..HIGH`, or
        `NAME=V1,V2,...`; or a mapping from names to lists of values.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If something is no lever, is named twice, or has fewer than two values.
    """
    if isinstance(asked, Mapping):
        found = [_lever(name, list(values)) for name, values in asked.items()]
    else:
        found = [each for text in ([asked] if isinstance(asked, str) else asked)
                 for each in _read(text)]  # fmt: skip
    names = [each.name for each in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise RequestError(f"lever {twice[0]} is given twice")
    if not found:
        raise RequestError("a search needs at least one lever, as in meeting.interval_weeks=4,8,12")
    return tuple(found)


def combinations(levers: Sequence[Lever]) -> int:
    """Return how many settings of all levers there are."""
    return math.prod(len(each.values) for each in levers)


def every_setting(levers: Sequence[Lever]) -> list[tuple[int, ...]]:
    """Return all settings as places in the levers' values, the last lever running fastest."""
    return list(product(*(range(len(each.values)) for each in levers)))


def _read(text: str) -> list[Lever]:
    name, equals, values = (part.strip() for part in text.partition("="))
    _check_lever(name)
    if not equals:
        return [_lever(each.name, _steps(each)) for each in factors_of(name)]
    ends = re.fullmatch(r"([^.]*(?:\.\d+)?)\.\.([^.]*(?:\.\d+)?)", values)
    if ends is None:
        return [_lever(*listed_values(text, "--lever"))]
    try:
        low, high = (float(each) for each in ends.groups())
    except ValueError:
        raise RequestError(f"--lever {text}: a range is two numbers, as in {name}=4..12") from None
    whole = PARAMETERS[name].type == "int" if name in PARAMETERS else False
    return [_lever(name, _steps(Factor(name, low, high, whole)))]


def _check_lever(name: str) -> None:
    declared = PARAMETERS.get(name) or PARAMETERS.get(name.rpartition(".")[0])
    allowed = [each.name for each in PARAMETERS.values() if each.kind == "lever"]
    if declared is None:
        near = nearest(name, allowed)
        raise RequestError(f"lever: nothing is called {name!r}; nearest: {near or allowed[0]}")
    if declared.kind != "lever":
        raise RequestError(
            f"lever: {name} is of kind {declared.kind}, and a search sets what management decides; "
            f"allowed: {', '.join(allowed)}"
        )


def _steps(factor: Factor) -> list[Any]:
    """Return the values of a range: all whole numbers if they are few, else evenly spread ones."""
    if factor.choices:
        return list(factor.choices)
    low, high = factor.low, factor.high
    spread = [low + (high - low) * step / STEPS for step in range(STEPS + 1)]
    if not factor.whole:
        return [round(each, 10) for each in spread]
    if high - low <= STEPS:
        return list(range(int(low), int(high) + 1))
    return sorted({round(each) for each in spread})


def _lever(name: str, values: Sequence[Any]) -> Lever:
    _check_lever(name)
    once: list[Any] = []
    for each in values:
        if not any(type(each) is type(known) and each == known for known in once):
            once.append(each)
    if len(once) < 2:
        raise RequestError(f"lever {name} needs at least two values; it has {len(once)}")
    return Lever(name, tuple(sorted(once) if all(map(_is_number, once)) else once))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
