"""Posts, slots and who deals with whom: built at the start, re-formed when premises change.

People already in a slot keep their professionals until they leave; those of an abolished post get
the professional whom their slot has under the new division, which is a change of person.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.columns import Rows
from heterophony.agents.turnover import (
    lose_caseworker,
    lose_mentor,
    new_caseworker,
    new_mentor,
)
from heterophony.agents.vocabulary import (
    NOBODY,
)
from heterophony.agents.world import World
from heterophony.sim.bookkeeping import spread_first_fill

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

    def fraction(self, post: int) -> float:
        """Return the fraction of a full post."""
        return min(1.0, max(0.0, self.slots / self.cases_per_post - post))


def shape_of(values: Values) -> Shape:
    """Return the shape of a jobcentre: 128 slots and 5.33 posts at the defaults."""
    mentors = int(values["staffing.mentors"])
    slots = mentors * int(values["staffing.mentor_caseload"])
    per_post = values["staffing.caseworker_caseload"] * values["population.mentored_share"]
    return Shape(mentors, slots, max(per_post, 1e-9))


def deal_slots(w: World, jobcentre: int, values: Values) -> None:
    """Open slots and say who their mentor and caseworker are under these premises.

    Random pairing deals slots to caseworkers by a keyed permutation, fixed pairing in blocks.
    """
    shape = shape_of(values)
    per_jobcentre = len(w.slots) // len(w.jobcentres)
    first = jobcentre * per_jobcentre
    first_post = jobcentre * w.understanding.shape[1]
    first_mentor = jobcentre * (len(w.mentors) // len(w.jobcentres))
    numbers = np.arange(shape.slots)
    place = numbers
    if values["staffing.pairing"] == "random":
        ranks = w.slots["rank"][first : first + shape.slots]
        place = np.empty(shape.slots, dtype=np.int64)
        place[np.lexsort((numbers, ranks))] = numbers
    slots = w.slots[first : first + per_jobcentre]
    slots["open"] = 0
    slots["open"][: shape.slots] = 1
    per_mentor = max(1, int(values["staffing.mentor_caseload"]))
    slots["mentor"][: shape.slots] = first_mentor + numbers // per_mentor
    posts = np.minimum((place / shape.cases_per_post).astype(np.int64), shape.posts - 1)
    slots["caseworker"][: shape.slots] = first_post + posts


def fill_posts(w: World, jobcentre: int, values: Values, record: Any, quantiles: Any) -> None:
    """Open and close posts: new ones are filled at once, sizes follow the number of slots."""
    shape = shape_of(values)
    posts = w.understanding.shape[1]
    for number in range(posts):
        worker = w.caseworkers[jobcentre * posts + number]
        wanted = number < shape.posts
        if wanted and not worker.exists:
            new_caseworker(worker, record, quantiles)
            worker.vacant_until = FAR_AWAY
        worker.exists = int(wanted)
        worker.fraction = shape.fraction(number)
    mentors = len(w.mentors) // len(w.jobcentres)
    for number in range(mentors):
        worker = w.mentors[jobcentre * mentors + number]
        wanted = number < shape.mentors
        if wanted and not worker.exists:
            new_mentor(worker, record)
            worker.vacant_until = FAR_AWAY
        worker.exists = int(wanted)


def schedule_first_fill(w: World, values: Values, week: int) -> None:
    """Spread the first fill of newly opened slots evenly, by key, over some weeks."""
    spread_first_fill(w, int(values["population.first_fill_weeks"]), week)


def move_from_abolished_posts(w: World, record: Any, week: int) -> None:
    """Give citizens of abolished posts the professionals of their slot: a change of person."""
    for row in np.flatnonzero(w.citizens["status"] != NOBODY):
        citizen = w.citizens[row]
        slot = w.slots[citizen.slot]
        if not w.caseworkers[citizen.caseworker].exists:
            lose_caseworker(citizen, record)
            citizen.caseworker = existing(w.caseworkers, int(slot.caseworker))
            if citizen.case >= 0 and w.cases[citizen.case].caseworker_change_week == FAR_AWAY:
                w.cases[citizen.case].caseworker_change_week = week
        if not w.mentors[citizen.mentor].exists:
            lose_mentor(citizen, record)
            citizen.mentor = existing(w.mentors, int(slot.mentor))


def existing(posts: Rows, wanted: int) -> int:
    """Return the wanted post if it exists, else the first of its jobcentre that does."""
    if posts[wanted].exists:
        return wanted
    same = np.flatnonzero((posts["jobcentre"] == posts[wanted].jobcentre) & (posts["exists"] == 1))
    return int(same[0])
