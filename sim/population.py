"""Building the world of one jobcentre: posts filled, slots dealt, nobody arrived yet."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from heterophony.agents.batch import BATCH_COLUMNS, blocks_for
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import as_matrix, new_rows
from heterophony.agents.draws import child_key, splitmix64
from heterophony.agents.events import EVENT_FIELDS
from heterophony.agents.meeting_columns import COUNTS, MEETING_COLUMNS, TALK_COLUMNS, TURN_TYPE
from heterophony.agents.staff_columns import (
    CASEWORKER_COLUMNS,
    DIMENSIONS,
    DYAD_COLUMNS,
    JOBCENTRE_COLUMNS,
    MENTOR_COLUMNS,
    SLOT_COLUMNS,
)
from heterophony.agents.state import (
    COUNTERS,
    KEEP_EVENTS,
    KEEP_MEETINGS,
    KEEP_TURNS,
    State,
)
from heterophony.sim.bookkeeping import key_everything
from heterophony.sim.organisation import organise, schedule_first_fill
from heterophony.sim.prepared import Prepared

# Rows that a world begins with, for each slot: people stay on in education, and persons follow one
# another in a slot. What the default jobcentre needs in four years; more is made when it runs out.
PEOPLE_PER_SLOT = 2.25
CASES_PER_SLOT, CASES_PER_SLOT_YEAR = 3.0, 0.7
WEEKS_OF_YEAR = 52
SEED_MASK = 0xFFFFFFFFFFFFFFFF


def run_key(seed: int) -> np.uint64:
    """Return the key under which everything in a run is drawn."""
    return np.uint64(splitmix64(np.uint64((seed * 2 + 1) & SEED_MASK)))


def jobcentre_key(seed: int, number: int) -> np.uint64:
    """Return the key under which everything in one jobcentre of a run is drawn."""
    return np.uint64(child_key(run_key(seed), 0, number))


def build_state(ready: Prepared, seed: int, number: int, keep: Collection[str] = ()) -> State:
    """Build the world of one jobcentre at the first week of its burn-in.

    Parameters
    ----------
    ready : the scenario, prepared
    seed : any whole number
    number : which jobcentre of the run, from 0
    keep : any of "meetings", "turns", "events"
    """
    w = blank_state(ready)
    w.counters[KEEP_MEETINGS] = int("meetings" in keep or "turns" in keep)
    w.counters[KEEP_TURNS] = int("turns" in keep)
    w.counters[KEEP_EVENTS] = int("events" in keep)
    furnish(w, ready, seed, number)
    return w


def blank_state(ready: Prepared) -> State:
    """Make the tables of one jobcentre, nobody in them; only their sizes depend on the scenario."""
    mentors, posts, slots = ready.shape.mentors, ready.posts, ready.shape.slots
    meetings = new_rows(MEETING_COLUMNS, 1)
    people = int(slots * PEOPLE_PER_SLOT)
    years = len(ready.calendar) / WEEKS_OF_YEAR
    cases = int(slots * (CASES_PER_SLOT + CASES_PER_SLOT_YEAR * years))
    return State(
        premises=ready.records,
        baseline=ready.baseline,
        quantiles=ready.quantiles,
        calendar=ready.calendar,
        citizens=new_rows(CITIZEN_COLUMNS, people),
        caseworkers=new_rows(CASEWORKER_COLUMNS, posts),
        mentors=new_rows(MENTOR_COLUMNS, mentors),
        jobcentre=new_rows(JOBCENTRE_COLUMNS, 1),
        slots=new_rows(SLOT_COLUMNS, slots),
        understanding=np.zeros((mentors, posts)),
        not_understood=np.ones((mentors, posts)),
        dyads=new_rows(DYAD_COLUMNS, mentors * posts).reshape(mentors, posts),
        caseload=np.zeros(people, dtype=np.int64),
        mentees=np.zeros(people, dtype=np.int64),
        queue=np.zeros(people, dtype=np.int64),
        lanes=new_rows(BATCH_COLUMNS, blocks_for(people)),
        meetings=meetings,
        meeting_matrix=as_matrix(meetings),
        meeting_totals=np.zeros((2, len(MEETING_COLUMNS))),
        mean_counts=np.zeros(len(COUNTS)),
        talk=new_rows(TALK_COLUMNS, 1),
        turns=np.zeros((1, ready.turns), TURN_TYPE).view(np.recarray),
        cases=new_rows(CASE_COLUMNS, cases),
        weekly=new_rows(WEEKLY_COLUMNS, ready.weeks),
        totals=new_rows(TOTAL_COLUMNS, 1),
        events=np.zeros((0, len(EVENT_FIELDS)), dtype=np.int64),
        counters=np.zeros(COUNTERS, dtype=np.int64),
    )


def furnish(w: State, ready: Prepared, seed: int, number: int) -> None:
    """Fill the posts of blank tables and deal the slots, under the first premises.

    Parameters
    ----------
    w : blank tables
    ready : the scenario, prepared
    seed : any whole number
    number : which jobcentre of the run, from 0
    """
    week, values = ready.premises[0]
    jobcentre = np.asarray(w.jobcentre)
    jobcentre["commitment_caseworkers"] = values["dialogue.caseworker_commitment"]
    jobcentre["commitment_mentors"] = values["dialogue.mentor_commitment"]
    level = values["coordination.initial_understanding"]
    w.understanding[:] = level
    for dimension, _ in DIMENSIONS:
        w.dyads[dimension] = level
    key_everything(w, jobcentre_key(seed, number))
    organise(w, values, 0)
    schedule_first_fill(w, values, week)
