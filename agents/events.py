"""Dated events of citizens and posts, recorded on request (event studies).

The number of the jobcentre is added when results are collected, since its tables do not contain it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.compiled import compiled
from heterophony.agents.state import EVENTS_KEPT, KEEP_EVENTS, State

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow

(
    EVENT_ARRIVAL,
    EVENT_REFERRAL,
    EVENT_COURSE,
    EVENT_MEETING,
    EVENT_ORDER,
    EVENT_SANCTION,
    EVENT_STRONG,
    EVENT_CRISIS,
    EVENT_OWN_START,
    EVENT_ORDERED_START,
    EVENT_DROPOUT,
    EVENT_JOB,
    EVENT_LOST,
    EVENT_CLOSED,
    EVENT_CASEWORKER_CHANGE,
    EVENT_MENTOR_CHANGE,
    EVENT_CASEWORKER_QUITS,
    EVENT_MENTOR_QUITS,
) = range(18)
EVENT_NAMES = (
    "arrival",
    "referral",
    "course_start",
    "meeting",
    "order",
    "sanction",
    "strong_reaction",
    "crisis",
    "own_education_start",
    "ordered_education_start",
    "dropout",
    "job",
    "lost",
    "closed",
    "caseworker_change",
    "mentor_change",
    "caseworker_quits",
    "mentor_quits",
)
EVENT_FIELDS = ("week", "kind", "jobcentre", "slot", "generation", "post")
EVENTS_PER_CITIZEN_WEEK = 6


@compiled
def write_event(w: State, week: int, kind: int, slot: int, generation: int, post: int) -> None:
    """Write one event row, if events are recorded."""
    if not w.counters[KEEP_EVENTS]:
        return
    row = w.counters[EVENTS_KEPT]
    w.counters[EVENTS_KEPT] += 1
    w.events[row, 0] = week
    w.events[row, 1] = kind
    w.events[row, 3] = slot
    w.events[row, 4] = generation
    w.events[row, 5] = post


@compiled
def note(w: State, citizen: CitizenRow, kind: int, week: int) -> None:
    """Record an event of a citizen."""
    if w.counters[KEEP_EVENTS]:
        write_event(w, week, kind, citizen.slot, citizen.generation, -1)
