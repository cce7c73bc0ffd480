"""The workload in numpy, vectorised over citizens: a column is an array, keyed draws."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np

from heterophony.benchmarks.workload import numpy_basics as draws
from heterophony.benchmarks.workload.inputs import (
    FAR_AWAY,
    FOREVER,
    INTERVAL,
    MEASURES,
    MONTH,
    Inputs,
)
from heterophony.benchmarks.workload.numpy_basics import (
    child_keys,
    push,
    quantile,
    relax,
    share,
    uniform,
)
from heterophony.benchmarks.workload.numpy_meeting import hold_meetings


def arrive(c: Any, who: Any, p: Any, normal: Any) -> None:
    """Let the next persons arrive in the slots `who`."""
    c.generation[who] += 1
    keys = child_keys(c.slot_key[who], draws.STREAM_PERSON, c.generation[who])
    c.key[who] = keys
    low, high = p.trait_margin, 1.0 - p.trait_margin
    resources = uniform(keys, 0, draws.FOR_RESOURCES)
    autonomy = quantile(normal, uniform(keys, 0, draws.FOR_AUTONOMY))
    autonomy = np.clip(p.trait_autonomy_mean + p.trait_autonomy_sd * autonomy, low, high)
    meaning = quantile(normal, uniform(keys, 0, draws.FOR_MEANING))
    alliance = quantile(normal, uniform(keys, 0, draws.FOR_ALLIANCE))
    alliance = p.trait_alliance_mean + p.trait_alliance_sd * alliance
    distress = share(p.state_distress_start * (1.0 - resources))
    first: dict[str, Any] = {
        "resources": resources, "trait_autonomy": autonomy, "autonomy": autonomy,
        "trait_meaning": p.trait_meaning_sd * meaning,
        "trust_ceiling": np.clip(alliance, low, high),
        "meaning": p.state_meaning_start, "trust_mentor": p.state_trust_mentor_start,
        "trust_caseworker": p.state_trust_caseworker_start,
        "consistency": p.state_consistency_start, "pressure": p.state_pressure_start,
        "change_fatigue": p.state_fatigue_start, "distress": distress, "fit": 1.0 - distress,
        "ownership": 0.5 * autonomy, "weeks_since_crisis": FOREVER, "life_week": 0, "missed": 0,
        "meetings_held": 0, "in_crisis": 0, "crisis_weeks_left": 0, "strong_until": FAR_AWAY,
    }  # fmt: skip
    for name, values in first.items():
        getattr(c, name)[who] = values


def plan_week(c: Any, staff: Any, p: Any, week: int) -> None:
    """Allocate the hours of staff: the rest is for preparing meetings, and for sessions."""
    meets = week % INTERVAL == c.meeting_week
    held = p.meeting_minutes / 60.0
    cases = np.bincount(c.caseworker, minlength=staff.caseworkers)
    meetings = np.bincount(c.caseworker[meets], minlength=staff.caseworkers)
    others = p.staffing_caseworker_caseload * (1.0 - p.population_mentored_share)
    background = p.hours_background * others + p.hours_background_course * cases
    left = p.hours_week * p.hours_caseworker_share - background - (held + p.hours_record) * meetings
    wanted = p.hours_preparation * meetings
    part = np.maximum(left, 0.0) / np.where(wanted > 0.0, wanted, 1.0)
    staff.preparation = np.where(wanted > 0.0, share(part), 1.0)
    cases = np.bincount(c.mentor, minlength=staff.mentors)
    meetings = np.bincount(c.mentor[meets], minlength=staff.mentors)
    left = p.hours_week * p.hours_mentor_share - (held + p.hours_shield) * meetings
    wanted = p.mentor_session_hours * cases
    part = np.maximum(left, 0.0) / np.where(wanted > 0.0, wanted, 1.0)
    staff.session_share = np.where(wanted > 0.0, share(part), 1.0)


def live_sessions(c: Any, p: Any, session_share: Any, sums: Any) -> None:
    """Decide who comes to the week's session, and who takes a step of their own."""
    logit = (
        p.attend_const
        + p.attend_ownership * c.ownership
        + p.attend_trust * c.trust_mentor
        + p.attend_distress * c.distress
        + p.attend_fatigue * c.change_fatigue
        + p.attend_crisis * c.in_crisis
    )
    came = uniform(c.key, c.life_week, draws.FOR_ATTENDANCE) < 1.0 / (1.0 + np.exp(-logit))
    c.missed += ~came
    hours = p.mentor_session_hours * session_share[c.mentor]
    rate = p.session_alliance_rate * hours * (1.0 - p.session_fatigue_slowing * c.change_fatigue)
    risen = share(c.trust_mentor + share(rate) * (c.trust_ceiling - c.trust_mentor))
    fallen = relax(c.trust_mentor, p.session_alliance_rest, p.session_alliance_drift)
    c.trust_mentor = np.where(came, risen, fallen)
    relief = p.session_pressure_relief * c.trust_mentor * hours
    c.pressure = np.where(came, push(c.pressure, -relief), c.pressure)
    relief = p.session_distress_relief * c.trust_mentor * hours
    c.distress = np.where(came, push(c.distress, -relief), c.distress)
    chance = p.own_step_rate * hours * (p.own_step_base + p.own_step_meaning * c.meaning)
    chance = share(chance * (p.own_step_autonomy_base + c.autonomy))
    steps = came & (uniform(c.key, c.life_week, draws.FOR_OWN_STEP) < chance)
    c.autonomy = np.where(steps, push(c.autonomy, p.own_step_autonomy), c.autonomy)
    c.fit = np.where(steps, push(c.fit, p.own_step_mastery), c.fit)
    sums["attended"] = came.sum()
    sums["own_steps"] = steps.sum()


def drift(c: Any, p: Any, u_mk: Any) -> None:
    """Let the slow states drift towards their resting levels."""
    target = share(p.state_meaning_start + c.trait_meaning)
    c.meaning = relax(c.meaning, target, p.ownership_meaning_drift)
    c.autonomy = relax(c.autonomy, c.trait_autonomy, p.ownership_autonomy_drift)
    target = share(p.state_consistency_rest + p.state_consistency_understanding * u_mk)
    c.consistency = relax(c.consistency, target, p.state_consistency_drift)
    rest = min(max(p.state_pressure_rest + p.state_pressure_measuring, 0.0), 1.0)
    c.pressure = relax(c.pressure, rest, p.state_pressure_drift)
    c.change_fatigue = relax(c.change_fatigue, p.state_fatigue_rest, p.state_fatigue_drift)
    calm = share(p.state_distress_rest * (1.0 - c.resources))
    c.distress = relax(c.distress, calm, p.state_distress_drift)


def move_ownership(c: Any, p: Any, normal: Any) -> None:
    """Move ownership towards the value that its components give."""
    mentors = p.ownership_trust_mentor_share
    trust = mentors * c.trust_mentor + (1.0 - mentors) * c.trust_caseworker
    power = p.ownership_complementarity
    added, total = 0.0, 0.0
    for weight, part in (
        (p.ownership_weight_autonomy, c.autonomy),
        (p.ownership_weight_meaning, c.meaning),
        (p.ownership_weight_trust, trust),
        (p.ownership_weight_realism, c.fit),
        (p.ownership_weight_consistency, c.consistency),
    ):
        added = added + weight * np.maximum(part, 1e-6) ** power
        total += weight
    basis = (added / total) ** (1.0 / power)
    target = (
        1.0
        / (1.0 + np.exp(-(p.ownership_gain * (basis - p.ownership_midpoint))))
        * (1.0 - p.ownership_pressure_discount * c.pressure)
        * (1.0 - p.ownership_fatigue_discount * c.change_fatigue)
    )
    step = np.where(target > c.ownership, p.ownership_drift_up, p.ownership_drift_down)
    level = relax(c.ownership, target, step)
    u = uniform(c.key, c.life_week, draws.FOR_OWNERSHIP_NOISE)
    noise = p.ownership_noise * quantile(normal, u)
    c.ownership = share(level + noise * np.sqrt(level * (1.0 - level)))


def live_crises(c: Any, p: Any, week: int) -> None:
    """Continue, end or begin crises."""
    was = c.in_crisis == 1
    c.crisis_weeks_left -= was
    ends = was & (c.crisis_weeks_left <= 0)
    c.in_crisis[ends] = 0
    c.weeks_since_crisis += ~was & (c.weeks_since_crisis < FOREVER)
    c.weeks_since_crisis[ends] = 0.0
    poor = p.progress_crisis_resources_base - p.progress_crisis_resources * c.resources
    hazard = p.progress_crisis_base * np.maximum(poor, 0.0) * c.crisis_factor
    hazard *= np.exp(
        p.progress_crisis_distress * (c.distress - p.progress_crisis_zero)
        + p.progress_crisis_pressure * (c.pressure - p.progress_crisis_zero)
        - p.progress_crisis_trust * c.trust_mentor
    )
    halves = np.exp2(-c.weeks_since_crisis / p.progress_relapse_half_life)
    hazard *= np.where(c.weeks_since_crisis < FOREVER, 1.0 + p.progress_relapse * halves, 1.0)
    hazard *= np.where(week < c.strong_until, p.progress_strong_hazard, 1.0)
    u = uniform(c.key, c.life_week, draws.FOR_CRISIS)
    begins = np.flatnonzero(~was & (u < hazard) & (u < 1.0 - np.exp(-hazard)))
    u = uniform(c.key[begins], c.life_week[begins], draws.FOR_CRISIS_LENGTH)
    mean = p.progress_crisis_mean_weeks - 1.0
    further = np.log(1.0 - u) / np.log(mean / (1.0 + mean))
    c.in_crisis[begins] = 1
    c.crisis_weeks_left[begins] = 1 + further.astype(np.int64)
    c.distress[begins] = push(c.distress[begins], p.progress_crisis_push)


def leave(c: Any, p: Any, normal: Any, sums: Any) -> None:
    """Let people find jobs or drop out, and others arrive in their slots."""
    goes = uniform(c.key, c.life_week, draws.FOR_JOB) < 1.0 - np.exp(-p.education_job)
    goes |= uniform(c.key, c.life_week, draws.FOR_LOST) < 1.0 - np.exp(-p.education_lost)
    who = np.flatnonzero(goes)
    sums["left"] = len(who)
    if len(who):
        arrive(c, who, p, normal)


def learn(horizon: Any, heard: Any, p: Any, commitment: float) -> Any:
    """Widen horizons by foreign codes heard, and let them drift back."""
    for count in range(heard.max(initial=0)):
        dose = p.learning_meeting * commitment * (2.0 * horizon * 2.0 * (1.0 - horizon))
        horizon = np.where(heard > count, push(horizon, dose), horizon)
    return relax(horizon, p.learning_floor, p.learning_drift)


def live_week(c: Any, staff: Any, p: Any, normal: Any, week: int) -> list[float]:
    """Run one week; return its sums."""
    sums = dict.fromkeys(MEASURES, 0.0)
    plan_week(c, staff, p, week)
    u_mk = staff.pairs[c.mentor, c.caseworker % p.posts]
    live_sessions(c, p, staff.session_share, sums)
    heard = hold_meetings(c, staff, p, u_mk, week, sums)
    drift(c, p, u_mk)
    move_ownership(c, p, normal)
    live_crises(c, p, week)
    for name in ("ownership", "pressure", "distress", "in_crisis"):
        sums[name] = getattr(c, name).sum()
    sums["understanding"] = u_mk.sum()
    c.life_week += 1
    leave(c, p, normal, sums)
    mentors = np.bincount(c.mentor[heard], minlength=staff.mentors)
    caseworkers = np.bincount(c.caseworker[heard], minlength=staff.caseworkers)
    staff.mentor_horizon = learn(staff.mentor_horizon, mentors, p, p.dialogue_mentor_commitment)
    staff.caseworker_horizon = learn(
        staff.caseworker_horizon, caseworkers, p, p.dialogue_caseworker_commitment
    )
    staff.pairs = 1.0 - (1.0 - staff.pairs) * staff.left
    if week % MONTH == MONTH - 1:
        start = p.coordination_initial_understanding
        staff.pairs = relax(staff.pairs, start, p.understanding_drift)
    staff.left[:] = 1.0
    return [float(sums[name]) for name in MEASURES]


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums.

    `chance`, a list, records every column of uniform numbers that is drawn, in order.
    """
    p = SimpleNamespace(**inputs.numbers)
    p.codes_caseworker, p.codes_mentor = np.array(p.codes_caseworker), np.array(p.codes_mentor)
    p.shares_with_mentor = np.array(p.shares_with_mentor)
    names = inputs.citizens.dtype.names or ()
    citizens = SimpleNamespace(**{name: inputs.citizens[name].copy() for name in names})
    start = p.coordination_initial_understanding
    staff = SimpleNamespace(
        mentors=inputs.mentors,
        caseworkers=inputs.caseworkers,
        mentor_horizon=np.full(inputs.mentors, inputs.staff[0]["horizon"]),
        caseworker_horizon=np.full(inputs.caseworkers, inputs.staff[0]["horizon"]),
        pairs=np.full((inputs.mentors, p.posts), start),
        left=np.ones((inputs.mentors, p.posts)),
    )

    def run() -> np.ndarray:
        draws.written_down = chance
        weeks = range(inputs.weeks)
        return np.array([live_week(citizens, staff, p, inputs.normal, week) for week in weeks])

    return run
