"""What people on a course live through side by side, compiled: several at a time (steps 8 and 9).

The rules are those of `agents/ownership.py` and `agents/living.py`, worked out for everyone in a
block of people (`agents/lanes.py`). A lane that holds nobody is worked out too, from whatever
stands there, and never read.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.arrival import match_between
from heterophony.agents.bounded import share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import position_of, read_at
from heterophony.agents.held import held_still
from heterophony.agents.lanes import LANES, in_lane, step_into_lane
from heterophony.agents.living import grown_mastery, grown_readiness, set_mastery, set_readiness
from heterophony.agents.ownership import basis_of, moved_ownership, noise_draw, set_ownership
from heterophony.agents.vocabulary import Q_NORMAL
from heterophony.agents.world import World


@compiled
def step_in(w: World, citizen: Row, place: int) -> None:
    """Give a citizen the lane at a place, counted over all blocks."""
    block, lane = w.lanes[place // LANES], place % LANES
    step_into_lane(block, lane, citizen)
    block.match[lane] = match_between(citizen.plan, citizen.needs)


@compiled
def step_out(w: World, citizen: Row, place: int) -> None:
    """Take over what a citizen has become in the lane at a place."""
    block, lane = w.lanes[place // LANES], place % LANES
    set_ownership(w, citizen, block.raw_ownership[lane])
    set_mastery(w, citizen, block.raw_mastery[lane])
    set_readiness(w, citizen, block.raw_readiness[lane])


@compiled
def live_side_by_side(w: World, people: int, p: Premises, premises: int) -> None:
    """Work out ownership, and what grows with it, for everyone in the first `people` lanes."""
    live_in_blocks(w.lanes, (people + LANES - 1) // LANES, p, w.quantiles[premises, Q_NORMAL])


@compiled
def live_in_blocks(blocks: Any, count: int, p: Premises, normal: Any) -> None:
    """Work out ownership and growth in the first blocks; `normal` is the quantile table of noise.

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
            citizen = in_lane(block, lane)
            raw = moved_ownership(citizen, p, block.basis[lane], block.noise[lane])
            block.raw_ownership[lane] = raw
            block.ownership[lane] = share(raw)
            raw = grown_mastery(in_lane(block, lane), p, block.match[lane])
            block.raw_mastery[lane] = raw
            block.everyday_mastery[lane] = share(raw)
            block.raw_readiness[lane] = grown_readiness(in_lane(block, lane), p)
