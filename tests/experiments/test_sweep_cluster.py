"""The same sweep on a cluster of processes: the same bytes, also when workers are killed."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import cloudpickle
import dask
import pytest
from distributed import LocalCluster

import heterophony as hp
from heterophony.experiments import Store, sweep
from heterophony.experiments.engine.jobs import attempt_packed
from heterophony.experiments.results.errors import RequestError, WorkError


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two worker processes on the loopback, as a cluster that somebody else has started."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=":0", protocol="tcp", silence_logs=50
    ) as found:
        yield found


def worker_process(cluster: LocalCluster) -> int:
    """The process of one of the workers."""
    return next(iter(cluster.workers.values())).process.process.pid


def processes(store: Path) -> set[str]:
    """The processes that made the runs of a store."""
    return {worker.split("/")[1] for worker in Store(store).timing["worker"]}


def test_a_cluster_gives_the_bytes_of_one_machine_although_a_worker_is_killed(
    small_plan, kept_files, cluster, tmp_path
) -> None:
    killed: list[int] = []

    def kill(now) -> None:
        if now.done > 8 and not killed:
            killed.append(worker_process(cluster))
            os.kill(killed[0], signal.SIGKILL)

    sweep(small_plan(), tmp_path / "here", workers=1)
    sweep(small_plan(), tmp_path / "there", dask=cluster.scheduler_address, progress=kill)
    assert killed
    assert str(os.getpid()) not in processes(tmp_path / "there")
    assert kept_files(tmp_path / "there") == kept_files(tmp_path / "here")
    assert Store(tmp_path / "there").counts()["done"] == 36


@pytest.mark.slow
def test_processes_of_several_threads_write_the_bytes_of_one_thread(
    small_plan, kept_files, tmp_path, monkeypatch
) -> None:
    sweep(small_plan(), tmp_path / "here", workers=1)
    monkeypatch.setattr("heterophony.experiments.engine.executors.RUNS_A_PROCESS", 1)
    sweep(small_plan(), tmp_path / "there", workers=8)
    assert str(os.getpid()) not in processes(tmp_path / "there")
    assert kept_files(tmp_path / "there") == kept_files(tmp_path / "here")


def test_a_cluster_that_does_not_answer_is_named(small_plan, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("heterophony.experiments.engine.cluster._CONNECT", "1s")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    with pytest.raises(WorkError, match=f"no cluster answers at {address}"):
        sweep(small_plan(), tmp_path / "store", dask=address)


def test_workers_and_a_cluster_contradict_each_other(small_plan, tmp_path) -> None:
    with pytest.raises(RequestError, match="--dask is 'nonsense'; allowed"):
        sweep(small_plan(), tmp_path / "none", dask="nonsense")
    with pytest.raises(RequestError, match="workers and dask contradict"):
        sweep(small_plan(), tmp_path / "store", dask="tcp://127.0.0.1:1", workers=2)


class Poisonous(hp.Mentor):
    """A mentor of whom one run in some dies, as from want of memory."""

    def plan_week(self):
        """Kill the process in the third replicate."""
        if self.model.simulation.seed == 2786899149342287815:
            os.kill(os.getpid(), signal.SIGKILL)
        super().plan_week()


@pytest.mark.slow
def test_a_run_that_kills_its_worker_costs_itself_only(small_plan, tmp_path) -> None:
    tiny = {"run.weeks": 6, "run.burn_in_weeks": 2, "staffing.mentors": 1}
    plan = small_plan(set=tiny, grid=None, replicates=8)
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
        store = sweep(plan, tmp_path / "store", workers=2, agents={"mentor_class": Poisonous})
    assert store.counts()["done"] == 7
    assert list(store.undone["replicate"]) == [2]
    assert list(store.undone["status"]) == ["killed"]
    assert "died" in store.undone["reason"][0]


def test_a_worker_with_another_model_is_refused(small_plan) -> None:
    with pytest.raises(WorkError, match="has another version of the model or its libraries"):
        attempt_packed(cloudpickle.dumps(((), ("pressure",), "another")))
