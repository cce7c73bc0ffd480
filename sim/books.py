"""What a run has counted, over all its jobcentres: sums by week, of the run, of meetings, cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.columns import as_matrix
from heterophony.agents.state import CASES, State
from heterophony.agents.vocabulary import NOBODY
from heterophony.sim.counting import FACTS, write_facts
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.tables import copied, within_run

Sums = npt.NDArray[np.float64]


class Books(NamedTuple):
    """Sums from week 0 on, and every case.

    Attributes
    ----------
    weekly : sums of each week, [week, name of `sim.weekly.WEEKLY_NAMES`]
    totals : sums over the run, [column of the totals]
    meetings : sums over all meetings held and over those with a mentor, [2, column of a meeting]
    cases : the rows of each jobcentre's cases, numbered within the run
    facts : what outcomes need to know of them, [`sim.counting.FACTS`, case]
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
        weekly=_added([as_matrix(w.weekly) for w in states]),
        totals=_added([as_matrix(w.totals)[0] for w in states]),
        meetings=meeting_sums(states),
        cases=cases,
        facts=_facts(cases),
    )


def meeting_sums(states: Sequence[State]) -> Sums:
    """Return the sums over all meetings, and over those with a mentor, [2, column]."""
    return _added([w.meeting_totals for w in states])


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
        shape = (len(rows), rows.dtype.itemsize // 8)
        whole, measured = (np.ndarray(shape, kind, rows) for kind in (np.int64, np.float64))
        write_facts(whole, measured, facts[:, first : first + len(rows)])
        first += len(rows)
    return facts


def _cases(jobcentre: Jobcentre) -> npt.NDArray[Any]:
    """Copy a jobcentre's cases; those still open get the present status as their fate."""
    w = jobcentre.state
    cases = copied(w.cases, int(w.counters[CASES]))
    citizens = np.asarray(w.citizens)
    here = (citizens["status"] != NOBODY) & (citizens["case"] >= 0)
    last, status = citizens["case"][here], citizens["status"][here]
    open_still = cases["fate"][last] == 0
    cases["fate"][last[open_still]] = status[open_still]
    within_run(cases, jobcentre.number, len(w.slots))
    return cases
