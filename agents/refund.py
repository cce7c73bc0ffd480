"""What the state refunds, by law and in belief (institution: refund rules 2006-2016).

The law in force determines the accounts; the believed rule creates pressure to place people in
offers. They differ in the study: mentors believed that the refund depends on placement, which it
has not done since 2016.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.bounded import clip
from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import (
    ACTIVE_PASSIVE_2006,
    ACTIVE_PASSIVE_2011,
    STAIRCASE_2016,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters


@compiled
def staircase_step(weeks_on_support: float) -> int:
    """Return the step of the staircase of 2016: weeks 1-4, 5-26, 27-52, from 53 on support."""
    if weeks_on_support < 4.0:
        return 0
    if weeks_on_support < 26.0:
        return 1
    return 2 if weeks_on_support < 52.0 else 3


@compiled
def refund_share(params: Parameters, regime: int, weeks_on_support: float, placed: bool) -> float:
    """Return the share of a week's benefit that the state refunds under a regime, 0-1."""
    if regime == STAIRCASE_2016:
        return params.refund_rates[regime, staircase_step(weeks_on_support)]
    if regime == ACTIVE_PASSIVE_2006 or regime == ACTIVE_PASSIVE_2011:
        return params.refund_rates[regime, 0 if placed else 1]
    return params.refund_rates[regime, 0]


@compiled
def placed_factor(params: Parameters, placed_share: float) -> float:
    """Return the factor on pressure by the share placed, 0-2; 1 at the target or without people.

    A share above the target lowers it, and a share far below the target doubles it.
    """
    if placed_share < 0.0:
        return 1.0
    short = params.measurement_placement_target - placed_share
    return clip(1.0 + short / params.measurement_gap_scale, 0.0, 2.0)


@compiled
def placement_pressure(params: Parameters, placed_share: float) -> float:
    """Return the pressure to place people in offers (psi): measured, against a target, believed.

    The believed refund works only through measuring (KREVI 2008: an effect only where management
    acted, source S18; study l.1968-1982, 2105-2116).
    """
    gain = params.refund_belief_strength * params.refund_gain[params.refund_perceived_regime]
    return (
        params.measurement_placement_weight
        * placed_factor(params, placed_share)
        * (1.0 + params.refund_placement_per_gain * gain)
    )
