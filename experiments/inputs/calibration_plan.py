"""What is fitted to what and with which effort: priors, targets with their uncertainty, arms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from heterophony.experiments.inputs.readings import RunReading
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Scenario
from heterophony.scenarios.errors import nearest

Method = Literal["emulator", "model"]
METHODS: Mapping[str, int] = {"emulator": 240, "model": 3_000}
"""How the posterior is found, and how many parameter sets are simulated by default."""

OWN_ARM = "scenario"  # the arm that is the calibrated scenario itself
WORLDS = 50
_LIMITS = {
    "budget": (30, 100_000),
    "replicates": (2, 1_000),
    "particles": (20, 5_000),
    "worlds": (1, 1_000),
}
_95 = 1.96  # standard deviations on either side of a 95 % interval


@dataclass(frozen=True)
class Prior:
    """What is assumed of a parameter before the targets: a uniform distribution.

    Attributes
    ----------
    low, high
        The declared plausible range, unless the plan gives a narrower one.
    log
        Uniform on the logarithm: for rates of which only the order of magnitude is known.
    """

    parameter: str
    low: float
    high: float
    log: bool = False

    def ends(self) -> tuple[float, float]:
        """Return the ends on the scale on which the prior is uniform."""
        return (math.log(self.low), math.log(self.high)) if self.log else (self.low, self.high)

    def value(self, place: float) -> float:
        """Return the parameter's value at a place on that scale."""
        value = math.exp(place) if self.log else place
        return min(max(value, self.low), self.high)


@dataclass(frozen=True)
class Target:
    """One aggregated figure that the model should come near.

    Attributes
    ----------
    arm, less
        The arm that it is about; with `less`, the paired difference from that arm.
    value, sd
        The figure and its standard deviation, in `unit`.
    fitted
        False: only reported; no parameter is fitted to it.
    """

    name: str
    reading: RunReading
    arm: str
    less: str
    value: float
    sd: float
    unit: str
    source: str
    fitted: bool = True

    @property
    def interval(self) -> tuple[float, float]:
        """The figure's 95 % interval."""
        return self.value - _95 * self.sd, self.value + _95 * self.sd


@dataclass(frozen=True)
class CalibrationPlan:
    """Targets, and the priors of what is fitted to them.

    Attributes
    ----------
    common
        Values that hold in every arm, such as the length of the run.
    arms
        Values by arm that replace the scenario's; `scenario` is always there and replaces nothing.
    """

    title: str
    priors: tuple[Prior, ...]
    targets: tuple[Target, ...]
    arms: Mapping[str, Mapping[str, Any]]
    common: Mapping[str, Any]
    source: str

    @property
    def fitted(self) -> tuple[Target, ...]:
        """The targets that parameters follow."""
        return tuple(each for each in self.targets if each.fitted)

    @property
    def parameters(self) -> list[str]:
        """Names of the fitted parameters, in the order of the priors."""
        return [each.parameter for each in self.priors]

    def scenario_of(self, base: Scenario, arm: str, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario of an arm with some values of the fitted parameters."""
        return base.replaced({**self.common, **self.arms[arm], **values})

    def arms_needed(self) -> tuple[str, ...]:
        """Return the arms that any target reads, in their declared order."""
        wanted = {name for each in self.targets for name in (each.arm, each.less)}
        return tuple(name for name in self.arms if name in wanted)


@dataclass(frozen=True)
class Effort:
    """How much is simulated, and how the posterior is drawn.

    Attributes
    ----------
    method
        `emulator`: the model answers at `budget` parameter sets, an emulator learns from them and
        answers the sampler. `model`: the sampler asks the model each time.
    budget
        Parameter sets at which the model is run.
    replicates
        Runs of every arm at each of them.
    particles, worlds
        Draws from the posterior, and how many of them, at most all, are written as worlds.
    """

    method: Method = "emulator"
    budget: int = METHODS["emulator"]
    replicates: int = 4
    particles: int = 200
    worlds: int = WORLDS

    def check(self) -> None:
        """Refuse an unknown method and numbers out of range.

        Raises
        ------
        RequestError
            Naming the field, the value and what is allowed.
        """
        if self.method not in METHODS:
            raise RequestError(
                f"method is {self.method!r}; allowed: {', '.join(METHODS)} "
                f"(nearest valid name: {nearest(str(self.method), list(METHODS))})"
            )
        for name, (least, most) in _LIMITS.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise RequestError(f"{name} is {value!r}; allowed: a whole number")
            if not least <= value <= most:
                raise RequestError(f"{name} is {value}; allowed: {least} to {most:,}")
        if self.worlds > self.particles:
            raise RequestError(
                f"worlds is {self.worlds}, but only {self.particles} draws from the posterior are "
                f"kept; allowed: 1 to {self.particles}, or more particles"
            )
