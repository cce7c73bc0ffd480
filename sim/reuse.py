"""Runs of which only results are kept: each thread reuses the tables of its previous run.

Making the tables of a jobcentre takes as long as simulating six weeks. A run whose tables nobody
will read resets and uses those of its thread's previous run of the same size: the same bits.
"""

from __future__ import annotations

import threading

from heterophony.scenarios import Scenario
from heterophony.sim.blank_tables import blank_state
from heterophony.sim.burn_in import (
    USED,
    WRITTEN,
    Tables,
    kept_burn_in,
    live_burn_in,
    put_back,
    used_bytes,
)
from heterophony.sim.jobcentre import Jobcentre
from heterophony.sim.population import furnish
from heterophony.sim.prepared import Prepared
from heterophony.sim.result import Result
from heterophony.sim.simulation import Simulation

_NOT_KEPT = ("weekly", "mean_counts")  # begin at 0; a kept burn-in does not contain them


class _Tables:
    """The tables of one jobcentre, and their content before posts were filled."""

    def __init__(self, ready: Prepared) -> None:
        self.state = blank_state(ready.sizes, ready.shared.tables)
        self._sizes = ready.sizes
        self._shared = ready.shared
        self._blank = {name: self.state.bytes_of(name).copy() for name in WRITTEN}

    def fit(self, ready: Prepared) -> bool:
        """Tell whether a run of a scenario can use these tables: same sizes, and none has grown."""
        sizes = (self.state.bytes_of(name).size == self._blank[name].size for name in USED)
        return self._sizes == ready.sizes and all(sizes)

    def begin(self, ready: Prepared, kept: Tables) -> None:
        """Put a scenario's premises in, and reset the rows that a kept burn-in does not fill."""
        w = self.state
        if self._shared is not ready.shared:
            self._shared = ready.shared
            w.put_block(ready.shared)
        for name in USED:  # the rows beyond are still empty
            rows = slice(len(kept.get(name, ())), used_bytes(w, name))
            w.bytes_of(name)[rows] = self._blank[name][rows]
        for name in _NOT_KEPT:
            w.bytes_of(name)[:] = 0

    def empty(self) -> None:
        """Reset all other tables."""
        for name in WRITTEN:
            if name not in USED:
                self.state.bytes_of(name)[:] = self._blank[name]


class _Thread(threading.local):
    """The tables that a thread keeps from run to run."""

    tables: _Tables | None = None


_HERE = _Thread()


def run_detached(scenario: Scenario, seed: int, threads: int = 1) -> Result:
    """Run a scenario by compiled rules and return its results without the state behind them.

    The same bits as `Simulation(scenario, seed).run(threads).detach()`, sooner.

    Parameters
    ----------
    scenario : as loaded
    seed : 0 to 2**63 - 1
    threads : how many jobcentres of the run may live at the same time

    Raises
    ------
    ValueError
        If the seed is not allowed.
    """
    run = Simulation(scenario, seed)
    ready, tables = run.ready, _HERE.tables
    if run.count > 1 or ready.draws_counts:
        return run.run(threads).detach()
    if tables is None or not tables.fit(ready):
        tables = _Tables(ready)
    _HERE.tables = None  # if the run fails, its tables are not used again
    jobcentre = Jobcentre(ready, run.seed, 0, (), tables.state)
    kept = kept_burn_in(jobcentre, run.seed)
    tables.begin(ready, kept or {})
    if kept is None:
        tables.empty()
        furnish(tables.state, run.seed, 0)
        live_burn_in(jobcentre, run.seed)
    else:
        put_back(jobcentre, kept)
    run.jobcentres = [jobcentre]
    result = run.run(threads).detach()
    _HERE.tables = tables
    return result
