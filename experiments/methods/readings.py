"""What is read of a run: a reading of one or of both arms of a pair, and outcomes of your own."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from heterophony.experiments.inputs.readings import GROUPS, MEASURES, YEAR, RunReading
from heterophony.experiments.methods.groups import group_values
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES
from heterophony.scenarios import OUTCOMES
from heterophony.scenarios.declarations import Outcome
from heterophony.sim import model_digest
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


def add_outcome(
    name: str,
    function: Callable[[Result], float] | RunReading,
    *,
    unit: str = "",
    title: str | Mapping[str, str] = "",
    smallest_difference: float = 0.0,
    good: Literal["more", "less", "neither"] = "neither",
) -> Outcome:
    """Add an outcome that every later run of an experiment in this process reports, by its name.

    Comparisons, sweeps, sensitivity analyses and patterns take it as any other outcome. A second
    call with the same name replaces the first.

    Parameters
    ----------
    name
        A word of letters, digits and underscores that no outcome of the package has.
    function
        A pure function of a run's `Result`, NaN where undefined; or a `RunReading`, such as
        `RunReading("pressure", weeks=(0, 12))`.
    unit
        Empty for an index from 0 to 1.
    title
        What tables and figures show; a text, or texts by language. The name by default.
    smallest_difference
        Differences below this are not worth mentioning; 0 or above, in `unit`.
    good
        Direction that serves the citizen; `neither` where more may be good or bad.

    Raises
    ------
    RequestError
        Naming what is not allowed.
    """
    smallest = _checked_smallest(name, smallest_difference, good)
    if isinstance(function, RunReading):
        reading = function
        reading.check(None, f"outcome {name}")
        unit = unit or reading.unit
        OWN_OUTCOMES[name] = _Read(reading)
    elif callable(function):
        OWN_OUTCOMES[name] = function
    else:
        raise RequestError(f"function is {function!r}; allowed: a function of a Result")
    texts = {"en": title or name, "da": title or name} if isinstance(title, str) else dict(title)
    outcome = Outcome(
        name=name,
        level="run",
        unit=unit,
        minimum=None,
        maximum=None,
        smallest_difference=smallest,
        good=good,
        headline=False,
        title=texts,
        help=texts,
    )
    model_digest()  # is kept from its first call: the digest is of the package's outcomes alone
    OUTCOMES[name] = outcome
    return outcome


def _checked_smallest(name: object, smallest_difference: float, good: str) -> float:
    """Return the smallest difference as a number; refuse what a declaration must not hold."""
    if not (isinstance(name, str) and name.isidentifier()):
        raise RequestError(f"name is {name!r}; allowed: a word of letters, digits and underscores")
    if name in OUTCOMES and name not in OWN_OUTCOMES:
        raise RequestError(f"name is {name!r}, which is an outcome of the package; choose another")
    if good not in ("more", "less", "neither"):
        raise RequestError(f"good is {good!r}; allowed: more, less, neither")
    smallest = float(smallest_difference)
    if not (0.0 <= smallest < math.inf):
        raise RequestError(
            f"smallest_difference is {smallest_difference!r}; allowed: a number from 0"
        )
    return smallest


def remove_outcome(name: str) -> None:
    """Remove an outcome of your own.

    Raises
    ------
    RequestError
        If no outcome of your own has this name.
    """
    if name not in OWN_OUTCOMES:
        raise RequestError(f"no outcome of your own is called {name!r}")
    del OWN_OUTCOMES[name], OUTCOMES[name]


@dataclass(frozen=True)
class _Read:
    """A reading as a function of a result."""

    reading: RunReading

    def __call__(self, result: Result) -> float:
        return read_run(result, self.reading)
