"""The command `heterophony`: verbs that compute and verbs that show, joined when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any


def main() -> None:
    """Run the command with the words of the command line, and leave with its exit code.

    0 done, 1 the work failed, 2 the request was wrong, 130 interrupted.
    """
    import typer

    from heterophony.experiments import commands
    from heterophony.experiments.commands.guard import guarded
    from heterophony.viz import commands as pictures

    for stream in (sys.stdout, sys.stderr):
        # A terminal that knows few letters shows a substitute instead of failing on the others.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app = typer.Typer(
        name="heterophony",
        help="Simulate how mentors, caseworkers and citizens make ownership together, or fail to.",
        epilog="Example: heterophony compare baseline ten-minutes-together-first",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,  # rich help takes twice the time of the plain one
        pretty_exceptions_enable=False,
    )
    commands.register(app, _meeting_as_text)
    pictures.register(app)
    for command in app.registered_commands:
        if command.callback is not None:
            command.callback = guarded(command.callback)
    app(prog_name="heterophony")


def _meeting_as_text(turns: Sequence[Any], language: str) -> str:
    """Write the turns of a meeting for people, in `language` ("en" or "da")."""
    from heterophony.viz.theatre import meeting_text
    from heterophony.viz.words import words

    return meeting_text(turns, words(language))


if __name__ == "__main__":
    main()
