"""The rules of a citizen's week in the workload: the project's own, put together for the slice.

Compiled they serve the numba loop; with compilation off, the Mesa model that shares them.
"""

from __future__ import annotations

import math
from typing import Any

from heterophony.agents.bounded import clip, happens, logistic, push, relax, share
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, geometric_quantile, quantile, uniform
from heterophony.agents.living import crisis_hazard
from heterophony.agents.ownership import combined
from heterophony.agents.session import attendance_chance
from heterophony.agents.vocabulary import (
    FOR_ALLIANCE,
    FOR_ATTENDANCE,
    FOR_AUTONOMY,
    FOR_CRISIS,
    FOR_CRISIS_LENGTH,
    FOR_JOB,
    FOR_LOST,
    FOR_MEANING,
    FOR_OWN_STEP,
    FOR_OWNERSHIP_NOISE,
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
    citizen.distress = share(p.state_distress_start * (1.0 - citizen.resources))
    citizen.fit = 1.0 - citizen.distress
    citizen.ownership = 0.5 * citizen.autonomy
    citizen.weeks_since_crisis = FOREVER
    citizen.life_week = 0
    citizen.missed = 0
    citizen.meetings_held = 0
    citizen.in_crisis = 0
    citizen.crisis_weeks_left = 0
    citizen.strong_until = FAR_AWAY


@compiled
def live_session(citizen: Any, p: Any, session_share: float, sums: Any) -> None:
    """Come to the week's session or miss it; take a step of one's own, or not."""
    key, life = citizen.key, citizen.life_week
    if uniform(key, life, FOR_ATTENDANCE) >= attendance_chance(citizen, p):
        citizen.missed += 1
        citizen.trust_mentor = relax(
            citizen.trust_mentor, p.session_alliance_rest, p.session_alliance_drift
        )
        return
    sums.attended += 1.0
    hours = p.mentor_session_hours * session_share
    rate = p.session_alliance_rate * hours
    rate *= 1.0 - p.session_fatigue_slowing * citizen.change_fatigue
    distance = citizen.trust_ceiling - citizen.trust_mentor
    citizen.trust_mentor = share(citizen.trust_mentor + clip(rate, 0.0, 1.0) * distance)
    relief = p.session_pressure_relief * citizen.trust_mentor * hours
    citizen.pressure = push(citizen.pressure, -relief)
    relief = p.session_distress_relief * citizen.trust_mentor * hours
    citizen.distress = push(citizen.distress, -relief)
    chance = p.own_step_rate * hours * (p.own_step_base + p.own_step_meaning * citizen.meaning)
    chance *= p.own_step_autonomy_base + citizen.autonomy
    if uniform(key, life, FOR_OWN_STEP) < share(chance):
        sums.own_steps += 1.0
        citizen.autonomy = push(citizen.autonomy, p.own_step_autonomy)
        citizen.fit = push(citizen.fit, p.own_step_mastery)


@compiled
def drift(citizen: Any, p: Any, understanding: float) -> None:
    """Let the slow states drift towards their resting levels."""
    target = share(p.state_meaning_start + citizen.trait_meaning)
    citizen.meaning = relax(citizen.meaning, target, p.ownership_meaning_drift)
    citizen.autonomy = relax(citizen.autonomy, citizen.trait_autonomy, p.ownership_autonomy_drift)
    target = share(p.state_consistency_rest + p.state_consistency_understanding * understanding)
    citizen.consistency = relax(citizen.consistency, target, p.state_consistency_drift)
    rest = share(p.state_pressure_rest + p.state_pressure_measuring)
    citizen.pressure = relax(citizen.pressure, rest, p.state_pressure_drift)
    citizen.change_fatigue = relax(
        citizen.change_fatigue, p.state_fatigue_rest, p.state_fatigue_drift
    )
    calm = share(p.state_distress_rest * (1.0 - citizen.resources))
    citizen.distress = relax(citizen.distress, calm, p.state_distress_drift)


@compiled
def relation(citizen: Any, p: Any) -> float:
    """Return trust in both professionals, mostly in the mentor."""
    mentors = p.ownership_trust_mentor_share
    return mentors * citizen.trust_mentor + (1.0 - mentors) * citizen.trust_caseworker


@compiled
def basis_of(citizen: Any, p: Any) -> float:
    """Return what ownership rests on: five components, combined."""
    return combined(
        p,
        citizen.autonomy,
        citizen.meaning,
        relation(citizen, p),
        citizen.fit,
        citizen.consistency,
    )


@compiled
def move_ownership(citizen: Any, p: Any, normal: Any, basis: float) -> None:
    """Move ownership towards its target, slower up than down, with a little noise."""
    target = (
        logistic(p.ownership_gain * (basis - p.ownership_midpoint))
        * (1.0 - p.ownership_pressure_discount * citizen.pressure)
        * (1.0 - p.ownership_fatigue_discount * citizen.change_fatigue)
    )
    step = p.ownership_drift_up if target > citizen.ownership else p.ownership_drift_down
    ownership = relax(citizen.ownership, target, step)
    u = uniform(citizen.key, citizen.life_week, FOR_OWNERSHIP_NOISE)
    noise = p.ownership_noise * quantile(normal, u)
    citizen.ownership = share(ownership + noise * math.sqrt(ownership * (1.0 - ownership)))


@compiled
def live_crisis(citizen: Any, p: Any, week: int) -> None:
    """Let a crisis go on, end or begin."""
    if citizen.in_crisis:
        citizen.crisis_weeks_left -= 1
        if citizen.crisis_weeks_left <= 0:
            citizen.in_crisis = 0
            citizen.weeks_since_crisis = 0.0
        return
    if citizen.weeks_since_crisis < FOREVER:
        citizen.weeks_since_crisis += 1.0
    u = uniform(citizen.key, citizen.life_week, FOR_CRISIS)
    if not happens(u, crisis_hazard(citizen, p, week)):
        return
    u = uniform(citizen.key, citizen.life_week, FOR_CRISIS_LENGTH)
    citizen.in_crisis = 1
    citizen.crisis_weeks_left = 1 + geometric_quantile(p.progress_crisis_mean_weeks - 1.0, u)
    citizen.distress = push(citizen.distress, p.progress_crisis_push)


@compiled
def leaves(citizen: Any, p: Any) -> bool:
    """Tell whether the citizen finds a job or is lost this week."""
    if happens(uniform(citizen.key, citizen.life_week, FOR_JOB), p.education_job):
        return True
    return happens(uniform(citizen.key, citizen.life_week, FOR_LOST), p.education_lost)
