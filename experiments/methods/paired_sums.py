"""What is added up over the pairs of a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from heterophony.experiments.engine.arms import ArmRun, Table
from heterophony.experiments.methods.comparison import PolicyComparison
from heterophony.experiments.methods.groups import GROUPS, REFERRALS, GroupComparison, GroupValues
from heterophony.experiments.methods.pairing import Paired, Trajectory

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario


class PairedSums:
    """What is added up over the replicates, for every policy."""

    def __init__(self, arms: Sequence[Scenario]) -> None:
        self.done = 0
        self.digests: list[str] = []
        self.rows: list[dict[str, Any]] = []
        self._arms = arms
        self._names: dict[Table, tuple[str, ...]] = {}
        self._paired: dict[Table, list[Paired]] = {}
        self._group_names: tuple[str, ...] = ()
        self._groups: dict[int, Paired] = {}

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
            for scenario, sums in zip(self._arms[1:], self._paired["outcomes"], strict=True)
        }

    def policies(self) -> list[PolicyComparison]:
        """Return what the sums say about each policy; nothing before the first replicate."""
        if not self.done:
            return [PolicyComparison(each, {}, {}) for each in self._arms[1:]]
        return [self._policy(index) for index in range(len(self._arms) - 1)]

    def _policy(self, index: int) -> PolicyComparison:
        outcomes = self._paired["outcomes"][index].differences()
        hours = self._paired["hours"][index].differences()
        weekly = self._paired["weekly"][index].trajectory()
        return PolicyComparison(
            scenario=self._arms[index + 1],
            outcomes=dict(zip(self._names["outcomes"], outcomes, strict=True)),
            weekly={
                name: Trajectory(*(each[row] for each in weekly))
                for row, name in enumerate(self._names["weekly"])
            },
            hours=dict(zip(self._names["hours"], hours, strict=True)),
            groups=self._compared_groups(index),
        )

    def _compared_groups(self, index: int) -> dict[str, GroupComparison]:
        """Return a policy's groups; none where no pair could be parted into them."""
        sums = self._groups.get(index)
        if sums is None:
            return {}
        compared = {}
        for row, group in enumerate(GROUPS):
            found = dict(zip(self._group_names, sums.differences(row), strict=True))
            compared[group] = GroupComparison(found.pop(REFERRALS), found)
        return compared
