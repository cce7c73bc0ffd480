"""The command `heterophony`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import heterophony
from heterophony.experiments.commands.guard import guarded
from heterophony.experiments.commands.verbs import Verbs


def main() -> None:
    """Run the command with the words of the command line, and leave with its exit code.

    0 done, 1 the work failed, 2 the request was wrong, 130 interrupted.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # the shell closed it: what is written there is dropped
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        # A terminal may know few letters; it shows a substitute.
        getattr(sys, name).reconfigure(errors="backslashreplace")
    app = typer.Typer(
        cls=Verbs,
        name="heterophony",
        help="Simulate how mentors, caseworkers and citizens make ownership together, or fail to.",
        epilog="Example: heterophony compare baseline ten-minutes-together-first",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # rich help takes twice the time of the plain one
        pretty_exceptions_enable=False,
    )
    app.callback()(_before_a_verb)
    app(prog_name="heterophony")


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"heterophony {heterophony.__version__}")
        raise typer.Exit


def _before_a_verb(
    version: Annotated[
        bool,
        typer.Option(
            "--version", is_eager=True, callback=_say_version, help="Print the version and leave."
        ),
    ] = False,
    outcomes: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.toml", help="Also report outcomes of your own, which this file declares."
        ),
    ] = None,
) -> None:
    """Take the options that come before a verb."""
    if outcomes is not None:
        from heterophony.experiments import add_outcomes  # a model is slow to load

        guarded(add_outcomes)(outcomes)


if __name__ == "__main__":
    main()
