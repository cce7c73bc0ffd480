"""Who gains and who loses: the people of a comparison in groups that are the same in both arms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.pairing import Difference, Numbers

if TYPE_CHECKING:
    from heterophony.sim import Result

GROUPS: Mapping[str, str] = {
    "lowest-third": "fewest resources",
    "middle-third": "middle resources",
    "highest-third": "most resources (stable-like)",
    "crisis-like": "crisis-like: fewest resources, in crisis near referral",
    "stable-like": "stable-like: most resources",
}
"""Every group with what it is, in English. `stable-like` are the highest third, by the name that
goes with `crisis-like`: the study's two profiles."""

SHOWN = tuple(group for group in GROUPS if group != "stable-like")  # nobody twice in a table
REFERRALS = "referrals"  # cases of a group in a run, counted from week 0; no outcome of its own
_HIGHEST = 2  # its place among the groups
_THIRDS = (1.0 / 3.0, 2.0 / 3.0)

_Mask = NDArray[np.bool_]
Cases = Mapping[str, Any]


@dataclass(frozen=True)
class GroupComparison:
    """One group of people in both arms.

    Attributes
    ----------
    referrals
        How many cases a run has of them, from week 0 on.
    outcomes
        The paired difference of every outcome that comes from citizens' cases.
    """

    referrals: Difference
    outcomes: dict[str, Difference] = field(default_factory=dict)


class GroupValues(NamedTuple):
    """What one pair of runs says of every group: names, and both arms' values `[groups, names]`."""

    names: tuple[str, ...]
    baseline: Numbers
    policy: Numbers


def group_values(baseline: Result, policy: Result) -> GroupValues | None:
    """Return the outcomes of each group in both arms; None where all are made alike.

    The thirds are cut at the resources of the baseline's people, each counted once, and hold in
    both arms. Whoever is in crisis at or within eight weeks of a referral in either arm is so in
    both: a policy that moves crises would else be judged by other people than the baseline.
    """
    cuts = _cuts(baseline.citizens)
    arms = (baseline, policy)
    if cuts is None or any(each.scenario.values["population.profile"] != "mixed" for each in arms):
        return None
    in_crisis = np.union1d(*(_in_crisis(each.citizens) for each in arms))
    names: tuple[str, ...] = ()
    values = []
    for each in arms:
        cases, weeks = each.citizens, int(each.scenario.values["run.weeks"])
        counted = [_counted(cases, mask, weeks) for mask in _masks(cases, cuts, in_crisis)]
        counted.append(counted[_HIGHEST])  # the stable-like are the highest third
        names = tuple(counted[0])
        values.append(np.array([list(group.values()) for group in counted], dtype=np.float64))
    return GroupValues(names, *values)


def _cuts(cases: Cases) -> Numbers | None:
    """Return where the baseline's people part into thirds; None where they do not."""
    _, first = np.unique(cases["citizen"][cases["referred_week"] >= 0], return_index=True)
    resources = cases["resources"][cases["referred_week"] >= 0][first]
    if not len(resources):
        return None
    cuts: Numbers = np.quantile(resources, _THIRDS)
    return cuts if cuts[0] < cuts[1] else None


def _in_crisis(cases: Cases) -> NDArray[np.int64]:
    """Return the numbers of persons with a referral from week 0 on that is near a crisis."""
    near = (cases["crisis_near_referral"] == 1) & (cases["referred_week"] >= 0)
    found: NDArray[np.int64] = cases["citizen"][near]
    return found


def _masks(cases: Cases, cuts: Numbers, in_crisis: NDArray[np.int64]) -> list[_Mask]:
    """Return which cases belong to each group, in the order of `GROUPS` but for the last."""
    third = np.searchsorted(cuts, cases["resources"], side="right")
    lowest, middle, highest = (third == each for each in range(3))
    return [lowest, middle, highest, lowest & np.isin(cases["citizen"], in_crisis)]


def _counted(cases: Cases, mask: _Mask, weeks: int) -> dict[str, float]:
    """Return what the run's own rules of counting say about some of its cases."""
    from heterophony.sim.outcomes import case_outcomes

    subset = _Subset(cases, mask)
    referrals = float((subset["referred_week"] >= 0).sum())
    return {REFERRALS: referrals, **case_outcomes(subset, weeks)}


class _Subset(Mapping[str, Any]):
    """Some of the cases, column by column as they are asked for."""

    def __init__(self, cases: Cases, mask: _Mask) -> None:
        self._cases = cases
        self._mask = mask

    def __getitem__(self, name: str) -> Any:
        return self._cases[name][self._mask]

    def __iter__(self) -> Iterator[str]:
        return iter(self._cases)

    def __len__(self) -> int:
        return len(self._cases)
