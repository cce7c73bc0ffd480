"""What people on a course live through side by side, compiled: several at a time (steps 8 to 10).

The rules are those of `agents/ownership.py`, `agents/living.py` and `agents/education.py`, worked
out for everyone in a block of people (`agents/lanes.py`). A lane that holds nobody is worked out
too, from whatever stands there, and never read.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.arrival import match_between
from heterophony.agents.bounded import happens, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import position_of, read_at
from heterophony.agents.education import (
    Chances,
    chances_of,
    leave_or_stay,
    let_order_lapse,
    own_start_hazard,
)
from heterophony.agents.held import held_still
from heterophony.agents.lanes import LANES, in_lane, step_into_lane
from heterophony.agents.living import (
    crisis_draw,
    crisis_hazard,
    enter_crisis,
    grown_mastery,
    grown_readiness,
    live_in_crisis,
    mastery_of_session,
    readiness_of_session,
    set_mastery,
    set_readiness,
    weeks_after_crisis,
)
from heterophony.agents.ownership import basis_of, moved_ownership, noise_draw, set_ownership
from heterophony.agents.vocabulary import Q_NORMAL
from heterophony.agents.world import World


@compiled_inside
def step_in(w: World, citizen: Row, place: int) -> None:
    """Give a citizen the lane at a place, counted over all blocks."""
    block, lane = w.lanes[place // LANES], place % LANES
    step_into_lane(block, lane, citizen)
    block.match[lane] = match_between(citizen.plan, citizen.needs)


@compiled_inside
def step_out(w: World, citizen: Row, place: int, p: Premises, day: Row) -> None:
    """Take over what a citizen has become in the lane at a place, and what may happen from there.

    The lane tells the hazard of a start of one's own outside a crisis: who is in one now, works it
    out again.
    """
    block, lane = w.lanes[place // LANES], place % LANES
    week, intake = day.week, day.intake == 1
    set_ownership(w, citizen, block.raw_ownership[lane])
    set_mastery(w, citizen, block.raw_mastery[lane])
    set_readiness(w, citizen, block.raw_readiness[lane])
    if citizen.in_crisis:
        live_in_crisis(citizen)
    else:
        citizen.weeks_since_crisis = block.weeks_since_crisis[lane]
        if happens(block.crisis_draw[lane], block.crisis_hazard[lane]):
            enter_crisis(w, citizen, p, week)
    own_hazard = block.own_hazard[lane]
    if citizen.in_crisis:
        own_hazard = own_start_hazard(citizen, p, intake)
    chances = Chances(
        block.own_draw[lane],
        own_hazard,
        block.job_draw[lane],
        block.job_hazard[lane],
        block.lost_draw[lane],
    )
    leave_or_stay(w, citizen, p, week, intake, chances)
    if day.intake_ends == 1:
        let_order_lapse(citizen)


@compiled
def live_side_by_side(w: World, people: int, p: Premises, day: Row) -> None:
    """Work out steps 8 to 10 for everyone in the first `people` lanes, as far as numbers go."""
    normal = w.quantiles[day.premises, Q_NORMAL]
    blocks = (people + LANES - 1) // LANES
    live_in_blocks(w.lanes, blocks, p, normal, day.week, day.intake == 1)


@compiled
def live_in_blocks(
    blocks: Any, count: int, p: Premises, normal: Any, week: int, intake: bool
) -> None:
    """Work out the first blocks; `normal` is the quantile table of the noise in ownership.

    Reading the table goes lane by lane: where its numbers stand is known from the draw alone.
    """
    p = held_still(p)
    for number in range(count):
        block = blocks[number]
        for lane in range(LANES):
            citizen = in_lane(block, lane)
            block.basis[lane] = basis_of(citizen, p)
            block.noise[lane] = position_of(noise_draw(citizen))
        for lane in range(LANES):
            block.noise[lane] = read_at(normal, block.noise[lane])
        for lane in range(LANES):
            move_and_grow(block, lane, p)
            weigh_chances(block, lane, p, week, intake)


@compiled_inside
def move_and_grow(block: Row, lane: int, p: Premises) -> None:
    """Move ownership in a lane; mastery grows with it, and readiness with both."""
    citizen = in_lane(block, lane)
    raw = moved_ownership(citizen, p, block.basis[lane], block.noise[lane])
    block.raw_ownership[lane] = raw
    block.ownership[lane] = share(raw)
    citizen = in_lane(block, lane)
    raw = grown_mastery(citizen, p, mastery_of_session(citizen, p, block.match[lane]))
    block.raw_mastery[lane] = raw
    block.everyday_mastery[lane] = share(raw)
    citizen = in_lane(block, lane)
    raw = grown_readiness(citizen, p, readiness_of_session(citizen, p))
    block.raw_readiness[lane] = raw
    block.education_readiness[lane] = share(raw)


@compiled_inside
def weigh_chances(block: Row, lane: int, p: Premises, week: int, intake: bool) -> None:
    """Draw for, and work out, a crisis and what may end the course, as if in no crisis."""
    block.in_crisis[lane] = 0.0
    block.weeks_since_crisis[lane] = weeks_after_crisis(in_lane(block, lane))
    citizen = in_lane(block, lane)
    block.crisis_draw[lane] = crisis_draw(citizen)
    block.crisis_hazard[lane] = crisis_hazard(citizen, p, week)
    chances = chances_of(citizen, p, intake)
    block.own_draw[lane] = chances.own_draw
    block.own_hazard[lane] = chances.own_hazard
    block.job_draw[lane] = chances.job_draw
    block.job_hazard[lane] = chances.job_hazard
    block.lost_draw[lane] = chances.lost_draw
