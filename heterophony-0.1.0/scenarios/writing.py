"""Write scenarios and single values as TOML."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import tomlkit
from tomlkit.items import AoT, InlineTable, Item, Table

from heterophony.scenarios.declarations import load_parameters
from heterophony.scenarios.values import UNSET

__all__ = ["literal", "scenario_toml", "toml_item"]


def literal(value: object) -> str:
    """Return a value as TOML text; None as the word for unset."""
    return toml_item(value).as_string()


def toml_item(value: object) -> Item:
    """Return a value as an item of a TOML document, tables on one line; None as unset."""
    if value is None:
        return tomlkit.item(UNSET)
    if isinstance(value, Mapping):
        return _inline(value)
    if isinstance(value, list | tuple):
        array = tomlkit.array()
        array.extend(toml_item(each) for each in value)
        return array
    return tomlkit.item(value)


def _inline(values: Mapping[str, Any]) -> InlineTable:
    """Return a table on one line, with a space inside each brace."""
    table = tomlkit.inline_table()
    items = [toml_item(value) for value in values.values()]
    if items:
        items[0].trivia.indent = " "
        items[-1].trivia.trail = " "
    for key, item in zip(values, items, strict=True):
        table.append(key, item)
    return table


def scenario_toml(
    texts: Mapping[str, str | Mapping[str, str]],
    values: Mapping[str, Any],
    burn_in: Mapping[str, Any],
    changes: Iterable[tuple[int, Mapping[str, Any]]],
) -> str:
    """Return the file of a scenario that extends the library's baseline.

    Parameters
    ----------
    texts
        Name, title, summary and evidence.
    values, burn_in
        What differs from the baseline from week 0 on and during burn-in, by dotted name.
    changes
        Week and values of each later change, in the order of the weeks.
    """
    document = tomlkit.document()
    for key, text in texts.items():
        document.append(key, toml_item(text))
    document.append("extends", tomlkit.item("baseline"))
    for section, table in _sections(values).items():
        document.append(section, table)
    if burn_in:
        levers = tomlkit.table(is_super_table=True)
        for section, table in _sections(burn_in).items():
            levers.append(section, table)
        document.append("burn_in", levers)
    tables = _changes(changes)
    if tables:
        document.append("change", tables)
    return document.as_string()


def _sections(values: Mapping[str, Any]) -> dict[str, Table]:
    """Return a table for each section of parameters, in declared order."""
    found: dict[str, Table] = {}
    for name in load_parameters():
        if name in values:
            section, _, word = name.partition(".")
            table = found.setdefault(section, tomlkit.table())
            table.append(word, toml_item(values[name]))
    return found


def _changes(changes: Iterable[tuple[int, Mapping[str, Any]]]) -> AoT:
    """Return the `[[change]]` tables, whose values keep their dotted names."""
    tables = tomlkit.aot()
    for week, values in changes:
        table = tomlkit.table()
        table.append("week", tomlkit.item(week))
        for name, value in values.items():
            table.append(tomlkit.key(name.split(".")), toml_item(value))
        tables.append(table)
    return tables
