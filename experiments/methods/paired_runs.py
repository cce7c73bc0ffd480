"""Run a baseline and its policies in pairs that share people and fate."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import heterophony
from heterophony.experiments.engine.arms import arms_of, attempt
from heterophony.experiments.engine.replicates import Executor, check_request
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.workers import (
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    in_order,
)
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.paired_sums import PairedSums
from heterophony.experiments.methods.stopping import MOST_PAIRS, Stopped, UntilWidth
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError

if TYPE_CHECKING:
    from heterophony.experiments.methods.worlds import Worlds
    from heterophony.scenarios import Scenario

PAIRS = 50


def compare(
    baseline: Scenario | str | Path,
    policies: Scenario | str | Path | Sequence[Scenario | str | Path],
    *,
    seed: int = 1,
    replicates: int | None = None,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
    until_width: Mapping[str, float] | None = None,
    maximum: int = MOST_PAIRS,
    worlds: Worlds | int | str | Path | None = None,
) -> Comparison:
    """Simulate the baseline and each policy under the same seeds, and pair them.

    In burn-in every arm runs with the baseline's levers, so that a policy starts in a running
    jobcentre. Other parameters are those of `run`.

    Parameters
    ----------
    replicates
        How many pairs: 50 unless given, and with `worlds` 4 in each.
    overrides
        Values that hold in every arm, by parameter name; a lever from week 0.
    until_width
        Run pairs until the 95 % interval of these outcomes is no wider than this (full width, in
        the outcome's unit), for every policy. Looked at after each `replicates` pairs, at least
        20. The pairs are those that a fixed number of replicates would run.
    maximum
        Where to stop in any case, with `until_width`.
    worlds
        Compare in every plausible world instead of once: a number of the shipped set, a file, or
        worlds as loaded (see `heterophony.experiments.methods.over_worlds`).

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the pairs that were finished.
    """
    if worlds is not None:
        return _over_worlds(
            (baseline, policies, worlds),
            until_width,
            seed=seed,
            replicates=replicates,
            executor=executor,
            workers=workers,
            progress=progress,
            overrides=overrides,
        )
    replicates = PAIRS if replicates is None else replicates
    check_request(seed, replicates, executor)
    rule = UntilWidth(until_width, replicates, maximum) if until_width else None
    arms = arms_of(baseline, policies, overrides)
    began, clock = datetime.now(UTC), time.perf_counter()
    sums, pairs = PairedSums(arms), _Pairs(arms, seed, executor, workers, progress)
    with Stop() as stop:
        if rule is None:
            pairs.add(range(replicates), sums, stop, replicates)
            asked, stopped = replicates, None
        else:
            asked, stopped = _until(rule, pairs, sums, stop)
    result = Comparison(
        baseline=arms[0],
        policies=sums.policies(),
        seed=seed,
        asked=asked,
        replicates=sums.done,
        executor=executor,
        version=heterophony.__version__,
        runs=pd.DataFrame(sums.rows),
        digest=digest_of(sums.digests),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        stopped=stopped,
        failed=pairs.failed,
    )
    if pairs.failed and not sums.done:
        number, reason = next(iter(pairs.failed.items()))
        raise WorkError(f"no pair could be run; in the first, number {number}: {reason}")
    if result.interrupted:
        raise Interrupted(result, sums.done, asked)
    return result


def _over_worlds(
    asked: tuple[Any, Any, Any], until_width: Mapping[str, float] | None, **options: Any
) -> Comparison:
    from heterophony.experiments.methods.over_worlds import compare_over_worlds

    if until_width:
        raise RequestError("until-width and worlds exclude each other: more pairs narrow luck only")
    return compare_over_worlds(*asked, **options)


def _until(
    rule: UntilWidth, pairs: _Pairs, sums: PairedSums, stop: Stop
) -> tuple[int, Stopped | None]:
    """Run batch after batch until the rule says enough; return how many pairs that asked for."""
    likely, reached = rule.batch, False
    for batch in rule.batches():
        pairs.add(batch, sums, stop, likely)
        if pairs.tried(sums) < batch.stop or not sums.done:
            break
        widths = sums.widths(rule.widths)
        reached = rule.reached(widths)
        if reached or stop.asked:
            break
        likely = rule.likely_pairs(sums.done, widths)
    if not sums.done:
        return rule.maximum, None
    asked = pairs.tried(sums) if reached else rule.maximum
    return asked, Stopped(rule, sums.widths(rule.widths), reached)


@dataclass(frozen=True)
class _Pairs:
    """How the pairs of a comparison are run, and why those failed that did."""

    arms: Sequence[Scenario]
    seed: int
    executor: Executor
    workers: int | None
    progress: ProgressCallback | None
    clock: float = field(default_factory=time.perf_counter)
    failed: dict[int, str] = field(default_factory=dict)

    def tried(self, sums: PairedSums) -> int:
        """Return how many pairs were run, those that failed included."""
        return sums.done + len(self.failed)

    def add(self, batch: range, sums: PairedSums, stop: Stop, likely: int) -> None:
        """Run the pairs with these numbers, in order, as long as nobody wishes to stop."""
        tasks = [(self.arms, replicate_seed(self.seed, each), self.executor) for each in batch]
        threads = checked_workers(1 if self.executor == "agents" else self.workers, len(batch))
        for place, finished in in_order(attempt, tasks, workers=threads, stop=stop):
            if isinstance(finished, str):
                self.failed[batch[place]] = finished
            else:
                sums.add(batch[place], tasks[place][1], finished)
            if self.progress is not None:
                done = self.tried(sums)
                self.progress(Progress(done, likely, time.perf_counter() - self.clock))
