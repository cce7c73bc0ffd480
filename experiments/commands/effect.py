"""The verb `effect`: what a lever does within a sweep, in every cell of the other levers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from heterophony.experiments.commands import options
from heterophony.experiments.commands.csv_option import CsvOption, DecimalOption, csv_writer
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.effects_shown import asked_effect, print_effects
from heterophony.experiments.methods.sweep_summary import sentence as missing_sentence
from heterophony.experiments.results.csv import Decimal
from heterophony.experiments.results.store import Store


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "effect",
        short_help="Show what a lever does within a sweep, cell by cell.",
        epilog="Example: heterophony effect results/sweep meeting.interval_weeks=8,4",
    )(effect)


def effect(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="The store of a sweep.")],
    change: Annotated[
        str,
        typer.Argument(
            metavar="NAME=FROM,TO",
            help="The change: a lever and two of its values; the name alone takes the first and "
            "the last. `scenario=A,B` compares two scenarios.",
        ),
    ],
    outcomes: Annotated[
        list[str] | None,
        typer.Option("--outcome", metavar="OUTCOME", help="An outcome; may be repeated."),
    ] = None,
    csv: CsvOption = None,
    decimal: DecimalOption = Decimal.point,
    force: options.ForceOption = False,
    as_document: options.JsonOption = False,
) -> None:
    """Compare two values of a lever in every cell of the other levers.

    The pairs share their seeds, as in `compare`. A second table says how the effect changes with
    each other lever.
    """
    asked = asked_effect(change, "the change")
    write = csv_writer(csv, decimal, force=force)
    opened = Store(store)
    effects = asked.of(opened, outcomes)
    write(effects.to_frame)
    missing = missing_sentence(opened)
    deliver(
        document=effects.to_json_dict,
        show=lambda: print_effects(effects, outcomes or ()),
        as_document=as_document,
        notes=[missing] if missing else [],
    )
