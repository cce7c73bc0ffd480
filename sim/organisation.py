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
import numpy.typing as npt

from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.columns import Rows
from heterophony.agents.state import State
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


def organise(w: State, values: Values, premises: int) -> None:
    """Fill posts and deal slots as one set of premises says."""
    shape = shape_of(values)
    record = w.premises[premises]
    size = shape.slots / shape.cases_per_post
    fill_posts(w, record, premises, shape.posts, size, shape.mentors)
    by_mentor = max(1, int(values["staffing.mentor_caseload"]))
    shuffled = values["staffing.pairing"] == "random"
    deal_slots(w, shape.slots, by_mentor, shape.cases_per_post, shape.posts, shuffled)


def schedule_first_fill(w: State, values: Values, week: int) -> None:
    """Spread the first fill of newly opened slots evenly, by key, over some weeks."""
    spread_first_fill(w, int(values["population.first_fill_weeks"]), week)


def move_from_abolished_posts(w: State, record: Any, week: int) -> None:
    """Give citizens of abolished posts the professionals of their slot: a change of person."""
    for row in _of_abolished_posts(w):
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


def _of_abolished_posts(w: State) -> npt.NDArray[np.intp]:
    """Return the rows of people with a professional whose post no longer exists."""
    citizens = np.asarray(w.citizens)
    abolished = np.zeros(len(citizens), dtype=np.bool_)
    for side, posts in (("caseworker", w.caseworkers), ("mentor", w.mentors)):
        abolished |= (np.asarray(posts)["exists"] == 0)[citizens[side]]
    return np.flatnonzero(abolished & (citizens["status"] != NOBODY))


def existing(posts: Rows, wanted: int) -> int:
    """Return the wanted post if it exists, else the first that does."""
    if posts[wanted].exists:
        return wanted
    return int(np.flatnonzero(posts["exists"] == 1)[0])
