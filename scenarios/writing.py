"""Write scenarios as TOML; the standard library only reads it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from heterophony.scenarios.declarations import load_parameters
from heterophony.scenarios.values import UNSET

if TYPE_CHECKING:
    from heterophony.scenarios.scenario import Scenario

__all__ = ["literal", "scenario_toml"]


def literal(value: object) -> str:
    """Return a value as TOML text; None as the word for unset."""
    if value is None:
        return literal(UNSET)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # JSON's escapes are TOML's, but for the delete character, which TOML wants escaped
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {literal(item)}" for key, item in value.items()) + " }"
    return repr(value)


def scenario_toml(scenario: Scenario, *, complete: bool) -> str:
    """Return the file of a scenario, as an extension of the library's baseline."""
    defaults = {name: parameter.default for name, parameter in load_parameters().items()}
    values = scenario.values
    written = {name: value for name, value in values.items() if complete or value != defaults[name]}
    # burn-in takes its levers from the baseline, whose levers are the defaults; what differs from
    # them there is said outright
    burn_in = {
        name: value
        for name, value in scenario.root.items()
        if load_parameters()[name].kind == "lever" and value != defaults[name]
    }
    lines = [
        f"name = {literal(scenario.name)}",
        f"title = {literal(scenario.title)}",
        f"summary = {literal(scenario.summary)}",
        f"evidence = {literal(scenario.evidence)}",
        'extends = "baseline"',
        *_sections(written, ""),
        *_sections(burn_in, "burn_in."),
    ]
    for change in scenario.changes:
        lines += ["", "[[change]]", f"week = {change.week}"]
        lines += [f"{name} = {literal(value)}" for name, value in change.values.items()]
    return "\n".join(lines) + "\n"


def _sections(values: Mapping[str, Any], prefix: str) -> Iterator[str]:
    section = ""
    place = {name: index for index, name in enumerate(load_parameters())}
    for name, value in sorted(values.items(), key=lambda item: place[item[0]]):
        first, _, word = name.partition(".")
        if first != section:
            section = first
            yield ""
            yield f"[{prefix}{section}]"
        yield f"{word} = {literal(value)}"
