"""Building the world of one run from a scenario and a seed, and making room as it grows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from heterophony.agents.book_columns import CASE_COLUMNS, TOTAL_COLUMNS, WEEKLY_COLUMNS
from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import as_matrix, new_rows
from heterophony.agents.draws import child_key, mixed
from heterophony.agents.events import EVENT_FIELDS
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TURN_TYPE
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
from heterophony.sim.calendar import build_calendar
from heterophony.sim.organisation import (
    deal_slots,
    fill_posts,
    key_posts,
    key_slots,
    rank_slots,
    schedule_first_fill,
    shape_of,
)
from heterophony.agents.premises import premises_records
from heterophony.sim.quantiles import quantile_tables

Premise = tuple[int, Mapping[str, Any]]
SEED_MASK = 0xFFFFFFFFFFFFFFFF
MOST_TURNS = 400


def jobcentre_key(seed: int, jobcentre: int) -> np.uint64:
    """Return the key under which everything in a jobcentre is drawn."""
    root = np.uint64(mixed(np.uint64((seed * 2 + 1) & SEED_MASK)))
    return np.uint64(child_key(root, 0, jobcentre))


def longest_meeting(all_values: Sequence[Mapping[str, Any]]) -> int:
    """Return the most turns a meeting may have under any premises, at most 400."""
    longest = 1.0
    for values in all_values:
        by_minutes = (
            values["meeting.norm_turns"] * values["meeting.minutes"] / values["meeting.norm_minutes"]
        )
        longest = max(longest, values["meeting.turns"] or 0, by_minutes)
    return min(int(longest) + 1, MOST_TURNS)


def build_world(
    premises: Sequence[Premise],
    baseline: Mapping[str, Any],
    seed: int,
    keep: Collection[str] = (),
) -> World:
    """Build a world at the first week of its burn-in, before anybody has arrived.

    Parameters
    ----------
    premises : sequence of (first week, values of all parameters)
    baseline : values with the levers of the baseline, for what funded hours add to
    seed : any whole number
    keep : any of "meetings", "turns", "events"
    """
    all_values = [values for _, values in premises]
    shapes = [shape_of(values) for values in all_values]
    jobcentres = int(all_values[0]["population.jobcentres"])
    slots = max(shape.slots for shape in shapes)
    posts = max(shape.posts for shape in shapes)
    mentors = max(shape.mentors for shape in shapes)
    places = jobcentres * slots
    meetings = new_rows(MEETING_COLUMNS, 1)
    w = World(
        premises=premises_records(all_values),
        baseline=premises_records([baseline]),
        quantiles=np.stack([quantile_tables(values) for values in all_values]),
        calendar=build_calendar(premises),
        citizens=new_rows(CITIZEN_COLUMNS, places),
        caseworkers=new_rows(CASEWORKER_COLUMNS, jobcentres * posts),
        mentors=new_rows(MENTOR_COLUMNS, jobcentres * mentors),
        jobcentres=new_rows(JOBCENTRE_COLUMNS, jobcentres),
        slots=new_rows(SLOT_COLUMNS, places),
        understanding=np.zeros((jobcentres * mentors, posts)),
        not_understood=np.ones((jobcentres * mentors, posts)),
        caseload=np.zeros(places, dtype=np.int64),
        mentees=np.zeros(places, dtype=np.int64),
        queue=np.zeros(places, dtype=np.int64),
        meetings=meetings,
        meeting_matrix=as_matrix(meetings),
        meeting_totals=np.zeros(len(MEETING_COLUMNS)),
        turns=np.zeros((1, longest_meeting(all_values)), TURN_TYPE).view(np.recarray),
        cases=new_rows(CASE_COLUMNS, 0),
        weekly=new_rows(WEEKLY_COLUMNS, int(all_values[0]["run.weeks"])),
        totals=new_rows(TOTAL_COLUMNS, 1),
        events=np.zeros((0, len(EVENT_FIELDS)), dtype=np.int64),
        counters=np.zeros(COUNTERS, dtype=np.int64),
    )
    w.counters[KEEP_MEETINGS] = int("meetings" in keep or "turns" in keep)
    w.counters[KEEP_TURNS] = int("turns" in keep)
    w.counters[KEEP_EVENTS] = int("events" in keep)
    _furnish(w, premises[0], seed)
    return w


def _furnish(w: World, first: Premise, seed: int) -> None:
    """Key everything, fill the posts and deal the slots under the first premises."""
    week, values = first
    slots, posts = len(w.slots) // len(w.jobcentres), w.understanding.shape[1]
    mentors = len(w.mentors) // len(w.jobcentres)
    for number, jobcentre in enumerate(w.jobcentres):
        key = jobcentre_key(seed, number)
        jobcentre.key = key
        jobcentre.commitment_caseworkers = values["dialogue.caseworker_commitment"]
        jobcentre.commitment_mentors = values["dialogue.mentor_commitment"]
        own = slice(number * slots, (number + 1) * slots)
        key_slots(w.slots, key, number, own)
        rank_slots(w.slots, key, own)
        own_posts = slice(number * posts, (number + 1) * posts)
        key_posts(w.caseworkers, key, number, own_posts, "caseworker")
        own_mentors = slice(number * mentors, (number + 1) * mentors)
        key_posts(w.mentors, key, number, own_mentors, "mentor")
        fill_posts(w, number, values, w.premises[0], w.quantiles[0])
        deal_slots(w, number, values)
    w.understanding[:] = values["coordination.initial_understanding"]
    schedule_first_fill(w, values, week)
