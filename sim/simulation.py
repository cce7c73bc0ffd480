"""One run of one scenario under one seed: weeks pass, by either executor, and results come out."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from heterophony.agents.book_columns import TOTAL_COLUMNS
from heterophony.agents.columns import new_rows
from heterophony.agents.learning import first_safety
from heterophony.agents.world import MEETINGS_KEPT
from heterophony.sim.organisation import (
    move_from_abolished_posts,
    organise,
    schedule_first_fill,
)
from heterophony.sim.population import build_world
from heterophony.sim.prepared import prepared
from heterophony.sim.room import has_room, make_room
from heterophony.sim.schedule import run_weeks

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim.model import HeterophonicModel
    from heterophony.sim.result import Result

Executor = Literal["compiled", "agents"]
KEEPABLE = frozenset({"meetings", "turns", "panel", "events"})


class Simulation:
    """A run in progress.

    Parameters
    ----------
    scenario : Scenario
        As loaded; `scenario.premises()` says what holds from which week on.
    seed : int
        The same seed gives the same people and fate under every policy.
    executor : {"compiled", "agents"}
        Compiled loop, or Mesa agents that act for themselves; the same bits. May be changed
        between calls of `advance`.
    keep : collection of {"meetings", "turns", "panel", "events"}
        What to keep beside weekly outcomes and cases.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        executor: Executor = "compiled",
        keep: Collection[str] = (),
    ) -> None:
        unknown = set(keep) - KEEPABLE
        if unknown:
            raise ValueError(f"keep: {sorted(unknown)} is not among {sorted(KEEPABLE)}")
        self.scenario = scenario
        self.seed = int(seed)
        self.executor: Executor = executor
        self.keep = frozenset(keep)
        ready = prepared(scenario)
        self.premises = ready.premises
        self.world = build_world(ready, self.seed, keep)
        self.place = 0  # index in the calendar of the week to come
        self.panel: list[tuple[int, Any]] = []
        self._model: HeterophonicModel | None = None  # made when it is needed

    @property
    def weeks_in_all(self) -> int:
        """Weeks of the run, burn-in included."""
        return len(self.world.calendar)

    @property
    def week(self) -> int:
        """The week to come; negative in burn-in, `run.weeks` when the run is over."""
        if self.place < self.weeks_in_all:
            return int(self.world.calendar[self.place].week)
        return int(self.world.calendar[-1].week) + 1

    @property
    def finished(self) -> bool:
        """Whether the last week has passed."""
        return self.place >= self.weeks_in_all

    @property
    def model(self) -> HeterophonicModel:
        """The Mesa model whose agents are views of this run's rows."""
        if self._model is None:
            from heterophony.sim.model import HeterophonicModel

            self._model = HeterophonicModel(simulation=self)
        return self._model

    def act_through(self, model: HeterophonicModel) -> None:
        """Let a model's agents act in this run whenever its executor is "agents"."""
        self._model = model

    def advance(self, weeks: int) -> None:
        """Let some weeks pass, at most to the end of the run."""
        last = min(self.place + weeks, self.weeks_in_all)
        while self.place < last:
            self._begin_stretch()
            self._live_to(self._end_of_stretch(last))
            self._keep_panel()

    def _live_to(self, stop: int) -> None:
        """Let the weeks up to a place of the calendar pass, making room when it runs out."""
        while self.place < stop:
            if not has_room(self.world):
                make_room(self.world)
            if self.executor == "agents":
                self.model.live_week(self.place)
                self.place += 1
            else:
                self.place = run_weeks(self.world, self.place, stop)

    def run(self) -> Result:
        """Let all remaining weeks pass and return the results."""
        from heterophony.sim.result import collect

        self.advance(self.weeks_in_all - self.place)
        return collect(self)

    def _end_of_stretch(self, last: int) -> int:
        """Return where to stop next: before new premises, week 0, or a panel row."""
        if "panel" in self.keep:
            return self.place + 1
        days = np.asarray(self.world.calendar)[self.place + 1 : last]
        breaks = np.flatnonzero((days["premises_begin"] == 1) | (days["week"] == 0))
        return self.place + 1 + int(breaks[0]) if len(breaks) else last

    def _begin_stretch(self) -> None:
        """Let new premises take hold and begin to count at week 0."""
        day = self.world.calendar[self.place]
        if day.premises_begin and self.place > 0:
            self._change_premises(int(day.premises))
        if day.week == 0:
            w = self.world
            w.totals[:] = new_rows(TOTAL_COLUMNS, 1)
            w.meeting_totals[:] = 0.0
            w.counters[MEETINGS_KEPT] = 0

    def _change_premises(self, number: int) -> None:
        """Change what management decides: stage, commitments, posts, slots and pairs."""
        w = self.world
        before, now = self.premises[number - 1][1], self.premises[number][1]
        if before == now:
            return
        record = w.premises[number]
        week = self.premises[number][0]
        if before["dialogue.stage"] != now["dialogue.stage"]:
            for staff in (w.caseworkers, w.mentors):
                staff["safety"] = first_safety(record)
        for side in ("caseworker", "mentor"):
            name = f"dialogue.{side}_commitment"
            moved = w.jobcentres[f"commitment_{side}s"] + (now[name] - before[name])
            w.jobcentres[f"commitment_{side}s"] = np.clip(moved, 0.0, 1.0)
        organise(w, now, number)
        schedule_first_fill(w, now, week)
        move_from_abolished_posts(w, record, week)

    def _keep_panel(self) -> None:
        """Copy everyone's row after a week, if a panel is kept."""
        if "panel" in self.keep and self.week > 0:
            self.panel.append((self.week - 1, self.world.citizens.copy()))
