"""The rules of a citizen's week in the workload: the project's own, combined for the slice.

Compiled they serve the numba loop, with compilation off the Mesa model that shares them. To a rule
a row, a lane of a block (`slice_batch.py`) and an agent look alike.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.bounded import clip, clip01, happens, relax, saturating_step
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import child_key, geometric_quantile, quantile, uniform
from heterophony.agents.living import (
    crisis_draw,
    crisis_hazard,
    live_in_crisis,
    weeks_after_crisis,
)
from heterophony.agents.ownership import combined, moved_ownership, noise_draw, relation
from heterophony.agents.session import attendance_chance
from heterophony.agents.vocabulary import (
    FOR_ALLIANCE,
    FOR_ATTENDANCE,
    FOR_AUTONOMY,
    FOR_CRISIS_LENGTH,
    FOR_JOB,
    FOR_LOST,
    FOR_MEANING,
    FOR_OWN_STEP,
    FOR_RESOURCES,
    STREAM_PERSON,
)

FAR_AWAY, FOREVER = -1_000_000, 1e9


@compiled
def arrive(citizen: Any, p: Any, normal: Any) -> None:
    """Let the slot's next person arrive: traits by keyed draws, states at their start."""
    key = child_key(citizen.slot_key, STREAM_PERSON, citizen.generation)
    citizen.key = key
    citizen.resources = uniform(key, 0, FOR_RESOURCES)
    autonomy = quantile(normal, uniform(key, 0, FOR_AUTONOMY))
    meaning = quantile(normal, uniform(key, 0, FOR_MEANING))
    alliance = quantile(normal, uniform(key, 0, FOR_ALLIANCE))
    low, high = p.trait_margin, 1.0 - p.trait_margin
    citizen.trait_autonomy = clip(p.trait_autonomy_mean + p.trait_autonomy_sd * autonomy, low, high)
    citizen.trait_meaning = p.trait_meaning_sd * meaning
    citizen.trust_ceiling = clip(p.trait_alliance_mean + p.trait_alliance_sd * alliance, low, high)
    citizen.crisis_factor = 1.0
    citizen.autonomy = citizen.trait_autonomy
    citizen.meaning = p.state_meaning_start
    citizen.trust_mentor = p.state_trust_mentor_start
    citizen.trust_caseworker = p.state_trust_caseworker_start
    citizen.consistency = p.state_consistency_start
    citizen.pressure = p.state_pressure_start
    citizen.change_fatigue = p.state_fatigue_start
    citizen.distress = clip01(p.state_distress_start * (1.0 - citizen.resources))
    citizen.fit = 1.0 - citizen.distress
    citizen.ownership = 0.5 * citizen.autonomy
    citizen.weeks_since_crisis = FOREVER
    citizen.life_week = 0
    citizen.missed = 0
    citizen.meetings_held = 0
    citizen.in_crisis = 0
    citizen.crisis_weeks_left = 0
    citizen.strong_until = FAR_AWAY


@compiled_inside
def live_session(citizen: Any, p: Any, session_share: float) -> tuple[bool, bool]:
    """Decide on the week's session, which takes no hours if missed; return what happened.

    Returns
    -------
    came : whether the citizen came
    stepped : whether they took a step of their own
    """
    key, life = citizen.key, citizen.life_week
    came = uniform(key, life, FOR_ATTENDANCE) < attendance_chance(citizen, p)
    hours = p.mentor_session_hours * session_share if came else 0.0
    rate = p.session_alliance_rate * hours
    rate *= 1.0 - p.session_fatigue_slowing * citizen.change_fatigue
    distance = citizen.trust_ceiling - citizen.trust_mentor
    risen = clip01(citizen.trust_mentor + clip(rate, 0.0, 1.0) * distance)
    fallen = relax(citizen.trust_mentor, p.session_alliance_rest, p.session_alliance_drift)
    citizen.trust_mentor = risen if came else fallen
    relief = p.session_pressure_relief * citizen.trust_mentor * hours
    citizen.pressure = saturating_step(citizen.pressure, -relief)
    relief = p.session_distress_relief * citizen.trust_mentor * hours
    citizen.distress = saturating_step(citizen.distress, -relief)
    chance = p.own_step_rate * hours * (p.own_step_base + p.own_step_meaning * citizen.meaning)
    chance *= p.own_step_autonomy_base + citizen.autonomy
    stepped = came and uniform(key, life, FOR_OWN_STEP) < clip01(chance)
    citizen.autonomy = saturating_step(citizen.autonomy, p.own_step_autonomy if stepped else 0.0)
    citizen.fit = saturating_step(citizen.fit, p.own_step_mastery if stepped else 0.0)
    citizen.missed += 0 if came else 1
    return came, stepped


@compiled
def drift(citizen: Any, p: Any, understanding: float) -> None:
    """Let the slow states drift towards their resting levels."""
    target = clip01(p.state_meaning_start + citizen.trait_meaning)
    citizen.meaning = relax(citizen.meaning, target, p.ownership_meaning_drift)
    citizen.autonomy = relax(citizen.autonomy, citizen.trait_autonomy, p.ownership_autonomy_drift)
    target = clip01(p.state_consistency_rest + p.state_consistency_understanding * understanding)
    citizen.consistency = relax(citizen.consistency, target, p.state_consistency_drift)
    rest = clip01(p.state_pressure_rest + p.state_pressure_measuring)
    citizen.pressure = relax(citizen.pressure, rest, p.state_pressure_drift)
    citizen.change_fatigue = relax(
        citizen.change_fatigue, p.state_fatigue_rest, p.state_fatigue_drift
    )
    calm = clip01(p.state_distress_rest * (1.0 - citizen.resources))
    citizen.distress = relax(citizen.distress, calm, p.state_distress_drift)


@compiled_inside
def basis_of(citizen: Any, p: Any) -> float:
    """Return the basis of ownership: five components, combined."""
    trust = relation(citizen, p)
    return combined(p, citizen.autonomy, citizen.meaning, trust, citizen.fit, citizen.consistency)


@compiled
def move_ownership(citizen: Any, p: Any, normal: Any) -> None:
    """Move ownership towards its target, slower up than down, with a little noise."""
    noise = quantile(normal, noise_draw(citizen))
    citizen.ownership = clip01(moved_ownership(citizen, p, basis_of(citizen, p), noise))


@compiled
def live_crisis(citizen: Any, p: Any, week: int) -> None:
    """Continue, end or begin a crisis."""
    if citizen.in_crisis:
        live_in_crisis(citizen)
        return
    citizen.weeks_since_crisis = weeks_after_crisis(citizen)
    if happens(crisis_draw(citizen), crisis_hazard(citizen, p, week)):
        enter_crisis(citizen, p)


@compiled
def enter_crisis(citizen: Any, p: Any) -> None:
    """Begin a crisis."""
    u = uniform(citizen.key, citizen.life_week, FOR_CRISIS_LENGTH)
    citizen.in_crisis = 1
    citizen.crisis_weeks_left = 1 + geometric_quantile(p.progress_crisis_mean_weeks - 1.0, u)
    citizen.distress = saturating_step(citizen.distress, p.progress_crisis_push)


@compiled_inside
def job_draw(citizen: Any) -> float:
    """Draw the chance of a job at the end of the week, between 0 and 1."""
    return uniform(citizen.key, citizen.life_week + 1, FOR_JOB)


@compiled_inside
def lost_draw(citizen: Any) -> float:
    """Draw the chance of being lost at the end of the week, between 0 and 1."""
    return uniform(citizen.key, citizen.life_week + 1, FOR_LOST)


@compiled
def leaves(citizen: Any, p: Any) -> bool:
    """Return whether the citizen finds a job or is lost at the end of the week."""
    if happens(job_draw(citizen), p.education_job):
        return True
    return happens(lost_draw(citizen), p.education_lost)


@compiled
def be_followed(citizen: Any, p: Any, normal: Any) -> None:
    """Let another person arrive in the slot of a citizen who leaves."""
    citizen.generation += 1
    arrive(citizen, p, normal)
