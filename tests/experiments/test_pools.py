"""Processes of a few threads take the place of threads where cores are many: the same results."""

import os
import signal

import pytest

from heterophony.experiments import assess_robustness, compare
from heterophony.experiments.engine import pools
from heterophony.experiments.engine.pools import pool_for, shared_out
from heterophony.experiments.engine.workers import Stop, run_tasks
from heterophony.experiments.results.errors import WorkError
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES

SHORT = {"run.weeks": 12, "run.burn_in_weeks": 4, "staffing.mentors": 1}


def test_more_than_four_workers_are_shared_out_over_processes_of_four_threads() -> None:
    assert shared_out(4, 4) == (1, 4)
    assert shared_out(6, 4) == (2, 3)
    assert shared_out(64, 4) == (16, 4)
    assert shared_out(3, 1) == (3, 1)


def test_threads_stay_where_processes_would_cost_more_or_know_less(monkeypatch) -> None:
    assert pool_for(4, 1_000_000) is None
    assert pool_for(8, 999) is None
    assert pool_for(8, 1_000) is not None
    monkeypatch.setitem(OWN_OUTCOMES, "own", object())
    assert pool_for(8, 1_000) is None


def where(task: int) -> tuple[int, int]:
    """Return a task with the process that worked on it."""
    return task, os.getpid()


def die(task: int) -> int:
    """End the process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return task


@pytest.mark.slow
def test_tasks_come_back_in_order_from_other_processes() -> None:
    with Stop() as stop:
        found = dict(run_tasks(where, range(40), stop=stop, workers=8, pool=pool_for(8, 1_000)))
    worked = [each for each in found.values() if isinstance(each, tuple)]
    assert [task for task, _ in worked] == list(found) == list(range(40))
    processes = {process for _, process in worked}
    assert os.getpid() not in processes
    assert len(processes) <= 2


@pytest.mark.slow
def test_a_task_that_kills_every_process_ends_the_work_in_a_sentence() -> None:
    with Stop() as stop, pytest.raises(WorkError, match="every process that worked on one of"):
        list(run_tasks(die, range(3), stop=stop, workers=8, pool=pool_for(8, 1_000)))


@pytest.mark.slow
def test_a_comparison_and_a_robustness_are_the_same_on_processes(monkeypatch) -> None:
    request = {"seed": 3, "overrides": SHORT}
    asked = ("baseline", ["shared-goals", "meetings-every-4-weeks"])
    alone = compare(*asked, replicates=12, workers=1, **request)
    in_worlds = assess_robustness(*asked, worlds=8, replicates=2, workers=1, **request)
    monkeypatch.setattr(pools, "RUNS_A_PROCESS", 1)
    assert compare(*asked, replicates=12, workers=8, **request).digest == alone.digest
    shared = assess_robustness(*asked, worlds=8, replicates=2, workers=8, **request)
    assert shared.digest == in_worlds.digest
    assert shared.effects.equals(in_worlds.effects)
