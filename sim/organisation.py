"""Posts, slots and the assignment of citizens to staff, at the start and when premises change.

People already in a slot keep their professionals until they leave; those of an abolished post get
the professional whom their slot has under the new division, which is a change of person.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import clip01
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.compiled import compiled
from heterophony.agents.learning import first_safety
from heterophony.agents.state import CITIZEN_ROWS, State
from heterophony.agents.turnover import lose_caseworker, lose_mentor
from heterophony.agents.vocabulary import NOBODY
from heterophony.scenarios import PARAMETERS
from heterophony.sim.bookkeeping import deal_slots, fill_posts, spread_first_fill

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters

# A part of a post as small as this is a rounding error.
_NO_POST = 5e-10
_LEAST_CASES = 1e-9
SHUFFLED = PARAMETERS["staffing.pairing"].choices.index("random")


@compiled
def slots_of(params: Parameters) -> int:
    """Return how many places for citizens a jobcentre has: 128 at the defaults."""
    return params.staffing_mentors * params.staffing_mentor_caseload


@compiled
def slots_of_post(params: Parameters) -> float:
    """Return how many slots a full caseworker post has: those of its cases that have a mentor."""
    cases = params.staffing_caseworker_caseload * params.population_mentored_share
    return max(cases, _LEAST_CASES)


@compiled
def posts_of(params: Parameters) -> int:
    """Return the number of caseworker posts, the last one part-time: 6 at the defaults."""
    full_posts = slots_of(params) / slots_of_post(params)
    whole = math.floor(full_posts)
    return max(1, whole if full_posts - whole < _NO_POST else whole + 1)


@compiled
def organise(w: State, premises: int, week: int) -> None:
    """Fill posts, deal slots and spread the first fill of new ones, as premises of a week say."""
    params = w.premises[premises]
    slots, of_post, posts = slots_of(params), slots_of_post(params), posts_of(params)
    fill_posts(w, params, premises, posts, slots / of_post, params.staffing_mentors)
    of_mentor = max(1, params.staffing_mentor_caseload)
    deal_slots(w, slots, of_mentor, of_post, posts, params.staffing_pairing == SHUFFLED)
    spread_first_fill(w, params.population_first_fill_weeks, week)


@compiled
def change_premises(w: State, premises: int, week: int) -> None:
    """Change what management decides: stage, commitments, posts, slots and pairs.

    Parameters
    ----------
    w : before the first week under the new premises
    premises : their number
    week : that week
    """
    change_management(w, premises)
    organise(w, premises, week)
    move_from_abolished_posts(w, premises, week)


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
