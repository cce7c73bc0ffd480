"""What writes the files of a folder of results, and reads its tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from heterophony.experiments.results.folders import Writer

if TYPE_CHECKING:
    import pandas as pd  # a sixth of a short command's time, and only tables need it


def write_table(table: pd.DataFrame) -> Writer:
    """Return what writes a table as Parquet."""

    def write(path: Path) -> None:
        # Arrow opens no path that this system's letters cannot spell; Python does.
        with path.open("wb") as stream:
            table.to_parquet(stream, index=False, compression="zstd")

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
