"""Doses from a meeting's counts: per norm of turns, diminishing, pooled over three meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.compiled import compiled
from heterophony.agents.portable_math import power

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters

FRONT_VALUE, TROUBLE_VALUE, PLAIN_VALUE = 0, 1, 2
ACTS = 26


@compiled
def per_norm(meeting: MeetingRow, params: Parameters, count: float) -> float:
    """Return a count per norm turns, so that a longer meeting does not count more by itself."""
    return count * params.meeting_norm_turns / meeting.turns


@compiled
def diminishing(count: float) -> float:
    """Return the dose of a count (sat), 0-1: each further one adds half as much."""
    return 1.0 - power(2.0, -count)


@compiled
def told_in_norm(meeting: MeetingRow, params: Parameters, count: float) -> float:
    """Return the dose of a count per norm turns, 0-1."""
    return diminishing(per_norm(meeting, params, count))


@compiled
def remember_uptake(citizen: CitizenRow, meeting: MeetingRow) -> None:
    """Store this meeting's uptake as the latest of the citizen's last three."""
    for back in range(2, 0, -1):
        citizen.foreign_connected[back] = citizen.foreign_connected[back - 1]
        citizen.foreign_turns[back] = citizen.foreign_turns[back - 1]
    citizen.foreign_connected[0] = meeting.foreign_connected
    citizen.foreign_turns[0] = meeting.foreign_turns


@compiled
def pooled_uptake(citizen: CitizenRow, params: Parameters) -> float:
    """Return the share of foreign turns taken up in the last three meetings (Q_meet), 0-1.

    Only foreign turns count, so that sameness does not count as consistency. Without foreign turns
    the value is the consistency experienced so far.
    """
    connected, foreign = 0.0, 0.0
    for back in range(3):
        connected += params.meeting_pool_weights[back] * citizen.foreign_connected[back]
        foreign += params.meeting_pool_weights[back] * citizen.foreign_turns[back]
    if foreign <= 0.0:
        return citizen.consistency
    return connected / foreign
