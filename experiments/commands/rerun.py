"""The verb `rerun`: make any result again from its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.printing import progress_bar, sentence
from heterophony.experiments.methods.rerun import rerun as make_again


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "rerun",
        short_help="Make any result again from its folder, and compare.",
        epilog="Example: heterophony rerun results/first",
    )(rerun)


def rerun(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A folder that a verb wrote, or a store.")
    ],
    workers: options.WorkersOption = None,
    as_document: options.JsonOption = False,
) -> None:
    """Make the result in a folder again by what the folder holds, and say whether it is equal.

    The folder stays as it is. Exit code 1 if anything comes out otherwise.
    """
    with progress_bar("tasks", foretell=True) as progress:
        found = make_again(folder, workers=workers, progress=progress)
    deliver(
        document=found.to_json_dict,
        show=lambda: sentence(found.sentence()),
        as_document=as_document,
        failed=not found.equal,
    )
