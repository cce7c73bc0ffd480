"""One candidate through all stages: the first that rules it out says why.

A world is ruled out by what contradicts it, never by what is left open: with few pairs many
readings stay uncertain, and not to know is no reason to throw a world away. Only readings with
evidence behind them screen. What the design merely infers, every effect on ownership included,
does not: worlds chosen by it would agree with it by construction.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.experiments.seeds import replicate_seed
from heterophony.experiments.worlds.levels import level_screen
from heterophony.experiments.worlds.space import DATA, broken_order, candidate, normed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from heterophony.experiments.patterns import Pattern, PatternResult, Reading

ACCEPTED, COMBINATION, LEVELS = "accepted", "combination", "levels"
_INFERENCE = "inference"


@dataclass(frozen=True)
class Screened:
    """What became of a candidate.

    Attributes
    ----------
    number
        The candidate's number; with the base seed it gives the values again (`space.candidate`).
    stage
        `accepted`, or the stage that ruled it out.
    check, reading
        What ruled it out: an order of values, an outcome's level, or a pattern and its reading.
    seen, low, high
        For a level: where it stood, and between what it may stand. For a reading: what was seen,
        with its 95 % interval. NaN where nothing applies.
    uncertain
        Readings that were left open, as `T12.plan_match`; of accepted candidates only.
    """

    number: int
    stage: str
    check: str = ""
    reading: str = ""
    seen: float = math.nan
    low: float = math.nan
    high: float = math.nan
    uncertain: tuple[str, ...] = ()

    @property
    def accepted(self) -> bool:
        """Whether nothing ruled it out."""
        return self.stage == ACCEPTED


class Stage(NamedTuple):
    """Patterns that are checked together."""

    name: str
    pairs: int
    weeks: int
    patterns: tuple[Pattern, ...]


@cache
def stages() -> tuple[Stage, ...]:
    """Read the stages of patterns, the cheapest first, with the readings that screen."""
    from heterophony.experiments.patterns import load_patterns

    known = load_patterns()
    tables = tomllib.loads((DATA / "stages.toml").read_text("utf-8"))["stage"]
    return tuple(
        Stage(
            each["name"],
            each["pairs"],
            each["weeks"],
            tuple(_evident(known[name], each["tolerance"]) for name in each["patterns"]),
        )
        for each in tables
    )


def _evident(pattern: Pattern, tolerance: float) -> Pattern:
    """Return a pattern with those of its readings that have evidence behind them.

    The evidence is of signs; how large a difference has to be is a choice of the design. Of a
    sign, a world has to show only the share `tolerance` of that size.
    """
    kept = {
        name: reading if reading.expected == "~0" else _eased(reading, tolerance)
        for name, reading in pattern.readings.items()
        if reading.required and reading.evidence != _INFERENCE
    }
    return replace(pattern, readings=kept)


def _eased(reading: Reading, tolerance: float) -> Reading:
    return replace(reading, smallest=tolerance * reading.smallest)


@cache
def settings_digest() -> str:
    """Hash all that a candidate's fate depends on: rules, declarations, stages, tolerances."""
    from heterophony.agents.compiled import SOURCE_DIGEST
    from heterophony.scenarios.declarations import load_parameters

    digest = hashlib.sha256(SOURCE_DIGEST.encode())
    for file in sorted(DATA.glob("*.toml")):
        digest.update(file.read_bytes())
    for each in load_parameters().values():
        digest.update(repr((each.name, each.default, each.low, each.high)).encode())
    for stage in stages():
        digest.update(repr(stage).encode())
    return digest.hexdigest()[:12]


def screen(task: tuple[int, int]) -> Screened:
    """Draw the candidate of a base seed and number, and let it pass through the stages."""
    seed, number = task
    values = candidate(seed, number)
    broken = broken_order(values)
    if broken is not None:
        words, below, above = broken
        return Screened(number, COMBINATION, words, "", below, math.nan, above)
    return screened_values(number, values, replicate_seed(seed, number))


def screened_values(number: int, values: Mapping[str, Any], seed: int) -> Screened:
    """Let given values pass through levels and patterns, with runs that derive from `seed`."""
    from heterophony.scenarios import ScenarioError

    levels = level_screen()
    try:
        values = normed(values, levels.scenario)
    except ScenarioError as error:
        return Screened(number, COMBINATION, error.problems[0].message)
    worst = levels.worst(values, seed)
    if worst.size > levels.cutoff:
        return Screened(number, LEVELS, worst.outcome, "", worst.seen, worst.low, worst.high)
    return _patterns(number, values, seed)


def _patterns(number: int, values: Mapping[str, Any], seed: int) -> Screened:
    from heterophony.experiments.patterns import check_all

    uncertain: list[str] = []
    for stage in stages():
        laid = {**values, "run.weeks": stage.weeks}
        board = check_all(stage.patterns, values=laid, pairs=stage.pairs, seed=seed, workers=1)
        for result in board.results:
            failed = _failed(number, stage, result)
            if failed is not None:
                return failed
            uncertain += [f"{result.id}.{each.name}" for each in result.not_holding]
    return Screened(number, ACCEPTED, uncertain=tuple(uncertain))


def _failed(number: int, stage: Stage, result: PatternResult) -> Screened | None:
    for each in result.readings:
        if each.standing == "fails":
            return Screened(
                number, stage.name, result.id, each.name, each.seen, each.low, each.high
            )
    return None
