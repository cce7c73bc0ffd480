"""The fields of every record as types, so that a misspelt field fails `make types`.

NumPy cannot tell a type checker which fields a record has. `python -m
heterophony.docs.generate.record_fields` writes `agents/fields.pyi` from the declared parameters and
columns; a test holds the file to what this module would write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from heterophony.agents.batch import BATCH_COLUMNS
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import record_type
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TALK_COLUMNS, TURN_TYPE
from heterophony.agents.premises import premises_type
from heterophony.agents.staff_columns import (
    CALENDAR_COLUMNS,
    CASEWORKER_COLUMNS,
    DYAD_COLUMNS,
    JOBCENTRE_COLUMNS,
    MENTOR_COLUMNS,
    SLOT_COLUMNS,
)

FILE = Path(__file__).resolve().parents[2] / "agents/fields.pyi"
_HEAD = '''"""Fields of every record, for type checkers only.

Written by `make tables` from the declarations; do not edit.
"""

from collections.abc import Iterator
from typing import Any, Generic, Protocol, SupportsIndex, TypeVar, overload

_Row = TypeVar("_Row")

class Table(Generic[_Row]):
    """Rows of one kind: an array of records."""

    @overload
    def __getitem__(self, place: SupportsIndex) -> _Row: ...
    @overload
    def __getitem__(self, place: Any) -> Any: ...
    def __setitem__(self, place: Any, value: Any) -> None: ...
    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[_Row]: ...
    def __getattr__(self, name: str) -> Any: ...

class Record(Protocol):
    """A row of any kind: its fields are also items."""

    @property
    def dtype(self) -> Any: ...
    def __getitem__(self, name: str) -> Any: ...
    def __setitem__(self, name: str, value: Any) -> None: ...
'''
_SHARED = ("CaseworkerRow", "MentorRow")


def record_types() -> Mapping[str, np.dtype[Any]]:
    """Return the type of each kind of record by the name of its protocol."""
    return {
        "Parameters": premises_type(),
        "CitizenRow": record_type(CITIZEN_COLUMNS),
        "CaseworkerRow": record_type(CASEWORKER_COLUMNS),
        "MentorRow": record_type(MENTOR_COLUMNS),
        "JobcentreRow": record_type(JOBCENTRE_COLUMNS),
        "SlotRow": record_type(SLOT_COLUMNS),
        "CalendarRow": record_type(CALENDAR_COLUMNS),
        "MeetingRow": record_type(MEETING_COLUMNS),
        "TurnRow": TURN_TYPE,
        "TalkRow": record_type(TALK_COLUMNS),
        "DyadRow": record_type(DYAD_COLUMNS),
        "CaseRow": record_type(CASE_COLUMNS),
        "WeeklyRow": record_type(WEEKLY_COLUMNS),
        "TotalRow": record_type(TOTAL_COLUMNS),
        "BatchBlock": record_type(BATCH_COLUMNS),
    }


def written() -> str:
    """Return the whole file."""
    types = record_types()
    parts = [_HEAD]
    parts += [_protocol(name, entry.names or ()) for name, entry in types.items()]
    first, second = (types[name].names or () for name in _SHARED)
    both = tuple(name for name in first if name in second)
    parts.append(_protocol("WorkerRow", both))
    return "\n".join(parts)


def _protocol(name: str, fields: tuple[str, ...]) -> str:
    return "\n".join([f"class {name}(Record, Protocol):", *_lines(fields)]) + "\n"


def _lines(fields: tuple[str, ...]) -> Iterator[str]:
    """Yield a line a field; numbers of NumPy and Python mix freely in rules, hence `Any`."""
    for field in fields:
        yield f"    {field}: Any"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
