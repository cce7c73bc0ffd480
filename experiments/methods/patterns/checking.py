"""Check patterns: run their arms in pairs, estimate their readings, and give verdicts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.workers import ProgressCallback, checked_workers
from heterophony.experiments.methods.patterns.arms import (
    Claim,
    PatternPlan,
    Run,
    check_declaration,
    measured_runs,
)
from heterophony.experiments.methods.patterns.estimates import estimate
from heterophony.experiments.methods.patterns.panels import Measured
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.pattern_documents import expectation
from heterophony.experiments.results.patterns import (
    AblationResult,
    Estimate,
    Fate,
    PatternResult,
    PatternStanding,
    PatternVerdict,
    ReadingResult,
    Scoreboard,
)
from heterophony.scenarios.patterns_declared import Pattern, Reading

_HALF = 2.0
# What a band of these would be without any effect; a band of levels says nothing of that.
_NOTHING = {"difference": 0.0, "gain": 0.0, "odds": 1.0}

Runs = Mapping[Run, Measured]


def check_pattern(
    pattern: Pattern,
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> PatternResult:
    """Check one pattern, declared by the package or by yourself.

    Parameters
    ----------
    pattern
        What is checked: one of `load_patterns`, or a `Pattern` of your own.
    values
        Values of the baseline in every arm, unless the arm sets them: a plausible world.
    pairs
        Runs per arm instead of the declared numbers, from 2.
    seed
        The base seed; arms share the seeds of their runs.
    workers
        Threads; one per core by default. The results do not depend on it.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the pattern, the request or a value is wrong; nothing is run then.
    """
    board = check_all([pattern], values=values, pairs=pairs, seed=seed, workers=workers)
    if board.interrupted:
        raise KeyboardInterrupt
    return board.results[0]


def check_all(
    patterns: Sequence[Pattern],
    *,
    values: Mapping[str, object] | None = None,
    pairs: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    announce: Callable[[str], None] | None = None,
    ablations: bool = False,
    also_seeds: Sequence[int] = (),
    out: Path | None = None,
) -> Scoreboard:
    """Check several patterns; arms with the same values are run once.

    Other parameters, and the errors, are those of `check_pattern`.

    Parameters
    ----------
    patterns
        What is checked, as `load_patterns` reads them.
    progress
        Called after every run with how far the work has come.
    announce
        Called with a sentence that says how much work it is.
    ablations
        Also switch off the mechanism behind each pattern.
    also_seeds
        Further base seeds, under which patterns and predictions are judged once more.
    out
        Where the results will be written: a checkpoint beside it records finished runs, and the
        same request resumes from them. None: they stay in memory.
    """
    plan, *others = _planned(patterns, values, pairs, [seed, *also_seeds])
    own = {task.run for each in (plan, *others) for task in each.tasks}
    if ablations:
        add_ablations(plan, patterns)
    tasks = [task for each in (plan, *others) for task in each.tasks]
    if announce is not None:
        announce(f"{_counted(patterns)}, {len(tasks):,} runs")
    path = None if out is None else unfinished_path(out)
    began = time.perf_counter()
    with closing(Checkpoint[Measured].open(path, plan.identity, "validation", Measured)) as kept:
        runs = measured_runs(tasks, kept, workers=workers, progress=progress)
    switched = list(_ablated(patterns, plan, runs)) if ablations else None
    return Scoreboard(
        results=_all_judged(patterns, plan, runs),
        asked=len(patterns),
        values=dict(values or {}),
        seed=plan.seed,
        pairs=pairs,
        runs=len(own & runs.keys()),
        seconds=time.perf_counter() - began,
        ablations=None if switched is None else tuple(filter(None, switched)),
        ablations_asked=len(switched or ()),
        ablation_runs=len(runs.keys() - own),
        other_seeds={each.seed: _all_judged(patterns, each, runs) for each in others},
        threads=checked_workers(workers, len(tasks) or 1),
        checkpoint=path,
    )


def _planned(
    patterns: Sequence[Pattern],
    values: Mapping[str, object] | None,
    pairs: int | None,
    seeds: Sequence[int],
) -> list[PatternPlan]:
    """Plan the runs of some patterns under each base seed; refuse one that is given twice."""
    plans: dict[int, PatternPlan] = {}
    for seed in seeds:
        if seed in plans:
            raise RequestError(f"seed {seed} is asked for twice; allowed: each seed once")
        plans[seed] = PatternPlan(values, pairs, seed)
        add_patterns(plans[seed], patterns)
    return list(plans.values())


def _counted(patterns: Sequence[Pattern]) -> str:
    """Say how many patterns and predictions there are."""
    predictions = sum(each.opening is not None for each in patterns)
    numbers = {"pattern": len(patterns) - predictions, "prediction": predictions}
    said = [f"{number} {word}{'s'[: number != 1]}" for word, number in numbers.items() if number]
    return ", ".join(said)


def add_patterns(plan: PatternPlan, patterns: Sequence[Pattern]) -> None:
    """Plan the runs of all readings of some patterns, and refuse a pattern that is wrong."""
    for pattern in patterns:
        if not isinstance(pattern, Pattern):
            raise RequestError(f"{pattern!r:.80} is no pattern; allowed: those of load_patterns()")
        check_declaration(pattern)
        for reading in pattern.readings.values():
            plan.add(Claim(pattern, reading))


def add_ablations(plan: PatternPlan, patterns: Sequence[Pattern]) -> None:
    """Plan the runs of all ablations of some patterns, with their mechanisms on and off."""
    for claim in _switched_off(patterns):
        plan.add(claim._replace(off=None))
        plan.add(claim)


def _switched_off(patterns: Sequence[Pattern]) -> Iterator[Claim]:
    for pattern in patterns:
        for ablation in pattern.ablations.values():
            for name in ablation.destroys:
                yield Claim(pattern, pattern.readings[name], ablation)


def _all_judged(
    patterns: Sequence[Pattern], plan: PatternPlan, runs: Runs
) -> tuple[PatternResult, ...]:
    """Judge every pattern whose runs are all there."""
    judged = (_judged(each, plan, runs) for each in patterns)
    return tuple(each for each in judged if each is not None)


def _judged(pattern: Pattern, plan: PatternPlan, runs: Runs) -> PatternResult | None:
    """Estimate every reading of a pattern and sum up; None if runs are missing."""
    found = [_read(Claim(pattern, each), plan, runs) for each in pattern.readings.values()]
    readings = tuple(filter(None, found))
    if len(readings) < len(found):
        return None
    verdict = pattern_verdict((each.standing, each.required) for each in readings)
    return PatternResult(pattern, verdict, readings)


def _ablated(
    patterns: Sequence[Pattern], plan: PatternPlan, runs: Runs
) -> Iterator[AblationResult | None]:
    for claim in _switched_off(patterns):
        on, off = (_read(each, plan, runs) for each in (claim._replace(off=None), claim))
        if on is None or off is None or claim.off is None:
            yield None
        else:
            yield AblationResult(claim.pattern, claim.off, on, off, fate(claim.reading, on, off))


def _read(claim: Claim, plan: PatternPlan, runs: Runs) -> ReadingResult | None:
    """Estimate a reading and hold it against what is expected; None if runs are missing."""
    reading, planned = claim.reading, plan.runs(claim)
    if not all(run in runs for arm in planned for run in arm):
        return None
    arms = [[runs[run] for run in arm] for arm in planned]
    found = estimate(reading, arms, [claim.pattern.arms[arm] for arm in reading.arms])
    return ReadingResult(
        name=reading.name,
        seen=found.seen,
        low=found.low,
        high=found.high,
        pairs=found.pairs,
        expected=expectation(reading),
        standing=standing(reading, found),
        required=reading.required,
    )


def standing(reading: Reading, found: Estimate) -> PatternStanding:
    """Hold an estimate against what a reading expects.

    `UNCERTAIN` wherever the interval leaves both open: it then takes more pairs, or better ones.
    """
    if any(math.isnan(each) for each in found[:3]):
        return PatternStanding.UNCERTAIN
    if reading.expected == "band":
        low = -math.inf if reading.low is None else reading.low
        high = math.inf if reading.high is None else reading.high
        return _standing(
            low <= found.low and found.high <= high, found.high < low or found.low > high
        )
    if reading.expected == "~0":
        smallest = reading.smallest
        leaves_out_0 = found.low > 0.0 or found.high < 0.0
        return _standing(
            -smallest <= found.low and found.high <= smallest,
            leaves_out_0 and abs(found.seen) >= smallest,
        )
    if reading.expected == "not 0":
        return _standing(found.low > 0.0 or found.high < 0.0, found.low == found.high == 0.0)
    if reading.expected.endswith("-"):
        found = Estimate(-found.seen, -found.high, -found.low, found.pairs)
    smallest = 0.0 if reading.expected.startswith("small") else reading.smallest
    return _standing(
        found.low > 0.0 and found.seen >= smallest, found.high <= 0.0 or found.high < smallest
    )


def _standing(holds: bool, fails: bool) -> PatternStanding:
    if holds:
        return PatternStanding.HOLDS
    return PatternStanding.FAILS if fails else PatternStanding.UNCERTAIN


def pattern_verdict(standings: Iterable[tuple[PatternStanding, bool]]) -> PatternVerdict:
    """Sum up the required readings: all hold, one fails, or neither. Others do not count."""
    required = [each for each, counts in standings if counts]
    if PatternStanding.FAILS in required:
        return PatternVerdict.FAIL
    if PatternStanding.UNCERTAIN in required:
        return PatternVerdict.UNCERTAIN
    return PatternVerdict.PASS


def fate(reading: Reading, on: ReadingResult, off: ReadingResult) -> Fate:
    """Say what became of a reading when its mechanism was switched off.

    Destroyed if it fails without the mechanism, or, of a difference, if less than half is left and
    the rest does not hold; mostly if the rest still holds. A difference too small to hold with the
    mechanism on may be destroyed all the same.
    """
    nothing = _NOTHING.get(reading.reads, 0.0)
    measured = reading.expected != "band" or reading.reads in _NOTHING
    little_left = measured and _HALF * abs(off.seen - nothing) < abs(on.seen - nothing)
    if on.standing is PatternStanding.FAILS and not little_left:
        return Fate.NOT_THERE
    if off.holds:
        return Fate.WEAKENED if little_left else Fate.SURVIVES
    if off.standing is PatternStanding.FAILS:
        return Fate.DESTROYED
    return Fate.DESTROYED if little_left else Fate.UNCLEAR
