"""Find the numbers that nobody measured on which a comparison rests.

One at a time, each such number goes to the low and the high end of its plausible range, in both
arms and under the same seeds. What changes the comparison's answer, or its difference by more than
is worth mentioning, is a number that the conclusion depends on.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop, checked_workers, in_order
from heterophony.experiments.methods.one_at_a_time import (
    SCREENING_PAIRS,
    Arms,
    Question,
    Variation,
    both_arms,
)
from heterophony.experiments.methods.pairing import Difference, Numbers, Paired
from heterophony.experiments.methods.verdicts import Verdict, verdict
from heterophony.experiments.results.errors import Interrupted

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

_Seen = tuple[Numbers, Numbers]


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


@dataclass(frozen=True)
class InventedNumbers:
    """What a comparison depends on.

    Attributes
    ----------
    difference, verdict : at the defaults
    dependencies : the largest change first
    varied : how many numbers were varied
    refused : numbers whose ends contradict the scenario, which were left alone
    """

    baseline: str
    policy: str
    outcome: str
    smallest: float
    difference: Difference
    verdict: Verdict
    dependencies: tuple[Dependency, ...]
    varied: int
    refused: tuple[str, ...]
    pairs: int
    runs: int
    seconds: float


def invented_numbers(
    baseline: Scenario | str | Path,
    policy: Scenario | str | Path,
    outcome: str = "ownership_52w",
    *,
    confidence: Sequence[str] = ("V",),
    pairs: int = 10,
    overrides: Mapping[str, object] | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> InventedNumbers:
    """Find the numbers on which a comparison rests; parameters as in `Question` and `answer`."""
    question = Question(
        baseline, policy, outcome, confidence=confidence, pairs=pairs, overrides=overrides
    )
    return answer(question, seed=seed, workers=workers, progress=progress)


def answer(
    question: Question,
    *,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> InventedNumbers:
    """Find the numbers on which a comparison rests.

    A first look at three pairs keeps what may matter; that is looked at again with all pairs.
    Numbers are varied one at a time: what two of them do together is not seen.

    Raises
    ------
    RequestError
        If the seed or the workers are not allowed.
    Interrupted
        On Ctrl-C; its `finished` is None: half of the numbers would be no answer.
    """
    seed = checked_seed(seed)
    began = time.perf_counter()
    look = _Look(question, seed, workers, progress)
    default = look.at([question.arms], question.pairs)[0]
    base = _difference(*default)
    seen = look.at([each.arms for each in question.variations], SCREENING_PAIRS)
    kept = [
        variation
        for variation, numbers in zip(question.variations, seen, strict=True)
        if _may_matter(base.difference, _change(default, numbers), question.smallest)
    ]
    again = look.at([each.arms for each in kept], question.pairs)
    word = verdict(base, question.smallest)
    found = [
        _dependency(variation, default, numbers, word, question.smallest)
        for variation, numbers in zip(kept, again, strict=True)
    ]
    telling = [each for each in found if each.turns or _large(each.change, question.smallest)]
    telling.sort(key=lambda each: -abs(each.change.difference))
    return InventedNumbers(
        baseline=question.arms[0].name,
        policy=question.arms[1].name,
        outcome=question.outcome,
        smallest=question.smallest,
        difference=base,
        verdict=word,
        dependencies=tuple(telling),
        varied=question.varied,
        refused=tuple(question.refused),
        pairs=question.pairs,
        runs=look.runs,
        seconds=time.perf_counter() - began,
    )


class _Look:
    """Runs pairs of arms, and counts them."""

    def __init__(
        self, question: Question, seed: int, workers: int | None, progress: ProgressCallback | None
    ) -> None:
        self._outcome, self._seed = question.outcome, seed
        self._workers, self._progress = workers, progress
        self._asked = question.screening_runs // 2
        self.runs = 0

    def at(self, several: Sequence[Arms], pairs: int) -> list[_Seen]:
        """Return the outcome in both arms, run by run, for several pairs of arms."""
        tasks = [
            (arms, replicate_seed(self._seed, number), self._outcome)
            for arms in several
            for number in range(pairs)
        ]
        found: list[tuple[float, float]] = []
        with Stop() as stop:
            threads = checked_workers(self._workers, len(tasks) or 1)
            for _, both in in_order(
                both_arms, tasks, workers=threads, stop=stop, progress=self._progress
            ):
                found.append(both)
        if len(found) < len(tasks):
            before = self.runs // 2
            asked = max(self._asked, before + len(tasks))
            raise Interrupted(None, before + len(found), asked, "pairs")
        self.runs += 2 * len(found)
        table = np.array(found, dtype=np.float64).reshape(len(several), pairs, 2)
        return [(rows[:, 0], rows[:, 1]) for rows in table]


def _difference(baseline: Numbers, policy: Numbers) -> Difference:
    sums = Paired((1,))
    for one, other in zip(baseline, policy, strict=True):
        sums.add(np.array([one]), np.array([other]))
    return sums.differences()[0]


def _change(default: _Seen, numbers: _Seen) -> Difference:
    """Return how the difference changes, over the pairs that both have."""
    pairs = len(numbers[0])
    return _difference(default[1][:pairs] - default[0][:pairs], numbers[1] - numbers[0])


def _may_matter(difference: float, change: Difference, smallest: float) -> bool:
    """Tell whether a first look sees half a difference of interest, or another side of it."""
    moved = change.difference
    turned = _side(difference, smallest) != _side(difference + moved, smallest)
    return abs(moved) > smallest / 2.0 or turned


def _side(difference: float, smallest: float) -> int:
    if abs(difference) < smallest:
        return 0
    return 1 if difference > 0.0 else -1


def _large(change: Difference, smallest: float) -> bool:
    sure = change.low > 0.0 or change.high < 0.0
    return sure and abs(change.difference) > smallest


def _dependency(
    variation: Variation, default: _Seen, numbers: _Seen, word: Verdict, smallest: float
) -> Dependency:
    difference = _difference(*numbers)
    now = verdict(difference, smallest)
    change = _change(default, numbers)
    return Dependency(
        name=variation.name,
        confidence=variation.confidence,
        end=variation.end,
        value=variation.value,
        default=variation.default,
        difference=difference,
        change=change,
        verdict=now,
        turns=now is not word,
    )
