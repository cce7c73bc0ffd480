"""The command `heterophony`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command with the words of the command line, and leave with its exit code.

    0 done, 1 the work failed, 2 the request was wrong, 130 interrupted.
    """
    import typer

    from heterophony.experiments.commands.verbs import Verbs

    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a terminal may know few letters; it shows a substitute
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
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
    app.callback()(lambda: None)
    app(prog_name="heterophony")


if __name__ == "__main__":
    main()
