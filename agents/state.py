"""The state of one jobcentre of a run: all its tables, passed to rules as one value.

Rules read `w.citizens[row]` and the like. For compiled rules the state is the address of a header
with the addresses and lengths of its tables: passing twenty arrays at every call would cost far
more than most rules do, in time and in compiling.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.batch import BATCH_COLUMNS
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import Rows, as_matrix, record_type
from heterophony.agents.compiled import teach_before_compiling
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TALK_COLUMNS, TURN_TYPE
from heterophony.agents.premises import premises_type
from heterophony.agents.record_layout import state_layout
from heterophony.agents.staff_columns import (
    CALENDAR_COLUMNS,
    CASEWORKER_COLUMNS,
    DYAD_COLUMNS,
    JOBCENTRE_COLUMNS,
    MENTOR_COLUMNS,
    SLOT_COLUMNS,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        BatchBlock,
        CalendarRow,
        CaseRow,
        CaseworkerRow,
        CitizenRow,
        JobcentreRow,
        MeetingRow,
        MentorRow,
        Parameters,
        SlotRow,
        Table,
        TalkRow,
        TotalRow,
        WeeklyRow,
    )

_FLOAT, _INTEGER = np.dtype("f8"), np.dtype("i8")

# Every table of a state: type of an entry and number of dimensions. The declarations of columns say
# what they mean.
TABLES: dict[str, tuple[np.dtype[Any], int]] = {
    "premises": (premises_type(), 1),  # [premises] parameters as they hold from a week on
    "baseline": (premises_type(), 1),  # [1] parameters with the levers of the baseline
    "quantiles": (_FLOAT, 3),  # [premises, kind, node] quantile functions
    "calendar": (record_type(CALENDAR_COLUMNS), 1),  # [weeks, burn-in included]
    "citizens": (record_type(CITIZEN_COLUMNS), 1),  # [places for persons]
    "caseworkers": (record_type(CASEWORKER_COLUMNS), 1),  # [posts]
    "mentors": (record_type(MENTOR_COLUMNS), 1),  # [posts]
    "jobcentre": (record_type(JOBCENTRE_COLUMNS), 1),  # [1]
    "slots": (record_type(SLOT_COLUMNS), 1),  # [slots]
    "understanding": (_FLOAT, 2),  # [mentors, caseworker posts] u_mk
    "dyads": (record_type(DYAD_COLUMNS), 2),  # [mentors, caseworker posts]
    "not_understood": (_FLOAT, 2),  # [same] share of the distance left after the week's events
    "caseload": (_INTEGER, 1),  # [places] citizen rows sorted by caseworker
    "mentees": (_INTEGER, 1),  # [places] citizen rows sorted by mentor
    "queue": (_INTEGER, 1),  # [places] scratch for queues
    "lanes": (record_type(BATCH_COLUMNS), 1),  # [blocks for all places] scratch
    "meetings": (record_type(MEETING_COLUMNS), 1),  # [meetings kept, at least 1]
    "meeting_matrix": (_FLOAT, 2),  # [meetings kept, columns] the same memory
    "meeting_totals": (_FLOAT, 2),  # [of all meetings, of three parties; columns] from week 0 on
    "mean_counts": (_FLOAT, 1),  # [columns of counts] means that counts are drawn by
    "talk": (record_type(TALK_COLUMNS), 1),  # [1] scratch
    "turns": (TURN_TYPE, 2),  # [logs kept, turns]
    "cases": (record_type(CASE_COLUMNS), 1),  # [referrals]
    "weekly": (record_type(WEEKLY_COLUMNS), 1),  # [weeks from week 0]
    "totals": (record_type(TOTAL_COLUMNS), 1),  # [1]
    "events": (_INTEGER, 2),  # [events kept, fields]
    "counters": (_INTEGER, 1),  # see the indices below
}
_PLACES = {name: place for place, name in enumerate(TABLES)}
HEADER_FIELDS = 4  # address and up to three lengths

# Indices into `counters`.
CITIZEN_ROWS = 0  # citizen rows in use, free ones among them
CASES = 1  # cases begun
MEETINGS_KEPT = 2
EVENTS_KEPT = 3
KEEP_MEETINGS = 4  # 1: every meeting is kept as a row
KEEP_TURNS = 5  # 1: every meeting's log is kept
KEEP_EVENTS = 6
PLACE = 7  # index of the present week in the calendar
COUNTERS = 8


class Block(NamedTuple):
    """Some tables that have the declared form.

    Attributes
    ----------
    tables : by name
    places, rows : where the header says that each is, and what
    """

    tables: dict[str, Any]
    places: list[int]
    rows: npt.NDArray[np.int64]


def checked_block(tables: dict[str, Any]) -> Block:
    """Return tables as a block.

    Raises
    ------
    TypeError
        If one has another type, other dimensions or another memory order than declared.
    """
    rows = np.zeros((len(tables), HEADER_FIELDS), dtype=np.int64)
    for row, (name, table) in zip(rows, tables.items(), strict=True):
        entry, dimensions = TABLES[name]
        kind = table.dtype
        same = kind.names == entry.names and kind.itemsize == entry.itemsize
        if not same or table.ndim != dimensions or not table.flags.c_contiguous:
            raise TypeError(f"state: table {name} has another form than declared")
        row[0] = table.ctypes.data
        row[1 : 1 + dimensions] = table.shape
    return Block(tables, [_PLACES[name] for name in tables], rows)


class State:
    """The tables of one jobcentre, by the names of `TABLES`.

    Attributes
    ----------
    layout : a hash of where everything lies in memory, which prepared rules must agree with
    """

    layout = state_layout(TABLES)
    premises: Table[Parameters]
    baseline: Table[Parameters]
    quantiles: npt.NDArray[np.float64]
    calendar: Table[CalendarRow]
    citizens: Table[CitizenRow]
    caseworkers: Table[CaseworkerRow]
    mentors: Table[MentorRow]
    jobcentre: Table[JobcentreRow]
    slots: Table[SlotRow]
    understanding: npt.NDArray[np.float64]
    dyads: Any
    not_understood: npt.NDArray[np.float64]
    caseload: npt.NDArray[np.int64]
    mentees: npt.NDArray[np.int64]
    queue: npt.NDArray[np.int64]
    lanes: Table[BatchBlock]
    meetings: Table[MeetingRow]
    meeting_matrix: npt.NDArray[np.float64]
    meeting_totals: npt.NDArray[np.float64]
    mean_counts: npt.NDArray[np.float64]
    talk: Table[TalkRow]
    turns: Rows
    cases: Table[CaseRow]
    weekly: Table[WeeklyRow]
    totals: Table[TotalRow]
    events: npt.NDArray[np.int64]
    counters: npt.NDArray[np.int64]

    def __init__(self, **tables: Any) -> None:
        self._header = np.zeros((len(TABLES), HEADER_FIELDS), dtype=np.int64)
        self.address = self._header.ctypes.data
        self._bytes: dict[str, npt.NDArray[np.uint8]] = {}
        self.put(**tables)

    def put(self, **tables: Any) -> None:
        """Put tables in place, checking type, dimensions and memory order of each."""
        self.put_block(checked_block(tables))

    def put_block(self, block: Block) -> None:
        """Put tables in place that were checked before."""
        self.__dict__.update(block.tables)
        for name in block.tables:
            self._bytes.pop(name, None)
        self._header[block.places] = block.rows

    def bytes_of(self, name: str) -> npt.NDArray[np.uint8]:
        """See a table as bytes, in one row; a view is kept, since a table of records is slow."""
        if name not in self._bytes:
            plain = np.asarray(getattr(self, name))
            self._bytes[name] = np.ndarray((plain.nbytes,), np.uint8, plain)
        return self._bytes[name]

    def __reduce__(self) -> tuple[Any, tuple[dict[str, Any]]]:
        """Pickle the tables; addresses are those of the process that reads them."""
        tables = {name: getattr(self, name) for name in TABLES if name != "meeting_matrix"}
        return _restored, (tables,)


def _restored(tables: dict[str, Any]) -> State:
    """Make a state from pickled tables."""
    return State(**tables, meeting_matrix=as_matrix(tables["meetings"]))


def _teach() -> None:
    from heterophony.agents.numba_internals import teach_compiler  # Numba is slow to import

    teach_compiler(State, TABLES, HEADER_FIELDS)


teach_before_compiling(_teach)
