"""One scenario file alone: its texts, settings and changes, each checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from heterophony.scenarios.declarations import Words, load_parameters
from heterophony.scenarios.errors import Problem, ScenarioError, shown
from heterophony.scenarios.locating import LIBRARY
from heterophony.scenarios.reading import UnreadableFileError, read_toml_file
from heterophony.scenarios.settings import Setting, read_settings

__all__ = ["Document", "read_document"]

_OWN_KEYS = ("name", "title", "summary", "evidence", "extends", "burn_in", "change")
_LANGUAGES = ("en", "da")
_MOST_BYTES = 1_000_000  # a scenario with every parameter is under 20,000
_SOURCE_OF_CHANGE = "{source}, change in week {week}"


@dataclass(frozen=True, slots=True)
class Document:
    """A scenario file as read: nothing resolved yet, but every single value allowed."""

    path: Path
    name: str
    title: Words
    summary: Words
    evidence: str
    extends: str | None
    settings: list[Setting]
    burn_in: list[Setting]
    changes: dict[int, list[Setting]]


def read_document(path: Path) -> Document:
    """Read and check one file; files of the library are read once per process.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    return _library_document(path) if path.parent == LIBRARY else _read(path)


@cache
def _library_document(path: Path) -> Document:
    return _read(path)


def _read(path: Path) -> Document:
    table, source, problems = _table(path), str(path), list[Problem]()
    own = {key: value for key, value in table.items() if key in _OWN_KEYS}
    settings = {key: value for key, value in table.items() if key not in _OWN_KEYS}
    name = _text(own, "name", path.stem, source, problems)
    document = Document(
        path=path,
        name=name,
        title=_words(own, "title", name, source, problems),
        summary=_words(own, "summary", "", source, problems),
        evidence=_text(own, "evidence", "", source, problems, may_be_empty=True),
        extends=_text(own, "extends", "", source, problems) or None,
        settings=read_settings(settings, source, problems, _OWN_KEYS),
        burn_in=_burn_in(own.get("burn_in", {}), source, problems),
        changes=_changes(own.get("change", []), source, problems),
    )
    if problems:
        raise ScenarioError(problems)
    return document


def _table(path: Path) -> dict[str, Any]:
    """Return the table of one scenario file.

    Raises
    ------
    ScenarioError
        If the file cannot be read, is not TOML (with line and column), or is empty.
    """
    try:
        table = read_toml_file(path, most_bytes=_MOST_BYTES)
    except UnreadableFileError as error:
        raise ScenarioError([Problem(str(path), error.reason)]) from error
    if not table:
        message = 'is empty; a scenario needs at least name and extends = "baseline"'
        raise ScenarioError([Problem(str(path), message)])
    return table


def _text(
    table: Mapping[str, Any],
    key: str,
    default: str,
    source: str,
    problems: list[Problem],
    *,
    may_be_empty: bool = False,
) -> str:
    value = table.get(key, default)
    if isinstance(value, str) and (value.strip() or may_be_empty or key not in table):
        return value
    problems.append(Problem(source, f"{key} = {shown(value)}: must be a text in quotes", key))
    return default


def _words(
    table: Mapping[str, Any], key: str, default: str, source: str, problems: list[Problem]
) -> Words:
    value = table.get(key, default)
    if isinstance(value, str):
        return dict.fromkeys(_LANGUAGES, value)
    texts = isinstance(value, Mapping) and all(isinstance(text, str) for text in value.values())
    if texts and value and set(value) <= set(_LANGUAGES):
        first = next(iter(value.values()))
        return {language: value.get(language, first) for language in _LANGUAGES}
    message = f'{key} = {shown(value)}: must be a text, or {{ en = "...", da = "..." }}'
    problems.append(Problem(source, message, key))
    return dict.fromkeys(_LANGUAGES, default)


def _burn_in(table: object, source: str, problems: list[Problem]) -> list[Setting]:
    """Read the levers that hold during burn-in, where they are not those of the root."""
    place = f"{source}, burn_in"
    if not isinstance(table, Mapping):
        message = f"burn_in = {shown(table)}: must be a table of levers"
        problems.append(Problem(source, message, "burn_in"))
        return []
    settings = read_settings(table, place, problems)
    for name in dict.fromkeys(setting.name for setting in settings):
        kind = load_parameters()[name].kind
        if kind != "lever":
            message = f"{name} is of kind {kind} and holds from the start; allowed here: levers"
            problems.append(Problem(place, message, name))
    return settings


def _changes(tables: object, source: str, problems: list[Problem]) -> dict[int, list[Setting]]:
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        message = f"change = {shown(tables)}: must be tables headed [[change]], each with a week"
        problems.append(Problem(source, message, "change"))
        return {}
    changes: dict[int, list[Setting]] = {}
    for table in tables:
        week = table.get("week")
        message = ""
        if week is None:
            message = "change without week: give the week, counted from 0 after burn-in"
        elif isinstance(week, bool) or not isinstance(week, int) or week < 0:
            message = f"change.week = {shown(week)}: must be a whole number from 0"
        elif week in changes:
            message = f"change.week = {week}: there is already a change in this week"
        if message:
            problems.append(Problem(source, message, "change.week"))
        entries = {key: value for key, value in table.items() if key != "week"}
        place = _SOURCE_OF_CHANGE.format(source=source, week=shown(week))
        settings = read_settings(entries, place, problems, ("week",))
        _refuse_fixed(settings, place, problems)
        if not message:
            changes[week] = settings
    return changes


def _refuse_fixed(settings: list[Setting], place: str, problems: list[Problem]) -> None:
    for name in dict.fromkeys(setting.name for setting in settings):
        if load_parameters()[name].kind == "frame" or name == "population.jobcentres":
            message = f"{name} holds for the whole run and cannot change on the way"
            problems.append(Problem(place, message, name))
