"""Ownership of the course: emergent from five complements, discounted by pressure (model, 3.8).

It is never set. Autonomy, meaning, relation, realism and consistency complement each other (a
constant elasticity of substitution; sources S22-S27); pressure and fatigue discount the result.
"""

from __future__ import annotations

import math
from typing import Any

from heterophony.agents.bounded import logistic, relax, share
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import quantile, uniform
from heterophony.agents.elementary import exponential, logarithm, power
from heterophony.agents.living import realism
from heterophony.agents.vocabulary import (
    FOR_OWNERSHIP_NOISE,
    OWNERSHIP_MINIMUM,
    Q_NORMAL,
)
from heterophony.agents.world import World

SMALLEST_TERM = 1e-6  # numerical guard of a negative power
COMPONENTS = 5  # autonomy, meaning, relation, realism, consistency


@compiled
def component_weights(p: Premises) -> Any:
    """Return the weights of the five components, normed to add up to 1."""
    total = (
        p.ownership_weight_autonomy
        + p.ownership_weight_meaning
        + p.ownership_weight_trust
        + p.ownership_weight_realism
        + p.ownership_weight_consistency
    )
    return (
        p.ownership_weight_autonomy / total,
        p.ownership_weight_meaning / total,
        p.ownership_weight_trust / total,
        p.ownership_weight_realism / total,
        p.ownership_weight_consistency / total,
    )


@compiled_inside
def combined_as(
    weights: Any,
    exponent: float,
    weakest_alone: bool,
    autonomy: float,
    meaning: float,
    trust: float,
    fit: float,
    consistency: float,
) -> float:
    """Combine the five components into one between 0 and 1 (B).

    An exponent of 1 adds, 0 is the geometric mean, below 0 the weakest counts more; the weakest
    alone is a structural alternative. Here all is a plain number, so that it can be done for many
    people at a time.
    """
    a = max(autonomy, SMALLEST_TERM)
    m = max(meaning, SMALLEST_TERM)
    t = max(trust, SMALLEST_TERM)
    r = max(fit, SMALLEST_TERM)
    q = max(consistency, SMALLEST_TERM)
    if weakest_alone:
        return min(a, m, t, r, q)
    w_a, w_m, w_t, w_r, w_q = weights
    if exponent == 0.0:
        logs = w_a * logarithm(a) + w_m * logarithm(m) + w_t * logarithm(t)
        return exponential(logs + w_r * logarithm(r) + w_q * logarithm(q))
    added = w_a * power(a, exponent) + w_m * power(m, exponent) + w_t * power(t, exponent)
    added += w_r * power(r, exponent) + w_q * power(q, exponent)
    return power(added, 1.0 / exponent)


@compiled
def combined(
    p: Premises,
    autonomy: float,
    meaning: float,
    trust: float,
    fit: float,
    consistency: float,
) -> float:
    """Combine the five components as the premises say (`ownership.complementarity`)."""
    return combined_as(
        component_weights(p),
        p.ownership_complementarity,
        p.alternatives_ownership == OWNERSHIP_MINIMUM,
        autonomy,
        meaning,
        trust,
        fit,
        consistency,
    )


@compiled
def relation(citizen: Row, p: Premises) -> float:
    """Return trust in both professionals, mostly in the mentor, 0-1."""
    mentors = p.ownership_trust_mentor_share
    return mentors * citizen.trust_mentor + (1.0 - mentors) * citizen.trust_caseworker


@compiled
def basis_of(citizen: Row, p: Premises) -> float:
    """Return what ownership rests on: the citizen's five components, combined (B), 0-1."""
    return combined(
        p,
        citizen.autonomy,
        citizen.meaning,
        relation(citizen, p),
        realism(citizen, p),
        citizen.consistency,
    )


@compiled
def level_on(basis: float, citizen: Row, p: Premises) -> float:
    """Return the level to which ownership moves on a basis, less pressure and fatigue, 0-1."""
    return (
        logistic(p.ownership_gain * (basis - p.ownership_midpoint))
        * (1.0 - p.ownership_pressure_discount * citizen.pressure)
        * (1.0 - p.ownership_fatigue_discount * citizen.change_fatigue)
    )


@compiled
def ownership_target(citizen: Row, p: Premises) -> float:
    """Return the level to which ownership moves, 0-1."""
    return level_on(basis_of(citizen, p), citizen, p)


@compiled
def move_ownership(w: World, citizen: Row, p: Premises, premises: int, basis: float) -> None:
    """Move ownership towards its target, slower up than down, with a little weekly noise.

    Only on a course with a mentor, also while a post is vacant or a grant has lapsed.
    """
    target = level_on(basis, citizen, p)
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
