"""What every run of a scenario shares: premises as records, quantile tables, calendar, sizes.

Made once and kept for the scenarios used last, so that replicates do not make it again.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.columns import Rows
from heterophony.agents.premises import premises_records
from heterophony.sim.accounts import prices_of
from heterophony.sim.calendar import build_calendar
from heterophony.sim.organisation import Shape, shape_of
from heterophony.sim.quantiles import quantile_tables

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

Premise = tuple[int, Mapping[str, Any]]
MOST_TURNS = 1000
KEPT = 8


@dataclass(frozen=True)
class Prepared:
    """A scenario made ready to run; nothing in it is written by a run.

    Attributes
    ----------
    premises : sequence of (first week, values of all parameters)
    records, baseline : premises, and parameters with the baseline's levers, as records
    quantiles : [premises, kind, node]
    calendar : every week of the run
    shape : the largest jobcentre under any premises
    posts : most caseworker posts of a jobcentre
    turns : most turns of a meeting
    burn_in : how long burn-in is, and what it depends on beside seed and jobcentre
    weeks : from week 0 on
    draws_counts : whether counts stand for conversations at some time
    sizes : all that the sizes of a jobcentre's tables depend on
    changes : place of the calendar -> number of the premises that differ from those before it
    breaks : places of the calendar before which a run stops: new premises, week 0
    terms : what outcomes are reckoned by: the norm of turns, then prices in three rows
    """

    premises: Sequence[Premise]
    records: Rows
    baseline: Rows
    quantiles: npt.NDArray[np.float64]
    calendar: Rows
    shape: Shape
    posts: int
    turns: int
    burn_in: BurnIn
    weeks: int
    draws_counts: bool
    sizes: tuple[Any, ...]
    changes: Mapping[int, int]
    breaks: Sequence[int]
    terms: npt.NDArray[np.float64]


class BurnIn(NamedTuple):
    """The weeks before week 0.

    Attributes
    ----------
    weeks : how many
    mark : a hash of all in a scenario that burn-in depends on: equal where it passes alike
    """

    weeks: int
    mark: bytes


def burn_in_of(
    records: Rows, baseline: Rows, quantiles: npt.NDArray[np.float64], calendar: Rows, sizes: Any
) -> BurnIn:
    """Describe burn-in by the tables that a run reads before week 0, and by its sizes."""
    days = np.asarray(calendar)
    days = days[days["week"] < 0]
    holding = int(days["premises"].max(initial=-1)) + 1
    mark = hashlib.sha256(repr(sizes).encode())
    for table in (records[:holding], baseline, quantiles[:holding], days):
        mark.update(np.ascontiguousarray(table).tobytes())
    return BurnIn(len(days), mark.digest())


def longest_meeting(all_values: Sequence[Mapping[str, Any]]) -> int:
    """Return the most turns a meeting may have under any premises, at most 1,000."""
    longest = 1.0
    for values in all_values:
        per_minute = values["meeting.norm_turns"] / values["meeting.norm_minutes"]
        by_minutes = per_minute * values["meeting.minutes"]
        longest = max(longest, values["meeting.turns"] or 0, by_minutes)
    return min(int(longest) + 1, MOST_TURNS)


def prepare(scenario: Scenario) -> Prepared:
    """Make a scenario ready to run."""
    premises = scenario.premises()
    all_values = [values for _, values in premises]
    shapes = [shape_of(values) for values in all_values]
    largest = Shape(
        mentors=max(shape.mentors for shape in shapes),
        slots=max(shape.slots for shape in shapes),
        cases_per_post=min(shape.cases_per_post for shape in shapes),
    )
    baseline = scenario.baseline_values()
    records = premises_records(all_values)
    burns_in_alike = baseline == all_values[0]
    baseline_record = records[:1] if burns_in_alike else premises_records([baseline])
    quantiles = np.stack([quantile_tables(values) for values in all_values])
    calendar = build_calendar(premises)
    posts, turns = max(shape.posts for shape in shapes), longest_meeting(all_values)
    sizes, weeks = (largest, posts, turns, len(calendar)), int(all_values[0]["run.weeks"])
    return Prepared(
        premises=premises,
        records=records,
        baseline=baseline_record,
        quantiles=quantiles,
        calendar=calendar,
        shape=largest,
        posts=posts,
        turns=turns,
        burn_in=burn_in_of(records, baseline_record, quantiles, calendar, sizes),
        weeks=weeks,
        draws_counts=any(values["alternatives.meeting"] == "counts" for values in all_values),
        sizes=(*sizes, weeks),
        changes=changes_of(premises),
        breaks=breaks_of(calendar),
        terms=terms_of(scenario.values),
    )


def changes_of(premises: Sequence[Premise]) -> dict[int, int]:
    """Return the places of the calendar at which other values begin to hold than before."""
    first = premises[0][0]
    return {
        week - first: number
        for number, ((_, before), (week, now)) in enumerate(pairwise(premises), start=1)
        if before != now
    }


def breaks_of(calendar: Rows) -> list[int]:
    """Return the places of a calendar at which new premises begin or week 0 comes, ascending."""
    days = np.asarray(calendar)
    breaks: list[int] = np.flatnonzero((days["premises_begin"] == 1) | (days["week"] == 0)).tolist()
    return breaks


def terms_of(values: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """Return what outcomes are reckoned by: the norm of turns, then prices in three rows."""
    prices = prices_of(values)
    return np.vstack([np.full(prices.shape[1], values["meeting.norm_turns"]), prices])


_kept: OrderedDict[int, tuple[Scenario, Prepared]] = OrderedDict()
_lock = Lock()


def prepared(scenario: Scenario) -> Prepared:
    """Return a scenario made ready, from those used last if it is among them."""
    with _lock:
        known = _kept.get(id(scenario))
        if known is not None and known[0] is scenario:
            _kept.move_to_end(id(scenario))
            return known[1]
    ready = prepare(scenario)
    with _lock:
        _kept[id(scenario)] = (scenario, ready)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return ready
