"""Who gains and who loses: the people of a comparison in groups that are the same in both arms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.inputs.readings import GROUPS as GROUPS
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.sim import Result
from heterophony.sim.counting import outcomes_of_groups

SHOWN = tuple(group for group in GROUPS if group != "stable-like")  # nobody twice in a table
REFERRALS = "referrals"  # cases of a group in a run, counted from week 0; no outcome of its own
_HIGHEST = 2  # its place among the groups
_THIRDS = (1.0 / 3.0, 2.0 / 3.0)

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
    both arms. A person in crisis at or within eight weeks of a referral in either arm counts so in
    both: otherwise a policy that moves crises would be judged by other people than the baseline.
    """
    cuts = _cuts(baseline.citizens)
    arms = (baseline, policy)
    if cuts is None or any(each.scenario.values["population.profile"] != "mixed" for each in arms):
        return None
    in_crisis = np.union1d(*(_in_crisis(each.citizens) for each in arms))
    names, ours = _counted(baseline, _members(baseline.citizens, cuts, in_crisis))
    _, theirs = _counted(policy, _members(policy.citizens, cuts, in_crisis))
    return GroupValues(names, ours, theirs)


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


def _members(cases: Cases, cuts: Numbers, in_crisis: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which cases belong to each group, in the order of `GROUPS` but for the last."""
    third = np.searchsorted(cuts, cases["resources"], side="right")
    lowest, middle, highest = (third == each for each in range(3))
    return np.array([lowest, middle, highest, lowest & np.isin(cases["citizen"], in_crisis)])


def _counted(result: Result, members: NDArray[np.bool_]) -> tuple[tuple[str, ...], Numbers]:
    """Return what a run's own rules of counting say about each of `GROUPS`: names and values."""
    cases, weeks = result.citizens, int(result.scenario.values["run.weeks"])
    referrals = np.count_nonzero(members & (cases["referred_week"] >= 0), axis=1).tolist()
    outcomes = outcomes_of_groups(cases, weeks, members)
    counted = [
        {REFERRALS: number, **group} for number, group in zip(referrals, outcomes, strict=True)
    ]
    counted.append(counted[_HIGHEST])  # the stable-like are the highest third
    values = np.array([list(group.values()) for group in counted], dtype=np.float64)
    return tuple(counted[0]), values
