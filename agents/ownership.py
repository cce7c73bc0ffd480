"""Ownership of the course: emergent from five complements, discounted by pressure (model, 3.8).

No rule sets it directly. Autonomy, meaning, relation, realism and consistency complement each other
(a constant elasticity of substitution; sources S22-S27); pressure and fatigue discount the result.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import clip01, logistic, relax
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import quantile, uniform
from heterophony.agents.living import realism
from heterophony.agents.portable_math import exponential, logarithm, power
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    FOR_OWNERSHIP_NOISE,
    OWNERSHIP_MINIMUM,
    Q_NORMAL,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters

SMALLEST_TERM = 1e-6  # numerical guard of a negative power


@compiled_inside
def component_weights(params: Parameters) -> Any:
    """Return the weights of the five components, normed to add up to 1."""
    total = (
        params.ownership_weight_autonomy
        + params.ownership_weight_meaning
        + params.ownership_weight_trust
        + params.ownership_weight_realism
        + params.ownership_weight_consistency
    )
    return (
        params.ownership_weight_autonomy / total,
        params.ownership_weight_meaning / total,
        params.ownership_weight_trust / total,
        params.ownership_weight_realism / total,
        params.ownership_weight_consistency / total,
    )


@compiled_inside
def combined(
    params: Parameters,
    autonomy: float,
    meaning: float,
    trust: float,
    fit: float,
    consistency: float,
) -> float:
    """Combine the five components into one, 0-1 (B), as `ownership.complementarity` says.

    An exponent of 1 adds, 0 is the geometric mean, below 0 the weakest counts more; the weakest
    alone is a structural alternative.
    """
    a = max(autonomy, SMALLEST_TERM)
    m = max(meaning, SMALLEST_TERM)
    t = max(trust, SMALLEST_TERM)
    r = max(fit, SMALLEST_TERM)
    q = max(consistency, SMALLEST_TERM)
    if params.alternatives_ownership == OWNERSHIP_MINIMUM:
        return min(a, m, t, r, q)
    w_a, w_m, w_t, w_r, w_q = component_weights(params)
    exponent = params.ownership_complementarity
    if exponent == 0.0:
        logs = w_a * logarithm(a) + w_m * logarithm(m) + w_t * logarithm(t)
        return exponential(logs + w_r * logarithm(r) + w_q * logarithm(q))
    added = w_a * power(a, exponent) + w_m * power(m, exponent) + w_t * power(t, exponent)
    added += w_r * power(r, exponent) + w_q * power(q, exponent)
    return power(added, 1.0 / exponent)


@compiled_inside
def relation(citizen: CitizenRow, params: Parameters) -> float:
    """Return trust in both professionals, mostly in the mentor, 0-1."""
    mentors = params.ownership_trust_mentor_share
    return mentors * citizen.trust_mentor + (1.0 - mentors) * citizen.trust_caseworker


@compiled_inside
def basis_of(citizen: CitizenRow, params: Parameters) -> float:
    """Return the citizen's five components of ownership, combined (B), 0-1."""
    return combined(
        params,
        citizen.autonomy,
        citizen.meaning,
        relation(citizen, params),
        realism(citizen, params),
        citizen.consistency,
    )


@compiled_inside
def level_on(basis: float, citizen: CitizenRow, params: Parameters) -> float:
    """Return the level to which ownership moves on a basis, less pressure and fatigue, 0-1."""
    return (
        logistic(params.ownership_gain * (basis - params.ownership_midpoint))
        * (1.0 - params.ownership_pressure_discount * citizen.pressure)
        * (1.0 - params.ownership_fatigue_discount * citizen.change_fatigue)
    )


@compiled
def ownership_target(citizen: CitizenRow, params: Parameters) -> float:
    """Return the level to which ownership moves, 0-1."""
    return level_on(basis_of(citizen, params), citizen, params)


@compiled_inside
def moved_ownership(citizen: CitizenRow, params: Parameters, basis: float, normal: float) -> float:
    """Return ownership a week later, slower up than down, with a little noise, not yet cut off.

    `normal` is the week's draw from the standard normal distribution.
    """
    target = level_on(basis, citizen, params)
    rising = target > citizen.ownership
    step = params.ownership_drift_up if rising else params.ownership_drift_down
    ownership = relax(citizen.ownership, target, step)
    noise = params.ownership_noise * normal
    return ownership + noise * math.sqrt(ownership * (1.0 - ownership))


@compiled
def set_ownership(w: State, citizen: CitizenRow, raw: float) -> None:
    """Set ownership to its value a week later, cut off at 0 and 1; cutting off is counted."""
    citizen.ownership = clip01(raw)
    totals = w.totals[0]
    totals.updates_ownership += 1.0
    if raw != citizen.ownership:
        totals.clipped_ownership += 1.0


@compiled_inside
def noise_draw(citizen: CitizenRow) -> float:
    """Return the week's draw for noise in ownership, between 0 and 1."""
    return uniform(citizen.key, citizen.life_week, FOR_OWNERSHIP_NOISE)


@compiled
def move_ownership(
    w: State, citizen: CitizenRow, params: Parameters, premises: int, basis: float
) -> None:
    """Move ownership towards its target, slower up than down, with a little weekly noise.

    Only on a course with a mentor, also while a post is vacant or a grant has lapsed.
    """
    normal = quantile(w.quantiles[premises, Q_NORMAL], noise_draw(citizen))
    set_ownership(w, citizen, moved_ownership(citizen, params, basis, normal))
