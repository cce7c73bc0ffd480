"""Simulate one scenario under many seeds."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.tasks import (
    EXECUTORS,
    Executor,
    Task,
    simulate,
    simulate_detached,
)
from heterophony.experiments.engine.workers import (
    LARGEST_WORKERS,
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.arms import Named, resolve
from heterophony.experiments.inputs.checked import whole_number
from heterophony.experiments.results.design import LARGEST_REPLICATES
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError
from heterophony.experiments.results.run_set import RunSet
from heterophony.sim import Result

# Tables stay in memory until they are written: a panel takes 85 MB a run, meetings 8 MB.
LARGEST_WITH = {"meetings": 1_000, "turns": 1_000, "panel": 100, "events": 1_000}


def run(
    scenario: Named,
    *,
    seed: int = 1,
    replicates: int = 1,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    keep: str | Iterable[str] = ("meetings",),
    overrides: Mapping[str, object] | None = None,
) -> RunSet:
    """Simulate a scenario under `replicates` seeds that are derived from `seed`.

    Parameters
    ----------
    scenario
        A scenario, or its library name, or the path of its file.
    seed
        The base seed. The same scenario, seed and version give the same results, bit for bit.
    replicates
        How many runs: 1 to 10,000; to 1,000 with meetings kept, to 100 with a panel.
    executor
        `"compiled"` (fast) or `"agents"` (Mesa's agents, one by one); the results are the same.
    workers
        Threads; one per core by default. The results do not depend on it.
    progress
        Called after every run with how far the work has come.
    keep
        Tables to record beside the outcomes: any of `meetings`, `turns`, `panel`, `events`. Graphs
        come with a single run, and with `turns`.
    overrides
        Values that replace the scenario's, by parameter name.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or the scenario is wrong; nothing is run then.
    WorkError
        If every run failed. A run that fails costs no other: see `RunSet.failed`.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; its `finished` holds the runs that were finished.
    """
    resolved, recorded = resolve(scenario, overrides), recorded_tables(keep)
    seed, replicates = check_request(seed, replicates, executor, recorded)
    began, clock = datetime.now(UTC), time.perf_counter()
    most = checked_workers(1 if executor == "agents" else workers, LARGEST_WORKERS)
    threads = min(most, replicates)
    # Cores that no other run needs let several jobcentres of a run pass their weeks at once.
    tasks = [
        Task(resolved, replicate_seed(seed, each), executor, recorded, most // threads)
        for each in range(replicates)
    ]
    done, failed = _done(tasks, threads, progress)
    if failed and not done:
        number, reason = next(iter(failed.items()))
        raise WorkError(f"no run could be finished; the first, number {number}: {reason}")
    finished = RunSet(
        scenario=resolved,
        seed=seed,
        executor=executor,
        asked=replicates,
        replicates=tuple(done),
        results=tuple(done.values()),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        failed=failed,
        overrides=dict(overrides or {}),
    )
    if finished.interrupted:
        raise Interrupted(finished, len(done), replicates)
    return finished


def _done(
    tasks: Sequence[Task], threads: int, progress: ProgressCallback | None
) -> tuple[dict[int, Result], dict[int, str]]:
    """Return the results and the reasons of failures, by the number of the run."""
    # A single run holds its last week, for graphs; so do runs with turns.
    whole = len(tasks) == 1 or "turns" in tasks[0].record
    done: dict[int, Result] = {}
    failed: dict[int, str] = {}
    with Stop() as stop:
        for number, result in run_tasks(
            simulate if whole else simulate_detached,
            tasks,
            workers=threads,
            stop=stop,
            progress=progress,
            named=_seed_of,
        ):
            if isinstance(result, Failure):
                failed[number] = result.reason
            else:
                done[number] = result
    return done, failed


def recorded_tables(keep: str | Iterable[str]) -> tuple[str, ...]:
    """Return the names of the tables to record, whatever collection they come in.

    Raises
    ------
    RequestError
        If one is no table.
    """
    names = (keep,) if isinstance(keep, str) else tuple(keep)
    for name in names:
        if name not in LARGEST_WITH:
            raise RequestError(f"keep holds {name!r}; allowed: {', '.join(LARGEST_WITH)}")
    return names


def check_request(
    seed: int, replicates: int, executor: str, keep: Iterable[str] = ()
) -> tuple[int, int]:
    """Return the seed and the number of replicates; refuse a wrong one, or a wrong executor.

    Raises
    ------
    RequestError
        Naming the field, the value and what is allowed.
    """
    limits = {name: LARGEST_WITH[name] for name in keep if LARGEST_WITH[name] < LARGEST_REPLICATES}
    most = min(limits.values(), default=LARGEST_REPLICATES)
    more = ""
    if limits:
        kept = " and ".join(limits)
        more = (
            f", with {kept} kept; up to {LARGEST_REPLICATES:,} with outcomes alone: "
            "run --outcomes-only, or keep=() in Python"
        )
    if executor not in EXECUTORS:
        raise RequestError(f"executor is {executor!r}; allowed: {', '.join(EXECUTORS)}")
    return checked_seed(seed), whole_number(replicates, "replicates", 1, most, more)


def _seed_of(task: Task) -> str:
    return f"seed {task.seed}"
