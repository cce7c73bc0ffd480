"""What every run of a scenario shares: premises as records, quantile tables, calendar, sizes.

It is made once and cached for the scenarios used last, so that replicates share it.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.columns import Rows, new_rows
from heterophony.agents.premises import beside_settings, premises_records, records_of
from heterophony.agents.settings import settings_of
from heterophony.agents.staff_columns import CALENDAR_COLUMNS
from heterophony.agents.state import Block, State, checked_block
from heterophony.sim.accounts import PRICES, TERMS, price_ranges, write_terms
from heterophony.sim.calendar import write_calendar
from heterophony.sim.quantiles import quantile_tables
from heterophony.sim.sizes import SIZES, write_sizes

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

Premise = tuple[int, Mapping[str, Any]]
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
    burn_in : how long burn-in is, and what it depends on beside seed and jobcentre
    draws_counts : whether counts stand for conversations at some time
    sizes : of a jobcentre's tables, by name (`sim.sizes.SIZES`)
    changes : place of the calendar -> number of the premises that differ from those before it
    breaks : places of the calendar before which a run stops: new premises, week 0
    terms : constants behind outcomes: the norm of turns, then prices in three rows
    """

    premises: Sequence[Premise]
    records: Rows
    baseline: Rows
    quantiles: npt.NDArray[np.float64]
    calendar: Rows
    burn_in: BurnIn
    draws_counts: bool
    sizes: Mapping[str, int]
    changes: Mapping[int, int]
    breaks: Sequence[int]
    terms: npt.NDArray[np.float64]

    @property
    def weeks(self) -> int:
        """Weeks of the run from week 0 on."""
        return self.sizes["weeks"]

    def __getstate__(self) -> dict[str, Any]:
        """Pickle everything but addresses, which are those of this process."""
        return {name: value for name, value in vars(self).items() if name != "shared"}

    @cached_property
    def shared(self) -> Block:
        """The tables that runs share and never write."""
        return checked_block(
            {
                "premises": self.records,
                "baseline": self.baseline,
                "quantiles": self.quantiles,
                "calendar": self.calendar,
            }
        )


class BurnIn(NamedTuple):
    """The weeks before week 0.

    Attributes
    ----------
    weeks : how many
    mark : a hash of everything in a scenario that burn-in depends on
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


def prepare(scenario: Scenario) -> Prepared:
    """Make a scenario ready to run."""
    premises = scenario.premises()
    all_values, baseline = [values for _, values in premises], scenario.baseline_values()
    settings = np.array([settings_of(values) for values in all_values])
    records = records_of(settings, np.array([beside_settings(values) for values in all_values]))
    burns_in_alike = baseline == all_values[0]
    baseline_record = records[:1] if burns_in_alike else premises_records([baseline])
    quantiles = np.stack([quantile_tables(values) for values in all_values])
    first_weeks = np.array([week for week, _ in premises])
    sizes, calendar = sizes_and_calendar(records, settings, first_weeks)
    return Prepared(
        premises=premises,
        records=records,
        baseline=baseline_record,
        quantiles=quantiles,
        calendar=calendar,
        burn_in=burn_in_of(records, baseline_record, quantiles, calendar, sizes),
        draws_counts=any(values["alternatives.meeting"] == "counts" for values in all_values),
        sizes=sizes,
        changes=changes_of(premises),
        breaks=breaks_of(calendar),
        terms=terms_of(scenario.values),
    )


def sizes_and_calendar(
    records: Rows, settings: npt.NDArray[np.float64], first_weeks: npt.NDArray[np.int64]
) -> tuple[dict[str, int], Rows]:
    """Return how large tables are, and every week of the run.

    Parameters
    ----------
    records : of premises
    settings : the values that they were written from, [premises, `agents.settings.COUNT`]
    first_weeks : from when each holds
    """
    w, found = State(premises=records), np.zeros(len(SIZES), dtype=np.int64)
    write_sizes(w, int(first_weeks[0]), found)
    sizes = dict(zip(SIZES, found.tolist(), strict=True))
    calendar = new_rows(CALENDAR_COLUMNS, sizes["days"])
    w.put(calendar=calendar)
    write_calendar(w, settings, first_weeks)
    return sizes, calendar


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
    """Return the constants behind outcomes (`sim.accounts.write_terms`)."""
    terms = np.empty((TERMS, len(PRICES)))
    write_terms(settings_of(values), price_ranges(), terms)
    return terms


_kept: OrderedDict[int, tuple[Scenario, Prepared]] = OrderedDict()
_lock = Lock()


def prepared(scenario: Scenario) -> Prepared:
    """Return a prepared scenario, from the cache if it is there."""
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
