"""Pairs of runs: all arms under one seed, and the sums over the pairs of a comparison."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import numpy as np

from heterophony.experiments.engine.tasks import Executor, Task, simulate_detached
from heterophony.experiments.methods.groups import (
    GROUPS,
    REFERRALS,
    GroupComparison,
    GroupValues,
    group_values,
)
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.methods.verdicts import WORDS
from heterophony.experiments.results.differences import (
    Numbers,
    Trajectory,
)
from heterophony.experiments.results.paired import Paired
from heterophony.scenarios import OUTCOMES, Scenario
from heterophony.sim import Result

Table = Literal["outcomes", "weekly", "hours"]


class Pair(NamedTuple):
    """The task of a pair: every arm under one seed, the baseline first."""

    arms: tuple[Scenario, ...]
    seed: int
    executor: Executor = "compiled"


@dataclass(frozen=True)
class ArmRun:
    """What a comparison needs of one run: names, and values `[names]` or `[names, weeks]`.

    `groups` holds a policy's groups of people with the baseline's own; None for the baseline.
    """

    names: dict[Table, tuple[str, ...]]
    values: dict[Table, Numbers]
    digest: str
    groups: GroupValues | None = None


def run_pair(pair: Pair) -> list[ArmRun]:
    """Simulate every arm of a pair, the baseline first."""
    baseline = simulate_detached(Task(pair.arms[0], pair.seed, pair.executor))
    policies = (beside(baseline, policy, pair.executor) for policy in pair.arms[1:])
    return [arm_run(baseline), *policies]


def beside(baseline: Result, policy: Scenario, executor: Executor = "compiled") -> ArmRun:
    """Simulate a policy under the seed of a baseline's run, with its groups of people."""
    result = simulate_detached(Task(policy, baseline.seed, executor))
    return arm_run(result, group_values(baseline, result))


def arm_run(result: Result, groups: GroupValues | None = None) -> ArmRun:
    """Return what a comparison needs of a run."""
    tables: dict[Table, Mapping[str, Any]] = {
        "outcomes": result.outcomes,
        "weekly": result.weekly,
        "hours": result.hours,
    }
    names = {table: tuple(values) for table, values in tables.items()}
    arrays = {
        table: np.array(list(values.values()), dtype=np.float64) for table, values in tables.items()
    }
    return ArmRun(names, arrays, result.digest(), groups)


@dataclass(frozen=True)
class Clock:
    """When the work began."""

    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    counter: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        """Seconds since then."""
        return time.perf_counter() - self.counter


class PairedSums:
    """The sums over the pairs of a comparison, for every policy."""

    def __init__(self, arms: Sequence[Scenario]) -> None:
        self.done = 0
        self.digests: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self.arms = arms
        self._names: dict[Table, tuple[str, ...]] = {}
        self._paired: dict[Table, list[Paired]] = {}
        self._group_names: tuple[str, ...] = ()
        self._groups: dict[int, Paired] = {}

    def add(self, number: int, seed: int, runs: Sequence[ArmRun]) -> None:
        """Count one pair, in all arms; the baseline's run comes first."""
        self.done += 1
        self._names = runs[0].names
        for scenario, run in zip(self.arms, runs, strict=True):
            self.digests.append(run.digest)
            outcomes = zip(run.names["outcomes"], run.values["outcomes"].tolist(), strict=True)
            self.rows.append(
                {"scenario": scenario.name, "replicate": number, "seed": seed, **dict(outcomes)}
            )
        for table, baseline in runs[0].values.items():
            paired = self._paired.setdefault(table, [Paired(baseline.shape) for _ in runs[1:]])
            for sums, run in zip(paired, runs[1:], strict=True):
                sums.add(baseline, run.values[table])
        for index, run in enumerate(runs[1:]):
            if run.groups is not None:
                self._add_groups(index, run.groups)

    def _add_groups(self, index: int, found: GroupValues) -> None:
        self._group_names = found.names
        sums = self._groups.setdefault(index, Paired(found.baseline.shape))
        sums.add(found.baseline, found.policy)

    def widths(self, wanted: Mapping[str, float]) -> dict[str, dict[str, float]]:
        """Return the full widths of the intervals of some outcomes, by policy."""
        names = self._names["outcomes"]
        return {
            scenario.name: {
                name: 2.0 * float(sums.half_width()[names.index(name)]) for name in wanted
            }
            for scenario, sums in zip(self.arms[1:], self._paired["outcomes"], strict=True)
        }

    def settled(self, wanted: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the word of some outcomes if it is settled, else "", by policy."""
        names = self._names["outcomes"]
        found = {}
        for scenario, sums in zip(self.arms[1:], self._paired["outcomes"], strict=True):
            words = {
                name: sums.settled(names.index(name), OUTCOMES[name].smallest_difference)
                for name in wanted
            }
            found[scenario.name] = {
                name: "" if word < 0 else WORDS[word].value for name, word in words.items()
            }
        return found

    def policies(self) -> list[PolicyComparison]:
        """Return what the sums say about each policy; nothing before the first pair."""
        if not self.done:
            return [PolicyComparison(each, {}, {}) for each in self.arms[1:]]
        return [self._policy(index) for index in range(len(self.arms) - 1)]

    def _policy(self, index: int) -> PolicyComparison:
        outcomes = self._paired["outcomes"][index].differences()
        hours = self._paired["hours"][index].differences()
        weekly = self._paired["weekly"][index].trajectory()
        return PolicyComparison(
            scenario=self.arms[index + 1],
            outcomes=dict(zip(self._names["outcomes"], outcomes, strict=True)),
            weekly={
                name: Trajectory(*(each[row] for each in weekly))
                for row, name in enumerate(self._names["weekly"])
            },
            hours=dict(zip(self._names["hours"], hours, strict=True)),
            groups=self._compared_groups(index),
        )

    def _compared_groups(self, index: int) -> dict[str, GroupComparison]:
        """Return a policy's groups; none where no pair has them."""
        sums = self._groups.get(index)
        if sums is None:
            return {}
        compared = {}
        for row, group in enumerate(GROUPS):
            found = dict(zip(self._group_names, sums.differences(row), strict=True))
            compared[group] = GroupComparison(found.pop(REFERRALS), found)
        return compared
