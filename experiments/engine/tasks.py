"""A task: one run of one scenario. The only place where experiments construct a simulation."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES, with_own_outcomes
from heterophony.sim import Simulation
from heterophony.sim.reuse import run_detached

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Executor = Literal["compiled", "agents"]
EXECUTORS = ("compiled", "agents")
_WEEKS_BETWEEN_LOOKS = 8  # at the clock


class TimeIsUpError(Exception):
    """A run has used its time."""


@dataclass(frozen=True)
class Task:
    """One run.

    Attributes
    ----------
    seed
        The run's own seed, not the base seed.
    executor
        `"compiled"` (fast) or `"agents"` (Mesa's agents, one by one); the results are the same.
    record
        Tables to record beside the outcomes: any of `meetings`, `turns`, `panel`, `events`.
    threads
        How many jobcentres of the run may pass their weeks at once.
    agents
        Classes that act instead of the model's own, by role: `citizen_class` and so on.
    time_limit
        Seconds that the run may take; None: any.
    """

    scenario: Scenario
    seed: int
    executor: Executor = "compiled"
    record: tuple[str, ...] = ()
    threads: int = 1
    agents: Mapping[str, type] = field(default_factory=dict)
    time_limit: float | None = None


def start(task: Task) -> Simulation:
    """Return the run of a task at its beginning."""
    executor = "agents" if task.agents else task.executor
    run = Simulation(task.scenario, seed=task.seed, executor=executor, keep=task.record)
    if task.agents:
        from heterophony.sim import HeterophonicModel  # Mesa, which compiled runs do not need

        classes: dict[str, Any] = dict(task.agents)
        HeterophonicModel(simulation=run, rng=task.seed % 2**63, **classes)
    return run


def simulate_detached(task: Task) -> Result:
    """Return the result of a task without the state behind it, as `simulate(task).detach()` does.

    Where nothing but compiled rules works on it, it is made in the tables of the run before.

    Raises
    ------
    TimeIsUpError
        If the run takes longer than the task allows.
    """
    bare = task.executor == "compiled" and not (task.agents or task.record or OWN_OUTCOMES)
    if bare and task.time_limit is None:
        return run_detached(task.scenario, task.seed, task.threads)
    return simulate(task).detach()


def simulate(task: Task) -> Result:
    """Return the result of a task; it still holds every table of its last week.

    Raises
    ------
    TimeIsUpError
        If the run takes longer than the task allows.
    """
    run = start(task)
    if task.time_limit is not None:
        deadline = time.perf_counter() + task.time_limit
        while not run.finished:
            run.advance(_WEEKS_BETWEEN_LOOKS)
            if time.perf_counter() > deadline:
                raise TimeIsUpError(f"took longer than {task.time_limit:g} s")
    return with_own_outcomes(run.run(task.threads))
