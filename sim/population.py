"""Building the world of one run: posts filled, slots dealt, nobody arrived yet."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import as_matrix, new_rows
from heterophony.agents.draws import child_key, mixed
from heterophony.agents.events import EVENT_FIELDS
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TURN_TYPE
from heterophony.agents.ownership import COMPONENTS
from heterophony.agents.staff_columns import (
    CASEWORKER_COLUMNS,
    JOBCENTRE_COLUMNS,
    MENTOR_COLUMNS,
    SLOT_COLUMNS,
)
from heterophony.agents.world import (
    COUNTERS,
    KEEP_EVENTS,
    KEEP_MEETINGS,
    KEEP_TURNS,
    World,
)
from heterophony.sim.bookkeeping import key_everything
from heterophony.sim.organisation import deal_slots, fill_posts, schedule_first_fill
from heterophony.sim.prepared import Prepared

SEED_MASK = 0xFFFFFFFFFFFFFFFF


def jobcentre_key(seed: int, jobcentre: int) -> np.uint64:
    """Return the key under which everything in a jobcentre is drawn."""
    root = np.uint64(mixed(np.uint64((seed * 2 + 1) & SEED_MASK)))
    return np.uint64(child_key(root, 0, jobcentre))


def build_world(ready: Prepared, seed: int, keep: Collection[str] = ()) -> World:
    """Build a world at the first week of its burn-in.

    Parameters
    ----------
    ready : the scenario, prepared
    seed : any whole number
    keep : any of "meetings", "turns", "events"
    """
    values = ready.premises[0][1]
    jobcentres = int(values["population.jobcentres"])
    mentors, posts = jobcentres * ready.shape.mentors, ready.posts
    places = jobcentres * ready.shape.slots
    meetings = new_rows(MEETING_COLUMNS, 1)
    w = World(
        premises=ready.records,
        baseline=ready.baseline,
        quantiles=ready.quantiles,
        calendar=ready.calendar,
        citizens=new_rows(CITIZEN_COLUMNS, places),
        caseworkers=new_rows(CASEWORKER_COLUMNS, jobcentres * posts),
        mentors=new_rows(MENTOR_COLUMNS, mentors),
        jobcentres=new_rows(JOBCENTRE_COLUMNS, jobcentres),
        slots=new_rows(SLOT_COLUMNS, places),
        understanding=np.full((mentors, posts), values["coordination.initial_understanding"]),
        not_understood=np.ones((mentors, posts)),
        caseload=np.zeros(places, dtype=np.int64),
        mentees=np.zeros(places, dtype=np.int64),
        queue=np.zeros(places, dtype=np.int64),
        components=np.zeros((COMPONENTS + 1, places)),
        meetings=meetings,
        meeting_matrix=as_matrix(meetings),
        meeting_totals=np.zeros(len(MEETING_COLUMNS)),
        turns=np.zeros((1, ready.turns), TURN_TYPE).view(np.recarray),
        cases=new_rows(CASE_COLUMNS, 0),
        weekly=new_rows(WEEKLY_COLUMNS, int(values["run.weeks"])),
        totals=new_rows(TOTAL_COLUMNS, 1),
        events=np.zeros((0, len(EVENT_FIELDS)), dtype=np.int64),
        counters=np.zeros(COUNTERS, dtype=np.int64),
    )
    w.counters[KEEP_MEETINGS] = int("meetings" in keep or "turns" in keep)
    w.counters[KEEP_TURNS] = int("turns" in keep)
    w.counters[KEEP_EVENTS] = int("events" in keep)
    _furnish(w, ready, seed)
    return w


def _furnish(w: World, ready: Prepared, seed: int) -> None:
    """Key everything, fill the posts and deal the slots under the first premises."""
    week, values = ready.premises[0]
    w.jobcentres["commitment_caseworkers"] = values["dialogue.caseworker_commitment"]
    w.jobcentres["commitment_mentors"] = values["dialogue.mentor_commitment"]
    for number in range(len(w.jobcentres)):
        key_everything(w, number, jobcentre_key(seed, number))
        fill_posts(w, number, values, ready.records[0], ready.quantiles[0])
        deal_slots(w, number, values)
    schedule_first_fill(w, values, week)
