"""What studies read: citizen-weeks of one run as matrices, and what happened in them when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from heterophony.agents.arrival import (
    match_between,
)
from heterophony.agents.living import realism
from heterophony.agents.vocabulary import COURSE, NOBODY
from heterophony.sim.tables import citizen_numbers

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

LOWEST, MIDDLE, HIGHEST = 0, 1, 2
"""Thirds of people, as the column `group` of cases numbers those of resources."""

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Study:
    """A function of a finished run: one number, or what a reading pools over many runs.

    Attributes
    ----------
    read
        The function, of a simulation and its result.
    tables
        The tables that must be recorded for it.
    """

    read: Callable[[Simulation, Result], Any]
    tables: tuple[str, ...]


Seen = tuple[NDArray[Any], ...]
"""What a study returns: one number, a pair of counts, or the columns of followed courses."""


@dataclass(frozen=True)
class Measured:
    """What is kept of one run: its outcomes, and what studies read off its tables."""

    outcomes: dict[str, float]
    studies: dict[str, Seen]


def declared(*tables: str) -> Callable[[Callable[[Simulation, Result], Any]], Study]:
    """Declare a function as a study that needs some tables recorded."""
    return lambda function: Study(function, tables)


def studies_of(*modules: ModuleType) -> dict[str, Study]:
    """Return the studies of some modules, by name."""
    return {
        name: each
        for module in modules
        for name, each in vars(module).items()
        if isinstance(each, Study)
    }


def meetings_of(result: Result) -> dict[str, Any]:
    """Return the meetings of a run from week 0 on, column by column."""
    held = result.meetings
    assert held is not None
    counted = held["week"] >= 0
    return {name: values[counted] for name, values in held.items()}


def three_party(result: Result) -> dict[str, Any]:
    """Return those of them in which a mentor took part."""
    held = meetings_of(result)
    chosen = held["three_party"] > 0.0
    return {name: values[chosen] for name, values in held.items()}


class Panel:
    """Every citizen in every week from week 0 on; matrices are `[citizens, weeks]`.

    A cell is NaN where the citizen was not there at the end of that week.
    """

    def __init__(self, simulation: Simulation, result: Result) -> None:
        self._premises = simulation.state.premises  # patterns are about one jobcentre
        self._weeks = simulation.jobcentres[0].panel
        self._result = result
        self._cells = [
            (week, np.flatnonzero(rows["status"] != NOBODY), rows) for week, rows in self._weeks
        ]
        numbers = [
            citizen_numbers(rows["slot"][here], rows["generation"][here])
            for _, here, rows in self._cells
        ]
        self.citizens = np.unique(np.concatenate(numbers))
        self._places = [np.searchsorted(self.citizens, each) for each in numbers]
        self._known: dict[str, Matrix] = {}

    @property
    def weeks(self) -> int:
        """How many weeks there are."""
        return len(self._weeks)

    def matrix(self, column: str) -> Matrix:
        """Return a column of citizens' rows."""
        if column not in self._known:
            found = np.full((len(self.citizens), self.weeks), np.nan)
            for (week, here, rows), places in zip(self._cells, self._places, strict=True):
                found[places, week] = rows[column][here]
            self._known[column] = found
        return self._known[column]

    @cached_property
    def on_course(self) -> Mask:
        """Where a citizen is on a course with a mentor."""
        return np.asarray(self.matrix("status") == COURSE)

    @cached_property
    def course_week(self) -> Matrix:
        """Weeks since the course started; NaN off the course."""
        week = np.arange(self.weeks)
        return np.where(self.on_course, week - self.matrix("course_week"), np.nan)

    def on_course_only(self, column: str) -> Matrix:
        """Return a column, NaN off the course."""
        return np.where(self.on_course, self.matrix(column), np.nan)

    def dates(self, *kinds: str) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return citizens' places and weeks of events of some kinds, from week 0 on."""
        events = self._result.events
        assert events is not None
        chosen = np.isin(events["kind"], kinds) & (events["week"] >= 0)
        return self._found(events["citizen"][chosen], events["week"][chosen])

    def happened(self, *kinds: str) -> Mask:
        """Return where an event of some kinds happened."""
        found = np.zeros((len(self.citizens), self.weeks), dtype=bool)
        found[self.dates(*kinds)] = True
        return found

    def meetings(self, chosen: Mask | None = None) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return citizens' places and weeks of the meetings held, or of the chosen ones."""
        held = meetings_of(self._result)
        everyone = np.ones(len(held["week"]), dtype=bool) if chosen is None else chosen
        return self._found(held["citizen"][everyone], held["week"][everyone])

    def realism(self, place: int, week: int) -> float:
        """Return how far a citizen's demand fits what is feasible, by the rule itself; or NaN."""
        row, premises = self._row(place, week)
        return float("nan") if row is None else float(realism(row, premises))

    def match(self, place: int, week: int) -> float:
        """Return the match of a citizen's plan and needs, by the rule itself; or NaN."""
        row, _ = self._row(place, week)
        return float("nan") if row is None else float(match_between(row.plan, row.needs))

    def _row(self, place: int, week: int) -> tuple[Any, Any]:
        if not 0 <= week < self.weeks:
            return None, None
        _, here, rows = self._cells[week]
        at = np.flatnonzero(self._places[week] == place)
        if not len(at):
            return None, None
        return rows[int(here[at[0]])], self._premises[-1]

    def _found(
        self, numbers: NDArray[Any], weeks: NDArray[Any]
    ) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """Return the places of citizens that are in the panel, with their weeks."""
        places = np.searchsorted(self.citizens, numbers)
        places = np.minimum(places, len(self.citizens) - 1)
        there = self.citizens[places] == numbers
        return places[there], weeks[there].astype(np.int64)


def mean_of(values: Any) -> float:
    """Return the mean of what is defined, NaN if nothing is."""
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")


def correlation(one: Any, other: Any) -> float:
    """Return the correlation of two columns where both are defined; NaN under three."""
    one, other = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    known = ~(np.isnan(one) | np.isnan(other))
    one, other = one[known], other[known]
    if len(one) < 3 or one.std() == 0.0 or other.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])
