"""A worker of a sweep without memory, and one that hangs: one run named, or none lost."""

import os
import resource
import signal
from collections.abc import Iterator
from pathlib import Path

import dask
import numpy as np
import pytest
from distributed import LocalCluster

import heterophony as hp
from heterophony.experiments import sweep

THIRD = 2786899149342287815  # the seed of the third replicate of seed 3


class Hungry(hp.Mentor):
    """A mentor who asks for more memory than the worker process may have in one run."""

    def plan_week(self) -> None:
        """Take a sixteenth of what is left to a process under a limit, sixteen times."""
        if self.model.simulation.seed == THIRD:
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            used = pages * resource.getpagesize()
            before = resource.getrlimit(resource.RLIMIT_AS)
            resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20), before[1]))
            try:
                self.eaten = [np.ones(1 << 20) for _ in range(16)]
            finally:
                resource.setrlimit(resource.RLIMIT_AS, before)
        super().plan_week()


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_for_which_memory_does_not_suffice_is_a_row_and_the_others_go_on(
    small_plan, tmp_path, workers
) -> None:
    tiny = {"run.weeks": 6, "run.burn_in_weeks": 2, "staffing.mentors": 1}
    plan = small_plan(set=tiny, grid=None, replicates=6)
    agents = {"mentor_class": Hungry}
    store = sweep(plan, tmp_path / "store", workers=workers, agents=agents)
    assert store.counts() == {"done": 5, "failed": 1, "timed_out": 0, "killed": 0, "not_run": 0}
    assert list(store.undone["replicate"]) == [2]
    assert store.undone["reason"][0].startswith("out of memory")


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    """Two workers whose silence is noticed after seconds instead of minutes."""
    with (
        dask.config.set({"distributed.scheduler.worker-ttl": "1s"}),
        LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as found,
    ):
        yield found


@pytest.mark.slow
def test_a_worker_that_hangs_costs_no_run(small_plan, kept_files, cluster, tmp_path) -> None:
    hung: list[int] = []

    def hang(now) -> None:
        if now.done > 8 and not hung:
            hung.append(next(iter(cluster.workers.values())).process.process.pid)
            os.kill(hung[0], signal.SIGSTOP)

    sweep(small_plan(), tmp_path / "here", workers=1)
    sweep(small_plan(), tmp_path / "there", dask=cluster.scheduler_address, progress=hang)
    assert hung
    assert kept_files(tmp_path / "there") == kept_files(tmp_path / "here")
