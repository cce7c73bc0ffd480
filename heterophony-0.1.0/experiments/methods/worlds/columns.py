"""A world as plain columns: one number or word a column, vectors by component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.declarations import load_parameters

if TYPE_CHECKING:
    import pandas as pd

    from heterophony.scenarios import Parameter


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column name: `codes.mentor` becomes `codes.mentor.care` and so on."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        parts = load_parameters()[name].components
        if parts:
            columns.update({f"{name}.{p}": each for p, each in zip(parts, value, strict=True)})
        else:
            columns[name] = value
    return columns


def parameter_of(column: str) -> tuple[str, str]:
    """Return the parameter and component (or an empty string) that a column stands for.

    Raises
    ------
    RequestError
        If there is no such parameter or component; the message holds the nearest name.
    """
    from heterophony.scenarios.errors import nearest

    parameters = load_parameters()
    if column in parameters and not parameters[column].components:
        return column, ""
    name, _, part = column.rpartition(".")
    if name in parameters and part in parameters[name].components:
        return name, part
    near = nearest(column, [c for p in parameters.values() for c in columns_of(p)])
    raise RequestError(f"no parameter is called {column!r} (nearest valid name: {near})")


def columns_of(parameter: Parameter) -> list[str]:
    """Return the column names of a parameter: its own, or one for each component."""
    return [f"{parameter.name}.{part}" for part in parameter.components] or [parameter.name]


def checked_columns(names: Iterable[str]) -> list[str]:
    """Return the parameters that the columns make up, in their order.

    Raises
    ------
    RequestError
        If a column stands for no parameter, for one that worlds must not vary, or if a component
        of a vector is missing.
    """
    found: dict[str, set[str]] = {}
    for column in names:
        name, part = parameter_of(column)
        found.setdefault(name, set()).add(part)
    for name, parts in found.items():
        parameter = load_parameters()[name]
        if parameter.kind not in ("behaviour", "frame"):
            raise RequestError(
                f"{name} is a {parameter.kind}; a world holds behaviour and structural "
                "alternatives only: policies and jobcentres are the scenario's"
            )
        missing = sorted(set(parameter.components) - parts)
        if missing:
            raise RequestError(f"{name} lacks its component {missing[0]!r}")
    return list(found)


def world_values(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the values of each row, in plain Python types, checked against the declarations.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If a column or a value is wrong.
    """
    from heterophony.scenarios.errors import ScenarioError
    from heterophony.scenarios.values import NotAllowedError, checked

    names = checked_columns(table.columns)
    parameters = load_parameters()
    columns = {column: table[column].tolist() for column in table.columns}
    rows = []
    for row in range(len(table)):
        values: dict[str, Any] = {}
        for name in names:
            parts = columns_of(parameters[name])
            raw = tuple(columns[part][row] for part in parts)
            value = raw if parameters[name].components else raw[0]
            try:
                values[name] = checked(parameters[name], value)
            except NotAllowedError as error:
                raise RequestError(f"row {row}: {name} = {value!r}: {error}") from None
            except ScenarioError as error:
                raise RequestError(f"row {row}: {error}") from None
        rows.append(values)
    return rows
