"""What is analysed: a simulated outcome, a difference between policies, or any function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.scenarios import Scenario

AtOnePoint = Callable[[int], Mapping[str, float]]


class Response(Protocol):
    """A function of named inputs and a seed."""

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The results that are analysed."""

    @property
    def runs_per_seed(self) -> int:
        """How many simulations one value of it takes."""

    def at(self, values: Mapping[str, Any]) -> AtOnePoint:
        """Return the function of the seed at one point; what it returns may hold more columns."""


@dataclass(frozen=True)
class FunctionResponse:
    """A function that is analysed in place of the model.

    Attributes
    ----------
    name
        The name of its result.
    function
        Takes the inputs by name and a seed, and returns a number.
    runs_per_seed
        How many runs one call counts for, in messages about the work.
    """

    name: str
    function: Callable[[Mapping[str, Any], int], float]
    runs_per_seed: int = 1

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The one result."""
        return (self.name,)

    def at(self, values: Mapping[str, Any]) -> AtOnePoint:
        """Return the function of the seed at one point."""
        return lambda seed: {self.name: self.function(values, seed)}


@dataclass(frozen=True)
class ModelResponse:
    """Outcomes of a scenario, or their paired differences between a policy and the scenario.

    The inputs' values hold in every arm: an assumption is the same whatever the policy.

    Attributes
    ----------
    arms
        One scenario, or the baseline and a policy based on it.
    outcomes
        Names of outcomes of a run. With a policy each means the difference, and both arms are
        recorded beside it.
    """

    arms: tuple[Scenario, ...]
    outcomes: tuple[str, ...]

    @property
    def runs_per_seed(self) -> int:
        """One simulation for each arm."""
        return len(self.arms)

    def at(self, values: Mapping[str, Any]) -> AtOnePoint:
        """Return the outcomes of a run, by its seed, under these values."""
        arms = [each.replaced(values) for each in self.arms]
        return lambda seed: self._value(arms, seed)

    def _value(self, arms: Sequence[Scenario], seed: int) -> dict[str, float]:
        found = [simulate_detached(Task(each, seed)).outcomes for each in arms]
        if len(found) == 1:
            return {name: found[0][name] for name in self.outcomes}
        baseline, policy = found
        row = {}
        for name in self.outcomes:
            row[name] = policy[name] - baseline[name]
            row[f"{name}_baseline"] = baseline[name]
            row[f"{name}_policy"] = policy[name]
        return row
