"""Grows tables before a week, because compiled rules cannot.

Those in education stay on, and every referral is a row: tables grow with the run, by a half.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.batch import BATCH_COLUMNS, blocks_for
from heterophony.agents.book_columns import CASE_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import Rows, as_bytes, as_matrix, new_rows
from heterophony.agents.compiled import compiled
from heterophony.agents.events import EVENT_NAMES
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.state import (
    CASES,
    CITIZEN_ROWS,
    EVENTS_KEPT,
    KEEP_EVENTS,
    KEEP_MEETINGS,
    KEEP_TURNS,
    MEETINGS_KEPT,
    State,
)

MOST_EVENTS = len(EVENT_NAMES)  # of a citizen in a week: each kind at most once


def grown(rows: Rows, columns: Any, wanted: int) -> Rows:
    """Return rows with room for `wanted`, the old ones first; by at least a half."""
    if wanted <= len(rows):
        return rows
    larger = new_rows(columns, max(wanted, len(rows) * 3 // 2))
    as_bytes(larger)[: len(rows)] = as_bytes(rows)
    return larger


def grown_array(array: np.ndarray[Any, Any], wanted: int) -> np.ndarray[Any, Any]:
    """Return an array with room for `wanted` rows, the old ones first."""
    if wanted <= len(array):
        return array
    larger = np.zeros((max(wanted, len(array) * 3 // 2), *array.shape[1:]), array.dtype)
    larger[: len(array)] = array
    return larger


@compiled
def people_at_most(w: State) -> int:
    """Return how many rows people may need after one more week's arrivals."""
    empty = 0
    for number in range(len(w.slots)):
        slot = w.slots[number]
        if slot.open and slot.holder < 0:
            empty += 1
    return w.counters[CITIZEN_ROWS] + empty


@compiled
def has_capacity(w: State) -> bool:
    """Tell whether the tables have room for all that one more week can add.

    A slot is filled, a person referred and met at most once a week.
    """
    people = people_at_most(w)
    if people > len(w.citizens) or w.counters[CASES] + people > len(w.cases):
        return False
    kept = w.counters[MEETINGS_KEPT] + people
    if w.counters[KEEP_MEETINGS] and kept > len(w.meetings):
        return False
    if w.counters[KEEP_TURNS] and kept > len(w.turns):
        return False
    posts = len(w.caseworkers) + len(w.mentors)
    events = w.counters[EVENTS_KEPT] + people * MOST_EVENTS + posts
    return not w.counters[KEEP_EVENTS] or events <= len(w.events)


def grow_tables(w: State) -> None:
    """Grow the tables of a state to hold all that the next weeks can add."""
    people = people_at_most(w)
    citizens = grown(w.citizens, CITIZEN_COLUMNS, people)
    cases = grown(w.cases, CASE_COLUMNS, int(w.counters[CASES]) + people)
    w.put(citizens=citizens, cases=cases)
    if len(citizens) > len(w.caseload):
        scratch = {
            name: np.zeros(len(citizens), dtype=np.int64)
            for name in ("caseload", "mentees", "queue")
        }
        w.put(**scratch, lanes=new_rows(BATCH_COLUMNS, blocks_for(len(citizens))))
    kept = int(w.counters[MEETINGS_KEPT]) + people
    if w.counters[KEEP_MEETINGS]:
        meetings = grown(w.meetings, MEETING_COLUMNS, kept)
        w.put(meetings=meetings, meeting_matrix=as_matrix(meetings))
    if w.counters[KEEP_TURNS]:
        w.put(turns=grown_array(w.turns, kept).view(np.recarray))
    if w.counters[KEEP_EVENTS]:
        posts = len(w.caseworkers) + len(w.mentors)
        events = int(w.counters[EVENTS_KEPT]) + people * MOST_EVENTS + posts
        w.put(events=grown_array(w.events, events))
