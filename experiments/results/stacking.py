"""Tables of several runs laid under one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

    from heterophony.sim import Result


def stacked(tables: Sequence[Mapping[str, Any]], replicates: Sequence[int]) -> pd.DataFrame:
    """Lay the tables of several runs under one another, with the replicate in the first column."""
    import pandas as pd  # a sixth of a short command's time, and only tables need it

    if not tables:
        return pd.DataFrame({"replicate": np.empty(0, dtype=np.int64)})
    lengths = [length(table) for table in tables]
    columns = {"replicate": np.repeat(np.asarray(replicates, dtype=np.int64), lengths)}
    for name in tables[0]:
        columns[name] = np.concatenate([np.asarray(table[name]) for table in tables])
    return pd.DataFrame(columns)


def turn_columns(result: Result) -> dict[str, Any]:
    """Return every turn of a run as columns."""
    from heterophony.sim import Turn

    assert result.meetings is not None
    said = [result.turns(row) for row in range(length(result.meetings))]
    lengths = [len(each) for each in said]
    flat = [turn for each in said for turn in each]
    columns: dict[str, Any] = {
        "meeting": np.repeat(np.arange(len(said)), lengths),
        "turn": np.concatenate([np.arange(each) for each in lengths] or [np.empty(0, np.int64)]),
    }
    words = zip(*flat, strict=True) if flat else ([] for _ in Turn._fields)
    return columns | {
        name: np.array(list(each), dtype=object)
        for name, each in zip(Turn._fields, words, strict=True)
    }


def length(table: Mapping[str, Any]) -> int:
    """Return the number of rows of a table of equal columns."""
    return len(next(iter(table.values()), ()))
