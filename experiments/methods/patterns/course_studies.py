"""Studies of courses: progress, spread, recovery from a transfer, and what follows an event."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.methods.patterns.panels import (
    Mask,
    Matrix,
    Panel,
    correlation,
    declared,
    mean_of,
    meetings_of,
)

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

EARLY, LATER = 10, 36  # weeks of the course
# A correlation of two scales is weakened by how reliably each is measured.
WEAKENED = math.sqrt(0.8 * 0.85)
TRANSFER_WEEK = 26
FOLLOWED_WEEKS = 60
AROUND = 12  # weeks before and after a change of person
YEAR = 52
BIN = 4  # weeks within which weeks of a course count as the same
MANY, FEW = 3, 1  # broken-off educations


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


@declared("panel", "events")
def dip_after_caseworker_change(simulation: Simulation, result: Result) -> float:
    """Return the change of ownership around a change of caseworker, less that of others.

    Mean of the twelve weeks after less mean of the twelve before; others at the same week of
    their course without such a change in that time. Only who is on the course throughout.
    """
    return _dip(Panel(simulation, result), "caseworker_change")


@declared("panel", "events")
def dip_after_mentor_change(simulation: Simulation, result: Result) -> float:
    """Return the change of ownership around a change of mentor, less that of others."""
    return _dip(Panel(simulation, result), "mentor_change")


def _dip(panel: Panel, kind: str) -> float:
    change = _change_around(panel.on_course_only("ownership"))
    shifted = panel.happened(kind)
    near = _near(shifted)
    return _beyond_others(change, shifted, ~near, panel.course_week)


def _change_around(matrix: Matrix) -> Matrix:
    """Return mean after less mean before each cell; NaN where a week is missing."""
    found = np.full(matrix.shape, np.nan)
    weeks = matrix.shape[1]
    if weeks > 2 * AROUND:
        windows = np.lib.stride_tricks.sliding_window_view(matrix, AROUND, axis=1).mean(axis=2)
        middle = np.arange(AROUND, weeks - AROUND)
        found[:, middle] = windows[:, middle + 1] - windows[:, middle - AROUND]
    return found


def _near(happened: Mask) -> Mask:
    """Return the cells within twelve weeks of one in which it happened."""
    found = happened.copy()
    for step in range(1, AROUND + 1):
        found[:, step:] |= happened[:, :-step]
        found[:, :-step] |= happened[:, step:]
    return found


def _beyond_others(values: Matrix, event: Mask, others: Mask, at_risk: Matrix) -> float:
    """Return the mean of event cells less the mean of others at the same week at risk."""
    observed, expected, count = _against_others(values, event, others, at_risk)
    return (observed - expected) / count if count else float("nan")


def _against_others(
    values: Matrix, event: Mask, others: Mask, at_risk: Matrix
) -> tuple[float, float, int]:
    """Return the sum over event cells, what others at the same weeks would sum to, and how many."""
    known = ~np.isnan(values) & ~np.isnan(at_risk)
    week = np.where(known, at_risk, 0.0).astype(np.int64) // BIN
    among = known & others
    sums = np.bincount(week[among], values[among], week.max() + 1)
    counts = np.bincount(week[among], minlength=week.max() + 1)
    chosen = known & event
    chosen &= counts[week] > 0
    means = sums / np.maximum(counts, 1)
    return float(values[chosen].sum()), float(means[week[chosen]].sum()), int(chosen.sum())


@declared("panel", "events")
def jobs_after_caseworker_change(simulation: Simulation, result: Result) -> tuple[float, float]:
    """Return how many took a job within a year of a change of caseworker, and how many would have.

    The second is that of as many others at the same week since referral.
    """
    return _starts_after_change(Panel(simulation, result), "job")


@declared("panel", "events")
def education_after_caseworker_change(
    simulation: Simulation, result: Result
) -> tuple[float, float]:
    """Return the same about starts in education."""
    panel = Panel(simulation, result)
    return _starts_after_change(panel, "own_education_start", "ordered_education_start")


def _starts_after_change(panel: Panel, *kinds: str) -> tuple[float, float]:
    starts = panel.happened(*kinds)
    ahead = np.full(starts.shape, np.nan)
    passed = np.cumsum(starts, axis=1)
    ahead[:, :-YEAR] = (passed[:, YEAR:] - passed[:, :-YEAR]) > 0
    at_risk = np.where(
        panel.on_course, np.arange(panel.weeks) - panel.matrix("referred_week"), np.nan
    )
    shifted = panel.happened("caseworker_change")
    observed, expected, _ = _against_others(ahead, shifted, ~shifted, at_risk)
    return observed, expected


@declared("panel", "meetings")
def realism_after_order(simulation: Simulation, result: Result) -> float:
    """Return the change of realism in the four weeks after an order, many drop-outs less few."""
    panel = Panel(simulation, result)
    return _many_less_few(panel, result, _ordered, panel.realism)


@declared("panel", "meetings")
def pressure_after_order(simulation: Simulation, result: Result) -> float:
    """Return the change of pressure in the four weeks after an order, many drop-outs less few."""
    panel = Panel(simulation, result)
    return _many_less_few(panel, result, _ordered, _cell(panel, "pressure"))


@declared("panel", "meetings")
def realism_after_too_much(simulation: Simulation, result: Result) -> float:
    """Return the same of realism after meetings that decide more than is feasible."""
    panel = Panel(simulation, result)
    return _many_less_few(panel, result, _over, panel.realism)


@declared("panel", "meetings")
def pressure_after_too_much(simulation: Simulation, result: Result) -> float:
    """Return the same of pressure after meetings that decide more than is feasible."""
    panel = Panel(simulation, result)
    return _many_less_few(panel, result, _over, _cell(panel, "pressure"))


def _ordered(held: Any) -> Mask:
    return np.asarray(held["order_given"] > 0.0)


def _over(held: Any) -> Mask:
    return np.asarray((held["demand_over"] > 0.0) & (held["deciding"] > 0.0))


def _cell(panel: Panel, column: str) -> Callable[[int, int], float]:
    matrix = panel.matrix(column)
    return lambda place, week: float(matrix[place, week])


def _many_less_few(
    panel: Panel,
    result: Result,
    chosen: Callable[[Any], Mask],
    value: Callable[[int, int], float],
) -> float:
    """Return the mean change over four weeks of who broke off many educations, less of few."""
    places, weeks = panel.meetings(chosen(meetings_of(result)))
    dropouts = panel.matrix("prior_dropouts")
    changes: dict[bool, list[float]] = {True: [], False: []}
    for place, week in zip(places.tolist(), weeks.tolist(), strict=True):
        stays = 1 <= week < panel.weeks - 4 and panel.on_course[place, [week - 1, week + 4]].all()
        before = dropouts[place, week]
        if stays and (before >= MANY or before <= FEW):
            change = value(place, week + 4) - value(place, week - 1)
            changes[bool(before >= MANY)].append(change)
    return mean_of(changes[True]) - mean_of(changes[False])
