"""One run of a sweep: from a job to a row, whatever happens on the way."""

from __future__ import annotations

import os
import pickle
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from heterophony.experiments.engine.sweeping.identity import Agents, present_source
from heterophony.experiments.results.errors import WorkError

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result, Simulation

DONE, FAILED, TIMED_OUT, KILLED = "done", "failed", "timed_out", "killed"
STATUSES = (DONE, FAILED, TIMED_OUT, KILLED)
_WEEKS_BETWEEN_LOOKS = 8  # at the clock
_LONGEST_REASON = 300  # characters


class OtherSourceError(WorkError):
    """A worker has another version of the model than the process that asks it."""


@dataclass(frozen=True)
class Terms:
    """What holds for every run of a sweep.

    Attributes
    ----------
    outcomes
        Names of the outcomes that are kept.
    source
        `Source.key` of the process that asks, without the classes below, which travel along.
    time_limit
        Seconds that a run may take, or None.
    agents
        Classes that act instead of the model's own.
    """

    outcomes: tuple[str, ...]
    source: str
    time_limit: float | None = None
    agents: Agents = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One run to make."""

    number: int
    id: str
    seed: int
    scenario: Scenario


@dataclass(frozen=True)
class Row:
    """What became of a run.

    Attributes
    ----------
    number
        The run's number in its store.
    values
        Outcomes in the order of the plan; empty unless the run was done.
    reason
        Why it was not done; empty if it was.
    rules
        Hash of the rules that it was made with.
    seconds, finished, worker
        How long it took, when it ended (seconds since 1970), and who did it.
    """

    number: int
    id: str
    rules: str
    status: str
    reason: str
    values: tuple[float, ...]
    seconds: float
    finished: float
    worker: str


class _TimeIsUpError(Exception):
    """A run has used its time."""


def attempt(job: Job, terms: Terms, rules: str) -> Row:
    """Make one run; an error in it becomes a row with its reason."""
    started = time.perf_counter()
    status, reason = DONE, ""
    values: tuple[float, ...] = ()
    try:
        outcomes = _outcomes(job, terms)
        values = tuple(outcomes[name] for name in terms.outcomes)
    except _TimeIsUpError as error:
        status, reason = TIMED_OUT, str(error)
    except Exception as error:  # whatever it is, the other runs go on
        status, reason = FAILED, one_line(error)
    seconds = time.perf_counter() - started
    return Row(
        job.number, job.id, rules, status, reason, values, seconds, time.time(), worker_name()
    )


def attempt_packed(packed: bytes) -> list[Row]:
    """Make several runs on a worker of a cluster, from jobs and terms as `cloudpickle` packs them.

    A worker that cannot unpack them fails this task, and not its connection.

    Raises
    ------
    OtherSourceError
        If this worker has another version of the model.
    """
    jobs, terms = pickle.loads(packed)
    here = present_source()
    if here.key != terms.source:
        raise OtherSourceError(
            f"{worker_name()} has another version of the model or its libraries (rules "
            f"{here.rules}, {', '.join(f'{k} {v}' for k, v in here.versions.items())}); "
            "install the same on every worker"
        )
    return [attempt(job, terms, here.rules) for job in jobs]


def simulation_of(
    scenario: Scenario, seed: int, agents: Agents, keep: tuple[str, ...] = ()
) -> Simulation:
    """Return a run at its beginning, with the classes that act in it."""
    from heterophony.sim import Simulation

    if not agents:  # nor is Mesa loaded for them
        return Simulation(scenario, seed=seed, keep=keep)
    from heterophony.sim import HeterophonicModel

    run = Simulation(scenario, seed=seed, executor="agents", keep=keep)
    classes: dict[str, Any] = dict(agents)
    HeterophonicModel(simulation=run, **classes)
    return run


def worker_name() -> str:
    """Name the thread, process and machine that makes a run."""
    return f"{socket.gethostname()}/{os.getpid()}/{threading.current_thread().name}"


def one_line(error: BaseException) -> str:
    """Return an error's kind and message on one line of at most 300 characters."""
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return text if len(text) <= _LONGEST_REASON else f"{text[: _LONGEST_REASON - 3]}..."


def _outcomes(job: Job, terms: Terms) -> Mapping[str, float]:
    run = simulation_of(job.scenario, job.seed, terms.agents)
    if terms.time_limit is None:
        return run.run().outcomes
    return _within(run, terms.time_limit).outcomes


def _within(run: Simulation, limit: float) -> Result:
    """Let all weeks pass, with a look at the clock after every eighth one."""
    deadline = time.perf_counter() + limit
    while not run.finished:
        run.advance(_WEEKS_BETWEEN_LOOKS)
        if time.perf_counter() > deadline:
            raise _TimeIsUpError(f"took longer than {limit:g} s")
    return run.run()
