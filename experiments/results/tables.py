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
    import pyarrow as pa


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
    import pyarrow as pa  # a tenth of a second, and only folders need it
    from pyarrow import parquet

    arrays = {name: _arrow_array(values) for name, values in columns.items()}

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            parquet.write_table(pa.table(arrays), stream, compression="zstd")

    return write


def _arrow_array(values: npt.NDArray[Any]) -> pa.Array:
    """Return numbers or words for Arrow, NaN as missing.

    Of memory laid out here: Arrow's own conversion of arrays loads pandas.
    """
    import pyarrow as pa

    kind = values.dtype.kind
    if kind not in "biuf":
        words = [str(each).encode() for each in values.tolist()]
        ends = np.cumsum([0, *map(len, words)], dtype=np.int32)
        return _laid_out(pa.string(), len(words), ends, b"".join(words))
    numbers = np.packbits(values, bitorder="little") if kind == "b" else values
    unknown = np.isnan(values) if kind == "f" else np.zeros(len(values), np.bool_)
    known = np.packbits(~unknown, bitorder="little") if unknown.any() else None
    return _laid_out(pa.from_numpy_dtype(values.dtype), len(values), numbers, known=known)


def _laid_out(of: pa.DataType, length: int, *memory: Any, known: Any = None) -> pa.Array:
    """Return an Arrow array of a type on given memory; `known` has a bit for each value."""
    import pyarrow as pa

    whole = [
        np.ascontiguousarray(each) if isinstance(each, np.ndarray) else each for each in memory
    ]
    bits = None if known is None else pa.py_buffer(known)
    return pa.Array.from_buffers(of, length, [bits, *map(pa.py_buffer, whole)])


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
