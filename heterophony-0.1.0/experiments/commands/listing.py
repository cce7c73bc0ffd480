"""The verbs `list` and `show`: what there is, and what is known about one of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.printing import sentence, table

if TYPE_CHECKING:
    from heterophony.scenarios import Outcome, Parameter, Scenario
    from heterophony.scenarios.patterns_declared import Pattern


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
    rows = {
        Kind.scenarios: _scenarios,
        Kind.parameters: _parameters,
        Kind.outcomes: _outcomes,
        Kind.patterns: _patterns,
    }[kind]()
    if as_document:
        from heterophony.experiments.results.codec import as_json

        typer.echo(as_json(rows), nl=False)
        return
    columns = _COLUMNS["evidence" if evidence and kind is Kind.parameters else kind.value]
    if rows:
        head = [name.replace("_", " ") for name in columns]
        table("", head, [[_cell(row[name], language) for name in columns] for row in rows])
    if columns is _COLUMNS["evidence"]:
        _count_confidence(language)


def _count_confidence(language: str) -> None:
    """Say how many parameters there are in each class of confidence."""
    from heterophony.scenarios import PARAMETERS
    from heterophony.scenarios.confidence import CONFIDENCE_WORDS, by_confidence

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
    document = _found(name)
    if as_document:
        from heterophony.experiments.results.codec import as_json

        typer.echo(as_json(document), nl=False)
        return
    for key, value in document.items():
        if value in (None, "", (), [], {}):
            continue
        if isinstance(value, list) and isinstance(value[0], Mapping):
            sentence(f"{key.replace('_', ' ')}:")
            for each in value:
                told = {name: part for name, part in each.items() if part not in (None, "", False)}
                sentence(f"  {_cell(told, language)}")
        else:
            sentence(f"{key.replace('_', ' ')}: {_cell(value, language)}")


_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "scenarios": ("name", "title", "summary"),
    "parameters": ("name", "default", "unit", "minimum", "maximum", "kind", "title"),
    "evidence": ("name", "default", "unit", "low", "high", "confidence_words", "source"),
    "outcomes": ("name", "level", "unit", "smallest_difference", "title"),
    "patterns": ("id", "title", "evidence", "expected", "built_in", "by_a_hair"),
}


def _scenarios() -> list[dict[str, Any]]:
    from heterophony.scenarios import list_scenarios

    return [
        {"name": each.name, "title": dict(each.title), "summary": dict(each.summary)}
        for each in list_scenarios()
    ]


def _parameters() -> list[dict[str, Any]]:
    from heterophony.scenarios import PARAMETERS

    return [_parameter(each) for each in PARAMETERS.values()]


def _outcomes() -> list[dict[str, Any]]:
    from heterophony.scenarios import OUTCOMES

    return [_outcome(each) for each in OUTCOMES.values()]


def _patterns() -> list[dict[str, Any]]:
    from heterophony.experiments.methods.patterns import load_patterns

    return [_pattern(each) for each in load_patterns().values()]


def _pattern(each: Pattern) -> dict[str, Any]:
    from heterophony.experiments.methods.patterns.documents import pattern_document

    return pattern_document(each)


def _found(name: str) -> dict[str, Any]:
    """Return the document of whatever bears the name.

    Raises
    ------
    RequestError
        If nothing does; the message holds the nearest names.
    heterophony.scenarios.ScenarioError
        If it is a scenario's file, and wrong.
    """
    from difflib import get_close_matches
    from pathlib import Path

    from heterophony.experiments.methods.patterns import load_patterns
    from heterophony.experiments.results.errors import RequestError
    from heterophony.scenarios import OUTCOMES, PARAMETERS, list_scenarios, load_scenario

    if name in PARAMETERS:
        return _parameter(PARAMETERS[name])
    if name in OUTCOMES:
        return _outcome(OUTCOMES[name])
    if name in load_patterns():
        return _pattern(load_patterns()[name])
    library = [each.name for each in list_scenarios()]
    if name in library or name.endswith(".toml") or Path(name).is_file():
        return _scenario(load_scenario(name))
    valid = [*library, *PARAMETERS, *OUTCOMES, *load_patterns()]
    near = get_close_matches(name, valid, n=3, cutoff=0.5)
    hint = f"; the nearest: {', '.join(near)}" if near else "; see: heterophony list scenarios"
    raise RequestError(f"no scenario, parameter, outcome or pattern is called {name!r}{hint}")


def _parameter(each: Parameter) -> dict[str, Any]:
    from heterophony.scenarios.confidence import confidence_words

    return {
        "name": each.name,
        "kind": each.kind,
        "type": each.type,
        "default": each.default,
        "unit": each.unit,
        "minimum": each.minimum,
        "maximum": each.maximum,
        "low": each.low,
        "high": each.high,
        "choices": each.choices,
        "components": each.components,
        "symbol": each.symbol,
        "title": dict(each.title),
        "help": dict(each.help),
        "source": each.source,
        "confidence": each.confidence,
        "confidence_words": confidence_words(each),
    }


def _outcome(each: Outcome) -> dict[str, Any]:
    return {
        "name": each.name,
        "level": each.level,
        "unit": each.unit,
        "minimum": each.minimum,
        "maximum": each.maximum,
        "smallest_difference": each.smallest_difference,
        "good": each.good,
        "headline": each.headline,
        "title": dict(each.title),
        "help": dict(each.help),
    }


def _scenario(each: Scenario) -> dict[str, Any]:
    from heterophony.scenarios import PARAMETERS

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
