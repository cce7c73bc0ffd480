"""A run in progress: its jobcentres, how weeks pass in them, and the results at its end.

`sim/simulation.py` adds to it how Mesa's agents are made where nobody made them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Literal, Protocol, get_args

import numpy as np
import numpy.typing as npt

from heterophony.agents.batch import BATCH_COLUMNS
from heterophony.agents.columns import Rows, new_rows
from heterophony.agents.counted_talk import write_mean_counts
from heterophony.agents.meeting_columns import COUNT_NAMES
from heterophony.agents.renamed import warn_renamed
from heterophony.agents.state import State
from heterophony.scenarios import Scenario
from heterophony.sim.books import meeting_sums
from heterophony.sim.burn_in import live_burn_in
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.prepared import prepared
from heterophony.sim.result import Result, collect
from heterophony.sim.seeds import checked_seed

Executor = Literal["compiled", "agents"]
_EXECUTORS = get_args(Executor)
KEEPABLE = frozenset({"meetings", "turns", "panel", "events"})
Means = npt.NDArray[np.float64]
_MEETING = "alternatives.meeting"


class Actors(Protocol):
    """Agents that act in a run instead of the compiled rules: Mesa's model."""

    @property
    def acts(self) -> list[Callable[[int], None]]:
        """For each jobcentre, a function that lets its agents live through the week at a place."""


class Run:
    """A run in progress.

    Parameters
    ----------
    scenario : Scenario
        As loaded; `scenario.premises()` says what holds from which week on.
    seed : int
        0 to 2**63 - 1. The same seed gives the same people and fate under every policy.
    executor : {"compiled", "agents"}
        Compiled loop, or Mesa agents that act for themselves; the same bits. May be changed
        between calls of `advance`.
    keep : collection of {"meetings", "turns", "panel", "events"}
        What to keep beside weekly outcomes and cases.

    Raises
    ------
    ValueError
        If a seed, an executor or what is to be kept is not allowed.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        executor: Executor = "compiled",
        keep: Collection[str] = (),
    ) -> None:
        self.keep = checked_keep(keep)
        if executor not in _EXECUTORS:
            raise ValueError(f"executor is {executor!r}; allowed: {', '.join(_EXECUTORS)}")
        self.scenario = scenario
        self.seed = checked_seed(seed)
        self.executor: Executor = executor
        self.ready = prepared(scenario)
        self._actors: Actors | None = None  # made when they are needed

    @cached_property
    def jobcentres(self) -> list[Jobcentre]:
        """The run's `population.jobcentres`, which do not interact.

        They are built at first use.
        """
        built: list[Jobcentre] = []
        for number in range(self.count):
            built.append(Jobcentre(self.ready, self.seed, number, self.keep))
            built[-1].state.put(lanes=built[0].state.lanes)  # `_live_in_turn` says why
        if self.ready.draws_counts:
            means = mean_counts(self.scenario, self.seed)
            for jobcentre in built:
                jobcentre.state.mean_counts[:] = means
        return built

    @property
    def count(self) -> int:
        """How many jobcentres the run has."""
        return int(self.ready.premises[0][1]["population.jobcentres"])

    @property
    def states(self) -> list[State]:
        """The tables of each jobcentre."""
        return [jobcentre.state for jobcentre in self.jobcentres]

    @property
    def state(self) -> State:
        """The tables of the only jobcentre.

        Raises
        ------
        LookupError
            If there are several: each has tables of its own, see `states`.
        """
        if len(self.jobcentres) > 1:
            raise LookupError(f"this run has {len(self.jobcentres)} jobcentres: ask for `states`")
        return self.jobcentres[0].state

    @property
    def worlds(self) -> list[State]:
        """The former name of `states`."""
        warn_renamed("worlds", "states")
        return self.states

    @property
    def world(self) -> State:
        """The former name of `state`."""
        warn_renamed("world", "state")
        return self.state

    @property
    def place(self) -> int:
        """Index in the calendar of the week to come."""
        return self.jobcentres[-1].place

    @property
    def weeks_in_all(self) -> int:
        """Weeks of the run, burn-in included."""
        return len(self.ready.calendar)

    @property
    def week(self) -> int:
        """The week to come; negative in burn-in, `run.weeks` when the run is over."""
        return self.jobcentres[-1].week

    @property
    def finished(self) -> bool:
        """Whether the last week has passed."""
        return self.place >= self.weeks_in_all

    def act_through(self, actors: Actors) -> None:
        """Let a model's agents act in this run whenever its executor is "agents"."""
        self._actors = actors

    def actors(self) -> Actors:
        """Return who acts in this run.

        Raises
        ------
        LookupError
            If nobody was given by `act_through`.
        """
        if self._actors is None:
            raise LookupError("nobody acts in this run: give it a model by act_through")
        return self._actors

    def advance(self, weeks: int, threads: int = 1) -> None:
        """Simulate some weeks, at most to the end of the run.

        Parameters
        ----------
        weeks : how many
        threads : how many jobcentres are simulated at the same time, compiled; the same bits
        """
        last = min(self.place + weeks, self.weeks_in_all)
        if self.executor == "agents":
            self._act_to(last)
        elif len(self.jobcentres) == 1:
            self.jobcentres[0].live_to(last)
        elif threads > 1:
            self._run_threaded(last, threads)
        else:
            for jobcentre in self.jobcentres:
                _live_in_turn(jobcentre, last)

    def run(self, threads: int = 1) -> Result:
        """Simulate all remaining weeks and return the results; `threads` as in `advance`.

        One jobcentre whose tables nobody has read, and of which only outcomes are kept, takes its
        burn-in from the cache, such as that of the baseline's run under the same seed: the same
        bits, a fifth sooner.
        """
        untouched = "jobcentres" not in self.__dict__
        kept = not self.keep and not self.ready.draws_counts
        if untouched and self.executor == "compiled" and kept:
            if len(self.jobcentres) == 1:
                live_burn_in(self.jobcentres[0], self.seed)
        self.advance(self.weeks_in_all - self.place, threads)
        return collect(self)

    def _act_to(self, last: int) -> None:
        """Let the agents live through the weeks of one jobcentre after the other."""
        acts = self.actors().acts
        for place in range(self.place, last):
            for jobcentre, act in zip(self.jobcentres, acts, strict=True):
                jobcentre.live_to(place + 1, act)

    def _run_threaded(self, last: int, threads: int) -> None:
        """Simulate jobcentres at the same time, which the compiled rules allow."""
        pool = ThreadPoolExecutor(threads, thread_name_prefix="jobcentres")
        try:
            for _ in pool.map(lambda each: _live_in_turn(each, last), self.jobcentres):
                pass
        finally:
            pool.shutdown(cancel_futures=True)


class _Thread(threading.local):
    """The batch that a thread uses for one jobcentre after the other."""

    lanes: Rows | None = None


_HERE = _Thread()


def _live_in_turn(jobcentre: Jobcentre, last: int) -> None:
    """Simulate one of many jobcentres in the batch of this thread.

    A batch is scratch: every week fills it anew. One for each jobcentre would take a tenth of a
    large run's memory.
    """
    blocks = len(jobcentre.state.lanes)
    if _HERE.lanes is None or len(_HERE.lanes) != blocks:
        _HERE.lanes = new_rows(BATCH_COLUMNS, blocks)
    jobcentre.state.put(lanes=_HERE.lanes)
    jobcentre.live_to(last)


def mean_counts(scenario: Scenario, seed: int) -> Means:
    """Return the mean of each count over all meetings with a mentor, in a first pass with turns.

    Parameters
    ----------
    scenario : in which counts stand for conversations
    seed : of the run; the first pass has the same
    """
    first_pass = Run(scenario.replaced({_MEETING: "turns"}), seed)
    first_pass.advance(first_pass.weeks_in_all)
    means = np.empty(len(COUNT_NAMES))
    write_mean_counts(meeting_sums(first_pass.states), means)
    return means


def checked_keep(keep: Collection[str]) -> frozenset[str]:
    """Return what is to be recorded, each name checked.

    Raises
    ------
    ValueError
        If a name is unknown, or a bare text was given instead of a list.
    """
    if isinstance(keep, str):
        raise ValueError(f"keep is the text {keep!r}; allowed: a list such as [{keep!r}]")
    names = frozenset(keep)
    unknown = names - KEEPABLE
    if unknown:
        raise ValueError(f"keep: {sorted(unknown)} is not among {sorted(KEEPABLE)}")
    return names
