"""Records of a week, compiled: arrivals, lists of cases, the week's measures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.arrival import (
    arrive,
)
from heterophony.agents.bounded import clip01
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.measuring import (
    measure,
)
from heterophony.agents.practice import three_party
from heterophony.agents.refund import placement_pressure
from heterophony.agents.state import CITIZEN_ROWS, State
from heterophony.agents.turnover import new_caseworker, new_mentor
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_FIRST_FILL,
    FOR_PERMUTATION,
    NOBODY,
    REFERRED,
    STREAM_CASEWORKER,
    STREAM_MENTOR,
    STREAM_SLOT,
    TWO_PARTY,
    WAITING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled
def arrivals(w: State, params: Parameters, premises: int, week: int) -> None:
    """Fill every open and empty slot whose time has come, from its own sequence of persons."""
    free = 0
    for number in range(len(w.slots)):
        slot = w.slots[number]
        if slot.open == 0 or slot.holder >= 0 or slot.refill_week > week:
            continue
        while w.citizens[free].status != NOBODY:
            free += 1
        citizen = w.citizens[free]
        citizen.slot = number
        arrive(citizen, slot, params, w.quantiles[premises], week)
        slot.holder = free
        w.counters[CITIZEN_ROWS] = max(w.counters[CITIZEN_ROWS], free + 1)


@compiled
def key_everything(w: State, key: Any) -> None:
    """Give slots and posts their keys under that of the jobcentre, and slots their keyed rank."""
    for number in range(len(w.slots)):
        slot = w.slots[number]
        slot.key = child_key(key, STREAM_SLOT, number)
        slot.rank = uniform(key, number, FOR_PERMUTATION)
    for number in range(len(w.caseworkers)):
        caseworker = w.caseworkers[number]
        caseworker.post = number
        caseworker.key = child_key(key, STREAM_CASEWORKER, number)
    for number in range(len(w.mentors)):
        mentor = w.mentors[number]
        mentor.post = number
        mentor.key = child_key(key, STREAM_MENTOR, number)


@compiled
def fill_posts(
    w: State, params: Parameters, premises: int, posts: int, full_posts: float, mentors: int
) -> None:
    """Open and close posts: new ones are filled at once.

    `full_posts` is how many full-time posts the slots ask for; the last of `posts` is part-time.
    """
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        wanted = k < posts
        if wanted and not worker.exists:
            new_caseworker(worker, params, w.quantiles[premises])
            worker.vacant_until = FAR_AWAY
        worker.exists = 1 if wanted else 0
        worker.fraction = clip01(full_posts - k)
    for m in range(len(w.mentors)):
        mentor = w.mentors[m]
        wanted = m < mentors
        if wanted and not mentor.exists:
            new_mentor(mentor, params)
            mentor.vacant_until = FAR_AWAY
        mentor.exists = 1 if wanted else 0


@compiled
def deal_slots(
    w: State, slots: int, by_mentor: int, by_post: float, posts: int, shuffled: bool
) -> None:
    """Open slots and assign their mentor and caseworker.

    A mentor has `by_mentor` slots, a full caseworker post `by_post`. Shuffled, slots are dealt to
    caseworkers by a keyed permutation, else in blocks.
    """
    ranks = np.empty(slots)
    for number in range(len(w.slots)):
        w.slots[number].open = 1 if number < slots else 0
    for number in range(slots):
        ranks[number] = w.slots[number].rank if shuffled else 0.0
    order = np.argsort(ranks, kind="mergesort")  # ties stay in order
    for place in range(slots):
        number = order[place]
        slot = w.slots[number]
        slot.mentor = number // by_mentor
        slot.caseworker = min(int(place / by_post), posts - 1)


@compiled
def spread_first_fill(w: State, spread: int, week: int) -> None:
    """Spread the first fill of slots that nobody has held yet evenly, by key, over some weeks."""
    for number in range(len(w.slots)):
        slot = w.slots[number]
        if slot.open and slot.holder < 0 and slot.generation == 0:
            slot.refill_week = week + int(uniform(slot.key, 0, FOR_FIRST_FILL) * spread)


@compiled
def clear_counts(w: State) -> None:
    """Set this week's counts of cases to 0."""
    for k in range(len(w.caseworkers)):
        w.caseworkers[k].waiting = 0
        w.caseworkers[k].on_course = 0
    for m in range(len(w.mentors)):
        w.mentors[m].on_course = 0


@compiled_inside
def count_case(w: State, citizen: CitizenRow) -> None:
    """Count a citizen who costs the caseworker hours; on a course, for the mentor too."""
    status = citizen.status
    if status == WAITING or status == REFERRED:
        w.caseworkers[citizen.caseworker].waiting += 1
    elif status == COURSE or status == TWO_PARTY:
        w.caseworkers[citizen.caseworker].on_course += 1
        if three_party(citizen):
            w.mentors[citizen.mentor].on_course += 1


@compiled
def list_cases(w: State) -> None:
    """List the cases that were counted, by caseworker and by mentor, in order of rows."""
    place = 0
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        worker.first_case = place
        worker.last_case = place
        place += worker.waiting + worker.on_course
    place = 0
    for m in range(len(w.mentors)):
        mentor = w.mentors[m]
        mentor.first_case = place
        mentor.last_case = place
        place += mentor.on_course
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if is_case(citizen):
            worker = w.caseworkers[citizen.caseworker]
            w.caseload[worker.last_case] = row
            worker.last_case += 1
            if three_party(citizen):
                worker = w.mentors[citizen.mentor]
                w.mentees[worker.last_case] = row
                worker.last_case += 1


@compiled
def is_case(citizen: CitizenRow) -> bool:
    """Tell whether a citizen costs a caseworker hours: waiting, referred or on a course."""
    status = citizen.status
    return status == WAITING or status == REFERRED or status == COURSE or status == TWO_PARTY


@compiled_inside
def measure_citizen(w: State, row: int, params: Parameters, week: int) -> None:
    """Add a citizen to the week's sums, from week 0 on."""
    if week < 0:
        return
    sums = w.weekly[week]
    citizen = w.citizens[row]
    measure(w, citizen, params, sums)
    if citizen.newly_due:
        sums.meetings_due += 1.0
        if citizen.meets == 1:
            sums.meetings_on_time += 1.0
    if citizen.meets > 0:
        sums.meetings_held += 1.0
        sums.preparation += w.caseworkers[citizen.caseworker].preparation
    if citizen.session_due:
        sums.sessions_due += 1.0
        if citizen.last_attended == week:
            sums.sessions_attended += 1.0


@compiled
def press_to_place(w: State, params: Parameters) -> None:
    """Set the week's pressure to place, by the share placed at the end of last week."""
    jobcentre = w.jobcentre[0]
    jobcentre.placement_pressure = placement_pressure(params, jobcentre.placed_share)


@compiled
def count_placed(w: State, week: int) -> None:
    """Count who is placed at the end of the week, among those who can be."""
    placed, to_place = 0.0, 0.0
    for row in range(w.counters[CITIZEN_ROWS]):
        citizen = w.citizens[row]
        if is_case(citizen):
            to_place += 1.0
            if citizen.status == COURSE or citizen.status == TWO_PARTY:
                placed += 1.0
    jobcentre = w.jobcentre[0]
    jobcentre.placed_share = placed / to_place if to_place > 0.0 else -1.0
    if week >= 0:
        sums = w.weekly[week]
        sums.placed += placed
        sums.to_place += to_place
        sums.placement_pressure += jobcentre.placement_pressure
        sums.jobcentres += 1.0


@compiled
def measure_staff(w: State, week: int) -> None:
    """Add the posts that are filled to the week's sums, from week 0 on."""
    if week < 0:
        return
    sums = w.weekly[week]
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        if worker.exists and worker.vacant_until <= week:
            sums.caseworkers_working += worker.fraction
            sums.caseworker_utilisation += worker.utilisation * worker.fraction
            sums.horizon_caseworkers += worker.horizon * worker.fraction
    for m in range(len(w.mentors)):
        mentor = w.mentors[m]
        if mentor.exists and mentor.vacant_until <= week:
            sums.mentors_working += 1.0
            sums.mentor_utilisation += mentor.utilisation
            sums.horizon_mentors += mentor.horizon
