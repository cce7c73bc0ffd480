"""What writes the files of a folder of results."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from heterophony.experiments.results.folders import Writer

if TYPE_CHECKING:
    import pandas as pd  # a sixth of a short command's time, and only tables need it


def write_table(table: pd.DataFrame) -> Writer:
    """Return what writes a table as Parquet."""
    return lambda path: table.to_parquet(path, index=False, compression="zstd")


def write_text(text: str) -> Writer:
    """Return what writes a text."""

    def write(path: Path) -> None:
        path.write_text(text, "utf-8")

    return write
