"""The verbs that show: `report`, `publish` and `ui`, which use this package."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands.options import (
    ForceOption,
    Language,
    LanguageOption,
    SeedOption,
    choice,
    whole,
)

_LARGEST_PORT = 65_535

_ScenarioOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="What lessons begin with, and the plan that opens; a library name or a file.",
    ),
]
_WorldsOption = Annotated[
    int, whole("Plausible worlds that the policy page carries; 0: none.", least=0, metavar="N")
]
_NotebooksOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Write a notebook for each lesson there instead."),
]


class What(StrEnum):
    """What a published file shows."""

    policy = "policy"
    lesson = "lesson"
    all = "all"


def report(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            help="A folder that run, compare, robustness or sensitivity wrote with --out.",
        ),
    ],
    lang: LanguageOption = Language.en,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it; DIR/report-LANG.html unless given."),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Write one self-contained HTML page about a folder of results."""
    from heterophony.viz.report import write_report
    from heterophony.viz.words import words

    path = write_report(folder, lang.value, out, force=force)
    typer.echo(words(lang.value)("report.written", path=path))


def ui(
    port: Annotated[
        int,
        whole("Port to listen on; 0 takes a free one.", least=0, most=_LARGEST_PORT, metavar="N"),
    ] = 8765,
    lang: LanguageOption = Language.en,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Do not open a browser window.")
    ] = False,
    host: Annotated[
        str, typer.Option(help="Address to listen on; the default is reachable from here only.")
    ] = "127.0.0.1",
    public_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Name under which a proxy in front passes requests on; may be repeated.",
        ),
    ] = None,
) -> None:
    """Open the page for trying other ways of meeting. It needs no network."""
    from heterophony.viz.server import serve

    serve(
        host, port, lang.value, open_browser=not no_browser, public_names=tuple(public_name or ())
    )


def publish(
    what: Annotated[
        What, choice(What, "Plans for a jobcentre, lessons, or both in one file.")
    ] = What.lesson,
    scenario: _ScenarioOption = "baseline",
    lang: LanguageOption = Language.en,
    seed: SeedOption = 1,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where to write it; classroom.html, policy.html or all.html unless given.",
        ),
    ] = None,
    worlds: _WorldsOption = 100,
    notebooks: _NotebooksOption = None,
    force: ForceOption = False,
) -> None:
    """Write one HTML file that opens by double click, without a network.

    The policy page computes its answers in the browser, by the rules of the model. Lessons carry
    recorded runs. The file says of which scenario, seed and model they are.
    """
    from heterophony.viz import publish as publishing
    from heterophony.viz.lesson_notebooks import write_notebooks
    from heterophony.viz.words import words

    if notebooks is None:
        path = publishing.publish(
            out,
            what=what.value,
            scenario=scenario,
            language=lang.value,
            seed=seed,
            force=force,
            worlds=worlds,
        )
        written = [path]
    else:
        written = write_notebooks(notebooks, lang.value, force=force)
    for path in written:
        typer.echo(words(lang.value)("class.written", path=path))


def register(app: typer.Typer) -> None:
    """Add the verbs to the command."""
    app.command(
        "report",
        short_help="Write a page about a folder of results.",
        epilog="Example: heterophony report results --lang da",
    )(report)
    app.command(
        "publish",
        short_help="Write plans or lessons as one page that opens offline.",
        epilog="Example: heterophony publish --what policy --lang da --out planer.html",
    )(publish)
    app.command(
        "ui",
        short_help="Open the page for trying other ways of meeting.",
        epilog="Example: heterophony ui --lang da --port 8765",
    )(ui)
