"""Outcomes of a run that are counted over its cases, for everybody or for groups of people.

What is counted, and from when: "52w" outcomes are about people referred in weeks 0 to
`run.weeks - 52`, likewise 26 and 8; drop-out and persistence are about starters who have 52 or 26
weeks left. What is undefined is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.sim.weekly import mean, share_of

YEAR = 52
HALF_YEAR = 26
IMPROVED = 39
_TRACKED = {
    "ownership_8w": 8,
    "ownership_26w": HALF_YEAR,
    "ownership_52w": YEAR,
    "in_education_52w": YEAR,
    "in_job_52w": YEAR,
    "improved_true_39w": IMPROVED,
    "improved_in_mentor_view_39w": IMPROVED,
    "improved_in_caseworker_view_39w": IMPROVED,
    "improved_in_citizen_view_39w": IMPROVED,
}

Cases = Mapping[str, Any]
Mask = npt.NDArray[np.bool_]


class Counted(NamedTuple):
    """What an outcome is counted from: a number for each case, and which cases it is about.

    The outcome is the mean of numbers, NaN among them left out, and the share of yes and no.
    """

    values: npt.NDArray[Any]
    among: Mask


def case_outcomes(cases: Cases, weeks: int) -> dict[str, float]:
    """Return the outcomes that are about people referred, from one entry per referral."""
    return {
        name: _mean_or_share(values[among])
        for name, (values, among) in _counted(cases, weeks).items()
    }


def outcomes_of_groups(cases: Cases, weeks: int, groups: Iterable[Mask]) -> list[dict[str, float]]:
    """Return the outcomes that are about people referred, of some groups of them.

    Parameters
    ----------
    cases : columns of one entry per referral
    weeks : of the run, from week 0 on
    groups : for each group, which cases belong to it
    """
    counted = _counted(cases, weeks)
    return [
        {name: _mean_or_share(values[among & group]) for name, (values, among) in counted.items()}
        for group in groups
    ]


def _mean_or_share(values: npt.NDArray[Any]) -> float:
    return share_of(values) if values.dtype.kind == "b" else mean(values)


def _counted(cases: Cases, weeks: int) -> dict[str, Counted]:
    """Return what every outcome is counted from."""
    referred = cases["referred_week"]
    ever = referred >= 0
    seen = {
        window: ever & (referred <= weeks - window) for window in dict.fromkeys(_TRACKED.values())
    }
    found = {name: Counted(cases[name], seen[window]) for name, window in _TRACKED.items()}
    started = cases["education_week"] - referred
    within = started <= YEAR  # a missing date compares as false
    ordered = cases["ordered_start"] == 1
    lost = (cases["fate"] == "lost") & (cases["ended_week"] - referred <= YEAR)
    of_the_year = {
        "education_start_52w": within,
        "own_education_start_52w": within & ~ordered,
        "ordered_education_start_52w": within & ordered,
        "job_start_52w": cases["job_week"] - referred <= YEAR,
        "lost_52w": lost,
        "caseworker_change_52w": cases["caseworker_change_week"] - referred <= YEAR,
    }
    found.update({name: Counted(values, seen[YEAR]) for name, values in of_the_year.items()})
    found.update(_staying(cases, weeks))
    for name in ("plan_match_at_referral", "trust_caseworker_at_referral"):
        found[name] = Counted(cases[name], ever)
    found["residual_referral_share"] = Counted(cases["residual"] != 0, ever)
    return found


def _staying(cases: Cases, weeks: int) -> dict[str, Counted]:
    """Return drop-out within a year and persistence for half a year, among starters."""
    start, stop = cases["education_week"], cases["dropout_week"]
    stayed = np.where(np.isnan(stop), np.inf, stop - start)
    a_year = (start >= 0) & (start <= weeks - YEAR)
    half = (start >= 0) & (start <= weeks - HALF_YEAR)
    return {
        "education_dropout_52w": Counted(stayed <= YEAR, a_year),
        "education_persistence_26w": Counted(stayed > HALF_YEAR, half),
        "persistence_26w_own": Counted(stayed > HALF_YEAR, half & (cases["ordered_start"] == 0)),
        "persistence_26w_ordered": Counted(
            stayed > HALF_YEAR, half & (cases["ordered_start"] == 1)
        ),
    }
