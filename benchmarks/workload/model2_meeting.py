"""Model 2's meeting in the workload: the conversation and its counts by the project's own rules.

The workload's citizen has neither images nor positions of others, so a few of its numbers take
their place; what a meeting changes is the same as with model 1's (`slice_meeting.py`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.citizen_columns import CITIZEN_COLUMNS
from heterophony.agents.columns import as_matrix, new_rows
from heterophony.agents.compiled import compiled
from heterophony.agents.conversation import converse
from heterophony.agents.meeting_columns import MEETING_COLUMNS, TALK_COLUMNS, TURN_TYPE
from heterophony.agents.staff_columns import CASEWORKER_COLUMNS, MENTOR_COLUMNS
from heterophony.agents.state import State
from heterophony.agents.tally import tally
from heterophony.benchmarks.workload.inputs import TURNS
from heterophony.benchmarks.workload.slice_meeting import (
    Talk,
    front_on_stage,
    meeting_key,
    take_effect,
)
from heterophony.scenarios import load_scenario
from heterophony.sim.prepared import prepared


def open_room() -> State:
    """Return a state with one seat each and the parameters of the study's jobcentre as declared."""
    params = prepared(load_scenario("baseline")).records[:1].copy()
    mentors, caseworkers = new_rows(MENTOR_COLUMNS, 1), new_rows(CASEWORKER_COLUMNS, 1)
    mentors[0].weights[:] = params[0].codes_mentor
    caseworkers[0].weights[:] = params[0].codes_caseworker
    meetings = new_rows(MEETING_COLUMNS, 1)
    return State(
        premises=params,
        citizens=new_rows(CITIZEN_COLUMNS, 1),
        mentors=mentors,
        caseworkers=caseworkers,
        meetings=meetings,
        meeting_matrix=as_matrix(meetings),
        talk=new_rows(TALK_COLUMNS, 1),
        turns=np.zeros((1, TURNS), TURN_TYPE).view(np.recarray),
    )


@compiled
def take_seats(
    room: State, citizen: Any, mentor: Any, worker: Any, distance: float, u_mk: float
) -> None:
    """Write what the conversation reads of the three into the room's rows."""
    person, meeting, params = room.citizens[0], room.meetings[0], room.premises[0]
    person.in_crisis = citizen.in_crisis
    person.everyday_mastery = citizen.fit
    person.education_readiness = citizen.resources
    person.weeks_on_support = citizen.life_week
    room.mentors[0].horizon = mentor.horizon
    room.caseworkers[0].horizon = worker.horizon
    numbers = room.meeting_matrix[0]
    for column in range(len(numbers)):
        numbers[column] = 0.0
    meeting.three_party, meeting.deciding = 1.0, 1.0
    meeting.preparation = worker.preparation
    meeting.understanding = u_mk
    meeting.stake = citizen.pressure
    meeting.front_share_without_leak = distance
    meeting.small_steps_weight = params.default_small_steps_weight
    meeting.mastery_image_rose = 1.0 if citizen.missed == 0 else 0.0
    meeting.opening_proposal_caseworker = params.law_standard_demand
    meeting.opening_proposal_mentor = citizen.ownership


@compiled
def meet(
    room: State, citizen: Any, mentor: Any, worker: Any, p: Any, u_mk: float, week: int
) -> Talk:
    """Hold a meeting with its effects; return the counts of its turns."""
    key = meeting_key(citizen)
    take_seats(room, citizen, mentor, worker, front_on_stage(citizen, p), u_mk)
    meeting, log = room.meetings[0], room.turns[0]
    turns = converse(
        room.citizens[0],
        room.mentors[0],
        room.caseworkers[0],
        room.premises[0],
        meeting,
        room.talk[0],
        key,
        log,
    )
    tally(log, turns, meeting)
    talk = Talk(
        meeting.front_turns,
        meeting.measuring_questions,
        meeting.connected - meeting.foreign_connected,
        meeting.foreign_connected,
        meeting.adjacencies - meeting.connected,
    )
    take_effect(citizen, mentor, worker, p, talk, key, week)
    return talk
