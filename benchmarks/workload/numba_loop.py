"""The workload as the model runs: one compiled loop of compiled rules, with model 1's meeting.

Jobcentres live through their weeks one after the other, and their citizens a few at a time: side by
side where nothing branches (`slice_batch.py`), row by row where chance decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from heterophony.agents.batch import LANES
from heterophony.agents.bounded import happens
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key
from heterophony.agents.living import live_in_crisis
from heterophony.agents.state import State
from heterophony.agents.vocabulary import STREAM_SLOT
from heterophony.benchmarks.workload.inputs import (
    CASEWORKERS,
    CITIZENS,
    INTERVAL,
    MEASURES,
    MENTORS,
    STAFF_TYPE,
    Inputs,
    record,
)
from heterophony.benchmarks.workload.model1_meeting import ROOM_FOR_TURNS, meet
from heterophony.benchmarks.workload.model2_meeting import meet as meet_in
from heterophony.benchmarks.workload.slice_batch import (
    BLOCK_TYPE,
    in_lane,
    live_sessions,
    step_batch,
    step_in,
    step_out,
)
from heterophony.benchmarks.workload.slice_meeting import Talk, uptake_in
from heterophony.benchmarks.workload.slice_rules import arrive, be_followed, enter_crisis
from heterophony.benchmarks.workload.slice_staff import learn_all, plan_all


def premises_of(numbers: dict[str, Any]) -> Any:
    """Return the numbers as the record that rules read."""
    values = {name: np.asarray(value) for name, value in numbers.items()}
    premises = np.zeros(1, [(name, value.dtype, value.shape) for name, value in values.items()])
    for name, value in values.items():
        premises[name] = value
    return premises.view(np.recarray)


@compiled
def fill_slots(citizens: Any, premises: Any, normal: Any, key: Any) -> None:
    """Key every slot and let its first person arrive."""
    for row in range(len(citizens)):
        citizens[row].slot_key = child_key(key, STREAM_SLOT, row)
        arrive(citizens[row], premises[0], normal)


@compiled
def add_up(sums: Any, citizen: Any) -> None:
    """Add a citizen's week to the sums."""
    sums.ownership += citizen.ownership
    sums.pressure += citizen.pressure
    sums.distress += citizen.distress
    sums.in_crisis += citizen.in_crisis


@compiled
def add_up_meeting(sums: Any, talk: Talk) -> None:
    """Add a meeting to the sums."""
    sums.meetings += 1.0
    sums.fronts += talk.fronts
    sums.measured += talk.measured
    sums.connected += talk.connected
    sums.foreign += talk.foreign


@compiled
def begin_week(block: Any, citizens: Any, mentors: Any, pairs: Any) -> None:
    """Load a few citizens into the lanes of a block, with their mentors' hours."""
    for number in range(len(citizens)):
        citizen, lane = citizens[number], in_lane(block, number)
        step_in(lane, citizen)
        lane.understanding = pairs[citizen.mentor, citizen.caseworker]
        lane.session_share = mentors[citizen.mentor].session_share


@compiled
def hold_meetings(
    block: Any,
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    left: Any,
    turns: Any,
    room: Any,
    p: Any,
    week: int,
    sums: Any,
) -> None:
    """Hold the meetings that are due in a block: model 2's in `room`, model 1's without one."""
    for number in range(len(citizens)):
        citizen, lane = citizens[number], in_lane(block, number)
        sums.attended += lane.came
        sums.own_steps += lane.stepped
        sums.understanding += lane.understanding
        if week % INTERVAL == citizen.meeting_week:
            m, k = citizen.mentor, citizen.caseworker
            u = lane.understanding
            if room is None:
                talk = meet(turns, lane, mentors[m], caseworkers[k], p, u, week)
            else:
                talk = meet_in(room, lane, mentors[m], caseworkers[k], p, u, week)
            left[m, k] *= 1.0 - p.understanding_meeting * uptake_in(talk)
            add_up_meeting(sums, talk)


@compiled
def end_week(block: Any, citizens: Any, p: Any, normal: Any, sums: Any) -> None:
    """Store the citizens of a block; draw crises and departures."""
    for number in range(len(citizens)):
        citizen, lane = citizens[number], in_lane(block, number)
        step_out(lane, citizen)
        if citizen.in_crisis:
            live_in_crisis(citizen)
        else:
            citizen.weeks_since_crisis = lane.weeks_since_crisis
            if happens(lane.crisis_draw, lane.crisis_hazard):
                enter_crisis(citizen, p)
        add_up(sums, citizen)
        citizen.life_week += 1
        job = happens(lane.job_draw, p.education_job)
        if job or happens(lane.lost_draw, p.education_lost):
            sums.left += 1.0
            be_followed(citizen, p, normal)


@compiled
def live_in_one(
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    pairs: Any,
    left: Any,
    block: Any,
    turns: Any,
    room: Any,
    p: Any,
    normal: Any,
    weekly: Any,
) -> None:
    """Run all weeks of one jobcentre, for a few citizens at a time, vectorised in `block`.

    Meetings are model 2's in `room`, or model 1's if it is None, turn by turn in `turns`. `pairs`
    is the understanding of mentors and caseworkers, `left` the share of the distance between two
    that remains after the week's meetings.
    """
    for week in range(len(weekly)):
        sums = weekly[week]
        plan_all(citizens, mentors, caseworkers, p, week)
        for first in range(0, len(citizens), LANES):
            few = citizens[first : first + LANES]
            begin_week(block, few, mentors, pairs)
            live_sessions(block, len(few), p)
            hold_meetings(block, few, mentors, caseworkers, left, turns, room, p, week, sums)
            step_batch(block, len(few), p, normal, week)
            end_week(block, few, p, normal, sums)
        learn_all(mentors, caseworkers, pairs, left, p, week)


@compiled
def live(
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    pairs: Any,
    left: Any,
    block: Any,
    turns: Any,
    room: Any,
    p: Any,
    normal: Any,
    weekly: Any,
) -> None:
    """Run all weeks of one jobcentre after the other, so that its rows stay in the cache."""
    for centre in range(len(mentors) // MENTORS):
        m, k, row = centre * MENTORS, centre * CASEWORKERS, centre * CITIZENS
        live_in_one(
            citizens[row : row + CITIZENS],
            mentors[m : m + MENTORS],
            caseworkers[k : k + CASEWORKERS],
            pairs[m : m + MENTORS],
            left[m : m + MENTORS],
            block,
            turns,
            room,
            p,
            normal,
            weekly,
        )


def with_own_staff(citizens: np.ndarray) -> np.ndarray:
    """Return a copy of citizens who know staff by their numbers in the jobcentre."""
    rows = citizens.copy()
    rows["mentor"] %= MENTORS
    rows["caseworker"] %= CASEWORKERS
    return rows


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    return ready_in(None, inputs)


def ready_in(room: State | None, inputs: Inputs) -> Callable[[], np.ndarray]:
    """Do the same with model 2's meeting in `room`, or with model 1's if it is None."""
    start = inputs.numbers["coordination_initial_understanding"]
    pairs = np.full((inputs.mentors, inputs.numbers["posts"]), start)
    weekly = np.zeros(inputs.weeks, record(MEASURES, ()))
    tables = (
        with_own_staff(inputs.citizens).view(np.recarray),
        np.full(inputs.mentors, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        np.full(inputs.caseworkers, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        pairs,
        np.ones_like(pairs),
        np.zeros(1, BLOCK_TYPE).view(np.recarray)[0],
        np.zeros(ROOM_FOR_TURNS, np.int64),
        room,
        premises_of(inputs.numbers)[0],
        inputs.normal,
        weekly.view(np.recarray),
    )

    def run() -> np.ndarray:
        live(*tables)
        return weekly.view(np.float64).reshape(inputs.weeks, -1)

    return run
