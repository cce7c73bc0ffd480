"""Steps 8 to 10 of people on a course, compiled for several people at a time.

The rules are those of `agents/ownership.py`, `agents/living.py` and `agents/education.py`, computed
for all lanes of a batch (`agents/batch.py`), in the order of `agents/citizen_week.py`. A lane that
holds nobody is computed too, from old numbers, and never read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import (
    match_between,
)
from heterophony.agents.batch import LANES, in_lane, step_into_lane
from heterophony.agents.bounded import clip01, happens
from heterophony.agents.citizen_week import AFTER_ENCOUNTERS
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import position_of, read_at
from heterophony.agents.education import (
    Chances,
    chances_of,
    leave_or_stay,
    let_order_lapse,
    own_start_hazard,
)
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
from heterophony.agents.record_copy import noalias_copy
from heterophony.agents.state import State
from heterophony.agents.vocabulary import Q_NORMAL
from heterophony.agents.written_out import written_out

if TYPE_CHECKING:
    from heterophony.agents.fields import BatchBlock, CalendarRow, CitizenRow, Parameters


@compiled_inside
def step_in(w: State, citizen: CitizenRow, place: int) -> None:
    """Copy a citizen into the lane at a place, counted over all batches."""
    block, lane = w.lanes[place // LANES], place % LANES
    step_into_lane(block, lane, citizen)
    block.match[lane] = match_between(citizen.plan, citizen.needs)


# --- step 8: ownership ----------------------------------------------------------------------------


@compiled_inside
def compute_ownership(
    block: BatchBlock, lane: int, params: Parameters, week: int, intake: bool
) -> None:
    """Move ownership in a lane."""
    citizen = in_lane(block, lane)
    raw = moved_ownership(citizen, params, block.basis[lane], block.noise[lane])
    block.raw_ownership[lane] = raw
    block.ownership[lane] = clip01(raw)


@compiled_inside
def apply_ownership(
    w: State,
    citizen: CitizenRow,
    block: BatchBlock,
    lane: int,
    params: Parameters,
    calendar_week: CalendarRow,
) -> None:
    """Write the ownership of a lane to its citizen."""
    set_ownership(w, citizen, block.raw_ownership[lane])


# --- step 9: progress and crisis ------------------------------------------------------------------


@compiled_inside
def compute_growth(
    block: BatchBlock, lane: int, params: Parameters, week: int, intake: bool
) -> None:
    """Let mastery in a lane grow with ownership, and readiness with both."""
    citizen = in_lane(block, lane)
    raw = grown_mastery(citizen, params, mastery_of_session(citizen, params, block.match[lane]))
    block.raw_mastery[lane] = raw
    block.everyday_mastery[lane] = clip01(raw)
    citizen = in_lane(block, lane)
    raw = grown_readiness(citizen, params, readiness_of_session(citizen, params))
    block.raw_readiness[lane] = raw
    block.education_readiness[lane] = clip01(raw)


@compiled_inside
def apply_growth(
    w: State,
    citizen: CitizenRow,
    block: BatchBlock,
    lane: int,
    params: Parameters,
    calendar_week: CalendarRow,
) -> None:
    """Write mastery and readiness of a lane to its citizen."""
    set_mastery(w, citizen, block.raw_mastery[lane])
    set_readiness(w, citizen, block.raw_readiness[lane])


@compiled_inside
def compute_crisis(
    block: BatchBlock, lane: int, params: Parameters, week: int, intake: bool
) -> None:
    """Draw for a crisis, and compute its hazard for a citizen who is not in one."""
    block.in_crisis[lane] = 0.0
    block.weeks_since_crisis[lane] = weeks_after_crisis(in_lane(block, lane))
    citizen = in_lane(block, lane)
    block.crisis_draw[lane] = crisis_draw(citizen)
    block.crisis_hazard[lane] = crisis_hazard(citizen, params, week)


@compiled_inside
def apply_crisis(
    w: State,
    citizen: CitizenRow,
    block: BatchBlock,
    lane: int,
    params: Parameters,
    calendar_week: CalendarRow,
) -> None:
    """Continue or end a crisis, or begin one if the lane's draw says so."""
    if citizen.in_crisis:
        live_in_crisis(citizen)
    else:
        citizen.weeks_since_crisis = block.weeks_since_crisis[lane]
        if happens(block.crisis_draw[lane], block.crisis_hazard[lane]):
            enter_crisis(w, citizen, params, calendar_week.week)


# --- step 10: what may end the course -------------------------------------------------------------


@compiled_inside
def compute_leaving(
    block: BatchBlock, lane: int, params: Parameters, week: int, intake: bool
) -> None:
    """Draw for what may end the course, and compute its hazards for a citizen not in crisis."""
    chances = chances_of(in_lane(block, lane), params, intake)
    block.own_draw[lane] = chances.own_draw
    block.own_hazard[lane] = chances.own_hazard
    block.job_draw[lane] = chances.job_draw
    block.job_hazard[lane] = chances.job_hazard
    block.lost_draw[lane] = chances.lost_draw


@compiled_inside
def apply_leaving(
    w: State,
    citizen: CitizenRow,
    block: BatchBlock,
    lane: int,
    params: Parameters,
    calendar_week: CalendarRow,
) -> None:
    """Let a citizen leave or stay by the lane's draws; a crisis changes the hazard."""
    week, intake = calendar_week.week, calendar_week.intake == 1
    own_hazard = block.own_hazard[lane]
    if citizen.in_crisis:
        own_hazard = own_start_hazard(citizen, params, intake)
    chances = Chances(
        block.own_draw[lane],
        own_hazard,
        block.job_draw[lane],
        block.job_hazard[lane],
        block.lost_draw[lane],
    )
    leave_or_stay(w, citizen, params, week, intake, chances)
    if calendar_week.intake_ends == 1:
        let_order_lapse(citizen)


# --- the steps in their order ---------------------------------------------------------------------

# Step of a citizen's week -> the rule that computes it in a lane, the rule that applies it.
BATCHED = {
    "move_ownership": ("compute_ownership", "apply_ownership"),
    "grow": ("compute_growth", "apply_growth"),
    "live_crisis": ("compute_crisis", "apply_crisis"),
    "consider_leaving": ("compute_leaving", "apply_leaving"),
}
_IN_ORDER = [BATCHED[step.name] for step in AFTER_ENCOUNTERS]

# compute_block(block, params, week, intake): compute all steps in all lanes of a batch. It contains
# the loop because the compiler optimises a function before it inlines it: steps 8 to 10 took a
# third longer when they were joined in a function for one lane.
compute_block: Any = compiled_inside(
    written_out(
        globals(),
        "compute_block",
        "block, params, week, intake",
        [
            "for lane in range(LANES):",
            *(f"    {compute}(block, lane, params, week, intake)" for compute, _ in _IN_ORDER),
        ],
    )
)
# step_out(w, citizen, place, params, calendar_week): apply what the lane at a place computed.
step_out: Any = compiled_inside(
    written_out(
        globals(),
        "step_out",
        "w, citizen, place, params, calendar_week",
        [
            "block, lane = w.lanes[place // LANES], place % LANES",
            *(f"{apply}(w, citizen, block, lane, params, calendar_week)" for _, apply in _IN_ORDER),
        ],
    )
)


@compiled
def step_batch(w: State, people: int, params: Parameters, calendar_week: CalendarRow) -> None:
    """Compute the numbers of steps 8 to 10 for everyone in the first `people` lanes."""
    normal = w.quantiles[calendar_week.premises, Q_NORMAL]
    blocks = (people + LANES - 1) // LANES
    intake = calendar_week.intake == 1
    step_blocks(w.lanes, blocks, params, normal, calendar_week.week, intake)


@compiled
def step_blocks(
    blocks: Any, count: int, params: Parameters, normal: Any, week: int, intake: bool
) -> None:
    """Compute the first batches; `normal` is the quantile table of the noise in ownership.

    The table is read lane by lane, because the place in it depends on each draw.
    """
    params = noalias_copy(params)
    for number in range(count):
        block = blocks[number]
        for lane in range(LANES):
            citizen = in_lane(block, lane)
            block.basis[lane] = basis_of(citizen, params)
            block.noise[lane] = position_of(noise_draw(citizen))
        for lane in range(LANES):
            block.noise[lane] = read_at(normal, block.noise[lane])
        compute_block(block, params, week, intake)
