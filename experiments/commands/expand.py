"""The verb `expand`: more seeds or values for a finished store, and only the new runs."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import progress_bar
from heterophony.experiments.commands.sweep import (
    AcceptStaleOption,
    DaskOption,
    RetryOption,
    TimeLimitOption,
    deliver,
    kept_if_interrupted,
)


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "expand",
        short_help="Add seeds or values to a finished store.",
        epilog="Example: heterophony expand results/sweep --replicates 100",
    )(expand)


def expand(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The store of a sweep.")],
    replicates: Annotated[
        int | None,
        typer.Option(
            parser=options.whole_number(1, options.LARGEST_REPLICATES),
            metavar="R",
            help="Seeds per point there shall be in all.",
        ),
    ] = None,
    added: Annotated[
        list[str] | None,
        typer.Option(
            "--set-values",
            metavar="NAME=V1,V2..",
            help="More values of a parameter that the store varies; may be repeated.",
        ),
    ] = None,
    workers: options.WorkersOption = None,
    dask: DaskOption = None,
    time_limit: TimeLimitOption = None,
    retry: RetryOption = False,
    accept_stale: AcceptStaleOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Add seeds or values to a finished store; only runs that are new are made.

    Rows that are there stay as they are. Stop it anywhere, and the same line goes on.
    """
    from heterophony.experiments.engine.sweeping import expand as grow

    values = dict(_values(each) for each in added or ())
    with kept_if_interrupted(), progress_bar(store.name) as progress:
        grown = grow(
            store,
            replicates=replicates,
            values=values,
            workers=workers,
            dask=dask,
            time_limit=time_limit,
            retry=retry,
            accept_stale=accept_stale,
            progress=progress,
            say=say,
        )
    deliver(grown, as_document)


def _values(text: str) -> tuple[str, list[object]]:
    """Read `name=v1,v2` as a name and a list; words need no quotes.

    Raises
    ------
    heterophony.scenarios.ScenarioError
        If it does not have this form.
    """
    from heterophony.scenarios import parse_assignment

    name, equals, raw = (part.strip() for part in text.partition("="))
    try:
        return name, tomllib.loads(f"values = [{raw}]")["values"] if equals and raw else []
    except tomllib.TOMLDecodeError:
        return name, [parse_assignment(f"{name}={each}")[1] for each in raw.split(",")]
