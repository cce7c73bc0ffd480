"""The options `--csv` and `--decimal`, which every verb that shows effects has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from heterophony.experiments.commands.guard import say
from heterophony.experiments.commands.options import choice
from heterophony.experiments.results.csv import Decimal, check_csv, write_csv
from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    import pandas as pd

CsvWriter: TypeAlias = "Callable[[Callable[[], pd.DataFrame]], None]"
"""Writes a table, which is made only if a file was asked for."""

CsvOption = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help="Write the table of effects as CSV to this file."),
]
DecimalOption = Annotated[
    Decimal,
    choice(
        Decimal,
        "Numbers in --csv: 1.5 with commas between cells, or 1,5 with semicolons.",
        "--decimal",
    ),
]


def csv_writer(path: Path | None, decimal: Decimal, *, force: bool = False) -> CsvWriter:
    """Check the file before any work is done, and return what writes a table to it.

    Raises
    ------
    RequestError, WorkError
        If the file must not or cannot be written, or `--decimal` is given without `--csv`.
    """
    if path is None and decimal is not Decimal.point:
        raise RequestError("--decimal goes with --csv FILE: it says how that file writes numbers")
    target = None if path is None else check_csv(path, force=force)

    def write(table: Callable[[], pd.DataFrame]) -> None:
        if target is not None:
            write_csv(table(), target, decimal)
            say(f"wrote {target}")

    return write
