"""What is fitted to what: priors of parameters, targets with their uncertainty, arms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from heterophony.experiments.methods.readings import Reading

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

OWN_ARM = "scenario"  # the arm that is the calibrated scenario itself


@dataclass(frozen=True)
class Prior:
    """What is believed of a parameter before the targets are looked at: even between two ends.

    Attributes
    ----------
    low, high
        The declared plausible range, unless the plan gives a narrower one.
    log
        Even on the logarithm: for rates of which only the order of magnitude is known.
    """

    parameter: str
    low: float
    high: float
    log: bool = False

    def ends(self) -> tuple[float, float]:
        """Return the ends on the scale on which the prior is even."""
        return (math.log(self.low), math.log(self.high)) if self.log else (self.low, self.high)

    def value(self, place: float) -> float:
        """Return the parameter's value at a place on that scale."""
        value = math.exp(place) if self.log else place
        return min(max(value, self.low), self.high)

    def place(self, value: float) -> float:
        """Return the place of a value on that scale."""
        return math.log(value) if self.log else value


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
        False: reported beside the others, and no parameter follows it.
    """

    name: str
    reading: Reading
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
        return self.value - 1.96 * self.sd, self.value + 1.96 * self.sd


@dataclass(frozen=True)
class CalibrationPlan:
    """A table of targets with what is fitted to it.

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

    def scenario_of(self, base: Scenario, arm: str, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario of an arm with some values of the fitted parameters."""
        return base.replaced({**self.common, **self.arms[arm], **values})

    def arms_needed(self) -> tuple[str, ...]:
        """Return the arms that any target reads, in their declared order."""
        wanted = {name for each in self.targets for name in (each.arm, each.less)}
        return tuple(name for name in self.arms if name in wanted)
