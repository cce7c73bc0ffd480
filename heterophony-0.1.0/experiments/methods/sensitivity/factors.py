"""The inputs of a sensitivity analysis: parameters with the ranges that they are declared with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.scenarios import Parameter, Scenario

DEFAULT = ("behaviour",)
# A size of what is simulated, not a belief about people: varied only where it is named itself.
_SIZES = frozenset({"population.jobcentres"})
_KINDS = ("lever", "context", "behaviour", "frame")


@dataclass(frozen=True)
class Factor:
    """One input and what it may be.

    Attributes
    ----------
    name
        A parameter's dotted name; for a part of a vector its component too.
    low, high
        The range, both included; for `choices` the places of the first and the last.
    whole
        Whether only whole numbers are allowed.
    choices
        What a switch or a choice may be; empty for numbers.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    choices: tuple[Any, ...] = ()

    def at(self, place: float) -> Any:
        """Return the value at a place from 0 (lowest) to 1 (highest) of the range."""
        return self.many(np.array([place]))[0]

    def many(self, places: Numbers) -> list[Any]:
        """Return the values at many places.

        Whole numbers and choices each take an equal part of the places.
        """
        if not (self.whole or self.choices):
            numbers: list[Any] = (self.low + places * (self.high - self.low)).tolist()
            return numbers
        count = int(self.high - self.low) + 1
        steps = np.minimum((places * count).astype(int), count - 1) + int(self.low)
        return [self.choices[step] if self.choices else step for step in steps.tolist()]


def values_at(factors: Sequence[Factor], places: Numbers) -> dict[str, Any]:
    """Return the values of all inputs at one point of the unit cube."""
    return {each.name: each.at(float(place)) for each, place in zip(factors, places, strict=True)}


def factors_of(names: Sequence[str] = DEFAULT) -> list[Factor]:
    """Return the inputs that are meant, each once, in declared order.

    Parameters
    ----------
    names
        Parameters, components of vectors (`plan.template.x`), sections, or kinds (`lever`,
        `context`, `behaviour`, `frame`). A section or a kind means those of its parameters that
        declare a plausible range; a switch or a choice is varied where it is named itself, or
        its section is.

    Raises
    ------
    RequestError
        If a name is unknown, or means nothing that can be varied.
    """
    from heterophony.scenarios import PARAMETERS

    found: dict[str, Factor] = {}
    for name in names:
        meant = list(_meant(name))
        if not meant:
            raise RequestError(f"parameters: {name} declares no range in which it could be varied")
        found |= {each.name: each for each in meant}
    order = {name: place for place, name in enumerate(PARAMETERS)}
    return sorted(found.values(), key=lambda each: order[_parameter_name(each.name)])


def check_factors(factors: Sequence[Factor], arms: Sequence[Scenario]) -> None:
    """Refuse inputs that would undo what a policy is.

    Raises
    ------
    RequestError
        If a policy sets what is to be varied in every arm.
    """
    varied = {_parameter_name(each.name) for each in factors}
    for policy in arms[1:]:
        changed = set(policy.differences(arms[0]))
        changed |= {name for change in policy.changes for name in change.values}
        both = sorted(varied & changed)
        if both:
            raise RequestError(
                f"parameters: {', '.join(both)} is what {policy.name} changes; varied in both "
                "arms, there would be no policy left"
            )


def _meant(name: str) -> Iterator[Factor]:
    """Yield the inputs that one name means."""
    from heterophony.scenarios import PARAMETERS, load_sections

    if name in PARAMETERS:
        yield from _factors(PARAMETERS[name], switches=True)
    elif name in load_sections():
        for each in PARAMETERS.values():
            if each.section == name and each.name not in _SIZES:
                yield from _factors(each, switches=True)
    elif name in _KINDS:
        for each in PARAMETERS.values():
            if each.kind == name and each.name not in _SIZES:
                yield from _factors(each, switches=False)
    else:
        yield _component(name)


def _component(name: str) -> Factor:
    """Return the input that a component's name means."""
    from heterophony.scenarios import PARAMETERS, load_sections
    from heterophony.scenarios.errors import nearest

    parameter = PARAMETERS.get(name.rpartition(".")[0])
    for each in _factors(parameter, switches=False) if parameter else ():
        if each.name == name:
            return each
    hint = nearest(name, [*PARAMETERS, *load_sections(), *_KINDS])
    nearest_valid = f" (nearest valid name: {hint})" if hint else ""
    raise RequestError(f"parameters: nothing is called {name!r}{nearest_valid}")


def _factors(parameter: Parameter, *, switches: bool) -> Iterator[Factor]:
    """Yield what of a parameter can be varied."""
    if parameter.type == "vector" and parameter.low is not None:
        for part, low, high in zip(
            parameter.components, parameter.low, parameter.high, strict=True
        ):
            if low < high:
                yield Factor(f"{parameter.name}.{part}", float(low), float(high))
    elif parameter.type in ("float", "int") and parameter.low is not None:
        if parameter.low < parameter.high:
            whole = parameter.type == "int"
            yield Factor(parameter.name, float(parameter.low), float(parameter.high), whole)
    elif switches and parameter.type in ("bool", "choice"):
        choices: tuple[Any, ...] = parameter.choices or (False, True)
        yield Factor(parameter.name, 0.0, float(len(choices) - 1), choices=choices)


def _parameter_name(name: str) -> str:
    """Return the parameter that an input belongs to."""
    from heterophony.scenarios import PARAMETERS

    return name if name in PARAMETERS else name.rpartition(".")[0]


def factor_documents(factors: Sequence[Factor]) -> list[Mapping[str, Any]]:
    """Return inputs as JSON knows them."""
    return [{**vars(each), "choices": list(each.choices)} for each in factors]


def factors_from(documents: Sequence[Mapping[str, Any]]) -> tuple[Factor, ...]:
    """Return what `factor_documents` wrote."""
    return tuple(Factor(**{**each, "choices": tuple(each["choices"])}) for each in documents)
