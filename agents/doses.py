"""How far counts of a meeting tell: per norm of turns, the first most, pooled over three."""

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
    """Return a count per norm turns, so that a longer meeting is not more of it by construction."""
    return count * params.meeting_norm_turns / meeting.turns


@compiled
def diminishing(count: float) -> float:
    """Return how far a count tells: the first most, each further one half as much (sat), 0-1."""
    return 1.0 - power(2.0, -count)


@compiled
def told_in_norm(meeting: MeetingRow, params: Parameters, count: float) -> float:
    """Return how far a count per norm turns tells, 0-1."""
    return diminishing(per_norm(meeting, params, count))


@compiled
def remember_uptake(citizen: CitizenRow, meeting: MeetingRow) -> None:
    """Put this meeting first among the citizen's last three."""
    for back in range(2, 0, -1):
        citizen.foreign_connected[back] = citizen.foreign_connected[back - 1]
        citizen.foreign_turns[back] = citizen.foreign_turns[back - 1]
    citizen.foreign_connected[0] = meeting.foreign_connected
    citizen.foreign_turns[0] = meeting.foreign_turns


@compiled
def pooled_uptake(citizen: CitizenRow, params: Parameters) -> float:
    """Return the share of foreign turns taken up in the last three meetings (Q_meet), 0-1.

    Only what was foreign can be bridged, so sameness does not count as consistency. With nothing
    foreign, it is the consistency experienced so far.
    """
    connected, foreign = 0.0, 0.0
    for back in range(3):
        connected += params.meeting_pool_weights[back] * citizen.foreign_connected[back]
        foreign += params.meeting_pool_weights[back] * citizen.foreign_turns[back]
    if foreign <= 0.0:
        return citizen.consistency
    return connected / foreign
