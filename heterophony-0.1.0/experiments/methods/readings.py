"""One number from one run: an outcome, over all weeks or some, of everybody or of one group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.sim import Result

YEAR = 52
# Who leaves support: to education, to a job, or out of sight, which here stands for self-support.
_LEAVING = ("education", "job", "lost")


@dataclass(frozen=True)
class Reading:
    """What is read of a run.

    Attributes
    ----------
    outcome
        A declared outcome, or `return_52w`.
    group
        A group of comparisons, such as `lowest-third`, or empty for everybody.
    weeks
        First and last week of a weekly outcome, both counted; None for the whole run.
    """

    outcome: str
    group: str = ""
    weeks: tuple[int, int] | None = None


def check_reading(reading: Reading, horizon: int, where: str) -> None:
    """Refuse a reading that no run of `horizon` weeks can give.

    Raises
    ------
    RequestError
        Naming the field, the value and what is allowed.
    """
    from heterophony.scenarios import OUTCOMES
    from heterophony.scenarios.errors import nearest

    name = reading.outcome
    if name not in OUTCOMES and name not in MEASURES:
        near = nearest(name, [*OUTCOMES, *MEASURES])
        raise RequestError(f"{where}: outcome = {name!r} is no outcome (nearest name: {near})")
    if reading.group:
        _check_group(reading, where)
    if reading.weeks is None:
        return
    first, last = reading.weeks
    if name not in OUTCOMES or OUTCOMES[name].level != "weekly":
        raise RequestError(f"{where}: weeks are given, but {name} is counted over the whole run")
    if not 0 <= first <= last < horizon:
        raise RequestError(
            f"{where}: weeks = [{first}, {last}]; allowed: first and last week, from 0 to "
            f"{horizon - 1} (run.weeks less one)"
        )


def _check_group(reading: Reading, where: str) -> None:
    from heterophony.experiments.methods.groups import GROUPS
    from heterophony.scenarios.errors import nearest

    if reading.group not in GROUPS:
        near = nearest(reading.group, list(GROUPS))
        raise RequestError(
            f"{where}: group = {reading.group!r}; allowed: {', '.join(GROUPS)} (nearest: {near})"
        )
    if reading.outcome not in group_outcomes():
        raise RequestError(
            f"{where}: {reading.outcome} is not counted by group; by group there are: "
            f"{', '.join(group_outcomes())}"
        )


def group_outcomes() -> tuple[str, ...]:
    """Return the outcomes that come from citizens' cases and so exist for each group."""
    from heterophony.sim.counting import case_outcomes

    return tuple(case_outcomes(_NoCases(), YEAR))


class _NoCases(dict[str, Any]):
    """A table of cases without a row, whatever the column."""

    def __missing__(self, name: str) -> Any:
        return np.empty(0, dtype="U1" if name == "fate" else np.float64)


def read_pair(baseline: Result, policy: Result, reading: Reading) -> tuple[float, float]:
    """Return a reading in both arms of a pair; groups are cut at the baseline's people."""
    if not reading.group:
        return read_run(baseline, reading), read_run(policy, reading)
    from heterophony.experiments.methods.groups import GROUPS, group_values

    found = group_values(baseline, policy)
    if found is None:
        return float("nan"), float("nan")
    place = (list(GROUPS).index(reading.group), found.names.index(reading.outcome))
    return float(found.baseline[place]), float(found.policy[place])


def read_run(result: Result, reading: Reading) -> float:
    """Return a reading of one run; NaN where it is undefined."""
    if reading.group:
        return read_pair(result, result, reading)[0]
    if reading.outcome in MEASURES:
        return return_52w(result.citizens, int(result.scenario.values["run.weeks"]))
    if reading.weeks is None:
        return float(result.outcomes[reading.outcome])
    first, last = reading.weeks
    values = result.weekly[reading.outcome][first : last + 1]
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")


def return_52w(cases: Mapping[str, Any], weeks: int) -> float:
    """Return the share of those who left support who were referred again within a year.

    Leavers are cases from week 0 on that ended in education, a job or out of sight, with a year of
    the run left. In the model only who drops out of education comes back, through new interviews,
    so that a new referral follows the return by some weeks.
    """
    ended = cases["ended_week"]
    left = np.isin(cases["fate"], _LEAVING) & (ended >= 0) & (ended <= weeks - YEAR)
    if not left.any():
        return float("nan")
    person = list(zip(cases["citizen"].tolist(), cases["case_number"].tolist(), strict=True))
    referred = dict(zip(person, cases["referred_week"].tolist(), strict=True))
    back = [
        referred.get((who, number + 1), np.inf) - ended[row] <= YEAR
        for row, (who, number) in enumerate(person)
        if left[row]
    ]
    return float(np.mean(back))


MEASURES: Mapping[str, str] = {"return_52w": "share"}
"""What is read from cases beside the declared outcomes, with its unit."""


def unit_of(outcome: str) -> str:
    """Return the unit in which an outcome is counted."""
    from heterophony.scenarios import OUTCOMES

    return MEASURES[outcome] if outcome in MEASURES else OUTCOMES[outcome].unit


def mean_of(values: Sequence[float]) -> float:
    """Return the mean of what is defined, NaN where nothing is."""
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")
