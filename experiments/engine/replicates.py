"""One scenario under many seeds."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.workers import (
    LARGEST_WORKERS,
    Failure,
    ProgressCallback,
    Stop,
    attempted,
    checked_workers,
    in_order,
)
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError
from heterophony.experiments.results.stacking import length, stacked, turn_columns

if TYPE_CHECKING:
    import pandas as pd

    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Executor = Literal["compiled", "agents"]
EXECUTORS = ("compiled", "agents")
# Scenario, seed, executor, what to keep, and how many jobcentres live at once.
_Run = tuple["Scenario", int, Executor, Sequence[str], int]
LARGEST_REPLICATES = 10_000
# Tables are kept in memory until they are written: a panel takes 85 MB a run, meetings 8 MB.
_LARGEST_WITH = {"panel": 100, "meetings": 1_000, "turns": 1_000, "events": 1_000}


@dataclass(frozen=True)
class RunSet:
    """Runs of one scenario, in the order of their replicates.

    Attributes
    ----------
    replicates
        The number of each run; all of 0 to `asked` - 1 unless it was interrupted or some failed.
    results
        One result per run.
    failed
        The reason of every run that failed, by its replicate; such a run is in nothing else.
    started, seconds
        When the work began (UTC, ISO 8601) and how long it took.
    """

    scenario: Scenario
    seed: int
    executor: str
    asked: int
    replicates: tuple[int, ...]
    results: tuple[Result, ...]
    started: str
    seconds: float
    failed: Mapping[int, str] = field(default_factory=dict)

    @property
    def interrupted(self) -> bool:
        """Whether there are runs that were neither finished nor failed."""
        return len(self.results) + len(self.failed) < self.asked

    @cached_property
    def digest(self) -> str:
        """A hash of all results: equal exactly where they are."""
        return digest_of(each.digest() for each in self.results)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row per replicate and week: every weekly outcome, NaN where undefined."""
        weeks = [{"week": np.arange(length(each.weekly))} | each.weekly for each in self.results]
        return stacked(weeks, self.replicates)

    @cached_property
    def citizens(self) -> pd.DataFrame:
        """One row per referral: traits, fate and outcomes of one person's case."""
        return stacked([each.citizens for each in self.results], self.replicates)

    @cached_property
    def meetings(self) -> pd.DataFrame:
        """One row per meeting (kept with `keep=("meetings",)`)."""
        return self._kept("meetings")

    @cached_property
    def panel(self) -> pd.DataFrame:
        """One row per citizen and week (kept with `keep=("panel",)`)."""
        return self._kept("panel")

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row per dated event of a citizen or a post (kept with `keep=("events",)`)."""
        return self._kept("events")

    @property
    def has_turns(self) -> bool:
        """Whether every turn of every meeting was kept."""
        return bool(self.results) and all(each.has_turns for each in self.results)

    @cached_property
    def turns(self) -> pd.DataFrame:
        """One row per turn of a meeting, in words (kept with `keep=("turns",)`).

        `meeting` counts the meetings of the run, in the order of the table of meetings.
        """
        if not self.has_turns:
            raise RequestError("turns were not kept; ask for them: keep=('turns',)")
        return stacked([turn_columns(each) for each in self.results], self.replicates)

    @cached_property
    def outcomes(self) -> pd.DataFrame:
        """One row per replicate: its seed and every outcome of the run, NaN where undefined."""
        import pandas as pd

        seeds = [replicate_seed(self.seed, each) for each in self.replicates]
        names = pd.DataFrame({"replicate": list(self.replicates), "seed": seeds})
        return pd.concat([names, pd.DataFrame([each.outcomes for each in self.results])], axis=1)

    def write(self, out: str | Path) -> Path:
        """Write the runs as a folder of tables and return its path.

        Raises
        ------
        RequestError
            If the folder holds files that are not results of this package.
        WorkError
            If it cannot be written; then nothing is.
        """
        from heterophony.experiments.results.tables import write_runs

        return write_runs(self, Path(out))

    def _kept(self, name: str) -> pd.DataFrame:
        tables = [getattr(each, name) for each in self.results]
        if any(table is None for table in tables):
            raise RequestError(f"{name} were not kept; ask for them: keep=({name!r},)")
        return stacked(tables, self.replicates)


def run(
    scenario: Scenario | str | Path,
    *,
    seed: int = 1,
    replicates: int = 1,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    keep: Sequence[str] = ("meetings",),
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
        Threads; one per core unless given. The results do not depend on it.
    progress
        Called after every run with how far the work has come.
    keep
        What to keep beside the outcomes: any of `meetings`, `turns`, `panel`, `events`. Graphs
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
        On Ctrl-C; its `finished` holds the runs that were finished.
    """
    resolved = resolve(scenario, overrides)
    check_request(seed, replicates, executor, keep)
    seed = checked_seed(seed)
    began, clock = datetime.now(UTC), time.perf_counter()
    most = checked_workers(1 if executor == "agents" else workers, LARGEST_WORKERS)
    threads = min(most, replicates)
    # Cores that no other run needs let several jobcentres of a run live at once.
    inside = most // threads
    tasks = [
        (resolved, replicate_seed(seed, each), executor, keep, inside) for each in range(replicates)
    ]
    # A single run keeps its last state, and with it turns and graphs.
    work = partial(_attempt, _one_run if replicates == 1 or "turns" in keep else _detached)
    done: dict[int, Result] = {}
    failed: dict[int, str] = {}
    with Stop() as stop:
        for number, result in in_order(work, tasks, workers=threads, stop=stop, progress=progress):
            if isinstance(result, str):
                failed[number] = result
            else:
                done[number] = result
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
    )
    if finished.interrupted:
        raise Interrupted(finished, len(done), replicates)
    return finished


def resolve(scenario: Scenario | str | Path, overrides: Mapping[str, object] | None) -> Scenario:
    """Return the scenario itself, loaded by name or path where needed, with values replaced."""
    from heterophony.scenarios import load_scenario

    if isinstance(scenario, str | Path):
        return load_scenario(scenario, overrides)
    return scenario.replaced(dict(overrides)) if overrides else scenario


def check_request(seed: int, replicates: int, executor: str, keep: Sequence[str] = ()) -> None:
    """Refuse a wrong seed, number of replicates or executor.

    Raises
    ------
    RequestError
        Naming the field, the value and what is allowed.
    """
    checked_seed(seed)
    if isinstance(replicates, bool) or not isinstance(replicates, int):
        raise RequestError(f"replicates is {replicates!r}; allowed: a whole number from 1")
    largest = min(_LARGEST_WITH.get(each, LARGEST_REPLICATES) for each in ("", *keep))
    if not 1 <= replicates <= largest:
        kept = f", with {' and '.join(keep)} kept" if largest < LARGEST_REPLICATES else ""
        raise RequestError(f"replicates is {replicates}; allowed: 1 to {largest:,}{kept}")
    if executor not in EXECUTORS:
        raise RequestError(f"executor is {executor!r}; allowed: {', '.join(EXECUTORS)}")


def _attempt(work: Callable[[_Run], Result], task: _Run) -> Result | str:
    found = attempted(work, task, named=lambda each: f"seed {each[1]}")
    return found.reason if isinstance(found, Failure) else found


def _one_run(task: _Run) -> Result:
    """Simulate once."""
    from heterophony.sim import Simulation

    scenario, seed, executor, keep, threads = task
    return Simulation(scenario, seed=seed, executor=executor, keep=tuple(keep)).run(threads)


def _detached(task: _Run) -> Result:
    """Simulate once, and let go of the rows of everyone, which take ten times the tables' room."""
    return replace(_one_run(task), _simulation=None)
