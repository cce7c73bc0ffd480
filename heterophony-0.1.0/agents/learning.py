"""What professionals learn of each other: understanding, horizon, safety, commitment (3.11).

A system learns only from what it can connect to its own horizon: too alien finds no resonance,
fully known brings no news (study l.2240-2246, 2542-2546). Nobody learns from an absent department.
"""

from __future__ import annotations

from heterophony.agents.bounded import clip, push, relax, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import (
    BOTH_INVITED,
    FRONT_STAGE,
    LEARNING_LINEAR,
    SMALL_MIXED,
)


@compiled
def resonance(p: Premises, horizon: float) -> float:
    """Return how much news resonates at a horizon: an inverted U with 1 at the middle, 0-1."""
    if p.alternatives_learning == LEARNING_LINEAR:
        return 1.0
    return 2.0 * horizon * 2.0 * (1.0 - horizon)


@compiled
def first_safety(p: Premises) -> float:
    """Return the safety with which people come to their first dialogue meeting."""
    return p.learning_b_front if p.dialogue_stage == FRONT_STAGE else p.learning_b_back


@compiled
def safety_there(p: Premises, safety: float) -> float:
    """Return the safety within a meeting: mixed groups of five speak more freely."""
    if p.dialogue_format == SMALL_MIXED:
        return min(1.0, safety + p.learning_small_mixed)
    return safety


@compiled
def safer_end(p: Premises) -> float:
    """Return how much of the dose is left to caseworkers' time there: the safer part comes late."""
    return 1.0 - p.dialogue_safe_end * (1.0 - p.dialogue_caseworker_time_share)


@compiled
def dialogue_scale(p: Premises) -> float:
    """Return the dose of a dialogue meeting: its length against the reference, and its theme."""
    return p.dialogue_hours / p.dialogue_reference_hours * p.dialogue_theme_relevance


@compiled
def learn_in_meetings(worker: Row, p: Premises, commitment: float) -> None:
    """Widen the horizon a little for each meeting with a foreign code heard."""
    for _ in range(worker.foreign_heard):
        dose = p.learning_meeting * commitment * resonance(p, worker.horizon)
        worker.horizon = push(worker.horizon, dose)


@compiled
def learn_in_dialogue(worker: Row, p: Premises, commitment: float, other_side: float) -> None:
    """Widen the horizon by a dialogue meeting, as far as the other department was there."""
    dose = (
        p.learning_dialogue
        * commitment
        * safety_there(p, worker.safety)
        * dialogue_scale(p)
        * other_side
        * safer_end(p)
        * resonance(p, worker.horizon)
    )
    worker.horizon = push(worker.horizon, dose)


@compiled
def feel_safer(worker: Row, p: Premises) -> None:
    """Raise safety for who attended, let it fall back to its start for who did not."""
    step = p.learning_b_step * p.dialogue_theme_relevance
    start = first_safety(p)
    if worker.attends_dialogue:
        ceiling = max(p.learning_b_ceiling, start)
        worker.safety = share(min(ceiling, worker.safety + step))
    else:
        worker.safety = share(max(start, worker.safety - step))


@compiled
def forget_horizon(worker: Row, p: Premises) -> None:
    """Let the horizon drift back to what routine keeps open."""
    worker.horizon = relax(worker.horizon, p.learning_floor, p.learning_drift)


@compiled
def understood_after_dialogue(p: Premises, mentor: Row, caseworker: Row, left: float) -> float:
    """Return the share of the distance in understanding that a dialogue leaves between two."""
    safety = (safety_there(p, mentor.safety) + safety_there(p, caseworker.safety)) / 2.0
    dose = p.understanding_dialogue * safety * dialogue_scale(p) * caseworker.there * safer_end(p)
    return left * (1.0 - share(dose))


@compiled
def lead_jointly(
    jobcentre: Row, p: Premises, caseworkers_attending: float, mentors_attending: float
) -> None:
    """Let commitment grow with joint leadership where both come, fall where one side is absent.

    Whoever leaves early gains nothing (study l.2609-2619).
    """
    absent = mentors_attending <= 0.0
    if p.dialogue_attendance == BOTH_INVITED:
        absent = absent or caseworkers_attending <= 0.0
    if absent:
        fall = p.dialogue_commitment_fall
        jobcentre.commitment_caseworkers = share(jobcentre.commitment_caseworkers - fall)
        jobcentre.commitment_mentors = share(jobcentre.commitment_mentors - fall)
        return
    growth = p.dialogue_commitment_growth * p.dialogue_theme_relevance
    jobcentre.commitment_mentors = share(jobcentre.commitment_mentors + growth * mentors_attending)
    if p.dialogue_caseworker_time_share >= 1.0:
        jobcentre.commitment_caseworkers = share(
            jobcentre.commitment_caseworkers + growth * caseworkers_attending
        )


@compiled
def take_process_step(jobcentre: Row, p: Premises, step: int) -> None:
    """Take a step of the development process: the first draws the caseworkers in (l.2609-2619)."""
    if step == 0:
        return
    gain = -p.process_cancel_loss if step < 0 else p.process_step_gain
    jobcentre.commitment_caseworkers = clip(jobcentre.commitment_caseworkers + gain, 0.0, 1.0)
    if step != 1:
        jobcentre.commitment_mentors = clip(jobcentre.commitment_mentors + gain, 0.0, 1.0)
