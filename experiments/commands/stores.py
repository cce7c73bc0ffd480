"""The verbs that take a store: `expand`, `replay` and `store check | repair`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver, interruptible
from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.printing import number, progress_bar, sentence, table
from heterophony.experiments.commands.sweep import (
    KEPT,
    AcceptStaleOption,
    DaskOption,
    RetryOption,
    TimeLimitOption,
    deliver_store,
)
from heterophony.experiments.engine import expansion, repair
from heterophony.experiments.engine import replay as replaying
from heterophony.experiments.inputs.listed_values import listed_values

StoreArgument = Annotated[Path, typer.Argument(metavar="STORE", help="The store of a sweep.")]


class Action(StrEnum):
    """What can be done with a damaged store."""

    check = "check"
    repair = "repair"


def register(app: typer.Typer) -> None:
    """Join the verbs to the command."""
    app.command(
        "expand",
        short_help="Add seeds or values to a finished store.",
        epilog="Example: heterophony expand results/sweep --replicates 100",
    )(expand)
    app.command(
        "replay",
        short_help="Make one run of a store again, whole.",
        epilog="Example: heterophony replay results/sweep 3f9c --out results/one-run",
    )(replay)
    app.command(
        "store",
        short_help="Check a store, or repair one that is damaged.",
        epilog="Example: heterophony store repair results/sweep",
    )(store_)


def expand(
    store: StoreArgument,
    replicates: Annotated[
        int | None,
        options.whole("Seeds per point there shall be in all."),
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

    Rows that are there stay as they are. Stop it anywhere; the same command resumes.
    """
    values = dict(listed_values(each, "--set-values") for each in added or ())
    with interruptible(KEPT), progress_bar(store.name) as progress:
        grown = expansion.expand(
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
    deliver_store(grown, as_document)


def replay(
    store: StoreArgument,
    run: Annotated[str, typer.Argument(metavar="ID", help="The run's id, or the beginning of it.")],
    out: options.OutOption = None,
    accept_stale: AcceptStaleOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Make one run again with every week, citizen, meeting, turn and event.

    Its outcomes are compared with those of the store; if one differs, the exit code is 1.
    """
    found = replaying.replay(store, run, out=out, accept_stale=accept_stale)
    differing = found.differing
    notes = [] if out is None else [f"wrote {out}"]
    if differing:
        notes.append(f"{len(differing)} outcomes differ from the store's")
    deliver(
        document=lambda: {
            "run": found.row,
            "equal": not differing,
            "differing": {name: list(both) for name, both in differing.items()},
        },
        show=lambda: _print_replay(found),
        as_document=as_document,
        notes=notes,
        failed=bool(differing),
    )


def _print_replay(found: replaying.Replay) -> None:
    if not found.differing:
        sentence(f"Run {found.row['id']}: every outcome is the one in the store.")
        return
    rows = [(k, number(was), number(now)) for k, (was, now) in found.differing.items()]
    table("Outcomes that differ", ("outcome", ">in the store", ">now"), rows)


def store_(
    action: Annotated[
        Action,
        typer.Argument(parser=options.one_of(Action), metavar="check|repair", help="What to do."),
    ],
    store: StoreArgument,
    workers: options.WorkersOption = None,
    accept_stale: AcceptStaleOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Say what is wrong with a store, or rebuild its manifest, points, tables and missing runs.

    A check writes nothing, and its exit code is 1 if anything is wrong.
    """
    if action is Action.check:
        wrong = repair.check(store)
        deliver(
            document=lambda: {"store": str(store), "wrong": wrong},
            show=lambda: sentence(f"{store}: {len(wrong) or 'nothing'} wrong."),
            as_document=as_document,
            notes=wrong,
            failed=bool(wrong),
        )
        return
    with interruptible(KEPT), progress_bar(store.name) as progress:
        repaired = repair.repair(
            store, workers=workers, accept_stale=accept_stale, progress=progress, say=say
        )
    deliver_store(repaired, as_document)
