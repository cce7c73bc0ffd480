"""How large the tables of a jobcentre are when its run begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.batch import blocks_for
from heterophony.agents.compiled import compiled
from heterophony.agents.state import State
from heterophony.sim.calendar import WEEKS_OF_YEAR
from heterophony.sim.organisation import posts_of, slots_of
from heterophony.sim.summing import places

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters

# Weeks of the run with and without burn-in; most mentors, caseworker posts and slots under any
# premises; most turns of a meeting; places for people, for cases, and batches of people.
SIZES = ("days", "weeks", "mentors", "posts", "slots", "turns", "people", "cases", "blocks")
# Rows that a state begins with, for each slot: people stay on in education, and persons follow one
# another in a slot. What the default jobcentre needs in four years; more is made when it runs out.
PEOPLE_PER_SLOT = 2.25
CASES_PER_SLOT, CASES_PER_SLOT_YEAR = 3.0, 0.7
MOST_TURNS = 1000
_size = places(SIZES)


@compiled
def longest_meeting(params: Parameters) -> int:
    """Return the most turns that a meeting may have, at most 1,000."""
    per_minute = params.meeting_norm_turns / params.meeting_norm_minutes
    by_minutes = per_minute * params.meeting_minutes
    longest = max(1.0, float(params.meeting_turns), by_minutes)
    return min(int(longest) + 1, MOST_TURNS)


@compiled
def widen(sizes: Any, size: int, wanted: int) -> None:
    """Raise a size to what is needed, if it is smaller."""
    sizes[size] = max(sizes[size], wanted)


@compiled
def write_sizes(w: State, first_week: int, sizes: Any) -> None:
    """Write the sizes of a jobcentre's tables.

    Parameters
    ----------
    w : with its records of premises
    first_week : of the run, negative with burn-in
    sizes : to write, [`SIZES`]
    """
    sizes[:] = 0
    sizes[_size.weeks] = w.premises[0].run_weeks
    sizes[_size.days] = sizes[_size.weeks] - first_week
    for number in range(len(w.premises)):
        params = w.premises[number]
        widen(sizes, _size.mentors, params.staffing_mentors)
        widen(sizes, _size.posts, posts_of(params))
        widen(sizes, _size.slots, slots_of(params))
        widen(sizes, _size.turns, longest_meeting(params))
    slots, years = sizes[_size.slots], sizes[_size.days] / WEEKS_OF_YEAR
    sizes[_size.people] = int(slots * PEOPLE_PER_SLOT)
    sizes[_size.cases] = int(slots * (CASES_PER_SLOT + CASES_PER_SLOT_YEAR * years))
    sizes[_size.blocks] = blocks_for(sizes[_size.people])
