"""What a run has counted, over all its jobcentres: sums by week, of the run, of meetings, cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import CASE_COLUMNS
from heterophony.agents.compiled import compiled
from heterophony.agents.state import TABLES, State
from heterophony.agents.vocabulary import NOBODY
from heterophony.sim.burn_in import used_bytes
from heterophony.sim.counting import FACTS, write_facts
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.summing import places

Sums = npt.NDArray[np.float64]
_of = places(column.name for column in CASE_COLUMNS)


class Books(NamedTuple):
    """Sums from week 0 on, and every case.

    Attributes
    ----------
    weekly : sums of each week, [week, name of `sim.weekly.WEEKLY_NAMES`]
    totals : sums over the run, [column of the totals]
    meetings : sums over all meetings held and over those with a mentor, [2, column of a meeting]
    cases : the rows of each jobcentre's cases, numbered within the run
    facts : the columns of cases that outcomes use, [`sim.counting.FACTS`, case]
    """

    weekly: Sums
    totals: Sums
    meetings: Sums
    cases: Sequence[npt.NDArray[Any]]
    facts: Sums


def books_of(jobcentres: Sequence[Jobcentre]) -> Books:
    """Add up the books of jobcentres, in their order."""
    states = [each.state for each in jobcentres]
    cases = [_cases(each) for each in jobcentres]
    return Books(
        weekly=_added([_floats(w, "weekly").reshape(len(w.weekly), -1) for w in states]),
        totals=_added([_floats(w, "totals") for w in states]),
        meetings=meeting_sums(states),
        cases=cases,
        facts=_facts(cases),
    )


def meeting_sums(states: Sequence[State]) -> Sums:
    """Return the sums over all meetings, and over those with a mentor, [2, column]."""
    return _added([w.meeting_totals for w in states])


def whole_numbers(rows: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """See rows of cases, whose columns take eight bytes each, as whole numbers, [case, column]."""
    return np.ndarray((len(rows), rows.dtype.itemsize // 8), np.int64, rows)


@compiled
def settle_cases(w: State, cases: Any, jobcentre: int) -> None:
    """Give cases their numbers within the run, and open ones the present status as their fate.

    Parameters
    ----------
    w : the state at the end
    cases : a copy of its cases as whole numbers, [case, column]
    jobcentre : which one of the run it is, from 0
    """
    for row in range(len(w.citizens)):
        citizen = w.citizens[row]
        if citizen.status != NOBODY and citizen.case >= 0 and cases[citizen.case, _of.fate] == 0:
            cases[citizen.case, _of.fate] = citizen.status
    for case in range(len(cases)):
        cases[case, _of.jobcentre] = jobcentre
        if cases[case, _of.slot] >= 0:
            cases[case, _of.slot] += jobcentre * len(w.slots)


def _floats(w: State, table: str) -> Sums:
    """See a table of floats as one row of them."""
    return w.bytes_of(table).view(np.float64)


def _added(parts: Sequence[Sums]) -> Sums:
    total = np.array(parts[0])
    for part in parts[1:]:
        total += part
    return total


def _facts(cases: Sequence[npt.NDArray[Any]]) -> Sums:
    """Return the facts of all cases; every column of a case takes eight bytes."""
    facts = np.empty((len(FACTS), sum(len(rows) for rows in cases)))
    first = 0
    for rows in cases:
        whole = whole_numbers(rows)
        write_facts(whole, whole.view(np.float64), facts[:, first : first + len(rows)])
        first += len(rows)
    return facts


def _cases(jobcentre: Jobcentre) -> npt.NDArray[Any]:
    """Copy a jobcentre's cases; those still open get the present status as their fate."""
    w = jobcentre.state
    used = w.bytes_of("cases")[: used_bytes(w, "cases")].copy()
    entry = TABLES["cases"][0]
    cases = np.ndarray((used.size // entry.itemsize,), entry, used)
    settle_cases(w, whole_numbers(cases), jobcentre.number)
    return cases
