"""The inputs of a sensitivity analysis: parameters with the ranges that they are declared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from heterophony.experiments.results.designs import Factor
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS, Parameter, Scenario, load_sections
from heterophony.scenarios.errors import nearest

DEFAULT = ("behaviour",)
# A size of what is simulated, not a belief about people: varied only where it is named itself.
_SIZES = frozenset({"population.jobcentres"})
_KINDS = ("lever", "context", "behaviour", "frame")


def factors_of(names: str | Sequence[str] = DEFAULT, where: str = "parameters") -> list[Factor]:
    """Return the inputs that are meant, each once, in declared order.

    Parameters
    ----------
    names
        Parameters, components of vectors (`plan.template.x`), sections, or kinds (`lever`,
        `context`, `behaviour`, `frame`). A section or a kind means those of its parameters that
        declare a plausible range; a switch or a choice is varied where it is named itself, or
        its section is.
    where
        What messages call the place of the names.

    Raises
    ------
    RequestError
        If a name is unknown, or means nothing that can be varied.
    """
    found: dict[str, Factor] = {}
    for name in [names] if isinstance(names, str) else names:
        meant = list(_meant(name, where))
        if not meant:
            raise RequestError(f"{where}: {name} declares no range in which it could be varied")
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


def _meant(name: str, where: str) -> Iterator[Factor]:
    """Yield the inputs that one name means."""
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
        yield _component(name, where)


def _component(name: str, where: str) -> Factor:
    """Return the input that a component's name means."""
    parameter = PARAMETERS.get(name.rpartition(".")[0])
    for each in _factors(parameter, switches=False) if parameter else ():
        if each.name == name:
            return each
    hint = nearest(name, [*PARAMETERS, *load_sections(), *_KINDS])
    nearest_valid = f" (nearest valid name: {hint})" if hint else ""
    raise RequestError(f"{where}: nothing is called {name!r}{nearest_valid}")


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
    return name if name in PARAMETERS else name.rpartition(".")[0]
