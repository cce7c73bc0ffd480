"""One-at-a-time variations of a comparison: each number at the ends of its plausible range."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.experiments.engine.workers import checked_workers
from heterophony.experiments.inputs.arms import Named, arms_of, refuse_same_premises
from heterophony.experiments.inputs.checked import checked_outcome, whole_number
from heterophony.experiments.methods.verdicts import Verdict
from heterophony.experiments.results.differences import Difference, difference_document
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES, PARAMETERS, Parameter, Scenario, ScenarioError
from heterophony.scenarios.confidence import CONFIDENCE_WORDS, confidence_class

SCREENING_PAIRS = 3
_KINDS = ("behaviour", "context")  # a lever is chosen, a frame is set
Arms = tuple[Scenario, Scenario]


class Variation(NamedTuple):
    """Both arms with one number at one end of its range."""

    name: str
    confidence: str
    end: str
    value: Any
    default: Any
    arms: Arms


@dataclass(frozen=True)
class Dependency:
    """A number on which a comparison rests, at one end of its range.

    Attributes
    ----------
    name : the parameter, with its component if it has several
    confidence : class of its evidence
    end : `low` or `high`
    value, default : the value there, and the one it has
    difference : policy less baseline with that value
    change : how that differs from the difference at the default, with its 95 % interval
    verdict : the comparison in a word, with that value
    turns : whether that is another word than at the default
    """

    name: str
    confidence: str
    end: str
    value: Any
    default: Any
    difference: Difference
    change: Difference
    verdict: Verdict
    turns: bool

    def to_json_dict(self) -> dict[str, Any]:
        """Return the number, its end, and what the comparison says there."""
        return {
            "name": self.name,
            "confidence": self.confidence,
            "end": self.end,
            "value": self.value,
            "default": self.default,
            "difference": difference_document(self.difference),
            "change": self.change.difference,
            "change_low": self.change.low,
            "change_high": self.change.high,
            "verdict": self.verdict.value,
            "turns": self.turns,
        }


class OneAtATime:
    """A comparison, and the variations of it that show on which numbers it rests.

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
        baseline: Named,
        policy: Named,
        outcome: str = "ownership_52w",
        *,
        confidence: Sequence[str] = ("V",),
        pairs: int = 10,
        overrides: Mapping[str, object] | None = None,
    ) -> None:
        _check(outcome, confidence, pairs)
        self.outcome, self.pairs, self.confidence = outcome, pairs, tuple(confidence)
        self.smallest = OUTCOMES[outcome].smallest_difference
        self.overrides = dict(overrides or {})
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
    arms, seed, outcome = task
    first, second = (simulate_detached(Task(arm, seed)).outcomes[outcome] for arm in arms)
    return first, second


def _check(outcome: str, confidence: Sequence[str], pairs: int) -> None:
    checked_outcome(outcome, "outcome")
    for each in confidence or ("",):
        if each not in CONFIDENCE_WORDS:
            allowed = ", ".join(CONFIDENCE_WORDS)
            raise RequestError(f"confidence is {each!r}; allowed, with commas between: {allowed}")
    whole_number(pairs, "pairs", SCREENING_PAIRS, 1_000)


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
