"""Columns of numbers and words as a table of Arrow, made without pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import parquet


def arrow_table(columns: Mapping[str, Any]) -> pa.Table:
    """Return columns as a table, NaN as missing."""
    return pa.table({name: _arrow_array(values) for name, values in columns.items()})


def write_parquet(table: pa.Table, stream: Any) -> None:
    """Write a table into an open file."""
    parquet.write_table(table, stream, compression="zstd")


def _arrow_array(values: npt.NDArray[Any]) -> pa.Array:
    """Return numbers or words for Arrow, NaN as missing.

    Of memory laid out here: Arrow's own conversion of arrays loads pandas.
    """
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
    whole = [
        np.ascontiguousarray(each) if isinstance(each, np.ndarray) else each for each in memory
    ]
    bits = None if known is None else pa.py_buffer(known)
    return pa.Array.from_buffers(of, length, [bits, *map(pa.py_buffer, whole)])
