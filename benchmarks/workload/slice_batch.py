"""Citizens of the workload as a structure of arrays, as in the model (`agents/batch.py`).

A block holds the numbers of a few citizens, each number in a column. Rules read and write a lane of
it like a row: it is a record whose fields are as far apart as the block's columns. Code without
branches is vectorised by the compiler over several lanes.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.extending import intrinsic

from heterophony.agents.batch import LANES
from heterophony.agents.bounded import clip01
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import position_of, read_at
from heterophony.agents.living import crisis_draw, crisis_hazard, weeks_after_crisis
from heterophony.agents.ownership import moved_ownership, noise_draw
from heterophony.agents.record_copy import noalias_copy
from heterophony.benchmarks.workload.inputs import STATES, TRAITS, record
from heterophony.benchmarks.workload.slice_rules import (
    basis_of,
    drift,
    job_draw,
    live_session,
    lost_draw,
)

_NUMBER = 8  # bytes of a number
_FLOATS = (
    *(*STATES, *TRAITS, "weeks_since_crisis", "understanding", "session_share", "basis", "noise"),
    *("crisis_draw", "crisis_hazard", "job_draw", "lost_draw"),
)
_INTEGERS = ("life_week", "missed", "meetings_held", "in_crisis", "strong_until", "came", "stepped")
_ROW = record(_FLOATS, _INTEGERS, ("key",))
BLOCK_TYPE = np.dtype([(name, _ROW[name], (LANES,)) for name in _ROW.names])
_LANE_TYPE = np.dtype(
    {
        "names": list(_ROW.names),
        "formats": [_ROW[name] for name in _ROW.names],
        "offsets": [BLOCK_TYPE.fields[name][1] for name in _ROW.names],
        "itemsize": BLOCK_TYPE.itemsize,
    }
)
_LANE: Any = numba.from_dtype(_LANE_TYPE)


def _in_lane(typing_context: Any, block: Any, number: Any) -> Any:
    """Return the citizen in a lane of a block: a record at the address of the lane."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        start, lane = arguments
        byte = ir.IntType(8)
        away = builder.mul(lane, ir.Constant(lane.type, _NUMBER))
        place = builder.gep(builder.bitcast(start, byte.as_pointer()), [away])
        return builder.bitcast(place, context.get_value_type(_LANE))

    return _LANE(block, number), generate


in_lane: Any = intrinsic(_in_lane)


@compiled
def step_in(lane: Any, citizen: Any) -> None:
    """Copy the fields that rules read from a citizen's row into a lane."""
    lane.key = citizen.key
    lane.life_week = citizen.life_week
    lane.missed = citizen.missed
    lane.meetings_held = citizen.meetings_held
    lane.in_crisis = citizen.in_crisis
    lane.strong_until = citizen.strong_until
    lane.autonomy = citizen.autonomy
    lane.meaning = citizen.meaning
    lane.trust_mentor = citizen.trust_mentor
    lane.trust_caseworker = citizen.trust_caseworker
    lane.consistency = citizen.consistency
    lane.pressure = citizen.pressure
    lane.change_fatigue = citizen.change_fatigue
    lane.distress = citizen.distress
    lane.fit = citizen.fit
    lane.ownership = citizen.ownership
    lane.resources = citizen.resources
    lane.trait_autonomy = citizen.trait_autonomy
    lane.trait_meaning = citizen.trait_meaning
    lane.trust_ceiling = citizen.trust_ceiling
    lane.crisis_factor = citizen.crisis_factor
    lane.weeks_since_crisis = citizen.weeks_since_crisis


@compiled
def step_out(lane: Any, citizen: Any) -> None:
    """Copy the fields that a week may change into a citizen's row, less crises and departures."""
    citizen.missed = lane.missed
    citizen.meetings_held = lane.meetings_held
    citizen.strong_until = lane.strong_until
    citizen.autonomy = lane.autonomy
    citizen.meaning = lane.meaning
    citizen.trust_mentor = lane.trust_mentor
    citizen.trust_caseworker = lane.trust_caseworker
    citizen.consistency = lane.consistency
    citizen.pressure = lane.pressure
    citizen.change_fatigue = lane.change_fatigue
    citizen.distress = lane.distress
    citizen.fit = lane.fit
    citizen.ownership = lane.ownership


@compiled
def live_sessions(block: Any, people: int, p: Any) -> None:
    """Decide who in the first `people` lanes comes to the session."""
    p = noalias_copy(p)
    for number in range(people):
        lane = in_lane(block, number)
        came, stepped = live_session(lane, p, lane.session_share)
        lane.came, lane.stepped = int(came), int(stepped)


@compiled
def step_batch(block: Any, people: int, p: Any, normal: Any, week: int) -> None:
    """Move states and ownership; draw and compute the events that may follow.

    The table of the normal distribution is read lane by lane.
    """
    p = noalias_copy(p)
    for number in range(people):
        lane = in_lane(block, number)
        drift(lane, p, lane.understanding)
        lane.basis = basis_of(lane, p)
        lane.noise = position_of(noise_draw(lane))
    for number in range(people):
        lane = in_lane(block, number)
        lane.noise = read_at(normal, lane.noise)
    for number in range(people):
        lane = in_lane(block, number)
        lane.ownership = clip01(moved_ownership(lane, p, lane.basis, lane.noise))
        lane.weeks_since_crisis = weeks_after_crisis(lane)
        lane.crisis_draw, lane.crisis_hazard = crisis_draw(lane), crisis_hazard(lane, p, week)
        lane.job_draw, lane.lost_draw = job_draw(lane), lost_draw(lane)
