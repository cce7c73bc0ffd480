"""Processes of a few threads each, for work that more cores than four share."""

from __future__ import annotations

from heterophony.experiments.engine.workers import Pool
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES

# The emulation of `benchmarks/many_cores.py`: more threads of a process wait for Python's lock.
THREADS_A_PROCESS = 4
RUNS_A_PROCESS = 500  # fewer are made on threads while a process would still start


def pool_for(workers: int, runs: int) -> Pool | None:
    """Return a pool of processes of up to four threads, None where threads of this one do.

    That is where there are at most four workers, few runs, outcomes of the user's own (which
    other processes do not know), or no dask.distributed.

    Parameters
    ----------
    workers
        Tasks at a time.
    runs
        Of all tasks together. A task must be several, or sending it costs too much.
    """
    processes, threads = shared_out(workers, THREADS_A_PROCESS)
    if processes == 1 or runs < RUNS_A_PROCESS * processes or OWN_OUTCOMES:
        return None
    try:
        from heterophony.experiments.engine import cluster  # needs an extra of this package
    except ImportError:
        return None
    return cluster.pool_of_processes(processes, threads)


def shared_out(workers: int, threads: int) -> tuple[int, int]:
    """Return how many processes of how many threads make about so many workers.

    Parameters
    ----------
    workers
        Runs at a time.
    threads
        Of a process, at most.
    """
    processes = -(-workers // threads)
    return processes, -(-workers // processes)
