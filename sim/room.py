"""Making room before a stretch of weeks, so that compiled rules never have to.

Those in education stay on, and every referral is a row: tables grow with the run, by doubling.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.book_columns import CASE_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import Rows, as_bytes, as_matrix, new_rows
from heterophony.agents.events import EVENT_NAMES
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.vocabulary import NOBODY
from heterophony.agents.world import (
    CASES,
    EVENTS_KEPT,
    KEEP_EVENTS,
    KEEP_MEETINGS,
    KEEP_TURNS,
    MEETINGS_KEPT,
    World,
)

MOST_EVENTS = len(EVENT_NAMES)  # of a citizen in a week: each kind at most once


def grown(rows: Rows, columns: Any, wanted: int) -> Rows:
    """Return rows with room for `wanted`, the old ones first; at least doubled when it grows."""
    if wanted <= len(rows):
        return rows
    larger = new_rows(columns, max(wanted, 2 * len(rows)))
    as_bytes(larger)[: len(rows)] = as_bytes(rows)
    return larger


def grown_array(array: np.ndarray[Any, Any], wanted: int) -> np.ndarray[Any, Any]:
    """Return an array with room for `wanted` rows, the old ones first."""
    if wanted <= len(array):
        return array
    larger = np.zeros((max(wanted, 2 * len(array)), *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


def make_room(w: World, weeks: int) -> None:
    """Make room in a world for whatever `weeks` more weeks can bring.

    A slot is filled at most once a week and brings one person each time. A person's next referral
    takes a start in education, a drop-out, the delay of the return, and a new interview.
    """
    arrivals = len(w.slots) * (weeks + 1)
    used = int(np.count_nonzero(w.citizens["status"] != NOBODY))
    citizens = grown(w.citizens, CITIZEN_COLUMNS, used + arrivals)
    again = weeks // (int(w.premises["education_return_delay"].min()) + 1) + 1
    referrals = (used + arrivals) * again
    cases = grown(w.cases, CASE_COLUMNS, int(w.counters[CASES]) + referrals)
    w.put(citizens=citizens, cases=cases)
    if len(citizens) > len(w.caseload):
        scratch = {
            name: np.zeros(len(citizens), dtype=np.int64)
            for name in ("caseload", "mentees", "queue")
        }
        w.put(**scratch, components=np.zeros((len(w.components), len(citizens))))
    kept = int(w.counters[MEETINGS_KEPT]) + len(citizens) * weeks
    if w.counters[KEEP_MEETINGS]:
        meetings = grown(w.meetings, MEETING_COLUMNS, kept)
        w.put(meetings=meetings, meeting_matrix=as_matrix(meetings))
    if w.counters[KEEP_TURNS]:
        w.put(turns=grown_array(w.turns, kept).view(np.recarray))
    if w.counters[KEEP_EVENTS]:
        posts = len(w.caseworkers) + len(w.mentors)
        events = (len(citizens) * MOST_EVENTS + posts) * weeks
        w.put(events=grown_array(w.events, int(w.counters[EVENTS_KEPT]) + events))
