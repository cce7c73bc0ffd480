"""How many runs a second one process makes on many cores, emulated on a machine that has few.

    python -m heterophony.benchmarks.many_cores [--weeks-ms 16]

The compiled weeks run without Python's lock, so that threads can live them side by side; all else
of a run waits for the lock. Here the weeks are waited for, without the lock, and the true state at
the end is put in; all else is what a run does. So a few cores show where a process of many
threads stops gaining, as long as what is left keeps below what the few cores give.
"""

from __future__ import annotations

import argparse
import ctypes
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, NamedTuple

from heterophony.agents.state import State
from heterophony.benchmarks.goals import number, table
from heterophony.experiments.methods.pairs import beside
from heterophony.scenarios import Scenario, load_scenario
from heterophony.sim import Simulation, jobcentre
from heterophony.sim.burn_in import KEPT, WRITTEN
from heterophony.sim.reuse import run_detached

POLICY = "shared-goals"
THREADS = (1, 2, 4, 8, 16, 32)
_RUNS_A_THREAD, _FEWEST_RUNS = 12, 60
_patched: Any = jobcentre  # the module whose weeks are waited for
_move: Any = ctypes.memmove  # called without the lock, like any foreign function


class EndState(NamedTuple):
    """A state after its last week, as bytes, and where it ended."""

    tables: dict[str, Any]
    last: int

    def put_into(self, w: State) -> None:
        """Overwrite the tables of a state."""
        for name, saved in self.tables.items():
            table = w.bytes_of(name)
            _move(table.ctypes.data, saved.ctypes.data, min(table.size, saved.size))


def end_of(scenario: Scenario) -> EndState:
    """Run a scenario and return its state at the end."""
    run = Simulation(scenario, 0)
    run.advance(run.weeks_in_all)
    names = (*WRITTEN, "weekly")
    return EndState({name: run.state.bytes_of(name).copy() for name in names}, run.weeks_in_all)


@contextmanager
def waited_for(end: EndState, seconds_a_week: float) -> Iterator[None]:
    """Replace the weeks of a run by waiting."""
    lived, room = _patched.run_weeks, _patched.has_capacity

    def wait(w: State, first: int, last: int) -> int:
        time.sleep(seconds_a_week * (last - first))
        if last == end.last:
            end.put_into(w)
        return last

    _patched.run_weeks, _patched.has_capacity = wait, lambda w: True
    try:
        yield
    finally:
        _patched.run_weeks, _patched.has_capacity = lived, room


def works(baseline: Scenario, policy: Scenario) -> dict[str, Callable[[int], object]]:
    """Return what is done under a seed: a run, and a policy beside its baseline's run."""
    today = run_detached(baseline, 0)
    return {
        "a run": lambda seed: run_detached(baseline, seed),
        "a policy beside its baseline": lambda seed: beside(today, policy),
    }


def rates(work: Callable[[int], object], threads: Sequence[int] = THREADS) -> dict[int, float]:
    """Return the runs a second of one process, by its number of threads."""
    found = {}
    for count in threads:
        seeds = range(max(_FEWEST_RUNS, _RUNS_A_THREAD * count))
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(work, range(count)))  # each thread makes its tables
            KEPT.forget()  # the burn-ins of these seeds: every run begins at its first week
            began = time.perf_counter()
            list(pool.map(work, seeds))
        found[count] = len(seeds) / (time.perf_counter() - began)
    return found


def rates_on_many_cores(
    weeks_ms: float, threads: Sequence[int] = THREADS
) -> dict[str, dict[int, float]]:
    """Return the runs a second of each kind of work, by threads.

    Parameters
    ----------
    weeks_ms : what the weeks of a whole run take, burn-in included, in milliseconds
    threads : how many there are
    """
    baseline = load_scenario("baseline")
    policy = load_scenario(POLICY).based_on(baseline)
    end = end_of(baseline)
    found = {}
    for name, work in works(baseline, policy).items():
        with waited_for(end, weeks_ms / 1000.0 / end.last):
            found[name] = rates(work, threads)
    return found


def efficiency(found: dict[int, float], threads: int) -> float:
    """Return the share of its speed that a thread keeps beside so many."""
    return found[threads] / (threads * found[1])


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks-ms", type=float, default=16.0)
    asked = parser.parse_args()
    rows = [
        (name, str(count), number(rate), number(rate / rates[1]), f"{efficiency(rates, count):.2f}")
        for name, rates in rates_on_many_cores(asked.weeks_ms).items()
        for count, rate in rates.items()
    ]
    print(table(("work", "threads", "runs a second", "times one", "efficiency"), rows, "lrrrr"))


if __name__ == "__main__":
    main()
