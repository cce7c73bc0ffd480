"""Find the numbers that nobody measured on which a comparison rests.

Each such number moves to the low and the high end of its plausible range, one at a time, in both
arms and under the same seeds. The conclusion depends on a number that changes the words for the
difference, or the difference by more than the smallest that matters.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop, checked_workers, in_order
from heterophony.experiments.inputs.arms import Named
from heterophony.experiments.methods.evidence_result import InventedNumbers
from heterophony.experiments.methods.oat import (
    SCREENING_PAIRS,
    Arms,
    Dependency,
    OneAtATime,
    Variation,
    both_arms,
)
from heterophony.experiments.methods.pairs import Clock
from heterophony.experiments.methods.verdicts import Verdict, verdict, without_interval
from heterophony.experiments.results.differences import (
    Difference,
    Numbers,
)
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.manifest import manifest_document, scenario_document
from heterophony.experiments.results.paired import Paired

_Seen = tuple[Numbers, Numbers]


def invented_numbers(
    baseline: Named,
    policy: Named,
    outcome: str = "ownership_52w",
    *,
    confidence: Sequence[str] = ("V",),
    pairs: int = 10,
    overrides: Mapping[str, object] | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> InventedNumbers:
    """Find the invented numbers on which a comparison rests: each goes to both ends of its range.

    Three pairs screen all numbers; those that may matter run again with all pairs. They vary one at
    a time: what two of them do together is not seen. Other parameters are those of `run`.

    Parameters
    ----------
    baseline, policy
        What is compared: scenarios, library names or paths of files.
    outcome
        By which outcome of a run.
    confidence
        Classes of numbers to vary: `V`, invented scales, `L`, reasoned values, `M` and `H`.
    pairs
        Runs per arm for what the first look leaves; 3 to 1,000.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong, or the outcome has no value in these runs.
    Interrupted
        On Ctrl-C; its `finished` is None.
    """
    question = OneAtATime(
        baseline, policy, outcome, confidence=confidence, pairs=pairs, overrides=overrides
    )
    return answer(question, seed=seed, workers=workers, progress=progress)


def answer(
    question: OneAtATime,
    *,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> InventedNumbers:
    """Answer a question as `invented_numbers` does.

    Raises
    ------
    RequestError
        If the seed or the workers are not allowed, or the outcome has no value in these runs.
    Interrupted
        On Ctrl-C; its `finished` is None, since half of the numbers would be no answer.
    """
    seed, clock = checked_seed(seed), Clock()
    look = _Look(question, seed, workers, progress)
    default = look.at([question.arms], question.pairs)[0]
    base = _difference(*default)
    if base.pairs < 2:
        raise RequestError(without_interval(question.outcome, question.arms[1].name))
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
    return InventedNumbers(
        baseline=question.arms[0].name,
        policy=question.arms[1].name,
        outcome=question.outcome,
        smallest=question.smallest,
        difference=base,
        verdict=word,
        dependencies=_telling(found, question.smallest),
        varied=question.varied,
        refused=tuple(question.refused),
        pairs=question.pairs,
        runs=look.runs,
        seconds=clock.seconds,
        manifest=_manifest(question, seed, look.hash.hexdigest(), clock),
    )


def _telling(found: Iterable[Dependency], smallest: float) -> tuple[Dependency, ...]:
    """Return what changes the word or the difference, the largest change first."""
    telling = [each for each in found if each.turns or _large(each.change, smallest)]
    return tuple(sorted(telling, key=lambda each: -abs(each.change.difference)))


class _Work(NamedTuple):
    """What a manifest says of any work."""

    seed: int
    asked: int
    digest: str
    started: str
    seconds: float
    executor: str = "compiled"
    interrupted: bool = False


def _manifest(question: OneAtATime, seed: int, digest: str, clock: Clock) -> dict[str, Any]:
    baseline, policy = question.arms
    about = {
        "baseline": scenario_document(baseline),
        "policy": scenario_document(policy),
        "overrides": question.overrides,
        "confidence": list(question.confidence),
    }
    started = clock.began.isoformat(timespec="seconds")
    work = _Work(seed, question.pairs, digest, started, clock.seconds)
    return manifest_document(work, "evidence", about)


class _Look:
    """Runs pairs of arms, and counts them."""

    def __init__(
        self,
        question: OneAtATime,
        seed: int,
        workers: int | None,
        progress: ProgressCallback | None,
    ) -> None:
        self._outcome, self._seed = question.outcome, seed
        self._workers, self._progress = workers, progress
        self._asked = question.screening_runs // 2
        self.runs = 0
        self.hash = hashlib.sha256()

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
        self.hash.update(table.tobytes())
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
    """Return whether a first look sees half a difference of interest, or another side of it."""
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
