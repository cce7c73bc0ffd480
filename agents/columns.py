"""How the state of agents is stored: rows of named columns, and Mesa agents as views of a row.

There is one copy of the state. A column is declared once with its type and meaning; compiled rules
read and write `row.pressure`, and so does a Mesa agent, whose attribute *is* the column.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

Rows = Any  # np.recarray with the columns of a kind; numpy cannot type its fields
Row = Any  # one record of it
_Value = TypeVar("_Value")


class ColumnOf(NamedTuple):
    """One declared column: name, type, meaning.

    Types are `float`, `int` and `key`, or several of them: `5` or `5 float`, `16 key`.
    """

    name: str
    kind: str
    meaning: str
    start: float = 0.0


@cache
def record_type(columns: tuple[ColumnOf, ...]) -> np.dtype[Any]:
    """Build the record type of a kind from its declared columns."""
    codes = {"float": "f8", "int": "i8", "key": "u8"}
    fields: list[Any] = []
    for column in columns:
        several, _, one = column.kind.rpartition(" ")
        if one.isdigit():
            several, one = one, "float"
        form = ((int(several),),) if several else ()
        fields.append((column.name, codes[one], *form))
    return np.dtype(fields, align=True)


def new_rows(columns: tuple[ColumnOf, ...], count: int) -> Rows:
    """Make `count` rows at the columns' start values."""
    first = _first_row(columns)
    entries = np.empty((count, first.itemsize), np.uint8)
    entries[:] = as_bytes(first)
    return np.ndarray.__new__(np.recarray, (count,), first.dtype, entries)


def as_bytes(rows: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """See rows as bytes, [rows, bytes of a row]: copying them so is far faster than by column."""
    plain = np.asarray(rows)
    return np.ndarray((len(plain), plain.dtype.itemsize), np.uint8, plain)


@cache
def _first_row(columns: tuple[ColumnOf, ...]) -> npt.NDArray[Any]:
    row = np.zeros(1, record_type(columns))
    for column in columns:
        row[column.name] = column.start
    return row


def as_matrix(rows: Rows) -> npt.NDArray[np.float64]:
    """See rows whose columns are all floats as a matrix `[rows, columns]` on the same memory."""
    return rows.view(np.ndarray).view(np.float64).reshape(len(rows), -1)


class Column(Generic[_Value]):
    """A Mesa agent's attribute that reads and writes its row, as a plain Python number."""

    def __init__(self, doc: str = "") -> None:
        self.__doc__ = doc

    def __set_name__(self, owner: type, name: str) -> None:
        """Remember the attribute's name."""
        self.name = name

    def __get__(self, agent: Any, owner: type | None = None) -> Any:
        """Read the agent's row; on the class itself, return the descriptor."""
        if agent is None:
            return self
        value = agent.record[self.name]
        return value if value.ndim else value.item()

    def __set__(self, agent: Any, value: _Value) -> None:
        """Write the agent's row."""
        agent.record[self.name] = value


def view_of(columns: tuple[ColumnOf, ...]) -> Any:
    """Decorate an agent class: every declared column becomes an attribute of its agents."""

    def decorate(agent_class: type) -> type:
        for column in columns:
            if column.name not in agent_class.__dict__:
                descriptor: Column[Any] = Column(column.meaning)
                setattr(agent_class, column.name, descriptor)
                descriptor.__set_name__(agent_class, column.name)
        return agent_class

    return decorate
