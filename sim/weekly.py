"""Weekly outcomes: means over people on a course and over posts, as pure functions of sums."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import PEOPLE_MEANS
from heterophony.agents.world import World

Series = npt.NDArray[np.float64]
RELATIONAL_COORDINATION_STEPS = 4.0  # the index runs from 1 to 5 (source S17)

# Outcome -> (sum, what it is divided by). People's means are divided by people.
_BY_OTHERS = {
    "session_attendance": ("sessions_attended", "sessions_due"),
    "meaning_horizon_caseworkers": ("horizon_caseworkers", "caseworkers_working"),
    "meaning_horizon_mentors": ("horizon_mentors", "mentors_working"),
    "preparation": ("preparation", "meetings_held"),
    "caseworker_utilisation": ("caseworker_utilisation", "caseworkers_working"),
    "mentor_utilisation": ("mentor_utilisation", "mentors_working"),
}
_OVER_THE_RUN = {"meetings_on_time": ("meetings_on_time", "meetings_due")}


def ratio(above: Any, below: Any) -> Any:
    """Divide, NaN where there is nothing to divide by."""
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    result = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=result, where=below != 0.0)
    return result if result.ndim else float(result)


def weekly_outcomes(w: World) -> tuple[dict[str, Series], dict[str, float]]:
    """Return weekly outcomes by name [weeks], and the value of each over the run.

    A run's value of a weekly outcome is its mean over the weeks in which it is defined.
    """
    sums = w.weekly
    weekly: dict[str, Series] = {
        name: ratio(sums[name], sums["people"])
        for name in PEOPLE_MEANS
        if name != "case_knowledge_caseworker"
    }
    weekly["relational_coordination"] = (
        1.0 + RELATIONAL_COORDINATION_STEPS * weekly["understanding"]
    )
    for name, (above, below) in _BY_OTHERS.items():
        weekly[name] = ratio(sums[above], sums[below])
    means = {name: mean(values) for name, values in weekly.items()}
    means["case_knowledge_caseworker"] = mean(
        ratio(sums["case_knowledge_caseworker"], sums["people"])
    )
    for name, (above, below) in _OVER_THE_RUN.items():
        means[name] = ratio(sums[above].sum(), sums[below].sum())
    return weekly, means


def mean(values: Any) -> float:
    """Return the mean of what is defined, NaN if nothing is."""
    known = np.asarray(values)[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
