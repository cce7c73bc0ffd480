"""The workload as the model runs: one compiled loop over rows, by the project's own rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from heterophony.agents.bounded import above, push, relax, share
from heterophony.agents.caseworker_week import background_hours, weekly_hours
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key
from heterophony.agents.held import held_still
from heterophony.agents.learning import resonance
from heterophony.agents.ownership import combined
from heterophony.agents.vocabulary import STREAM_SLOT
from heterophony.benchmarks.workload.inputs import MEASURES, STAFF_TYPE, Inputs, record
from heterophony.benchmarks.workload.slice_meeting import meet
from heterophony.benchmarks.workload.slice_rules import (
    arrive,
    drift,
    leaves,
    live_crisis,
    live_session,
    move_ownership,
    relation,
)

HOUR, INTERVAL, MONTH = 60.0, 8, 4
COMPONENTS = 5  # of ownership: autonomy, meaning, relation, realism, consistency
ROOM_TYPE = np.dtype(
    [(name, "f8", 4) for name in ("usual", "closing", "mentors", "caseworker_pull", "mentor_pull")]
    + [(name, "f8") for name in ("fronts", "measured", "connected", "foreign", "unheard")]
)


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
    """Count everybody's cases and this week's meetings."""
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
def add_up_meeting(sums: Any, room: Any) -> None:
    """Add a meeting to the sums."""
    sums.meetings += 1.0
    sums.fronts += room.fronts
    sums.measured += room.measured
    sums.connected += room.connected
    sums.foreign += room.foreign


@compiled
def write_components(components: Any, row: int, citizen: Any, p: Any) -> None:
    """Write down what a citizen's ownership rests on, to be combined for several at a time."""
    components[0, row] = citizen.autonomy
    components[1, row] = citizen.meaning
    components[2, row] = relation(citizen, p)
    components[3, row] = citizen.fit
    components[4, row] = citizen.consistency


@compiled
def combine_all(components: Any, count: int, p: Any) -> None:
    """Combine the components of `count` rows, [component, row], into the row below them."""
    p = held_still(p)
    autonomy, meaning, trust = components[0], components[1], components[2]
    fit, consistency, basis = components[3], components[4], components[COMPONENTS]
    for k in range(count):
        basis[k] = combined(p, autonomy[k], meaning[k], trust[k], fit[k], consistency[k])


@compiled
def live(
    citizens: Any,
    mentors: Any,
    caseworkers: Any,
    pairs: Any,
    left: Any,
    room: Any,
    components: Any,
    p: Any,
    normal: Any,
    weekly: Any,
) -> None:
    """Let all weeks pass; `pairs` is how mentor and caseworker understand each other.

    `left` is the share of the distance between two that the week's meetings leave.
    """
    posts = pairs.shape[1]
    for week in range(len(weekly)):
        sums = weekly[week]
        count_cases(citizens, mentors, caseworkers, week)
        for k in range(len(caseworkers)):
            plan_caseworker_week(caseworkers[k], p)
        for m in range(len(mentors)):
            plan_mentor_week(mentors[m], p)
        for row in range(len(citizens)):
            citizen = citizens[row]
            m, k = citizen.mentor, citizen.caseworker
            u = pairs[m, k % posts]
            live_session(citizen, p, mentors[m].session_share, sums)
            if week % INTERVAL == citizen.meeting_week:
                uptake = meet(room, citizen, mentors[m], caseworkers[k], p, u, week)
                left[m, k % posts] *= 1.0 - p.understanding_meeting * uptake
                add_up_meeting(sums, room)
            drift(citizen, p, u)
            sums.understanding += u
            write_components(components, row, citizen, p)
        combine_all(components, len(citizens), p)
        for row in range(len(citizens)):
            citizen = citizens[row]
            move_ownership(citizen, p, normal, components[COMPONENTS, row])
            live_crisis(citizen, p, week)
            add_up(sums, citizen)
            citizen.life_week += 1
            if leaves(citizen, p):
                sums.left += 1.0
                citizen.generation += 1
                arrive(citizen, p, normal)
        for k in range(len(caseworkers)):
            learn(caseworkers[k], p, p.dialogue_caseworker_commitment)
        for m in range(len(mentors)):
            learn(mentors[m], p, p.dialogue_mentor_commitment)
        for m in range(len(mentors)):
            for post in range(posts):
                pairs[m, post] = understand(pairs[m, post], left[m, post], p, week)
                left[m, post] = 1.0


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Make everything ready; return what lives through the weeks, and returns their sums."""
    premises = premises_of(inputs.numbers)
    start = inputs.numbers["coordination_initial_understanding"]
    pairs = np.full((inputs.mentors, inputs.numbers["posts"]), start)
    weekly = np.zeros(inputs.weeks, record(MEASURES, ()))
    tables = (
        inputs.citizens.copy().view(np.recarray),
        np.full(inputs.mentors, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        np.full(inputs.caseworkers, inputs.staff[0], STAFF_TYPE).view(np.recarray),
        pairs,
        np.ones_like(pairs),
        np.zeros(1, ROOM_TYPE).view(np.recarray)[0],
        np.zeros((COMPONENTS + 1, len(inputs.citizens))),
        premises[0],
        inputs.normal,
        weekly.view(np.recarray),
    )

    def run() -> np.ndarray:
        live(*tables)
        return weekly.view(np.float64).reshape(inputs.weeks, -1)

    return run
