"""Updates that keep a state between 0 and 1, and the few functions every rule uses."""

from __future__ import annotations

from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.portable_math import exponential

YEAR = 52.0
HOUR = 60.0


@compiled
def clip(value: float, low: float, high: float) -> float:
    """Cut a value off at its bounds."""
    return min(max(value, low), high)


@compiled
def clip01(value: float) -> float:
    """Cut a value off at 0 and 1."""
    return min(max(value, 0.0), 1.0)


@compiled_inside
def one_if(true: bool) -> float:
    """Return 1 if something is true, else 0."""
    return 1.0 if true else 0.0


@compiled
def positive_part(value: float) -> float:
    """Keep only what is above 0: `(z)+`."""
    return max(value, 0.0)


@compiled
def saturating_step(state: float, dose: float) -> float:
    """Move a state by a share of its remaining distance: up to 1 for a gain, down to 0 for a loss.

    `dose` is cut off at -1 and 1, so a state in [0, 1] stays there (model, section 2).
    """
    dose = min(max(dose, -1.0), 1.0)
    if dose >= 0.0:
        return state + dose * (1.0 - state)
    return state + dose * state


@compiled
def relax(state: float, target: float, drift: float) -> float:
    """Let a state drift towards its target by `drift`, the share of the way in one week.

    A half-life of `h` weeks is a drift of `1 - 2**(-1/h)`; the record of premises holds one beside
    every declared half-life (`sim/premises.py`).
    """
    return state + drift * (target - state)


@compiled
def logistic(value: float) -> float:
    """Turn a logit into a probability."""
    return 1.0 / (1.0 + exponential(-value))


@compiled
def weekly_chance(hazard: float) -> float:
    """Turn a continuous weekly hazard into the chance of the event within the week."""
    return 1.0 - exponential(-hazard)


@compiled
def happens(u: float, hazard: float) -> bool:
    """Tell whether an event of this weekly hazard happens at a draw `u`.

    The chance is never above the hazard: most draws need no exponential.
    """
    return u < hazard and u < weekly_chance(hazard)
