"""Posts, slots and who deals with whom: built at the start, re-formed when premises change.

People already in a slot keep their professionals until they leave; those of an abolished post get
the professional whom their slot has under the new division, which is a change of person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from heterophony.agents.bounded import clip01
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.compiled import compiled
from heterophony.agents.learning import first_safety
from heterophony.agents.state import CITIZEN_ROWS, State
from heterophony.agents.turnover import lose_caseworker, lose_mentor
from heterophony.agents.vocabulary import NOBODY
from heterophony.sim.bookkeeping import deal_slots, fill_posts, spread_first_fill

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """How large a jobcentre is under one set of premises."""

    mentors: int
    slots: int
    cases_per_post: float

    @property
    def posts(self) -> int:
        """Number of caseworker posts, the last one part-time."""
        return max(1, math.ceil(round(self.slots / self.cases_per_post, 9)))


def shape_of(values: Values) -> Shape:
    """Return the shape of a jobcentre: 128 slots and 5.33 posts at the defaults."""
    mentors = int(values["staffing.mentors"])
    slots = mentors * int(values["staffing.mentor_caseload"])
    per_post = values["staffing.caseworker_caseload"] * values["population.mentored_share"]
    return Shape(mentors, slots, max(per_post, 1e-9))


class Division(NamedTuple):
    """What one set of premises asks of `fill_posts`, `deal_slots` and `spread_first_fill`."""

    posts: int
    full_posts: float
    mentors: int
    slots: int
    by_mentor: int
    by_post: float
    shuffled: bool
    first_fill_weeks: int


def division_of(values: Values) -> Division:
    """Return how posts are filled and slots dealt under one set of premises."""
    shape = shape_of(values)
    return Division(
        posts=shape.posts,
        full_posts=shape.slots / shape.cases_per_post,
        mentors=shape.mentors,
        slots=shape.slots,
        by_mentor=max(1, int(values["staffing.mentor_caseload"])),
        by_post=shape.cases_per_post,
        shuffled=values["staffing.pairing"] == "random",
        first_fill_weeks=int(values["population.first_fill_weeks"]),
    )


def organise(w: State, values: Values, premises: int) -> None:
    """Fill posts and deal slots as one set of premises says."""
    asked, record = division_of(values), w.premises[premises]
    fill_posts(w, record, premises, asked.posts, asked.full_posts, asked.mentors)
    deal_slots(w, asked.slots, asked.by_mentor, asked.by_post, asked.posts, asked.shuffled)


def schedule_first_fill(w: State, values: Values, week: int) -> None:
    """Spread the first fill of newly opened slots evenly, by key, over some weeks."""
    spread_first_fill(w, int(values["population.first_fill_weeks"]), week)


@compiled
def change_management(w: State, premises: int) -> None:
    """Change what management decides for everybody at new premises: safety and commitments."""
    before, now = w.premises[premises - 1], w.premises[premises]
    if before.dialogue_stage != now.dialogue_stage:
        for k in range(len(w.caseworkers)):
            w.caseworkers[k].safety = first_safety(now)
        for m in range(len(w.mentors)):
            w.mentors[m].safety = first_safety(now)
    jobcentre = w.jobcentre[0]
    moved = now.dialogue_caseworker_commitment - before.dialogue_caseworker_commitment
    jobcentre.commitment_caseworkers = clip01(jobcentre.commitment_caseworkers + moved)
    moved = now.dialogue_mentor_commitment - before.dialogue_mentor_commitment
    jobcentre.commitment_mentors = clip01(jobcentre.commitment_mentors + moved)


@compiled
def move_from_abolished_posts(w: State, premises: int, week: int) -> None:
    """Give citizens of abolished posts the professionals of their slot: a change of person."""
    params = w.premises[premises]
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if citizen.status == NOBODY:
            continue
        slot = w.slots[citizen.slot]
        if not w.caseworkers[citizen.caseworker].exists:
            lose_caseworker(citizen, params)
            citizen.caseworker = existing(w.caseworkers, slot.caseworker)
            if citizen.case >= 0 and w.cases[citizen.case].caseworker_change_week == FAR_AWAY:
                w.cases[citizen.case].caseworker_change_week = week
        if not w.mentors[citizen.mentor].exists:
            lose_mentor(citizen, params)
            citizen.mentor = existing(w.mentors, slot.mentor)


@compiled
def existing(posts: Any, wanted: int) -> int:
    """Return the wanted post if it exists, else the first that does."""
    if posts[wanted].exists:
        return wanted
    first = 0
    while not posts[first].exists:
        first += 1
    return first
