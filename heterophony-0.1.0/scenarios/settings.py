"""Turn a user's tables, or texts such as `name=value`, into checked settings of parameters."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from heterophony.scenarios.declarations import Parameter, load_parameters, load_sections
from heterophony.scenarios.errors import MOST_SHOWN, Problem, ScenarioError, nearest, shown
from heterophony.scenarios.values import NotAllowedError, checked, checked_component

__all__ = ["Setting", "apply_settings", "parse_assignment", "read_settings"]

_FEW = 4  # names that a refusal offers together


class Setting(NamedTuple):
    """One checked value for a parameter, or for one component of it (else empty)."""

    name: str
    component: str
    value: Any


def parse_assignment(text: str) -> tuple[str, object]:
    """Split `meeting.interval_weeks=4` into name and value; words need no quotes.

    Raises
    ------
    ScenarioError
        If there is no name, no equals sign or no value.
    """
    name, equals, raw = (part.strip() for part in text.partition("="))
    if not (name and equals and raw):
        message = f"{shown(text)} must have the form name=value, as in meeting.interval_weeks=4"
        raise ScenarioError([Problem("--set", message)])
    return name, _literal(raw)


def _literal(raw: str) -> object:
    try:
        table = tomllib.loads(f"value = {raw}")
    except (ValueError, RecursionError):
        table = {}
    if table.keys() == {"value"}:
        return table["value"]
    try:
        return float(raw)  # ".5" is not a number in TOML, but its meaning is clear
    except ValueError:
        return raw


def read_settings(
    table: Mapping[str, Any], source: str, problems: list[Problem], extra_keys: tuple[str, ...] = ()
) -> list[Setting]:
    """Check every entry of a table of sections, and add what is wrong to `problems`.

    Keys may be nested tables or dotted names. `extra_keys` are other names that are allowed in this
    place; they are not settings, and only help to find the nearest valid name.
    """
    settings = []
    for key, value in _flat(table):
        try:
            settings.append(_setting(key, value))
        except KeyError:
            message = f"{key} = {shown(value)}: no parameter has this name"
            hint = ""
            if len(problems) < MOST_SHOWN:  # the search for a near name takes milliseconds
                hint = _nearest_names(key, [*extra_keys, *_names_with_components()])
            problems.append(Problem(source, message, key, hint))
        except NotAllowedError as error:
            hint = _nearest_choice(key, value)
            problems.append(Problem(source, f"{key} = {shown(value)}: {error}", key, hint))
    return settings


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    parameters = load_parameters()
    for word, value in table.items():
        name = f"{prefix}.{word}" if prefix else str(word)
        parameter = parameters.get(name)
        if not isinstance(value, Mapping):
            yield name, value
        elif parameter is not None:
            if parameter.type in ("vector", "table"):
                yield from ((f"{name}.{part}", item) for part, item in value.items())
            else:
                yield name, dict(value)
        elif value or name in load_sections():
            yield from _flat(value, name)
        else:
            yield name, {}


def _setting(key: str, value: object) -> Setting:
    parameters = load_parameters()
    if key in parameters:
        return Setting(key, "", checked(parameters[key], value))
    name, _, component = key.rpartition(".")
    parameter = parameters[name]  # KeyError: unknown name
    if component not in _parts(parameter):
        raise KeyError(key)
    return Setting(name, component, checked_component(parameter, component, value))


def _names_with_components() -> list[str]:
    parameters = load_parameters()
    parts = [f"{name}.{part}" for name, found in parameters.items() for part in _parts(found)]
    return [*parameters, *parts]


def _parts(parameter: Parameter) -> tuple[str, ...]:
    return tuple(parameter.default) if parameter.type == "table" else parameter.components


def _nearest_names(key: str, valid: list[str]) -> str:
    """Return the nearest name, or the few names that end in a word without its section."""
    same = [name for name in valid if name.endswith(f".{key}")]
    few = 2 <= len(same) <= _FEW
    return " or ".join(same) if few else nearest(key, valid)


def _nearest_choice(key: str, value: object) -> str:
    parameter = load_parameters().get(key)
    if parameter is None or not parameter.choices or not isinstance(value, str):
        return ""
    return nearest(value, parameter.choices)


def apply_settings(values: dict[str, Any], settings: list[Setting]) -> set[str]:
    """Write settings into `values` in order and return the names that were written."""
    parameters = load_parameters()
    for name, component, value in settings:
        if not component:
            values[name] = value
        elif parameters[name].type == "table":
            values[name] = {**values[name], component: value}
        else:
            parts = zip(parameters[name].components, values[name], strict=True)
            values[name] = tuple(value if part == component else old for part, old in parts)
    return {setting.name for setting in settings}
