"""One candidate through all stages: the first that rules it out says why.

A world is ruled out by what contradicts it, never by what is left open: with few pairs many
readings stay uncertain, and not to know is no reason to throw a world away. Only readings with
evidence behind them screen. What the design merely infers, every effect on ownership included,
does not: worlds chosen by it would agree with it by construction. What was measured on other people
elsewhere may be missed once.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.worlds import DATA
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.methods.world_candidates import broken_order, candidate, normed
from heterophony.experiments.methods.world_levels import level_screen
from heterophony.experiments.results.patterns import PatternResult, ReadingResult
from heterophony.scenarios import ScenarioError
from heterophony.scenarios.patterns_declared import Pattern, Reading, load_patterns
from heterophony.sim import model_digest

ACCEPTED, COMBINATION, LEVELS = "accepted", "combination", "levels"
INFERENCE = "inference"
_WIDER, _FAILS = "wider", "fails"


@dataclass(frozen=True)
class Screened:
    """What became of a candidate.

    Attributes
    ----------
    number
        The candidate's number; with the base seed it gives the values again (`candidate`).
    stage
        `accepted`, or the stage that ruled it out.
    check, reading
        What ruled it out: an order of values, an outcome's level, or a pattern and its reading.
    seen, low, high
        For a level: its value and the bounds it may lie in. For a reading: what was seen, with its
        95 % interval. NaN where nothing applies.
    uncertain, missed
        Readings that were left open, and those that failed and are forgiven, such as
        `T27.sessions`; of accepted candidates only.
    """

    number: int
    stage: str
    check: str = ""
    reading: str = ""
    seen: float = math.nan
    low: float = math.nan
    high: float = math.nan
    uncertain: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

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


class Spared(NamedTuple):
    """A pattern that does not screen worlds in which a parameter has some value."""

    pattern: str
    parameter: str
    value: Any
    why: str


class Screens(NamedTuple):
    """All stages of patterns, the cheapest first, and how lenient they are."""

    stages: tuple[Stage, ...]
    spared: tuple[Spared, ...]
    tolerance: float
    wider_misses: int


@cache
def screens() -> Screens:
    """Read the stages of patterns, with the readings that screen."""
    known = load_patterns()
    declared = tomllib.loads((DATA / "stages.toml").read_text("utf-8"))
    tolerance = declared["leniency"]["tolerance"]
    stages = tuple(
        Stage(
            each["name"],
            each["pairs"],
            each["weeks"],
            tuple(
                evident(known[name], tolerance, each.get("only", {}).get(name))
                for name in each["patterns"]
            ),
        )
        for each in declared["stage"]
    )
    spared = tuple(Spared(**each) for each in declared["spared"])
    return Screens(stages, spared, tolerance, declared["leniency"]["wider_misses"])


def evident(pattern: Pattern, tolerance: float, only: Sequence[str] | None = None) -> Pattern:
    """Return a pattern with those of its readings that screen, eased by the tolerance.

    They have evidence behind them, the pattern's verdict rests on them, and where `only` names
    readings they are among those.
    """
    kept = {
        name: eased(reading, tolerance)
        for name, reading in pattern.readings.items()
        if reading.required and reading.evidence != INFERENCE and (only is None or name in only)
    }
    return replace(pattern, readings=kept, ablations={})


def eased(reading: Reading, tolerance: float) -> Reading:
    """Return a reading that leaves room: the model is wrong, and so is what was read.

    A sign needs only the rest of its smallest difference, what has to be nothing may be so much
    more than it, and a band is wider at either end by that share of its width.
    """
    if reading.expected == "~0":
        return replace(reading, smallest=(1.0 + tolerance) * reading.smallest)
    if reading.expected != "band":
        return replace(reading, smallest=(1.0 - tolerance) * reading.smallest)
    if reading.low is None or reading.high is None:
        return reading
    room = tolerance * (reading.high - reading.low)
    return replace(reading, low=reading.low - room, high=reading.high + room)


@cache
def settings_digest() -> str:
    """Hash all that a candidate's fate depends on: the model, the declared screens, tolerances.

    The wording of a pattern is no part of it.
    """
    digest = hashlib.sha256(model_digest().encode())
    for file in sorted(DATA.glob("*.toml")):
        digest.update(file.read_bytes())
    found = screens()
    stages = [each._replace(patterns=tuple(map(_unworded, each.patterns))) for each in found.stages]
    digest.update(repr(found._replace(stages=tuple(stages))).encode())
    return digest.hexdigest()[:12]


def _unworded(pattern: Pattern) -> Pattern:
    """Return a pattern without its prose: titles, statement, mechanism, sources."""
    readings = {
        name: replace(reading, title={}, note="") for name, reading in pattern.readings.items()
    }
    return replace(
        pattern, readings=readings, title={}, statement={}, mechanism="", source="", ablations={}
    )


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
    """Check stage after stage until a reading rules the world out."""
    found = screens()
    # A user's own world need not hold every parameter: the baseline has the others.
    complete = {**level_screen().scenario.values, **values}
    spared = {each.pattern for each in found.spared if complete[each.parameter] == each.value}
    open_: list[str] = []
    missed: list[str] = []
    for stage in found.stages:
        patterns = [each for each in stage.patterns if each.id not in spared]
        laid = {**values, "run.weeks": stage.weeks}
        board = check_all(patterns, values=laid, pairs=stage.pairs, seed=seed, workers=1)
        for result in board.results:
            for each in result.not_holding:
                name = f"{result.id}.{each.name}"
                if each.standing != _FAILS:
                    open_.append(name)
                elif _wider(result, each) and len(missed) < found.wider_misses:
                    missed.append(name)
                else:
                    numbers = (each.seen, each.low, each.high)
                    return Screened(number, stage.name, result.id, each.name, *numbers)
    return Screened(number, ACCEPTED, uncertain=tuple(open_), missed=tuple(missed))


def _wider(result: PatternResult, reading: ReadingResult) -> bool:
    return result.pattern.readings[reading.name].evidence == _WIDER
