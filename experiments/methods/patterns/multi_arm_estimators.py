"""What is made of several arms together: doses, the largest of many effects, recoveries."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.methods.patterns.course_studies import FOLLOWED_WEEKS, Followed
from heterophony.experiments.methods.patterns.intervals import of_mean, resampled
from heterophony.experiments.methods.patterns.panels import Measured
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.patterns import Estimate
from heterophony.scenarios.patterns_declared import Reading

Arms = Sequence[Sequence[Measured]]
Values = Sequence[Mapping[str, Any]]
CLOSE = 0.05  # trust this close to that of the same citizen without a transfer counts as back
MOST_SESSIONS = 40
LATE = slice(45, FOLLOWED_WEEKS + 1)  # weeks after a transfer that count as long after


class Across(NamedTuple):
    """Runs of every arm of a reading, and what each arm sets."""

    reading: Reading
    arms: Arms
    values: Values


def across_names() -> list[str]:
    """Return the names of what can be taken from several arms."""
    return sorted(NAMED)


def best_standard_demand(of: Across) -> Estimate:
    """Return how far the arm with the highest outcome lies above the middle arm.

    Arms set `law.standard_demand`; the middle one is where the pattern puts what is feasible.
    """
    return _best(of, _doses(of))


def top_of_standard_demand(of: Across) -> Estimate:
    """Return the same of the top of a parabola through all arms; NaN where it has none."""
    doses = _doses(of)
    return resampled(_outcomes(of), lambda runs: _top(doses, runs.mean(axis=0)), _key(of))


def _doses(of: Across) -> Numbers:
    demands = np.array([each["law.standard_demand"] for each in of.values])
    return np.asarray(demands - np.median(demands), dtype=np.float64)


def _top(doses: Numbers, levels: Numbers) -> float:
    bend, slope, _ = np.polyfit(doses, levels, 2)
    return float(-slope / (2.0 * bend)) if bend < 0.0 else float("nan")


def best_interval(of: Across) -> Estimate:
    """Return the weeks between meetings at which the outcome is highest."""
    return _best(of, _intervals(of))


def best_interval_funded_less_fixed(of: Across) -> Estimate:
    """Return the best interval in the second half of the arms less the best in the first half."""
    weeks = _intervals(of)
    half = len(weeks) // 2

    def apart(runs: Numbers) -> float:
        means = runs.mean(axis=0)
        return float(weeks[half:][means[half:].argmax()] - weeks[:half][means[:half].argmax()])

    return resampled(_outcomes(of), apart, _key(of))


def _best(of: Across, doses: Numbers) -> Estimate:
    return resampled(_outcomes(of), lambda runs: float(doses[runs.mean(axis=0).argmax()]), _key(of))


def _intervals(of: Across) -> Numbers:
    return np.array([each["meeting.interval_weeks"] for each in of.values], dtype=np.float64)


def difference_beyond_sameness(of: Across) -> Estimate:
    """Return what understanding gives to codes that differ, beyond what it gives to equal ones.

    Pairs of arms with little and much understanding: first of codes that differ, then of two kinds
    of sameness, whose mean counts.
    """
    little, much = _outcomes(of)[:, ::2], _outcomes(of)[:, 1::2]
    gained = much - little
    return of_mean(gained[:, 0] - gained[:, 1:].mean(axis=1))


def largest_part_of_spread(of: Across) -> Estimate:
    """Return the largest effect of any arm against the first, in standard deviations."""
    spread = [run.studies[of.reading.unit][0] for run in of.arms[0]]
    columns = np.column_stack([spread, _outcomes(of)])

    def largest(runs: Numbers) -> float:
        means = runs.mean(axis=0)
        return float(np.abs(means[2:] - means[1]).max() / means[0])

    return resampled(columns, largest, _key(of))


def trust_lost_by_transfer(of: Across) -> Estimate:
    """Return how far trust lies below that without a transfer at the end of its week."""
    return _mean_gap(of, "trust", slice(1, 2))


def mastery_lost_by_transfer(of: Across) -> Estimate:
    """Return how far everyday mastery lies below at its lowest week, mean over citizens."""
    pooled = _by_week(of, "mastery")

    def deepest(runs: Numbers) -> float:
        return float(np.nanmin(_pooled_means(runs)))

    return resampled(pooled, deepest, _key(of))


def mastery_long_after_transfer(of: Across) -> Estimate:
    """Return how far everyday mastery lies from that without a transfer, long after it."""
    return _mean_gap(of, "mastery", LATE)


def sessions_until_trust_is_back(of: Across) -> Estimate:
    """Return after how many attended sessions trust is close to that without a transfer."""
    pooled = np.array([_by_session(a, b) for a, b in _pairs(of)])
    return resampled(pooled, _first_close, _key(of))


def sessions_until_own_level(of: Across) -> Estimate:
    """Return after how many attended sessions trust is close to its own level before."""
    pooled = np.array([_by_session(_as_before(b), b) for _, b in _pairs(of)])
    return resampled(pooled, _first_close, _key(of))


def _first_close(runs: Numbers) -> float:
    gaps = _pooled_means(runs)
    close = np.flatnonzero(gaps[1:] >= -CLOSE)
    return float(close[0] + 1) if len(close) else float("nan")


def _pooled_means(runs: Numbers) -> Numbers:
    """Return means from rows of sums followed by counts."""
    sums, counts = np.split(runs.sum(axis=0), 2)
    means = np.full(sums.shape, np.nan)
    np.divide(sums, counts, out=means, where=counts > 0.0)
    return means


def _by_session(without: Followed, transferred: Followed) -> Numbers:
    """Return sums of the gap in trust by sessions attended since the transfer, then counts."""
    gap = transferred.trust - without.trust
    known = ~np.isnan(gap)
    known[:, 0] = False
    session = np.where(known, transferred.attended, 0.0).astype(np.int64)
    known &= session < MOST_SESSIONS
    sums = np.bincount(session[known], gap[known], MOST_SESSIONS)[:MOST_SESSIONS]
    counts = np.bincount(session[known], minlength=MOST_SESSIONS)[:MOST_SESSIONS]
    return np.concatenate([sums, counts])


def _as_before(one: Followed) -> Followed:
    """Return the same citizens as if trust had stayed as it was before."""
    return one._replace(trust=np.repeat(one.trust[:, :1], one.trust.shape[1], axis=1))


def _by_week(of: Across, column: str) -> Numbers:
    """Return per pair of runs the sums of a gap by week after the transfer, then counts."""
    rows = []
    for without, transferred in _pairs(of):
        gap = getattr(transferred, column) - getattr(without, column)
        sums, counts = np.nansum(gap, axis=0), (~np.isnan(gap)).sum(axis=0)
        rows.append(np.concatenate([sums, counts]))
    return np.array(rows, dtype=np.float64)


def _mean_gap(of: Across, column: str, weeks: slice) -> Estimate:
    pooled = _by_week(of, column)

    def mean(runs: Numbers) -> float:
        sums, counts = np.split(runs.sum(axis=0), 2)
        people = counts[weeks].sum()
        return float(sums[weeks].sum() / people) if people else math.nan

    return resampled(pooled, mean, _key(of))


def _pairs(of: Across) -> list[tuple[Followed, Followed]]:
    """Return, run by run, the same citizens without and with a transfer."""
    study = of.reading.study
    found = []
    for one, other in zip(of.arms[0], of.arms[1], strict=True):
        first = Followed(*one.studies[study])
        second = Followed(*other.studies[study])
        both = np.intersect1d(first.citizens, second.citizens).astype(np.int64)
        found.append((_only(first, both), _only(second, both)))
    return found


def _only(followed: Followed, citizens: NDArray[np.int64]) -> Followed:
    order = np.argsort(followed.citizens)
    rows = order[np.searchsorted(followed.citizens, citizens, sorter=order)]
    return Followed(
        followed.citizens[rows],
        followed.attended[rows],
        followed.trust[rows],
        followed.mastery[rows],
    )


def _outcomes(of: Across) -> Numbers:
    """Return the reading's outcome, one row a run, one column an arm."""
    return np.array([[run.outcomes[of.reading.outcome] for run in runs] for runs in of.arms]).T


def _key(of: Across) -> str:
    return f"pattern {of.reading.across}"


NAMED: dict[str, Callable[[Across], Estimate]] = {
    each.__name__: each
    for each in (
        best_interval,
        best_interval_funded_less_fixed,
        best_standard_demand,
        difference_beyond_sameness,
        largest_part_of_spread,
        mastery_long_after_transfer,
        mastery_lost_by_transfer,
        sessions_until_own_level,
        sessions_until_trust_is_back,
        top_of_standard_demand,
        trust_lost_by_transfer,
    )
}
