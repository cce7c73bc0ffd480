"""Weekly outcomes: means over people on a course and over posts, as pure functions of sums."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import PEOPLE_MEANS
from heterophony.agents.staff_columns import DIMENSIONS
from heterophony.sim.aggregates import WEEKLY_NAMES, Aggregates

Series = npt.NDArray[np.float64]
RELATIONAL_COORDINATION_STEPS = 4.0  # the index runs from 1 to 5 (source S17)

# Outcome -> (sum, what it is divided by).
_PEOPLE = {name: (name, "people") for name in PEOPLE_MEANS}
_BY_OTHERS = {
    "session_attendance": ("sessions_attended", "sessions_due"),
    "meaning_horizon_caseworkers": ("horizon_caseworkers", "caseworkers_working"),
    "meaning_horizon_mentors": ("horizon_mentors", "mentors_working"),
    "preparation": ("preparation", "meetings_held"),
    "caseworker_utilisation": ("caseworker_utilisation", "caseworkers_working"),
    "mentor_utilisation": ("mentor_utilisation", "mentors_working"),
    "placed_share": ("placed", "to_place"),
    "placement_pressure": ("placement_pressure", "jobcentres"),
}
_DIVIDED = _PEOPLE | _BY_OTHERS
_OVER_THE_RUN = {"meetings_on_time": ("meetings_on_time", "meetings_due")}
_NO_SERIES = ("case_knowledge_caseworker",)  # a value of the run only


def ratio(above: Any, below: Any) -> Any:
    """Divide, NaN where there is nothing to divide by."""
    if isinstance(above, float) and isinstance(below, float):
        return above / below if below != 0.0 else float("nan")
    above, below = np.asarray(above, dtype=np.float64), np.asarray(below, dtype=np.float64)
    result = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=result, where=below != 0.0)
    return result if result.ndim else float(result)


def added_up(numbers: Iterable[float]) -> float:
    """Add numbers from left to right.

    The built-in `sum` compensates rounding since Python 3.12: its last bits differ by version.
    """
    total = 0.0
    for each in numbers:
        total += each
    return total


def weekly_outcomes(aggregates: Aggregates) -> tuple[dict[str, Series], dict[str, float]]:
    """Return weekly outcomes by name [weeks], and the value of each over the run.

    A run's value of a weekly outcome is its mean over the weeks in which it is defined.
    """
    sums = np.ascontiguousarray(aggregates.weekly.T)  # [sum, week]
    place = {name: number for number, name in enumerate(WEEKLY_NAMES)}
    above = [place[names[0]] for names in _DIVIDED.values()]
    below = [place[names[1]] for names in _DIVIDED.values()]
    divided = dict(zip(_DIVIDED, ratio(sums[above], sums[below]), strict=True))
    weekly = {name: divided[name] for name in PEOPLE_MEANS if name not in _NO_SERIES}
    dimensions = np.stack([weekly[f"rc_{name}"] for name, _ in DIMENSIONS])
    weekly["relational_coordination"] = 1.0 + RELATIONAL_COORDINATION_STEPS * dimensions.sum(
        axis=0
    ) / len(DIMENSIONS)
    weekly.update({name: divided[name] for name in _BY_OTHERS})
    series = weekly | {name: divided[name] for name in _NO_SERIES}
    means = dict(zip(series, means_of(np.stack(list(series.values()))), strict=True))
    for name, (counted, among) in _OVER_THE_RUN.items():
        means[name] = ratio(float(sums[place[counted]].sum()), float(sums[place[among]].sum()))
    return weekly, means


def means_of(matrix: Series) -> list[float]:
    """Return the mean of what is defined in each row, NaN where nothing is."""
    undefined = np.any(np.isnan(matrix), axis=1).tolist()
    means = matrix.mean(axis=1).tolist() if matrix.shape[1] else [float("nan")] * len(matrix)
    return [
        mean(row) if some else value
        for row, some, value in zip(matrix, undefined, means, strict=True)
    ]


def mean(values: Any) -> float:
    """Return the mean of what is defined, NaN if nothing is."""
    values = np.asarray(values)
    known = values[~np.isnan(values)]
    return float(np.add.reduce(known)) / len(known) if len(known) else float("nan")


def share_of(true: Any) -> float:
    """Return the share of entries that are true, NaN if there are none."""
    return float(np.count_nonzero(true) / len(true)) if len(true) else float("nan")
