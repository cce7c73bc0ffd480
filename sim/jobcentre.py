"""One jobcentre of a run: its state, and how weeks pass in it.

The jobcentres of a run do not interact. Each one is simulated by itself, which keeps its rows in
the processor's cache, and several can be simulated at the same time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection
from typing import Any

from heterophony.agents.state import MEETINGS_KEPT, State
from heterophony.sim.capacity import grow_tables, has_capacity
from heterophony.sim.organisation import change_premises
from heterophony.sim.population import build_state
from heterophony.sim.prepared import Prepared
from heterophony.sim.schedule import run_weeks


class Jobcentre:
    """A jobcentre in a run in progress.

    Parameters
    ----------
    ready : the scenario, prepared
    seed : the run's seed
    number : which jobcentre of the run, from 0; its people and staff are drawn under it
    keep : any of "meetings", "turns", "panel", "events"
    state : its tables, if they are made already

    Attributes
    ----------
    number, ready : as given
    state : its tables
    place : index in the calendar of the week to come
    panel : (week, everybody's rows) of the weeks from 0 on, if kept
    """

    def __init__(
        self,
        ready: Prepared,
        seed: int,
        number: int,
        keep: Collection[str],
        state: State | None = None,
    ) -> None:
        self.number = number
        self.ready = ready
        self.state = build_state(ready, seed, number, keep) if state is None else state
        self.place = 0
        self.panel: list[tuple[int, Any]] = []
        self._keeps_panel = "panel" in keep

    @property
    def week(self) -> int:
        """The week to come; negative in burn-in, `run.weeks` when the run is over."""
        return self.place - self.ready.burn_in.weeks

    def live_to(self, last: int, by_agents: Callable[[int], None] | None = None) -> None:
        """Simulate the weeks before a place of the calendar.

        Parameters
        ----------
        last : place of the first week that is not simulated
        by_agents : simulates the week at a place instead of the compiled schedule
        """
        while self.place < last:
            self._begin_stretch()
            stop = self._end_of_stretch(last)
            while self.place < stop:
                if by_agents is None:
                    self.place = run_weeks(self.state, self.place, stop)
                    if self.place == stop:
                        break
                elif has_capacity(self.state):
                    by_agents(self.place)
                    self.place += 1
                    continue
                grow_tables(self.state)
            self._keep_panel()

    def _end_of_stretch(self, last: int) -> int:
        """Return where to stop next: before new premises, week 0, or a panel row."""
        if self._keeps_panel:
            return self.place + 1
        later = bisect_right(self.ready.breaks, self.place)
        return min([last, *self.ready.breaks[later : later + 1]])

    def _begin_stretch(self) -> None:
        """Let new premises take hold and begin to count at week 0."""
        number = self.ready.changes.get(self.place)
        if number is not None:
            change_premises(self.state, number, self.week)
        if self.place == self.ready.burn_in.weeks:  # week 0
            w = self.state
            for sums in ("totals", "meeting_totals"):
                w.bytes_of(sums)[:] = 0
            w.counters[MEETINGS_KEPT] = 0

    def _keep_panel(self) -> None:
        """Copy everyone's row after a week, if a panel is kept."""
        if self._keeps_panel and self.week > 0:
            self.panel.append((self.week - 1, self.state.citizens.copy()))
