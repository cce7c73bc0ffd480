"""What professionals learn of each other: understanding, horizon, safety, commitment (3.11).

A system learns only from what it can connect to its own horizon: what is too alien finds no
resonance, and what is fully known is no news (study l.2240-2246, 2542-2546). Nobody learns from an
absent department.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.bounded import clip, clip01, relax, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import (
    BOTH_INVITED,
    FRONT_STAGE,
    LEARNING_LINEAR,
    SMALL_MIXED,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        JobcentreRow,
        MentorRow,
        Parameters,
        WorkerRow,
    )


@compiled
def resonance(params: Parameters, horizon: float) -> float:
    """Return how much news resonates at a horizon: an inverted U with 1 at the middle, 0-1."""
    if params.alternatives_learning == LEARNING_LINEAR:
        return 1.0
    return 2.0 * horizon * 2.0 * (1.0 - horizon)


@compiled
def first_safety(params: Parameters) -> float:
    """Return the safety with which people come to their first dialogue meeting."""
    return (
        params.learning_b_front if params.dialogue_stage == FRONT_STAGE else params.learning_b_back
    )


@compiled
def safety_there(params: Parameters, safety: float) -> float:
    """Return the safety within a meeting: mixed groups of five speak more freely."""
    if params.dialogue_format == SMALL_MIXED:
        return min(1.0, safety + params.learning_small_mixed)
    return safety


@compiled
def safer_end(params: Parameters) -> float:
    """Return the caseworkers' share of the dose if they leave early: the end is the safer part."""
    return 1.0 - params.dialogue_safe_end * (1.0 - params.dialogue_caseworker_time_share)


@compiled
def dialogue_scale(params: Parameters) -> float:
    """Return the dose of a dialogue meeting: its length against the reference, and its theme."""
    return params.dialogue_hours / params.dialogue_reference_hours * params.dialogue_theme_relevance


@compiled
def learn_in_meetings(worker: WorkerRow, params: Parameters, commitment: float) -> None:
    """Widen the horizon a little for each meeting with a foreign code heard."""
    for _ in range(worker.foreign_heard):
        dose = params.learning_meeting * commitment * resonance(params, worker.horizon)
        worker.horizon = saturating_step(worker.horizon, dose)


@compiled
def learn_in_dialogue(
    worker: WorkerRow, params: Parameters, commitment: float, other_side: float
) -> None:
    """Widen the horizon by a dialogue meeting, in proportion to the other department's presence."""
    dose = (
        params.learning_dialogue
        * commitment
        * safety_there(params, worker.safety)
        * dialogue_scale(params)
        * other_side
        * safer_end(params)
        * resonance(params, worker.horizon)
    )
    worker.horizon = saturating_step(worker.horizon, dose)


@compiled
def feel_safer(worker: WorkerRow, params: Parameters) -> None:
    """Raise safety of those who attended; for others let it fall back to its start."""
    step = params.learning_b_step * params.dialogue_theme_relevance
    start = first_safety(params)
    if worker.attends_dialogue:
        ceiling = max(params.learning_b_ceiling, start)
        worker.safety = clip01(min(ceiling, worker.safety + step))
    else:
        worker.safety = clip01(max(start, worker.safety - step))


@compiled
def forget_horizon(worker: WorkerRow, params: Parameters) -> None:
    """Let the horizon drift back to what routine keeps open."""
    worker.horizon = relax(worker.horizon, params.learning_floor, params.learning_drift)


@compiled
def understood_after_dialogue(
    params: Parameters, mentor: MentorRow, caseworker: CaseworkerRow, left: float
) -> float:
    """Return the share of the distance in understanding that a dialogue leaves between two."""
    safety = (safety_there(params, mentor.safety) + safety_there(params, caseworker.safety)) / 2.0
    dose = (
        params.understanding_dialogue
        * safety
        * dialogue_scale(params)
        * caseworker.there
        * safer_end(params)
    )
    return left * (1.0 - clip01(dose))


@compiled
def lead_jointly(
    jobcentre: JobcentreRow,
    params: Parameters,
    caseworkers_attending: float,
    mentors_attending: float,
) -> None:
    """Let commitment grow with joint leadership where both come, fall where one side is absent.

    A side that leaves early gains nothing (study l.2609-2619).
    """
    absent = mentors_attending <= 0.0
    if params.dialogue_attendance == BOTH_INVITED:
        absent = absent or caseworkers_attending <= 0.0
    if absent:
        fall = params.dialogue_commitment_fall
        jobcentre.commitment_caseworkers = clip01(jobcentre.commitment_caseworkers - fall)
        jobcentre.commitment_mentors = clip01(jobcentre.commitment_mentors - fall)
        return
    growth = params.dialogue_commitment_growth * params.dialogue_theme_relevance
    jobcentre.commitment_mentors = clip01(jobcentre.commitment_mentors + growth * mentors_attending)
    if params.dialogue_caseworker_time_share >= 1.0:
        jobcentre.commitment_caseworkers = clip01(
            jobcentre.commitment_caseworkers + growth * caseworkers_attending
        )


@compiled
def take_process_step(jobcentre: JobcentreRow, params: Parameters, step: int) -> None:
    """Take a step of the development process: the first draws the caseworkers in (l.2609-2619)."""
    if step == 0:
        return
    gain = -params.process_cancel_loss if step < 0 else params.process_step_gain
    jobcentre.commitment_caseworkers = clip(jobcentre.commitment_caseworkers + gain, 0.0, 1.0)
    if step != 1:
        jobcentre.commitment_mentors = clip(jobcentre.commitment_mentors + gain, 0.0, 1.0)
