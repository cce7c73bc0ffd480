"""The columns of a table of worlds: one number or word each, vectors by component."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Parameter, ScenarioError
from heterophony.scenarios.declarations import load_parameters
from heterophony.scenarios.errors import nearest
from heterophony.scenarios.values import NotAllowedError, checked

if TYPE_CHECKING:
    import pandas as pd


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column name: `codes.mentor` becomes `codes.mentor.care` and so on."""
    columns: dict[str, Any] = {}
    for name, value in values.items():
        parameter = load_parameters()[name]
        parts = value if parameter.components else (value,)
        columns.update(zip(columns_of(parameter), parts, strict=True))
    return columns


def columns_of(parameter: Parameter) -> list[str]:
    """Return the column names of a parameter: its own, or one for each component."""
    return [f"{parameter.name}.{part}" for part in parameter.components] or [parameter.name]


def parameter_of(column: str) -> tuple[str, str]:
    """Return the parameter and component (or an empty string) of a column.

    Raises
    ------
    RequestError
        If there is no such parameter or component; the message holds the nearest name.
    """
    parameters = load_parameters()
    if column in parameters and not parameters[column].components:
        return column, ""
    name, _, part = column.rpartition(".")
    if name in parameters and part in parameters[name].components:
        return name, part
    near = nearest(column, [c for p in parameters.values() for c in columns_of(p)])
    raise RequestError(f"no parameter is called {column!r} (nearest valid name: {near})")


def checked_columns(names: Iterable[str]) -> list[str]:
    """Return the parameters of some columns, in their order.

    Raises
    ------
    RequestError
        If a column belongs to no parameter, or to one that worlds must not vary, or if a vector
        lacks a component.
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
    """Return the values of each row in plain Python types, checked against the declarations.

    Raises
    ------
    RequestError
        If a column or a value is wrong; the message names the row.
    """
    parameters = [load_parameters()[name] for name in checked_columns(table.columns)]
    columns = {column: table[column].tolist() for column in table.columns}
    rows = []
    for row in range(len(table)):
        values: dict[str, Any] = {}
        for parameter in parameters:
            raw = tuple(columns[part][row] for part in columns_of(parameter))
            value = raw if parameter.components else raw[0]
            try:
                values[parameter.name] = checked(parameter, value)
            except NotAllowedError as error:
                raise RequestError(f"row {row}: {parameter.name} = {value!r}: {error}") from None
            except ScenarioError as error:
                raise RequestError(f"row {row}: {error}") from None
        rows.append(values)
    return rows
