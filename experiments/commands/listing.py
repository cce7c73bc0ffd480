"""The verbs `list` and `show`: what there is, and what is known about one of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.printing import sentence, table
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.pattern_documents import pattern_document
from heterophony.scenarios import (
    OUTCOMES,
    PARAMETERS,
    Outcome,
    Parameter,
    Scenario,
    list_scenarios,
    load_scenario,
)
from heterophony.scenarios.confidence import CONFIDENCE_WORDS, by_confidence, confidence_words
from heterophony.scenarios.patterns_declared import load_patterns, load_predictions


class Kind(StrEnum):
    """What can be listed."""

    scenarios = "scenarios"
    parameters = "parameters"
    outcomes = "outcomes"
    patterns = "patterns"


def register(app: typer.Typer) -> None:
    """Join the verbs to the command."""
    app.command(
        "list",
        short_help="List what there is.",
        epilog="Example: heterophony list parameters --evidence",
    )(list_)
    app.command(
        "show",
        short_help="Show one of them.",
        epilog="Example: heterophony show meeting.interval_weeks",
    )(show)


def list_(
    kind: Annotated[
        Kind,
        typer.Argument(
            parser=options.one_of(Kind), metavar="KIND", help=f"What to list: {', '.join(Kind)}."
        ),
    ],
    evidence: Annotated[
        bool, typer.Option("--evidence", help="Parameters with their sources and confidence.")
    ] = False,
    language: options.LanguageOption = options.Language.en,
    as_document: options.JsonOption = False,
) -> None:
    """List scenarios, parameters, outcomes or patterns."""
    rows = _all(kind)
    columns = _COLUMNS["evidence" if evidence and kind is Kind.parameters else kind.value]

    def print_rows() -> None:
        head = [name.replace("_", " ") for name in columns]
        table("", head, [[_cell(row[name], language) for name in columns] for row in rows])
        if columns is _COLUMNS["evidence"]:
            _count_confidence(language)

    deliver(document=lambda: rows, show=print_rows, as_document=as_document)


def _count_confidence(language: str) -> None:
    """Say how many parameters there are in each class of confidence."""
    counts = by_confidence(PARAMETERS.values())
    words = (f"{count} {CONFIDENCE_WORDS[name][language]}" for name, count in counts.items())
    sentence(f"{len(PARAMETERS)}: {', '.join(words)}.")


def show(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A scenario, parameter, outcome or pattern.")
    ],
    language: options.LanguageOption = options.Language.en,
    as_document: options.JsonOption = False,
) -> None:
    """Show all that is declared about a scenario, a parameter, an outcome or a pattern."""
    found = _found(name)
    deliver(document=lambda: found, show=lambda: _print(found, language), as_document=as_document)


def _print(document: Mapping[str, Any], language: str) -> None:
    for key, value in document.items():
        if value in (None, "", (), [], {}):
            continue
        if isinstance(value, list) and isinstance(value[0], Mapping):
            sentence(f"{key.replace('_', ' ')}:")
            for each in value:
                said = {name: part for name, part in each.items() if part not in (None, "", False)}
                sentence(f"  {_cell(said, language)}")
        else:
            sentence(f"{key.replace('_', ' ')}: {_cell(value, language)}")


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "scenarios": ("name", "title", "summary"),
    "parameters": ("name", "default", "unit", "minimum", "maximum", "kind", "title"),
    "evidence": ("name", "default", "unit", "low", "high", "confidence_words", "source"),
    "outcomes": ("name", "level", "unit", "smallest_difference", "title"),
    "patterns": ("id", "title", "evidence", "expected", "built_in", "by_a_hair"),
}


def _all(kind: Kind) -> list[dict[str, Any]]:
    """Return a document for each thing of a kind."""
    if kind is Kind.parameters:
        return [_parameter(each) for each in PARAMETERS.values()]
    if kind is Kind.outcomes:
        return [_outcome(each) for each in OUTCOMES.values()]
    if kind is Kind.patterns:
        return list(_patterns().values())
    return [
        {"name": each.name, "title": each.title, "summary": each.summary}
        for each in list_scenarios()
    ]


def _patterns() -> dict[str, dict[str, Any]]:
    """Return the document of each pattern and prediction."""
    declared = load_patterns() | load_predictions()
    return {name: pattern_document(each) for name, each in declared.items()}


def _found(name: str) -> dict[str, Any]:
    """Return the document of what has the name.

    Raises
    ------
    RequestError
        If nothing does; the message holds the nearest names.
    heterophony.scenarios.ScenarioError
        If it is a scenario's file, and wrong.
    """
    if name in PARAMETERS:
        return _parameter(PARAMETERS[name])
    if name in OUTCOMES:
        return _outcome(OUTCOMES[name])
    library = [each.name for each in list_scenarios()]
    if name in library or name.endswith(".toml") or Path(name).is_file():
        return _scenario(load_scenario(name))
    patterns = _patterns()
    if name in patterns:
        return patterns[name]
    valid = [*library, *PARAMETERS, *OUTCOMES, *patterns]
    near = get_close_matches(name, valid, n=3, cutoff=0.5)
    hint = f"; the nearest: {', '.join(near)}" if near else "; see: heterophony list scenarios"
    raise RequestError(f"no scenario, parameter, outcome or pattern is called {name!r}{hint}")


def _parameter(each: Parameter) -> dict[str, Any]:
    names = (
        *("name", "kind", "type", "default", "unit", "minimum", "maximum", "low", "high"),
        *("choices", "components", "symbol", "title", "help", "source", "confidence"),
    )
    declared = {name: getattr(each, name) for name in names}
    return declared | {"confidence_words": confidence_words(each)}


def _outcome(each: Outcome) -> dict[str, Any]:
    return {declared.name: getattr(each, declared.name) for declared in fields(each)}


def _scenario(each: Scenario) -> dict[str, Any]:
    set_here = {
        name: value for name, value in each.values.items() if value != PARAMETERS[name].default
    }
    return {
        "name": each.name,
        "title": dict(each.title),
        "summary": dict(each.summary),
        "evidence": each.evidence,
        "differs_from_the_defaults_in": set_here,
        "changes": [{"week": change.week, **change.values} for change in each.changes],
    }


def _cell(value: Any, language: str) -> str:
    """Write a declared value for people."""
    if value is None:
        return "–"
    if isinstance(value, Mapping):
        if set(value) <= {"en", "da"} and value:
            return str(value.get(language, value["en"]))
        return "; ".join(f"{key} = {_cell(each, language)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_cell(each, language) for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
