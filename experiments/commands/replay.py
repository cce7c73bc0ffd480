"""The verb `replay`: one run of a store again, whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import FAILED, say
from heterophony.experiments.commands.printing import number, sentence, table
from heterophony.experiments.commands.sweep import AcceptStaleOption


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "replay",
        short_help="Make one run of a store again, whole.",
        epilog="Example: heterophony replay results/sweep 3f9c --out results/one-run",
    )(replay)


def replay(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The store of a sweep.")],
    run: Annotated[str, typer.Argument(metavar="ID", help="The run's id, or the beginning of it.")],
    out: options.OutOption = None,
    accept_stale: AcceptStaleOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Make one run again with every week, citizen, meeting, turn and event.

    Its outcomes are held to those of the store; if one differs, the exit code is 1.
    """
    from heterophony.experiments.engine.sweeping import replay as make_again
    from heterophony.experiments.results.codec import as_json

    found = make_again(store, run, out=out, accept_stale=accept_stale)
    if out is not None:
        say(f"wrote {out}")
    if as_document:
        document = {
            "run": found.row,
            "equal": not found.differing,
            "differing": {k: list(v) for k, v in found.differing.items()},
        }
        typer.echo(as_json(document), nl=False)
    elif found.differing:
        rows = [(k, number(was), number(now)) for k, (was, now) in found.differing.items()]
        table("Outcomes that differ", ("outcome", ">in the store", ">now"), rows)
    else:
        sentence(f"Run {found.row['id']}: every outcome is the one in the store.")
    if found.differing:
        say(f"{len(found.differing)} outcomes differ from the store's")
        raise typer.Exit(FAILED)
