"""A comparison with one number at a time at the ends of its plausible range, in both arms."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.experiments.engine.arms import arms_of, refuse_same_premises
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import checked_workers
from heterophony.experiments.inputs.names import checked_outcome
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES, PARAMETERS, Parameter, ScenarioError
from heterophony.scenarios.confidence import CONFIDENCE_WORDS, confidence_class

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

SCREENING_PAIRS = 3
_KINDS = ("behaviour", "context")  # a lever is chosen, a frame is set
Arms = tuple["Scenario", "Scenario"]


class Variation(NamedTuple):
    """Both arms with one number at one end of its range."""

    name: str
    confidence: str
    end: str
    value: Any
    default: Any
    arms: Arms


class Question:
    """A comparison whose dependence on unmeasured numbers is to be found out.

    Parameters
    ----------
    baseline, policy
        Scenarios, library names or paths.
    outcome
        What is compared.
    confidence
        Classes to vary: `V`, invented scales, and perhaps `L`, reasoned values.
    pairs
        Runs per arm for what a first look (three pairs) leaves; from 3.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong.
    """

    def __init__(
        self,
        baseline: Scenario | str | Path,
        policy: Scenario | str | Path,
        outcome: str = "ownership_52w",
        *,
        confidence: Sequence[str] = ("V",),
        pairs: int = 10,
        overrides: Mapping[str, object] | None = None,
    ) -> None:
        _check(outcome, confidence, pairs)
        self.outcome, self.pairs = outcome, pairs
        self.smallest = OUTCOMES[outcome].smallest_difference
        first, second = arms_of(baseline, policy, overrides)
        refuse_same_premises(first, second)
        self.arms = (first, second)
        self.variations: list[Variation] = []
        self.refused: list[str] = []
        differing = first.differences(second)
        for parameter in PARAMETERS.values():
            chosen = parameter.kind in _KINDS and confidence_class(parameter) in confidence
            if chosen and parameter.name not in differing:
                self._vary(parameter)

    @property
    def varied(self) -> int:
        """How many numbers are varied."""
        return len({each.name for each in self.variations})

    @property
    def screening_runs(self) -> int:
        """How many runs the first look takes."""
        return 2 * (SCREENING_PAIRS * len(self.variations) + self.pairs)

    def seconds(self, seed: int, workers: int | None) -> float:
        """Estimate how long the first look takes, from two runs."""
        both_arms((self.arms, replicate_seed(seed, 0), self.outcome))
        began = time.perf_counter()
        both_arms((self.arms, replicate_seed(seed, 1), self.outcome))
        each = (time.perf_counter() - began) / 2.0
        return each * self.screening_runs / checked_workers(workers, self.screening_runs)

    def _vary(self, parameter: Parameter) -> None:
        for name, end, value, default in _ends(parameter, self.arms[0].values[parameter.name]):
            try:
                first, second = (arm.replaced({name: value}) for arm in self.arms)
            except ScenarioError:
                self.refused.append(f"{name} = {value}")
                continue
            found = Variation(
                name, confidence_class(parameter), end, value, default, (first, second)
            )
            self.variations.append(found)


def both_arms(task: tuple[Arms, int, str]) -> tuple[float, float]:
    """Return an outcome in both arms under one seed."""
    from heterophony.sim import Simulation

    arms, seed, outcome = task
    first, second = (Simulation(arm, seed=seed).run().outcomes[outcome] for arm in arms)
    return first, second


def _check(outcome: str, confidence: Sequence[str], pairs: int) -> None:
    checked_outcome(outcome, "outcome")
    for each in confidence or ("",):
        if each not in CONFIDENCE_WORDS:
            allowed = ", ".join(CONFIDENCE_WORDS)
            raise RequestError(f"confidence is {each!r}; allowed, with commas between: {allowed}")
    if not SCREENING_PAIRS <= pairs <= 1_000:
        raise RequestError(f"pairs is {pairs}; allowed: {SCREENING_PAIRS} to 1,000")


def _ends(parameter: Parameter, value: Any) -> list[tuple[str, str, Any, Any]]:
    """Return the ends of a parameter's range, component by component, other than its value."""
    if parameter.low is None or parameter.high is None:
        return []
    if not isinstance(parameter.low, tuple):
        found = [(parameter.name, "low", parameter.low, value)]
        found.append((parameter.name, "high", parameter.high, value))
    else:
        parts = zip(parameter.components, parameter.low, parameter.high, value, strict=True)
        found = [
            (f"{parameter.name}.{part}", end, bound, now)
            for part, low, high, now in parts
            for end, bound in (("low", low), ("high", high))
        ]
    return [each for each in found if each[2] != each[3]]
