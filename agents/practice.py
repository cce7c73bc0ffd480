"""How far staff practise what management decides, meeting by meeting and week by week.

Each coordination policy that staff must practise is practised in a given meeting or week with a
chance that grows with commitment (study l.215-239, 1199-1207); a policy that is not practised takes
no hours and counts as its default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import HOUR
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.vocabulary import (
    BY_COMMITMENT,
    COURSE,
    FOR_ALIGNMENT,
    FOR_DEBRIEF,
    FOR_IT,
    FOR_PRE_MEETING,
    FOR_SHARED_GOALS,
    FOR_SMALL_STEPS,
    FUNDED_HOURS,
    STREAM_MEETING,
    STREAM_RETURNED_MEETING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, JobcentreRow, Parameters, TotalRow


@compiled
def meeting_key(citizen: CitizenRow, returned: bool) -> Any:
    """Return the key of a citizen's coming meeting; a returned one has a stream of its own."""
    if returned:
        return child_key(citizen.key, STREAM_RETURNED_MEETING, citizen.returned_number)
    return child_key(citizen.key, STREAM_MEETING, citizen.meeting_number)


@compiled
def practice_chance(params: Parameters, commitment: float) -> float:
    """Return the chance that a decided policy is practised, given the acting side's commitment."""
    if params.coordination_fidelity != BY_COMMITMENT:
        return 1.0
    base = params.coordination_fidelity_base
    return base + (1.0 - base) * commitment


@compiled
def three_party(citizen: CitizenRow) -> bool:
    """Tell whether the citizen's meetings have a mentor."""
    return citizen.status == COURSE and citizen.mentor_gone == 0


@compiled
def alignment_due(citizen: CitizenRow, params: Parameters, week: int) -> bool:
    """Tell whether the next meeting brings an alignment session of its two professionals."""
    if not params.coordination_expectation_alignment:
        return False
    return week - citizen.last_alignment >= params.understanding_align_interval_weeks


@compiled
def decide_practice(
    citizen: CitizenRow, jobcentre: JobcentreRow, params: Parameters, week: int
) -> None:
    """Draw what is practised in this week's meeting, before hours are filled.

    A policy that was not decided needs no draw.
    """
    key = meeting_key(citizen, citizen.meets == 2)
    caseworkers = practice_chance(params, jobcentre.commitment_caseworkers)
    both = practice_chance(
        params, min(jobcentre.commitment_caseworkers, jobcentre.commitment_mentors)
    )
    default_weight = min(params.meeting_small_steps_weight, params.default_small_steps_weight)
    citizen.steps_practised = default_weight
    decided = params.meeting_small_steps_weight != default_weight
    if decided and uniform(key, 0, FOR_SMALL_STEPS) < caseworkers:
        citizen.steps_practised = params.meeting_small_steps_weight
    citizen.pre_practised = 0.0
    citizen.debrief_practised = 0.0
    citizen.shared_practised = 0
    citizen.align_practised = 0
    if three_party(citizen):
        if params.meeting_pre_meeting_minutes > 0.0 and uniform(key, 0, FOR_PRE_MEETING) < both:
            citizen.pre_practised = params.meeting_pre_meeting_minutes
        if params.meeting_debrief_minutes > 0.0 and uniform(key, 0, FOR_DEBRIEF) < both:
            citizen.debrief_practised = params.meeting_debrief_minutes
        if params.meeting_shared_goals and uniform(key, 0, FOR_SHARED_GOALS) < both:
            citizen.shared_practised = 1
        if alignment_due(citizen, params, week) and uniform(key, 0, FOR_ALIGNMENT) < both:
            citizen.align_practised = 1
    talk = (citizen.pre_practised + citizen.debrief_practised) / HOUR
    citizen.coordination_hours = talk + params.hours_alignment * citizen.align_practised


@compiled
def it_is_practised(citizen: CitizenRow, jobcentre: JobcentreRow, params: Parameters) -> bool:
    """Draw whether IT support is used about this citizen this week."""
    if not params.coordination_it_support or not three_party(citizen):
        return False
    both = practice_chance(
        params, min(jobcentre.commitment_caseworkers, jobcentre.commitment_mentors)
    )
    return uniform(citizen.key, citizen.life_week, FOR_IT) < both


@compiled
def count_practice(citizen: CitizenRow, params: Parameters, week: int, totals: TotalRow) -> None:
    """Count what was decided for a held meeting and what of it was practised."""
    if params.meeting_small_steps_weight > params.default_small_steps_weight:
        totals.decided_small_steps += 1.0
        if citizen.steps_practised == params.meeting_small_steps_weight:
            totals.practised_small_steps += 1.0
    if not three_party(citizen):
        return
    if params.meeting_pre_meeting_minutes > 0.0:
        totals.decided_pre_meeting += 1.0
        if citizen.pre_practised > 0.0:
            totals.practised_pre_meeting += 1.0
    if params.meeting_debrief_minutes > 0.0:
        totals.decided_debrief += 1.0
        if citizen.debrief_practised > 0.0:
            totals.practised_debrief += 1.0
    if params.meeting_shared_goals:
        totals.decided_shared_goals += 1.0
        totals.practised_shared_goals += citizen.shared_practised
    if alignment_due(citizen, params, week):
        totals.decided_alignment += 1.0
        totals.practised_alignment += citizen.align_practised


@compiled
def funded(params: Parameters) -> bool:
    """Tell whether hours for coordination are added rather than taken."""
    return params.staffing_funding == FUNDED_HOURS


@compiled
def added_meeting_share(params: Parameters, base: Parameters) -> float:
    """Return the part of each meeting that the baseline would not have held."""
    if not funded(params):
        return 0.0
    return max(0.0, 1.0 - params.meeting_interval_weeks / base.meeting_interval_weeks)


@compiled
def added_coordination_hours(citizen: CitizenRow, params: Parameters, base: Parameters) -> float:
    """Return the practised coordination hours of a meeting, each side, beyond the baseline's."""
    if not funded(params):
        return 0.0
    minutes = max(0.0, citizen.pre_practised - base.meeting_pre_meeting_minutes) + max(
        0.0, citizen.debrief_practised - base.meeting_debrief_minutes
    )
    hours = minutes / HOUR
    if not base.coordination_expectation_alignment:
        hours += params.hours_alignment * citizen.align_practised
    return hours


@compiled
def added_dialogue_share(params: Parameters, base: Parameters) -> float:
    """Return the part of a dialogue meeting that the baseline would not have held."""
    if not funded(params):
        return 0.0
    if base.dialogue_interval_weeks == 0:
        return 1.0
    if params.dialogue_interval_weeks == 0:
        return 0.0
    before = base.dialogue_hours / base.dialogue_interval_weeks
    return max(0.0, 1.0 - before * params.dialogue_interval_weeks / params.dialogue_hours)
