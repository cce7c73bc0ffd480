"""The workload in C with model 2's meeting, built with the system's compiler."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from heterophony.agents.state import State
from heterophony.benchmarks.workload.c_translation import (
    address,
    build,
    ready_in,
    rows_of_the_workload,
)
from heterophony.benchmarks.workload.inputs import Inputs
from heterophony.benchmarks.workload.model2_meeting import open_room
from heterophony.benchmarks.workload.numba_loop import premises_of


def library_for(room: State, premises: Any) -> Any:
    """Return the translation, built for the rows of a meeting and the workload's numbers."""
    rows = {
        "Parameters": room.premises.dtype,
        "CitizenRow": room.citizens.dtype,
        "MentorRow": room.mentors.dtype,
        "CaseworkerRow": room.caseworkers.dtype,
        "MeetingRow": room.meetings.dtype,
        "TalkRow": room.talk.dtype,
        "TurnRow": room.turns.dtype,
    }
    return build("model2_meeting.h", rows_of_the_workload(premises.dtype) | rows)


def converse_in(library: Any, room: State, key: int) -> int:
    """Hold a conversation with the rows of a room, count its log, and return its turns."""
    library.converse.restype = ctypes.c_int64
    tables = (room.citizens, room.mentors, room.caseworkers, room.premises, room.meetings)
    log = address(room.turns)
    turns: int = library.converse(
        *map(address, tables), ctypes.c_uint64(key), log, ctypes.c_int64(room.turns.shape[1])
    )
    library.tally(log, ctypes.c_int64(turns), address(room.meetings))
    return turns


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    room, premises = open_room(), premises_of(inputs.numbers)
    library = library_for(room, premises)
    library.declare(address(room.premises))
    live = ready_in(library, inputs, premises)

    def run() -> np.ndarray:
        assert room  # its parameters must live as long as their address
        return live()

    return run
