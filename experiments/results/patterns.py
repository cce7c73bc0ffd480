"""What checking patterns and switching off mechanisms gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from heterophony.experiments.results.shown import Shown
from heterophony.scenarios.patterns_declared import Ablation, Pattern


class Estimate(NamedTuple):
    """A number with its 95 % interval and the number of pairs behind it; NaN where undefined."""

    seen: float
    low: float
    high: float
    pairs: int


class PatternStanding(StrEnum):
    """Whether a reading is what is expected of it."""

    HOLDS = "holds"
    FAILS = "fails"
    UNCERTAIN = "uncertain"


class PatternVerdict(StrEnum):
    """Whether a pattern passes."""

    PASS = "pass"
    FAIL = "fail"
    UNCERTAIN = "uncertain"


class Fate(StrEnum):
    """What became of a reading when its mechanism was switched off."""

    DESTROYED = "yes"
    WEAKENED = "mostly"
    SURVIVES = "no"
    UNCLEAR = "unclear"
    NOT_THERE = "nothing to destroy"


@dataclass(frozen=True)
class ReadingResult:
    """What one reading saw.

    Attributes
    ----------
    name : word within the pattern
    seen, low, high : the number and its 95 % interval, NaN where undefined
    pairs : runs per arm that it rests on
    expected : what is expected, as people read it
    standing : holds, fails or uncertain
    required : whether the pattern's verdict rests on it
    """

    name: str
    seen: float
    low: float
    high: float
    pairs: int
    expected: str
    standing: PatternStanding
    required: bool

    @property
    def holds(self) -> bool:
        """Whether what was seen is what is expected."""
        return self.standing is PatternStanding.HOLDS


@dataclass(frozen=True)
class PatternResult:
    """The verdict on a pattern, and its readings.

    It passes if all required readings hold, fails if one fails, and is uncertain otherwise.
    """

    pattern: Pattern
    verdict: PatternVerdict
    readings: tuple[ReadingResult, ...]

    @property
    def is_prediction(self) -> bool:
        """Whether it was registered before it was run; it is known since its opening."""
        return self.pattern.opening is not None

    @property
    def counts(self) -> bool:
        """Whether the verdict is one of those that are counted, and not reported alone."""
        return self.pattern.counts and not self.is_prediction

    @property
    def id(self) -> str:
        """The pattern's id."""
        return self.pattern.id

    @property
    def not_holding(self) -> tuple[ReadingResult, ...]:
        """The readings that do not hold, required or not."""
        return tuple(each for each in self.readings if not each.holds)


@dataclass(frozen=True)
class AblationResult:
    """One reading with a mechanism on and off."""

    pattern: Pattern
    ablation: Ablation
    on: ReadingResult
    off: ReadingResult
    fate: Fate


@dataclass(frozen=True, repr=False)
class Scoreboard(Shown):
    """Patterns checked together, and what became of them without their mechanisms.

    Attributes
    ----------
    results : patterns and predictions as asked; without those that an interruption cut off
    asked : how many of both were asked for
    values : what was laid over every arm
    runs : how many simulations were run
    ablations : the readings whose mechanism was switched off; None where nobody asked for them
    ablations_asked : how many there should be
    threads : how many were used
    checkpoint : the file that holds finished runs until the results are written
    other_seeds : the same patterns and predictions, judged under further base seeds
    """

    results: tuple[PatternResult, ...]
    asked: int
    values: Mapping[str, object]
    seed: int
    pairs: int | None
    runs: int
    seconds: float
    ablations: tuple[AblationResult, ...] | None = None
    ablations_asked: int = 0
    ablation_runs: int = 0
    threads: int = 1
    checkpoint: Path | None = None
    other_seeds: Mapping[int, tuple[PatternResult, ...]] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether some patterns or ablations are missing."""
        judged = [self.results, *self.other_seeds.values()]
        missing = any(len(each) < self.asked for each in judged)
        return missing or len(self.ablations or ()) < self.ablations_asked

    @property
    def patterns(self) -> tuple[PatternResult, ...]:
        """The results that are about patterns."""
        return tuple(each for each in self.results if not each.is_prediction)

    @property
    def predictions(self) -> tuple[PatternResult, ...]:
        """The results that are about predictions, known since their opening."""
        return tuple(each for each in self.results if each.is_prediction)

    def count(self, verdict: PatternVerdict) -> int:
        """Return how many patterns have a verdict; those that are only reported do not count."""
        return sum(each.verdict is verdict and each.counts for each in self.results)

    def discard_checkpoint(self) -> None:
        """Remove the checkpoint, once the results are written."""
        if self.checkpoint is not None and not self.interrupted:
            self.checkpoint.unlink(missing_ok=True)
