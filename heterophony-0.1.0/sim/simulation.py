"""One run of one scenario under one seed, by either executor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.sim.run import Actors, Executor, Run

if TYPE_CHECKING:
    from heterophony.sim.model import HeterophonicModel

__all__ = ["Executor", "Simulation"]


class Simulation(Run):
    """A run in progress, which makes Mesa's agents where they are needed.

    Parameters
    ----------
    scenario : Scenario
        As loaded; `scenario.premises()` lists which values hold from which week on.
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

    @property
    def model(self) -> HeterophonicModel:
        """The Mesa model whose agents are views of this run's rows."""
        from heterophony.sim.model import HeterophonicModel

        if self._actors is None:
            HeterophonicModel(simulation=self)
        assert isinstance(self._actors, HeterophonicModel)
        return self._actors

    def actors(self) -> Actors:
        """Return the model, made now if nobody gave one."""
        return self.model if self._actors is None else self._actors
