"""A table of settings as the points of a sweep: a data frame, or a CSV or Parquet file."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.tables import read_table
from heterophony.scenarios.reading import UnreadableFileError, read_file_bytes

if TYPE_CHECKING:
    import pandas as pd

LARGEST = 64 * 2**20  # bytes of a table of settings
NOT_SETTINGS = ("point", "asked", "scenario_sha256")
"""Columns of a store's own table of points, beside its settings."""


def settings_of(points: pd.DataFrame | Sequence[Mapping[str, object]]) -> list[dict[str, Any]]:
    """Return one table of values a point; an empty cell sets nothing there.

    Parameters
    ----------
    points
        A data frame with a column a parameter and a row a point, or tables as they are. The table
        `Store.points` of a sweep of one scenario can be given back.

    Raises
    ------
    RequestError
        If the frame names several scenarios: a plan names its scenarios itself.
    """
    if not hasattr(points, "columns"):
        return [dict(each) for each in points]
    frame: Any = points
    if "scenario" in frame.columns and frame["scenario"].nunique() > 1:
        raise RequestError(
            "the table of points names several scenarios; name them in scenarios, and give a table "
            "of settings without that column"
        )
    left_out = {*NOT_SETTINGS, "scenario"}
    names = [name for name in frame.columns if name not in left_out]
    rows = frame[names].to_dict("records")
    return [{n: v for n, v in row.items() if not _is_empty(v)} for row in rows]


def read_settings_table(path: Path) -> list[dict[str, Any]]:
    """Read settings from a CSV file, with decimal points or (beside semicolons) commas, or Parquet.

    Raises
    ------
    RequestError
        If it cannot be read, or has no row.
    """
    if path.suffix == ".parquet":
        return settings_of(_parquet(path))
    try:
        text = read_file_bytes(path, most_bytes=LARGEST).decode("utf-8-sig")
    except (UnreadableFileError, UnicodeDecodeError) as error:
        raise RequestError(f"{path}: {error}; a table of settings is CSV in UTF-8") from None
    first = text.partition("\n")[0]
    between = ";" if ";" in first else ","
    rows = list(csv.DictReader(io.StringIO(text), delimiter=between))
    if not rows:
        raise RequestError(f"{path} has no row below its heads, which are parameters' names")
    found = []
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise RequestError(f"{path}, row {number}: it has not as many cells as there are heads")
        cells = {name.strip(): cell.strip() for name, cell in row.items()}
        kept = {n: c for n, c in cells.items() if c and n not in (*NOT_SETTINGS, "scenario")}
        found.append({n: _value(c, comma=between == ";") for n, c in kept.items()})
    return found


def _parquet(path: Path) -> pd.DataFrame:
    try:
        return read_table(path)
    except Exception as error:  # Arrow has many kinds of its own
        raise RequestError(f"{path} cannot be read as Parquet: {error}") from None


def _value(cell: str, *, comma: bool) -> Any:
    """Return a cell as TOML would read it; words need no quotes."""
    plain = cell.replace(",", ".", 1) if comma and cell.count(",") == 1 else cell
    plain = {"True": "true", "False": "false"}.get(plain, plain)
    try:
        return tomllib.loads(f"value = {plain}")["value"]
    except tomllib.TOMLDecodeError:
        return cell


def _is_empty(value: object) -> bool:
    return value is None or (isinstance(value, float) and np.isnan(value))
