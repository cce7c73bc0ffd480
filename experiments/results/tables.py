"""What writes the files of a folder of results, and reads its tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from heterophony.experiments.results.folders import Writer

if TYPE_CHECKING:
    import pandas as pd  # a sixth of a short command's time, and only tables need it


def columns_of(rows: Sequence[Mapping[str, Any]], names: Iterable[str]) -> dict[str, Any]:
    """Return rows as columns, words as objects; None is NaN."""
    return {name: _column([row[name] for row in rows]) for name in names}


def _column(values: Sequence[Any]) -> npt.NDArray[Any]:
    if values and isinstance(values[0], str):
        return np.array(values, dtype=object)
    return np.array([np.nan if each is None else each for each in values])


def frame_of(columns: Mapping[str, Any]) -> pd.DataFrame:
    """Return columns as a data frame."""
    import pandas as pd  # a sixth of a short command's time, and folders are written without it

    return pd.DataFrame(columns)


def write_table(table: pd.DataFrame) -> Writer:
    """Return what writes a table as Parquet."""

    def write(path: Path) -> None:
        # Arrow opens no path that this system's letters cannot spell; Python does.
        with path.open("wb") as stream:
            table.to_parquet(stream, index=False, compression="zstd")

    return write


def write_columns(columns: Mapping[str, Any]) -> Writer:
    """Return what writes arrays of equal length as Parquet, as `write_table` does, sooner."""
    # A tenth of a second, and only folders need it.
    from heterophony.experiments.results.arrow_columns import arrow_table, write_parquet

    table = arrow_table(columns)

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            write_parquet(table, stream)

    return write


def read_table(path: Path) -> pd.DataFrame:
    """Return a table of a folder of results."""
    import pandas as pd

    with path.open("rb") as stream:
        return pd.read_parquet(stream)


def write_text(text: str) -> Writer:
    """Return what writes a text."""

    def write(path: Path) -> None:
        path.write_text(text, "utf-8")

    return write
