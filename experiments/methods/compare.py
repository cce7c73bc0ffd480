"""Run a baseline and its policies in pairs under common random numbers."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.checkpoint import Checkpoint
from heterophony.experiments.engine.pools import pool_for
from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.engine.workers import (
    Failure,
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.arms import Named, arms_of
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.pairs import ArmRun, Clock, Pair, PairedSums, run_pair
from heterophony.experiments.methods.stopping import (
    MOST_PAIRS,
    Rule,
    Stopped,
    UntilSettled,
    UntilWidth,
)
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError
from heterophony.experiments.results.identity import scenario_digest
from heterophony.scenarios import Scenario
from heterophony.sim.settling import FEWEST_SETTLED

PAIRS = 50


def compare(
    baseline: Named,
    policies: Named | Iterable[Named],
    *,
    seed: int = 1,
    replicates: int | None = None,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
    until_width: Mapping[str, float] | None = None,
    until_settled: Iterable[str] = (),
    maximum: int = MOST_PAIRS,
    worlds: Worlds | int | str | Path | None = None,
    unfinished: str | Path | None = None,
) -> Comparison:
    """Simulate the baseline and each policy under the same seeds, and pair them.

    In burn-in every arm runs with the baseline's levers, so that a policy starts in a running
    jobcentre. Other parameters are those of `run`.

    Parameters
    ----------
    baseline, policies
        What is compared: scenarios, library names or paths of files.
    replicates
        How many pairs: 50 by default, and with `worlds` 4 in each.
    overrides
        Values that hold in every arm, by parameter name; a lever from week 0.
    until_width
        Run pairs until the 95 % interval of these outcomes is no wider than this (full width, in
        the outcome's unit), for every policy. Looked at after each `replicates` pairs, at least
        20. The pairs are those that a fixed number of replicates would run.
    until_settled
        Run pairs until the words of these outcomes are settled for every policy: by a confidence
        sequence, so that looking again and again costs nothing. Looked at after each `replicates`
        pairs, 8 by default.
    maximum
        Where to stop in any case, with `until_width` or `until_settled`.
    worlds
        Compare in every plausible world instead of once: a number of the shipped set, a file, or
        worlds as loaded (see `heterophony.experiments.methods.assessing`).
    unfinished
        A file in which finished pairs are recorded: after an interruption the same call resumes
        from it, to the same results. Remove it when the results are written.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; its `finished` holds the pairs that were finished.
    """
    if worlds is not None:
        if until_width or until_settled:
            name = "until-width" if until_width else "until-settled"
            raise RequestError(f"{name} and worlds exclude each other: more pairs narrow luck only")
        from heterophony.experiments.methods.assessing import compare_over_worlds  # scipy is slow

        how: dict[str, Any] = {"seed": seed, "executor": executor, "workers": workers}
        how |= {"progress": progress, "overrides": overrides, "replicates": replicates}
        path = None if unfinished is None else Path(unfinished)
        return compare_over_worlds(baseline, policies, worlds, unfinished=path, **how)
    settled = tuple(until_settled)
    usual = FEWEST_SETTLED if settled else PAIRS
    seed, batch = check_request(seed, usual if replicates is None else replicates, executor)
    rule = _rule(until_width, settled, batch, maximum)
    arms = tuple(arms_of(baseline, policies, overrides))
    recorded = _recorded(unfinished, arms, seed)
    return _compared(
        _Pairs(arms, seed, executor, workers, progress, recorded), batch, rule, overrides
    )


def _rule(
    widths: Mapping[str, float] | None, settled: tuple[str, ...], batch: int, maximum: int
) -> Rule | None:
    """Return the rule for stopping that is asked for, if any."""
    if widths and settled:
        raise RequestError("until-width and until-settled exclude each other: ask for one")
    if settled:
        return UntilSettled(settled, batch, maximum)
    return UntilWidth(widths, batch, maximum) if widths else None


def _compared(
    pairs: _Pairs, batch: int, rule: Rule | None, overrides: Mapping[str, object] | None
) -> Comparison:
    """Run the pairs, a fixed number or until the rule says enough, and compare the arms."""
    clock, sums = Clock(), PairedSums(pairs.arms)
    try:
        with Stop() as stop:
            if rule is None:
                pairs.add(range(batch), sums, stop, batch)
                asked, stopped = batch, None
            else:
                asked, stopped = _until(rule, pairs, sums, stop)
    finally:
        pairs.recorded.close()
    more = {"stopped": stopped, "failed": pairs.failed, "overrides": dict(overrides or {})}
    result = Comparison.of_pairs(sums, pairs.seed, asked, pairs.executor, clock, **more)
    if pairs.failed and not sums.done:
        number, reason = next(iter(pairs.failed.items()))
        raise WorkError(f"no pair could be run; in the first, number {number}: {reason}")
    if result.interrupted:
        raise Interrupted(result, sums.done, asked)
    return result


def _recorded(
    unfinished: str | Path | None, arms: Sequence[Scenario], seed: int
) -> Checkpoint[list[ArmRun]]:
    """Open the checkpoint of finished pairs; in memory only unless a file is given."""
    baseline, *policies = map(scenario_digest, arms)
    identity = {"baseline": baseline, "policies": policies, "seed": seed}
    path = None if unfinished is None else Path(unfinished)
    return Checkpoint.open(path, identity, "comparison", list[ArmRun])


def _until(rule: Any, pairs: _Pairs, sums: PairedSums, stop: Stop) -> tuple[int, Stopped | None]:
    """Run batch after batch until the rule says enough; return how many pairs were asked for."""
    likely, reached = rule.batch, False
    for batch in rule.batches():
        pairs.add(batch, sums, stop, likely)
        if pairs.tried(sums) < batch.stop or not sums.done:
            break
        found = rule.looked_at(sums)
        reached = rule.reached(found)
        if reached or stop.asked:
            break
        likely = rule.likely_pairs(sums.done, found)
    if not sums.done:
        return rule.maximum, None
    asked = pairs.tried(sums) if reached else rule.maximum
    return asked, Stopped(rule, rule.looked_at(sums), reached)


@dataclass
class _Pairs:
    """How the pairs of a comparison are run, and why those failed that did."""

    arms: tuple[Scenario, ...]
    seed: int
    executor: Executor
    workers: int | None
    progress: ProgressCallback | None
    recorded: Checkpoint[list[ArmRun]]
    clock: float = field(default_factory=time.perf_counter)
    failed: dict[int, str] = field(default_factory=dict)
    resumed: int = 0

    def tried(self, sums: PairedSums) -> int:
        """Return how many pairs were run, those that failed included."""
        return sums.done + len(self.failed)

    def add(self, batch: range, sums: PairedSums, stop: Stop, likely: int) -> None:
        """Run the pairs with these numbers, in order, as long as no stop is asked for."""
        tasks = [Pair(self.arms, replicate_seed(self.seed, each), self.executor) for each in batch]
        keys = [f"pair {each}" for each in batch]
        self.resumed += sum(key in self.recorded for key in keys)
        threads = checked_workers(1 if self.executor == "agents" else self.workers, len(batch))
        for place, found in run_tasks(
            run_pair,
            tasks,
            keys=keys,
            checkpoint=self.recorded,
            workers=threads,
            stop=stop,
            named=_seed_of,
            pool=pool_for(threads, len(batch) * len(self.arms)),
        ):
            if isinstance(found, Failure):
                self.failed[batch[place]] = found.reason
            else:
                sums.add(batch[place], tasks[place].seed, found)
            if self.progress is not None:
                done, seconds = self.tried(sums), time.perf_counter() - self.clock
                self.progress(Progress(done, likely, seconds, min(self.resumed, done)))


def _seed_of(pair: Pair) -> str:
    return f"seed {pair.seed}"
