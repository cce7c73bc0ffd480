"""Declare the patterns that the model is held to: the data are in `patterns.toml`.

Predictions that were registered before anybody had run them are in `predictions.toml`.

A pattern compares arms (values of parameters, in a steady state unless an arm says
otherwise) and reads numbers off them. Each reading says what is expected, from which evidence, how
large a difference must be to count, and what an independent implementation of the model saw.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from heterophony.scenarios.declarations import frozen, load_outcomes
from heterophony.scenarios.errors import Problem, ScenarioError, nearest, shown
from heterophony.scenarios.pattern import (
    Ablation,
    Evidence,
    Expected,
    Opening,
    Pattern,
    Reading,
    Reads,
)
from heterophony.scenarios.patterns_consistency import contradictions, value_tables
from heterophony.scenarios.reading import UnreadableFileError, read_toml_file
from heterophony.scenarios.settings import read_settings

__all__ = [
    "Ablation",
    "Evidence",
    "Expected",
    "Opening",
    "Pattern",
    "Reading",
    "Reads",
    "load_patterns",
    "load_predictions",
    "read_patterns",
]

Made = TypeVar("Made", Ablation, Opening, Pattern, Reading)

_FILE = Path(__file__).with_name("patterns.toml")
_PREDICTIONS = _FILE.with_name("predictions.toml")


class _RefusedError(ValueError):
    """One thing that is wrong with a pattern; the message is its sentence."""


def load_patterns(file: str | os.PathLike[str] | None = None) -> dict[str, Pattern]:
    """Read the patterns of this package, or those of a TOML file of one's own, by id.

    Parameters
    ----------
    file
        A file with the form of `scenarios/patterns.toml`; see `Pattern` for its fields.

    Raises
    ------
    ScenarioError
        If the file cannot be read, a declaration contradicts itself or names what does not exist.
    """
    if file is None:
        return _shipped(_FILE)
    try:
        tables = read_toml_file(file)
    except UnreadableFileError as error:
        raise ScenarioError([Problem(str(file), error.reason)]) from error
    if not tables:
        raise ScenarioError([Problem(str(file), "is empty; a pattern is a table such as [T1]")])
    return read_patterns(tables, str(file))


def load_predictions() -> dict[str, Pattern]:
    """Read the predictions that were registered before anybody had run them, by id.

    They are known since their opening: that one holds now confirms nothing.
    """
    return _shipped(_PREDICTIONS)


@cache
def _shipped(file: Path) -> dict[str, Pattern]:
    return read_patterns(tomllib.loads(file.read_text("utf-8")), file.name)


def read_patterns(tables: Mapping[str, Any], source: str) -> dict[str, Pattern]:
    """Read patterns from tables by id and check them.

    Raises
    ------
    ScenarioError
        If a declaration contradicts itself or names what does not exist; every problem is named.
    """
    problems: list[Problem] = []
    found = {}
    for name, table in tables.items():
        try:
            pattern = found[name] = _pattern(name, table)
        except _RefusedError as error:
            problems.append(Problem(source, str(error), name))
            continue
        problems += [Problem(source, f"{name}: {each}", name) for each in contradictions(pattern)]
        for part, values in value_tables(pattern).items():
            read_settings(values, f"{source}: {name}, {part}", problems)
    if problems:
        raise ScenarioError(problems)
    return found


def _pattern(name: str, table: object) -> Pattern:
    rest = {key: frozen(value) for key, value in _table(table, name).items()}
    evidence, pairs = rest.get("evidence", ""), rest.pop("pairs", 20)
    readings = {
        word: _reading(word, {"pairs": pairs, "evidence": evidence, **each}, f"{name}, {word}")
        for word, each in _tables(rest, "readings", name).items()
    }
    ablations = {
        word: _ablation(word, each, f"{name}, {word}")
        for word, each in _tables(rest, "ablations", name).items()
    }
    arms = {word: _flat(values) for word, values in _tables(rest, "arms", name).items()}
    parts: dict[str, object] = {
        "id": name,
        "arms": arms,
        "readings": readings,
        "ablations": ablations,
    }
    if "opening" in rest:
        opening = _table(rest["opening"], f"{name}: opening")
        parts["opening"] = _made(Opening, opening, f"{name}: opening")
    return _made(Pattern, rest | parts, name)


def _reading(word: str, table: Mapping[str, Any], where: str) -> Reading:
    outcome = table.get("outcome", "")
    known = load_outcomes().get(outcome) if isinstance(outcome, str) else None
    smallest = known.smallest_difference if known else 0.0
    return _made(Reading, {"smallest": smallest, **table, "name": word}, where)


def _ablation(word: str, table: Mapping[str, Any], where: str) -> Ablation:
    values = _flat(_table(table.get("values"), f"{where}: values"))
    return _made(Ablation, {**table, "name": word, "values": values}, where)


def _made(kind: type[Made], given: Mapping[str, Any], where: str) -> Made:
    """Return the dataclass that a table describes, after a check of its keys and their types.

    The values stay as they are: 0 does not become 0.0, since settings are compared by their text.
    """
    known = get_type_hints(kind)
    for key, value in given.items():
        if key not in known:
            hint = nearest(key, list(known))
            raise _RefusedError(f"{where}: {key!r} is unknown (nearest valid name: {hint})")
        words = get_args(known[key]) if get_origin(known[key]) is Literal else ()
        if words and value not in words:
            allowed = ", ".join(words)
            raise _RefusedError(f"{where}: {key} is {shown(value)}; allowed: {allowed}")
    try:
        msgspec.convert(given, kind)
    except ValueError as error:  # a wrong type; text that is no Unicode
        raise _RefusedError(f"{where}: {error}") from None
    return kind(**given)


def _tables(rest: dict[str, Any], key: str, where: str) -> dict[str, Mapping[str, Any]]:
    """Take the tables under a key out of `rest`; empty if there are none."""
    found = _table(rest.pop(key, {}), f"{where}: {key}")
    return {word: _table(each, f"{where}: {key}.{word}") for word, each in found.items()}


def _table(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _RefusedError(f"{where} = {shown(value)}: must be a table")
    return value


def _flat(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return nested tables as dotted names."""
    found: dict[str, Any] = {}
    for word, value in values.items():
        name = f"{prefix}{word}"
        if isinstance(value, Mapping):
            found |= _flat(value, f"{name}.")
        else:
            found[name] = value
    return found
