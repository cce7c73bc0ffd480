"""Read what users hand in: declared as msgspec structs, refused in sentences of our own.

A struct declares the keys of a table. Each field says in its `Meta(description=...)` what it may
hold; a refusal names the place, the key, the value, that description and the nearest valid name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Problem
from heterophony.scenarios.errors import MOST_SHOWN, nearest, shown
from heterophony.scenarios.reading import MissingFileError, UnreadableFileError, read_toml_file
from heterophony.scenarios.settings import read_settings

_Table = TypeVar("_Table", bound=msgspec.Struct)

LONGEST_NAME = 200  # letters, so that messages that name it stay short
_LONGEST = 1_000  # letters of one problem
_DEEPEST = 64  # nesting of lists and tables
_LARGEST = 100_000  # values of one range or generator, so that an endless one is refused


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """Return the table of a TOML file.

    Parameters
    ----------
    path
        The file.
    what
        What it should be, for the message: `plan`, `file of claims`.

    Raises
    ------
    RequestError
        If there is no such file, it is not a regular file, too large, not TOML, or too deep.
    """
    try:
        table = read_toml_file(path)
    except MissingFileError:
        raise RequestError(f"there is no {what} {str(path)!r}") from None
    except UnreadableFileError as error:
        raise RequestError(str(error)) from None
    if not table:
        raise RequestError(f"{path} is empty; allowed: a {what}")
    return table


def read_struct(kind: type[_Table], table: object, where: str) -> _Table:
    """Return a table as the struct that declares its keys.

    Parameters
    ----------
    kind
        The struct.
    table
        The table, as TOML or a caller in Python gives it.
    where
        What messages call the place: the file, or the file and the name of the row.

    Raises
    ------
    RequestError
        Naming every key that is unknown or missing, and every value that is not allowed.
    """
    if not isinstance(table, Mapping):
        raise RequestError(f"{where} = {_shown(table)}; allowed: a table")
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    allowed = _descriptions(kind)
    values: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in table.items():
        if key not in fields:
            problems.append(unknown_key(key, fields, hint=len(problems) < MOST_SHOWN))
            continue
        try:
            values[key] = plain_value(value)
            _check(values[key], fields[key].type)
        except (msgspec.ValidationError, ValueError, TypeError):
            problems.append(f"{key} = {_shown(value)}; allowed: {allowed[key]}")
    problems += [
        f"{key} is missing; needed: {allowed[key]}"
        for key, field in fields.items()
        if field.required and key not in table
    ]
    refuse(problems, where)
    return msgspec.convert(values, kind)


def unknown_key(key: object, names: Iterable[str], *, hint: bool = True) -> str:
    """Say that a key is unknown, which keys are allowed, and which one is nearest."""
    allowed = tuple(names)
    near = nearest(str(key), allowed) if hint else ""
    named = f" (nearest valid name: {near})" if near else ""
    return f"{key!r} is not known here; allowed: {', '.join(allowed)}{named}"


def refuse(problems: Iterable[str], where: str) -> None:
    """Refuse a request that has problems, each once and at the place where it was made.

    Raises
    ------
    RequestError
        If there is any problem; the message spells out the first twenty and counts the rest.
    """
    lines = [f"{where}: {_cut(each)}" for each in dict.fromkeys(problems)]
    if len(lines) > MOST_SHOWN:
        lines[MOST_SHOWN:] = [f"{where}: {len(lines) - MOST_SHOWN:,} more problems"]
    if lines:
        raise RequestError("\n".join(lines))


def rows_of(table: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[Any, str]]:
    """Yield each table headed `[[key]]` with what messages call it; there must be one.

    Raises
    ------
    RequestError
        If there is none, or one is not a table.
    """
    rows = table.get(key, [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise RequestError(f"{where}: at least one table headed [[{key}]] is needed")
    for number, row in enumerate(rows, start=1):
        name = row.get("name", row.get("parameter"))
        named = isinstance(name, str) and len(name) <= LONGEST_NAME
        yield row, f"{where}, {key} {name if named else number}"


def read_values(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return values of parameters by dotted name, checked against their declarations.

    Parameters
    ----------
    table
        Nested tables, or dotted names, of values.
    where
        What messages call the place.

    Raises
    ------
    RequestError
        Naming every unknown parameter and every value that is not allowed.
    """
    problems: list[Problem] = []
    settings = read_settings(plain_value(table), where, problems)
    if problems:
        raise RequestError("\n".join(map(str, problems)))
    return {
        f"{each.name}.{each.component}" if each.component else each.name: each.value
        for each in settings
    }


def plain_value(value: Any, depth: int = 0) -> Any:
    """Return a value as TOML would give it: numpy numbers, arrays, ranges and sets made plain.

    A set becomes a sorted list, since its own order differs from run to run.

    Raises
    ------
    ValueError
        If it nests more than 64 levels deep, never ends, or is a set that has no order.
    """
    if depth > _DEEPEST:
        raise ValueError(f"values nest more than {_DEEPEST} levels deep")
    if isinstance(value, Mapping):
        return {str(key): plain_value(each, depth + 1) for key, each in value.items()}
    if hasattr(value, "tolist"):  # numpy's numbers (some are floats, too) and arrays; series
        return plain_value(value.tolist(), depth + 1)
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return value
    if isinstance(value, set | frozenset):
        return _sorted([plain_value(each, depth + 1) for each in value])
    if isinstance(value, list | tuple):
        return [plain_value(each, depth + 1) for each in value]
    if isinstance(value, Iterator | range):
        return [plain_value(each, depth + 1) for each in _ended(value)]
    return value


def _sorted(values: list[Any]) -> list[Any]:
    try:
        return sorted(values)
    except TypeError:
        raise ValueError("a set of different kinds of values has no order") from None


def _ended(values: Iterable[Any]) -> Iterator[Any]:
    for count, each in enumerate(values):
        if count >= _LARGEST:
            raise ValueError(f"more than {_LARGEST:,} values")
        yield each


def _cut(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else f"{sentence[:_LONGEST]}..."


def _shown(value: object) -> str:
    try:
        return shown(value)
    except RecursionError:
        return "values that nest too deeply"


def _check(value: Any, kind: Any) -> None:
    """Let msgspec check a value; a number must also be finite."""
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not finite")
    msgspec.convert(value, kind)


def _descriptions(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return what each key of a struct may hold, in words."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.encode_name: _description(hints[field.name]) or "another kind of value"
        for field in msgspec.structs.fields(kind)
    }


def _description(hint: Any) -> str:
    if get_origin(hint) is not Annotated:
        return next((found for found in map(_description, get_args(hint)) if found), "")
    metas = (each for each in get_args(hint)[1:] if isinstance(each, msgspec.Meta))
    return next((each.description for each in metas if each.description), "")
