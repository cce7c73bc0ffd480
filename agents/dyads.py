"""How a mentor and a caseworker cooperate: the seven dimensions of relational coordination (3.11).

Six are read off the log and the calendar, one is mutual understanding (sources S17, S37; study
l.2601-2605). Each dyad's record is a running mean, updated once a week from the week's meetings, so
that their order within the week does not matter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import HOUR, one_if
from heterophony.agents.compiled import compiled
from heterophony.agents.portable_math import power
from heterophony.agents.state import State

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def dyad_of(w: State, citizen: CitizenRow) -> Any:
    """Return the record of the citizen's mentor and caseworker."""
    return w.dyads[citizen.mentor, w.caseworkers[citizen.caseworker].post]


@compiled
def timeliness(meeting: MeetingRow) -> float:
    """Return how timely a meeting was, 0-1: at most a week late, and prepared."""
    return one_if(meeting.late <= 1.0) * (1.0 + meeting.preparation) / 2.0


@compiled
def accuracy(citizen: CitizenRow, params: Parameters) -> float:
    """Return how far the two images of the citizen agree, 0-1."""
    apart = abs(citizen.image_mastery_caseworker - citizen.image_mastery_mentor)
    apart += abs(citizen.image_readiness_caseworker - citizen.image_readiness_mentor)
    return 1.0 - min(1.0, params.coordination_distance_scale * apart / 2.0)


@compiled
def problem_solving(meeting: MeetingRow) -> float:
    """Return the share of what citizens say that is taken up, and of slips acknowledged, 0-1."""
    acknowledged = meeting.acknowledged_by_caseworker + meeting.acknowledged_by_mentor
    return min(
        1.0,
        (meeting.told_taken_up + acknowledged + 0.5)
        / (meeting.told + meeting.slips_answered + 1.0),
    )


@compiled
def shared_aims(params: Parameters, meeting: MeetingRow) -> float:
    """Return how far the two positions agree, and shared goals are at hand, 0-1."""
    apart = abs(meeting.proposal_caseworker - meeting.proposal_mentor)
    agreed = 1.0 - min(1.0, params.coordination_distance_scale * apart)
    return agreed * (1.0 + meeting.shared_goals) / 2.0


@compiled
def respect(meeting: MeetingRow) -> float:
    """Return how far each professional takes up codes of the other, 0-1."""
    return min(1.0, (meeting.connected + 0.5) / (meeting.adjacencies + 1.0))


@compiled
def record_cooperation(
    w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow
) -> None:
    """Add a three-party meeting to the week's sums of its dyad."""
    dyad = dyad_of(w, citizen)
    dyad.week_timeliness += timeliness(meeting)
    dyad.week_accuracy += accuracy(citizen, params)
    dyad.week_problem_solving += problem_solving(meeting)
    dyad.week_shared_goals += shared_aims(params, meeting)
    dyad.week_shared_knowledge += meeting.understanding
    dyad.week_respect += respect(meeting)
    talked = (citizen.pre_practised + citizen.debrief_practised) / HOUR * meeting.preparation
    dyad.week_hours += params.meeting_minutes / HOUR + talked
    dyad.week_meetings += 1.0


@compiled
def update_dyad(dyad: Any, params: Parameters) -> None:
    """Update a dyad's running means by the week's meetings, and frequency by hours of contact.

    Hours are averaged before they are cut off at the norm: a long talk in one week counts in full.
    """
    contact = dyad.week_hours / params.coordination_contact_norm
    weekly = params.coordination_memory * params.coordination_weekly_share
    dyad.frequency += weekly * (contact - dyad.frequency)
    held = dyad.week_meetings
    if held > 0.0:
        step = 1.0 - power(1.0 - params.coordination_memory, held)
        dyad.timeliness += step * (dyad.week_timeliness / held - dyad.timeliness)
        dyad.accuracy += step * (dyad.week_accuracy / held - dyad.accuracy)
        dyad.problem_solving += step * (dyad.week_problem_solving / held - dyad.problem_solving)
        dyad.shared_goals += step * (dyad.week_shared_goals / held - dyad.shared_goals)
        known = dyad.week_shared_knowledge / held
        dyad.shared_knowledge += step * (known - dyad.shared_knowledge)
        dyad.respect += step * (dyad.week_respect / held - dyad.respect)
    clear_dyad_week(dyad)


@compiled
def clear_dyad_week(dyad: Any) -> None:
    """Set a dyad's sums of the week to 0."""
    dyad.week_timeliness = 0.0
    dyad.week_accuracy = 0.0
    dyad.week_problem_solving = 0.0
    dyad.week_shared_goals = 0.0
    dyad.week_shared_knowledge = 0.0
    dyad.week_respect = 0.0
    dyad.week_hours = 0.0
    dyad.week_meetings = 0.0


@compiled
def limit_dyad(dyad: Any, level: float) -> None:
    """Cap each dimension of a newcomer's dyad at a level."""
    dyad.frequency = min(dyad.frequency, level)
    dyad.timeliness = min(dyad.timeliness, level)
    dyad.accuracy = min(dyad.accuracy, level)
    dyad.problem_solving = min(dyad.problem_solving, level)
    dyad.shared_goals = min(dyad.shared_goals, level)
    dyad.shared_knowledge = min(dyad.shared_knowledge, level)
    dyad.respect = min(dyad.respect, level)
