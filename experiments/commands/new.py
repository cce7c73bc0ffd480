"""The verb `new`: a commented scenario file to start from."""

from __future__ import annotations

import os
import re
import textwrap
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import tomlkit
import typer
from tomlkit import TOMLDocument
from tomlkit.items import Table

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import say
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.folders import local_path
from heterophony.scenarios import PARAMETERS, Parameter, load_scenario
from heterophony.scenarios.writing import literal, toml_item

_WIDTH = 96


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "new",
        short_help="Make a commented scenario file.",
        epilog="Example: heterophony new my-policy.toml --extends baseline",
    )(new)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="The file to make.")],
    extends: Annotated[
        str, typer.Option(metavar="SCENARIO", help="What the new scenario starts from.")
    ] = "baseline",
    everything: Annotated[
        bool, typer.Option("--all", help="List every parameter, not only policies and contexts.")
    ] = False,
    language: options.LanguageOption = options.Language.en,
) -> None:
    """Make a scenario file in which every line to change is there as a comment.

    A file that exists is never overwritten.
    """
    file = local_path(file, "FILE.toml")
    if file.suffix != ".toml":
        raise RequestError(f"{file} does not end in .toml, as scenario files do")
    values = load_scenario(extends).values
    # A path inside a scenario is read from that file's own folder.
    reference = os.path.relpath(extends, file.parent) if Path(extends).is_file() else extends
    kinds = ("lever", "context", "behaviour", "frame") if everything else ("lever", "context")
    _write_new(file, template(file.stem, reference, values, kinds, language.value))
    say(f"wrote {file}; next: heterophony compare {extends} {file}")


def template(
    name: str, extends: str, values: Mapping[str, Any], kinds: Sequence[str], language: str
) -> str:
    """Return a scenario file that changes nothing yet, with a comment for each parameter.

    Parameters
    ----------
    extends, values
        The scenario that the new one starts from, and its values by parameter name.
    kinds
        Which parameters get a comment: `lever`, `context`, `behaviour`, `frame`.
    """
    document = _head(name, extends)
    sections: dict[str, Table] = {}
    for parameter in PARAMETERS.values():
        if parameter.kind in kinds:
            section = sections.setdefault(parameter.section, tomlkit.table())
            section.add(tomlkit.nl())
            for line in _comments(parameter, values[parameter.name], language):
                section.add(tomlkit.comment(line))
    for title, section in sections.items():
        document.add(tomlkit.nl())
        document.add(title, section)
    document.add(tomlkit.nl())
    for line in _TAIL:
        document.add(tomlkit.comment(line))
    return document.as_string()


_TAIL = """\
Premises that change on the way; weeks count from the start of the policy:

[[change]]
week = 26
meeting.interval_weeks = 4
""".splitlines()


def _head(name: str, extends: str) -> TOMLDocument:
    """Return the document with its introduction, texts and origin."""
    words = re.sub(r"[-_]+", " ", name).strip() or "my scenario"
    title = words[:1].upper() + words[1:]
    document = tomlkit.document()
    for line in (
        "A scenario says only what differs from the one that it extends.",
        "Take away the # before a line, change its value, and compare:",
        f"    heterophony compare {extends} {name}.toml",
    ):
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document.add("name", toml_item(name))
    document.add("title", toml_item({"en": title, "da": title}))
    summary = {"en": "What is tried, in a sentence.", "da": "Hvad der prøves, i en sætning."}
    document.add("summary", toml_item(summary))
    document.add("evidence", toml_item("Where the idea comes from, and what of it is assumption."))
    document.add("extends", toml_item(extends))
    return document


def _comments(parameter: Parameter, value: Any, language: str) -> list[str]:
    """Return a parameter's title, what is allowed, and its present line."""
    title = parameter.title.get(language, parameter.title["en"])
    word = parameter.name.partition(".")[2]
    text = textwrap.fill(f"{title}{_allowed(parameter)}", _WIDTH)
    return [*text.splitlines(), f"{word} = {literal(value)}"]


def _allowed(parameter: Parameter) -> str:
    if parameter.choices:
        return f" ({', '.join(parameter.choices)})"
    parts = [parameter.unit] if parameter.unit else []
    if parameter.components:
        parts.append("in this order: " + ", ".join(parameter.components))
    if parameter.minimum is not None and parameter.maximum is not None:
        parts.append(f"{parameter.minimum:g} to {parameter.maximum:g}")
    elif parameter.minimum is not None:
        parts.append(f"from {parameter.minimum:g}")
    return f" ({'; '.join(parts)})" if parts else ""


def _write_new(file: Path, text: str) -> None:
    """Write the file atomically, and only where there is none.

    Raises
    ------
    RequestError
        If the file is there already.
    WorkError
        If it cannot be written; then nothing is.
    """
    if file.exists() or file.is_symlink():
        raise RequestError(f"{file} is there already; nothing was changed")
    if not file.absolute().parent.is_dir():
        raise WorkError(f"cannot write {file}: there is no folder {file.parent}")
    write_file(file, text.encode())
