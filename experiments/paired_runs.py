"""Run a baseline and its policies in pairs that share people and fate."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import heterophony
from heterophony.experiments.arms import ArmRun, Table, arms_of, one_replicate
from heterophony.experiments.comparison import Comparison, PolicyComparison
from heterophony.experiments.digests import digest_of
from heterophony.experiments.errors import Interrupted
from heterophony.experiments.pairing import Paired
from heterophony.experiments.replicates import Executor, check_request
from heterophony.experiments.seeds import replicate_seed
from heterophony.experiments.workers import ProgressCallback, Stop, checked_workers, in_order

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario


def compare(
    baseline: Scenario | str | Path,
    policies: Scenario | str | Path | Sequence[Scenario | str | Path],
    *,
    seed: int = 1,
    replicates: int = 50,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Comparison:
    """Simulate the baseline and each policy under the same seeds, and pair them.

    In burn-in every arm runs with the baseline's levers, so that a policy starts in a running
    jobcentre. Parameters are those of `run`; `overrides` hold in every arm, a lever from week 0.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the pairs that were finished.
    """
    check_request(seed, replicates, executor)
    arms = arms_of(baseline, policies, overrides)
    began, clock = datetime.now(UTC), time.perf_counter()
    sums = _Sums(arms)
    with Stop() as stop:
        tasks = [(arms, replicate_seed(seed, each), executor) for each in range(replicates)]
        threads = checked_workers(1 if executor == "agents" else workers, replicates)
        for number, finished in in_order(
            one_replicate, tasks, workers=threads, stop=stop, progress=progress
        ):
            sums.add(number, tasks[number][1], finished)
    result = Comparison(
        baseline=arms[0],
        policies=sums.policies(),
        seed=seed,
        asked=replicates,
        replicates=sums.done,
        executor=executor,
        version=heterophony.__version__,
        runs=pd.DataFrame(sums.rows),
        digest=digest_of(sums.digests),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
    )
    if result.interrupted:
        raise Interrupted(result, sums.done, replicates)
    return result


class _Sums:
    """What is added up over the replicates, for every policy."""

    def __init__(self, arms: Sequence[Scenario]) -> None:
        self.done = 0
        self.digests: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self._arms = arms
        self._names: dict[Table, tuple[str, ...]] = {}
        self._paired: dict[Table, list[Paired]] = {}

    def add(self, number: int, seed: int, runs: Sequence[ArmRun]) -> None:
        """Count one replicate, in all arms; the baseline's comes first."""
        self.done += 1
        self._names = runs[0].names
        for scenario, run in zip(self._arms, runs, strict=True):
            self.digests.append(run.digest)
            outcomes = zip(run.names["outcomes"], run.values["outcomes"].tolist(), strict=True)
            self.rows.append(
                {"scenario": scenario.name, "replicate": number, "seed": seed, **dict(outcomes)}
            )
        for table, baseline in runs[0].values.items():
            paired = self._paired.setdefault(table, [Paired(baseline.shape) for _ in runs[1:]])
            for sums, run in zip(paired, runs[1:], strict=True):
                sums.add(baseline, run.values[table])

    def policies(self) -> list[PolicyComparison]:
        """Return what the sums say about each policy; nothing before the first replicate."""
        if not self.done:
            return [PolicyComparison(each, {}, {}) for each in self._arms[1:]]
        return [self._policy(index) for index in range(len(self._arms) - 1)]

    def _policy(self, index: int) -> PolicyComparison:
        outcomes = self._paired["outcomes"][index].differences()
        hours = self._paired["hours"][index].differences()
        weekly = self._paired["weekly"][index]
        return PolicyComparison(
            scenario=self._arms[index + 1],
            outcomes=dict(zip(self._names["outcomes"], outcomes, strict=True)),
            weekly={name: weekly.trajectory(row) for row, name in enumerate(self._names["weekly"])},
            hours=dict(zip(self._names["hours"], hours, strict=True)),
        )
