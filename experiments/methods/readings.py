"""What is read of a run, and of both arms of a pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from heterophony.experiments.inputs.readings import GROUPS, MEASURES, YEAR, RunReading
from heterophony.experiments.methods.groups import group_values
from heterophony.experiments.results.differences import Numbers
from heterophony.sim.result import Result

# Who leaves support: to education, to a job, or out of sight, which here means self-support.
_LEAVING = ("education", "job", "lost")


def read_pair(baseline: Result, policy: Result, reading: RunReading) -> tuple[float, float]:
    """Return a reading in both arms of a pair; groups are cut at the baseline's people."""
    if not reading.group:
        return read_run(baseline, reading), read_run(policy, reading)
    found = group_values(baseline, policy)
    if found is None:
        return float("nan"), float("nan")
    place = (list(GROUPS).index(reading.group), found.names.index(reading.outcome))
    return float(found.baseline[place]), float(found.policy[place])


def read_run(result: Result, reading: RunReading) -> float:
    """Return a reading of one run; NaN where it is undefined."""
    if reading.group:
        return read_pair(result, result, reading)[0]
    if reading.outcome in MEASURES:
        return return_52w(result.citizens, int(result.scenario.values["run.weeks"]))
    if reading.weeks is None:
        return float(result.outcomes[reading.outcome])
    first, last = reading.weeks
    return mean_of(result.weekly[reading.outcome][first : last + 1])


def return_52w(cases: Mapping[str, Any], weeks: int) -> float:
    """Return the share of those who left support who were referred again within a year.

    Leavers are cases from week 0 on that ended in education, a job or out of sight, with a year of
    the run left. In the model only citizens who drop out of education come back, through new
    interviews, so a new referral follows the return by some weeks.
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


def mean_of(values: Sequence[float] | Numbers) -> float:
    """Return the mean of what is defined, NaN where nothing is."""
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")
