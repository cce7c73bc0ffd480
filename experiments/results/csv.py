"""Tables as CSV for spreadsheets: with a decimal point, or as Danish spreadsheets read them."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.folders import check_file_target

if TYPE_CHECKING:
    import pandas as pd

_OURS = {"policy", "outcome"}  # columns of every table that is written here


class Decimal(StrEnum):
    """How a CSV file writes numbers."""

    point = "point"
    comma = "comma"


def csv_bytes(table: pd.DataFrame, decimal: str = Decimal.point) -> bytes:
    """Return a table as CSV.

    Parameters
    ----------
    decimal
        `"point"`: commas between cells and a decimal point. `"comma"`: semicolons between cells, a
        decimal comma and a byte-order mark, as Danish spreadsheets read a file on a double click.
    """
    if Decimal(decimal) is Decimal.comma:
        text: str = table.to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n")
        return text.encode("utf-8-sig")
    plain: str = table.to_csv(index=False, lineterminator="\n")
    return plain.encode()


def check_csv(path: Path, *, force: bool = False) -> Path:
    """Refuse a file that a table must not or cannot be written to, before any work is done.

    Raises
    ------
    heterophony.experiments.RequestError
        As `check_file_target`; a table of an earlier call is replaced.
    """
    return check_file_target(path, "--csv", force=force or _is_ours(path))


def _is_ours(path: Path) -> bool:
    """Return whether a file begins with the columns of a table of effects."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        first = stream.readline(10_000).decode("utf-8-sig", "replace")
    return set(re.split("[,;]", first.strip())) >= _OURS


def write_csv(table: pd.DataFrame, path: Path, decimal: str = Decimal.point) -> None:
    """Write a table as CSV, atomically."""
    write_file(path, csv_bytes(table, decimal))
