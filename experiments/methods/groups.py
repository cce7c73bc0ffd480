"""Who gains and who loses: the people of a comparison in groups that are the same in both arms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from heterophony.experiments.inputs.readings import GROUPS as GROUPS
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.sim import Result
from heterophony.sim.counting import CASE_OUTCOMES
from heterophony.sim.grouping import write_groups

SHOWN = tuple(group for group in GROUPS if group != "stable-like")  # nobody twice in a table
REFERRALS = "referrals"  # cases of a group in a run, counted from week 0; no outcome of its own
_NAMES = (REFERRALS, *CASE_OUTCOMES)
_HIGHEST, _STABLE_LIKE = (list(GROUPS).index(name) for name in ("highest-third", "stable-like"))


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

    `sim.grouping.write_groups` says who belongs to a group.
    """
    arms = (baseline, policy)
    if any(each.scenario.values["population.profile"] != "mixed" for each in arms):
        return None
    ours, theirs = ((each.books.facts, len(each.books.weekly)) for each in arms)
    found = np.empty((len(arms), len(GROUPS), len(_NAMES)))
    if not write_groups(*ours, *theirs, found):
        return None
    found[:, _STABLE_LIKE] = found[:, _HIGHEST]
    return GroupValues(_NAMES, found[0], found[1])
