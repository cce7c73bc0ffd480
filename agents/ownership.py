"""Ownership of the course: emergent from five complements, discounted by pressure (model, 3.8).

It is never set. Autonomy, meaning, relation, realism and consistency complement each other (a
constant elasticity of substitution; sources S22-S27); pressure and fatigue discount the result.
"""

from __future__ import annotations

import math

from heterophony.agents.bounded import logistic, relax, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import quantile, uniform
from heterophony.agents.living import realism
from heterophony.agents.vocabulary import (
    FOR_OWNERSHIP_NOISE,
    OWNERSHIP_MINIMUM,
    Q_NORMAL,
)
from heterophony.agents.world import World

SMALLEST_TERM = 1e-6  # numerical guard of a negative power


@compiled
def combined(
    p: Premises,
    autonomy: float,
    meaning: float,
    trust: float,
    fit: float,
    consistency: float,
) -> float:
    """Combine the five components into one between 0 and 1 (B).

    `ownership.complementarity` 1 adds, 0 is the geometric mean, below 0 the weakest counts more;
    the alternative `minimum` is the weakest alone. Weights are normed to add up to 1.
    """
    a = max(autonomy, SMALLEST_TERM)
    m = max(meaning, SMALLEST_TERM)
    t = max(trust, SMALLEST_TERM)
    r = max(fit, SMALLEST_TERM)
    q = max(consistency, SMALLEST_TERM)
    if p.alternatives_ownership == OWNERSHIP_MINIMUM:
        return min(a, m, t, r, q)
    w_a, w_m = p.ownership_weight_autonomy, p.ownership_weight_meaning
    w_t, w_r, w_q = (
        p.ownership_weight_trust,
        p.ownership_weight_realism,
        p.ownership_weight_consistency,
    )
    total = w_a + w_m + w_t + w_r + w_q
    power = p.ownership_complementarity
    if power == 0.0:
        logs = w_a * math.log(a) + w_m * math.log(m) + w_t * math.log(t)
        logs += w_r * math.log(r) + w_q * math.log(q)
        return math.exp(logs / total)
    added = w_a * a**power + w_m * m**power + w_t * t**power + w_r * r**power + w_q * q**power
    return (added / total) ** (1.0 / power)


@compiled
def ownership_target(citizen: Row, p: Premises) -> float:
    """Return the level to which ownership moves, 0-1."""
    mentors = p.ownership_trust_mentor_share
    trust = mentors * citizen.trust_mentor + (1.0 - mentors) * citizen.trust_caseworker
    basis = combined(
        p, citizen.autonomy, citizen.meaning, trust, realism(citizen, p), citizen.consistency
    )
    return (
        logistic(p.ownership_gain * (basis - p.ownership_midpoint))
        * (1.0 - p.ownership_pressure_discount * citizen.pressure)
        * (1.0 - p.ownership_fatigue_discount * citizen.change_fatigue)
    )


@compiled
def move_ownership(w: World, citizen: Row, p: Premises, premises: int) -> None:
    """Move ownership towards its target, slower up than down, with a little weekly noise.

    Only on a course with a mentor, also while a post is vacant or a grant has lapsed.
    """
    target = ownership_target(citizen, p)
    rising = target > citizen.ownership
    step = p.ownership_drift_up if rising else p.ownership_drift_down
    ownership = relax(citizen.ownership, target, step)
    u = uniform(citizen.key, citizen.life_week, FOR_OWNERSHIP_NOISE)
    noise = p.ownership_noise * quantile(w.quantiles[premises, Q_NORMAL], u)
    raw = ownership + noise * math.sqrt(ownership * (1.0 - ownership))
    citizen.ownership = share(raw)
    totals = w.totals[0]
    totals.updates_ownership += 1.0
    if raw != citizen.ownership:
        totals.clipped_ownership += 1.0
