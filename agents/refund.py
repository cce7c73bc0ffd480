"""What the state refunds, by law and in belief (institution: refund rules 2006-2016).

The law in force drives the accounts; the believed rule drives what staff do. They differ in the
study: mentors believed that refund hangs on placement when since 2016 it did not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.acts import measuring_in_meetings
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
def placement_push(params: Parameters, weeks_on_support: float) -> float:
    """Return how far measuring and the refund belief push demands up (push_).

    Measuring carries the belief: without it nothing pushes (KREVI 2008: an effect only where
    management acted, source S18). Under a believed staircase long support pushes too.
    """
    regime = params.refund_perceived_regime
    gain = params.refund_belief_strength * params.refund_gain[regime]
    push = params.measurement_demand_base + params.measurement_demand_per_perceived_refund * gain
    if regime == STAIRCASE_2016:
        left = 1.0 - refund_share(params, regime, weeks_on_support, True)
        push += params.refund_belief_strength * params.measurement_duration_push * left
    return measuring_in_meetings(params) * push
