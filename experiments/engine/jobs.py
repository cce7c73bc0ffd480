"""One run of a sweep: from a job to a row, whatever happens on the way."""

from __future__ import annotations

import os
import pickle
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, TimeIsUpError, simulate_detached
from heterophony.experiments.engine.workers import one_line
from heterophony.experiments.results.errors import WorkError
from heterophony.experiments.results.identity import Source, run_id
from heterophony.experiments.results.parts import DONE, FAILED, TIMED_OUT, Row
from heterophony.experiments.results.store_manifest import Manifest


class OtherSourceError(WorkError):
    """A worker has another version of the model than the process that asks it."""


@dataclass(frozen=True)
class Job:
    """One run of a store to make."""

    number: int
    id: str
    task: Task


@dataclass(frozen=True)
class Jobs:
    """The job of every run of a store, by number.

    Attributes
    ----------
    manifest, source
        The runs, and what makes them here and now.
    time_limit
        Seconds that a run may take; None: any.
    agents
        Classes that act instead of the model's own.
    """

    manifest: Manifest
    source: Source
    time_limit: float | None = None
    agents: Mapping[str, type] = field(default_factory=dict)

    @cached_property
    def _key(self) -> str:
        return self.source.key

    def __call__(self, number: int) -> Job:
        """Return the job of a run."""
        design = self.manifest.design
        point, replicate = self.manifest.layout.run(number)
        seed = replicate_seed(design.seed, replicate)
        run = run_id(self._key, design.points[point].digest, seed)
        scenario = design.scenario(point)
        task = Task(scenario, seed, agents=self.agents, time_limit=self.time_limit)
        return Job(number, run, task)


def attempt(job: Job, outcomes: Sequence[str], rules: str) -> Row:
    """Make one run; an error in it becomes a row with its reason."""
    started = time.perf_counter()
    status, reason = DONE, ""
    values: tuple[float, ...] = ()
    try:
        found = simulate_detached(job.task).outcomes
        values = tuple(float(found[name]) for name in outcomes)
    except TimeIsUpError as error:
        status, reason = TIMED_OUT, str(error)
    except Exception as error:  # whatever it is, the other runs go on
        status, reason = FAILED, one_line(error)
    seconds = time.perf_counter() - started
    return Row(
        job.number, job.id, rules, status, reason, values, seconds, time.time(), worker_name()
    )


def attempt_packed(packed: bytes) -> list[Row]:
    """Make several runs on a worker of a cluster.

    Parameters
    ----------
    packed
        Jobs, names of outcomes, and the key of the source without agents, as `cloudpickle` packs
        them: a worker that cannot unpack them fails this task, and not its connection.

    Raises
    ------
    OtherSourceError
        If this worker has another version of the model.
    """
    jobs, outcomes, key = pickle.loads(packed)
    here = Source.present()
    if here.key != key:
        raise OtherSourceError(
            f"{worker_name()} has another version of the model or its libraries (model "
            f"{here.model}, {', '.join(f'{k} {v}' for k, v in here.versions.items())}); "
            "install the same on every worker"
        )
    return [attempt(job, outcomes, here.rules) for job in jobs]


def worker_name() -> str:
    """Name the thread, process and machine that makes a run."""
    return f"{socket.gethostname()}/{os.getpid()}/{threading.current_thread().name}"
