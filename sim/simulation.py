"""One run of one scenario under one seed: weeks pass, by either executor, and results come out."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.prepared import prepared

if TYPE_CHECKING:
    from heterophony.agents.world import World
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
        self._ready = prepared(scenario)
        self._model: HeterophonicModel | None = None  # made when it is needed

    @cached_property
    def jobcentres(self) -> list[Jobcentre]:
        """The run's `population.jobcentres`, which never touch each other.

        They are built when they are first asked for.
        """
        count = int(self._ready.premises[0][1]["population.jobcentres"])
        return [Jobcentre(self._ready, self.seed, each, self.keep) for each in range(count)]

    @property
    def worlds(self) -> list[World]:
        """The tables of each jobcentre."""
        return [jobcentre.world for jobcentre in self.jobcentres]

    @property
    def world(self) -> World:
        """The tables of the only jobcentre.

        Raises
        ------
        LookupError
            If there are several: each has tables of its own, see `worlds`.
        """
        if len(self.jobcentres) > 1:
            raise LookupError(f"this run has {len(self.jobcentres)} jobcentres: ask for `worlds`")
        return self.jobcentres[0].world

    @property
    def place(self) -> int:
        """Index in the calendar of the week to come."""
        return self.jobcentres[-1].place

    @property
    def weeks_in_all(self) -> int:
        """Weeks of the run, burn-in included."""
        return len(self._ready.calendar)

    @property
    def week(self) -> int:
        """The week to come; negative in burn-in, `run.weeks` when the run is over."""
        return self.jobcentres[-1].week

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

    def advance(self, weeks: int, threads: int = 1) -> None:
        """Let some weeks pass, at most to the end of the run.

        Parameters
        ----------
        weeks : how many
        threads : how many jobcentres live at the same time, compiled; the same bits
        """
        last = min(self.place + weeks, self.weeks_in_all)
        if self.executor == "agents":
            self._act_to(last)
        elif threads > 1 and len(self.jobcentres) > 1:
            self._live_side_by_side(last, threads)
        else:
            for jobcentre in self.jobcentres:
                jobcentre.live_to(last)

    def run(self, threads: int = 1) -> Result:
        """Let all remaining weeks pass and return the results; `threads` as in `advance`.

        One jobcentre of which only outcomes are kept, and at whose tables nobody has looked yet,
        takes its burn-in from another run that had the same, such as the baseline's under the same
        seed: the same bits, a fifth sooner.
        """
        from heterophony.sim.burn_in import live_burn_in
        from heterophony.sim.result import collect

        untouched = "jobcentres" not in self.__dict__
        if untouched and self.executor == "compiled" and not self.keep:
            if len(self.jobcentres) == 1:
                live_burn_in(self.jobcentres[0], self.seed)
        self.advance(self.weeks_in_all - self.place, threads)
        return collect(self)

    def _act_to(self, last: int) -> None:
        """Let the agents live through week after week, in one jobcentre after the other."""
        model = self.model
        for place in range(self.place, last):
            for jobcentre, act in zip(self.jobcentres, model.acts, strict=True):
                jobcentre.live_to(place + 1, act)

    def _live_side_by_side(self, last: int, threads: int) -> None:
        """Let jobcentres live at the same time, which the compiled rules allow."""
        pool = ThreadPoolExecutor(threads, thread_name_prefix="jobcentres")
        try:
            for _ in pool.map(lambda jobcentre: jobcentre.live_to(last), self.jobcentres):
                pass
        finally:
            pool.shutdown(cancel_futures=True)
