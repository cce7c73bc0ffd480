"""The workload as the model runs: one compiled loop over rows, by the project's own rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from heterophony.agents.bounded import above, happens, push, relax, share
from heterophony.agents.caseworker_week import background_hours, weekly_hours
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key
from heterophony.agents.lanes import LANES
from heterophony.agents.learning import resonance
from heterophony.agents.living import live_in_crisis
from heterophony.agents.vocabulary import STREAM_SLOT
from heterophony.benchmarks.workload.inputs import MEASURES, STAFF_TYPE, Inputs, record
from heterophony.benchmarks.workload.slice_lanes import (
    BLOCK_TYPE,
    in_lane,
    live_sessions,
    live_side_by_side,
    step_in,
    step_out,
)
from heterophony.benchmarks.workload.slice_meeting import ROOM_FOR_TURNS, Talk, meet, uptake_in
from heterophony.benchmarks.workload.slice_rules import arrive, be_followed, enter_crisis

HOUR, INTERVAL, MONTH = 60.0, 8, 4


def premises_of(numbers: dict[str, Any]) -> Any:
    """Put the numbers into a record, as rules read them."""
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
def count_cases(citizens: Any, mentors: Any, caseworkers: Any, week: int) -> None:
    """Count citizens as cases of both professionals, and a week's meetings."""
    for row in range(len(citizens)):
        citizen = citizens[row]
        mentor, worker = mentors[citizen.mentor], caseworkers[citizen.caseworker]
        mentor.cases += 1
        worker.cases += 1
        if week % INTERVAL == citizen.meeting_week:
            mentor.meetings += 1
            worker.meetings += 1


@compiled
def plan_caseworker_week(worker: Any, p: Any) -> None:
    """Leave for preparing meetings what background and meetings leave of the hours."""
    hours = weekly_hours(p, 1.0) - background_hours(p, 1.0, 0, worker.cases)
    left = above(hours - (p.meeting_minutes / HOUR + p.hours_record) * worker.meetings)
    wanted = p.hours_preparation * worker.meetings
    worker.preparation = share(left / wanted) if wanted > 0.0 else 1.0
    worker.cases, worker.meetings = 0, 0


@compiled
def plan_mentor_week(worker: Any, p: Any) -> None:
    """Leave for sessions what meetings leave of the hours."""
    hours = p.hours_week * p.hours_mentor_share
    left = above(hours - (p.meeting_minutes / HOUR + p.hours_shield) * worker.meetings)
    wanted = p.mentor_session_hours * worker.cases
    worker.session_share = share(left / wanted) if wanted > 0.0 else 1.0
    worker.cases, worker.meetings = 0, 0


@compiled
def learn(worker: Any, p: Any, commitment: float) -> None:
    """Widen the horizon by foreign codes heard, and let it drift back."""
    for _ in range(worker.foreign_heard):
        dose = p.learning_meeting * commitment * resonance(p, worker.horizon)
        worker.horizon = push(worker.horizon, dose)
    worker.horizon = relax(worker.horizon, p.learning_floor, p.learning_drift)
    worker.foreign_heard = 0


@compiled
def understand(u: float, left: float, p: Any, week: int) -> float:
    """Let understanding grow with the week's meetings, and fade once a month."""
    u = 1.0 - (1.0 - u) * left
    if week % MONTH == MONTH - 1:
        return relax(u, p.coordination_initial_understanding, p.understanding_drift)
    return u


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
    """Let a few citizens step into the lanes of a block, with what their mentors have for them."""
    posts = pairs.shape[1]
    for number in range(len(citizens)):
        citizen, lane = citizens[number], in_lane(block, number)
        step_in(lane, citizen)
        lane.understanding = pairs[citizen.mentor, citizen.caseworker % posts]
        lane.session_share = mentors[citizen.mentor].session_share


@compiled
def hold_meetings(
    block: Any,
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    left: Any,
    turns: Any,
    p: Any,
    week: int,
    sums: Any,
) -> None:
    """Hold the meetings of those in a block whose week it is."""
    posts = left.shape[1]
    for number in range(len(citizens)):
        citizen, lane = citizens[number], in_lane(block, number)
        sums.attended += lane.came
        sums.own_steps += lane.stepped
        sums.understanding += lane.understanding
        if week % INTERVAL == citizen.meeting_week:
            m, k = citizen.mentor, citizen.caseworker
            talk = meet(turns, lane, mentors[m], caseworkers[k], p, lane.understanding, week)
            left[m, k % posts] *= 1.0 - p.understanding_meeting * uptake_in(talk)
            add_up_meeting(sums, talk)


@compiled
def end_week(block: Any, citizens: Any, p: Any, normal: Any, sums: Any) -> None:
    """Take over what those in a block have become; let chance decide on crises and leaving."""
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
def learn_all(mentors: Any, caseworkers: Any, pairs: Any, left: Any, p: Any, week: int) -> None:
    """Let staff learn from what they heard, and pairs understand each other better."""
    for k in range(len(caseworkers)):
        learn(caseworkers[k], p, p.dialogue_caseworker_commitment)
    for m in range(len(mentors)):
        learn(mentors[m], p, p.dialogue_mentor_commitment)
        for post in range(pairs.shape[1]):
            pairs[m, post] = understand(pairs[m, post], left[m, post], p, week)
            left[m, post] = 1.0


@compiled
def live(
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    pairs: Any,
    left: Any,
    block: Any,
    turns: Any,
    p: Any,
    normal: Any,
    weekly: Any,
) -> None:
    """Let all weeks pass; `pairs` is how mentor and caseworker understand each other.

    `left` is the share of the distance between two that the week's meetings leave. A few citizens
    at a time live through a week, in `block`, and are counted for the next while they are at hand.
    """
    count_cases(citizens, mentors, caseworkers, 0)
    for week in range(len(weekly)):
        sums = weekly[week]
        for k in range(len(caseworkers)):
            plan_caseworker_week(caseworkers[k], p)
        for m in range(len(mentors)):
            plan_mentor_week(mentors[m], p)
        for first in range(0, len(citizens), LANES):
            few = citizens[first : first + LANES]
            begin_week(block, few, mentors, pairs)
            live_sessions(block, len(few), p)
            hold_meetings(block, few, mentors, caseworkers, left, turns, p, week, sums)
            live_side_by_side(block, len(few), p, normal, week)
            end_week(block, few, p, normal, sums)
            count_cases(few, mentors, caseworkers, week + 1)
        learn_all(mentors, caseworkers, pairs, left, p, week)


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Make everything ready; return what lives through the weeks, and returns their sums."""
    start = inputs.numbers["coordination_initial_understanding"]
    pairs = np.full((inputs.mentors, inputs.numbers["posts"]), start)
    weekly = np.zeros(inputs.weeks, record(MEASURES, ()))
    tables = (
        inputs.citizens.copy().view(np.recarray),
        np.full(inputs.mentors, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        np.full(inputs.caseworkers, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        pairs,
        np.ones_like(pairs),
        np.zeros(1, BLOCK_TYPE).view(np.recarray)[0],
        np.zeros(ROOM_FOR_TURNS, np.int64),
        premises_of(inputs.numbers)[0],
        inputs.normal,
        weekly.view(np.recarray),
    )

    def run() -> np.ndarray:
        live(*tables)
        return weekly.view(np.float64).reshape(inputs.weeks, -1)

    return run
