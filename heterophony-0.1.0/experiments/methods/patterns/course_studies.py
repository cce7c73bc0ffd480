"""Studies of courses: relation and progress, spread between citizens, recovery from a transfer."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.methods.patterns.panels import Matrix, Panel
from heterophony.experiments.methods.patterns.studies import correlation, declared, mean_of

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

EARLY, LATER = 10, 36  # weeks of the course
# A correlation of two scales is weakened by how reliably each is measured.
WEAKENED = math.sqrt(0.8 * 0.85)
TRANSFER_WEEK = 26
FOLLOWED_WEEKS = 60


@declared("panel")
def alliance_and_progress(simulation: Simulation, result: Result) -> float:
    """Return the correlation of early trust in the mentor with later progress, as measured."""
    panel = Panel(simulation, result)
    places, weeks, progress = _progress(panel)
    return WEAKENED * correlation(panel.matrix("trust_mentor")[places, weeks], progress)


@declared("panel")
def agreement_and_progress(simulation: Simulation, result: Result) -> float:
    """Return the correlation of early agreement on goals (match, realism) with later progress."""
    panel = Panel(simulation, result)
    places, weeks, progress = _progress(panel)
    agreed = [
        (panel.match(place, week) + panel.realism(place, week)) / 2.0
        for place, week in zip(places.tolist(), weeks.tolist(), strict=True)
    ]
    return WEAKENED * correlation(agreed, progress)


def _progress(panel: Panel) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return who is in the early week, when, and their progress until the later week."""
    places, weeks = np.nonzero(panel.course_week == EARLY)
    ahead = LATER - EARLY
    inside = weeks + ahead < panel.weeks
    places, weeks = places[inside], weeks[inside]
    still = panel.course_week[places, weeks + ahead] == LATER
    places, weeks = places[still], weeks[still]
    gained = panel.matrix("everyday_mastery") + panel.matrix("education_readiness")
    return places, weeks, gained[places, weeks + ahead] - gained[places, weeks]


@declared()
def spread_of_ownership_26w(simulation: Simulation, result: Result) -> float:
    """Return the standard deviation between citizens of ownership 26 weeks after referral."""
    return _spread(result, "ownership_26w", 26)


@declared()
def spread_of_ownership_52w(simulation: Simulation, result: Result) -> float:
    """Return the standard deviation between citizens of ownership 52 weeks after referral."""
    return _spread(result, "ownership_52w", 52)


def _spread(result: Result, column: str, window: int) -> float:
    referred = result.citizens["referred_week"]
    weeks = int(result.scenario.values["run.weeks"])
    counted = (referred >= 0) & (referred <= weeks - window)
    values = np.asarray(result.citizens[column])[counted]
    values = values[~np.isnan(values)]
    return float(values.std(ddof=1)) if len(values) > 1 else float("nan")


@declared()
def ownership_first_12_weeks(simulation: Simulation, result: Result) -> float:
    """Return mean ownership in the first twelve weeks of the policy."""
    return mean_of(result.weekly["ownership"][:12])


class Followed(NamedTuple):
    """Courses followed from week 26 on: one row a citizen, one column a week.

    `attended` counts sessions attended since then; cells off the course are NaN.
    """

    citizens: NDArray[np.int64]
    attended: Matrix
    trust: Matrix
    mastery: Matrix


@declared("panel")
def courses_from_week_26(simulation: Simulation, result: Result) -> Followed:
    """Return trust and mastery of everyone who reached week 26 of the course, week by week."""
    panel = Panel(simulation, result)
    places, weeks = np.nonzero(panel.course_week == TRANSFER_WEEK)
    first = weeks - 1  # the last week before
    whole = (first >= 0) & (first + FOLLOWED_WEEKS < panel.weeks)
    places, first = places[whole], first[whole]
    ahead = first[:, None] + np.arange(FOLLOWED_WEEKS + 1)
    rows = places[:, None]
    came = panel.matrix("last_attended")[rows, ahead] == ahead
    came[:, 0] = False
    return Followed(
        citizens=panel.citizens[places],
        attended=np.cumsum(came, axis=1).astype(np.float64),
        trust=panel.on_course_only("trust_mentor")[rows, ahead],
        mastery=panel.on_course_only("everyday_mastery")[rows, ahead],
    )
