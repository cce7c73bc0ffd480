"""What is handed in to a sweep, and what stops it: sentences, never a traceback or a hang."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Plan, Store, expand, plan_ahead, sweep
from heterophony.experiments.inputs.plan import as_plan, read_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.errors import RequestError


def test_a_home_folder_is_found_and_an_address_refused_before_the_work(
    small_plan, tmp_path, monkeypatch
) -> None:
    with pytest.raises(RequestError, match="not an address"):
        sweep(small_plan(), "s3://bucket/store")
    monkeypatch.setenv("HOME", str(tmp_path))
    tiny = small_plan(grid=None, replicates=1)
    assert sweep(tiny, "~/store").path == tmp_path / "store"
    assert len(Store("~/store")) == 1
    assert expand("~/store", replicates=2).is_finished


@pytest.mark.parametrize("kind", ["deep", "pipe", "device", "folder", "huge", "unknown keys"])
def test_a_file_that_is_no_plan_is_refused_at_once(tmp_path, kind) -> None:
    path, began = tmp_path / "plan.toml", time.process_time()
    if kind == "deep":
        path.write_text("a=" + "[" * 1000)
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path = Path("/dev/zero")
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(1 << 36)
    else:
        lines = [f"key{number} = {number}" for number in range(20_000)]
        path.write_text("\n".join(["replicates = 1", *lines, "[grid]", *lines]))
    with pytest.raises(RequestError) as refused:
        read_plan(path)
    assert len(str(refused.value)) < 10_000
    assert time.process_time() - began < 20


def test_twenty_thousand_unknown_names_anywhere_are_refused_soon() -> None:
    names = {f"parameter.{number}": [number] for number in range(20_000)}
    began = time.process_time()
    for table in (
        {"grid": names},
        {"set": names},
        {"point": [{name: 1} for name in names]},
        {"outcomes": list(names)},
        {"scenarios": list(names)},
        {"sample": {"method": "sobol", "points": 4, "parameters": list(names)}},
    ):
        with pytest.raises(ValueError, match="parameter") as refused:
            resolve(as_plan({"replicates": 1, **table}))
        assert len(str(refused.value)) < 20_000
    assert time.process_time() - began < 60


@pytest.mark.parametrize(
    "values",
    [
        np.array([4, 8]),
        pd.Series([4, 8]),
        range(4, 9, 4),
        {8, 4},
        (each for each in (4, 8)),
        (np.int64(4), np.float64(8.0)),
    ],
)
def test_values_of_numpy_and_python_are_taken_where_their_meaning_is_plain(values) -> None:
    grid = {"meeting.interval_weeks": values}
    plan = as_plan(Plan(scenarios="baseline", replicates=np.int32(3), seed=np.uint8(7), grid=grid))
    design = resolve(plan)
    assert (design.seed, design.replicates) == (7, 3)
    assert [point.values for point in design.points] == [
        {"meeting.interval_weeks": 4},
        {"meeting.interval_weeks": 8},
    ]
    json.dumps(plan.document())  # a manifest holds it


@pytest.mark.parametrize(
    ("plan", "part"),
    [
        ({"outcomes": "pressure"}, 'outcomes = "pressure"; allowed: a list of names of outcomes'),
        ({"outcomes": [{}]}, "outcomes = [{}]; allowed: a list of names of outcomes"),
        ({"seed": 1.9}, "seed = 1.9; allowed: a whole number from 0"),
        ({"seed": True}, "seed = true; allowed: a whole number from 0"),
        ({"seed": 10**30}, "allowed: a whole number from 0"),
        ({"replicates": np.nan}, "replicates = NaN; allowed: seeds per point"),
        ({"grid": {"meeting.interval_weeks": "48"}}, "must be a list of values"),
        ({"grid": {"meeting.interval_weeks": {4, "eight"}}}, "grid = "),
    ],
)
def test_values_without_a_plain_meaning_are_refused_by_name(plan, part) -> None:
    with pytest.raises(RequestError, match=re.escape(part)):
        resolve(as_plan({"replicates": 1, **plan}))


def test_what_expand_is_asked_for_may_be_numpys(whole) -> None:
    store = expand(whole, replicates=np.int64(7), values={"meeting.interval_weeks": np.array([13])})
    assert len(store) == 8 * 7
    with pytest.raises(RequestError, match=r"replicates is 7\.5; allowed"):
        expand(whole, replicates=7.5)
    with pytest.raises(RequestError, match=r"workers is 1\.5"):
        plan_ahead(store.manifest.plan, workers=1.5)


SWEEP = """
import sys
import heterophony as hp
from heterophony.experiments import RequestError, WorkError, Interrupted, sweep

class Patient(hp.Caseworker):
    pass

if __name__ == "__main__":
    plan = {"replicates": 400, "outcomes": ["pressure"], "set": {"run.weeks": 30,
            "run.burn_in_weeks": 8, "staffing.mentors": 2}}
    print("begun", flush=True)
    try:
        sweep(plan, sys.argv[1], **eval(sys.argv[2]))
    except (WorkError, Interrupted) as error:
        print(f"{type(error).__name__}: {error}", flush=True)
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """A program that sweeps, in a file, so that the source of its class can be read."""
    (tmp_path / "sweeping.py").write_text(SWEEP)
    return tmp_path / "sweeping.py"


@pytest.mark.slow
def test_ctrl_c_while_processes_start_ends_in_a_sentence(script, tmp_path) -> None:
    options = "{'workers': 2, 'agents': {'caseworker_class': Patient}}"
    process = subprocess.Popen(
        [sys.executable, script, tmp_path / "store", options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    while not (tmp_path / "store" / "manifest.json").exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.02)
    time.sleep(1.0)  # the processes start now
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    out, err = process.communicate(timeout=600)
    assert re.search(r"Interrupted: interrupted after \d+ of 400 runs", out), (out, err)
    assert "Traceback" not in err


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    """A scheduler and a worker in processes of their own."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = [
        ["scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(file)],
        ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard"],
    ]
    started = [
        subprocess.Popen([sys.executable, "-m", "dask", *each], **quiet) for each in commands
    ]
    while not file.exists() or not file.read_text().strip():
        time.sleep(0.1)
    yield started[0], json.loads(file.read_text())["address"]
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_a_scheduler_that_dies_ends_in_a_sentence(scheduler, script, tmp_path) -> None:
    process, address = scheduler
    sweeping = subprocess.Popen(
        [sys.executable, script, tmp_path / "store", repr({"dask": address})],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list((tmp_path / "store" / "unfinished").glob("*")):
        assert sweeping.poll() is None, sweeping.communicate()
        time.sleep(0.05)
    process.kill()
    out, err = sweeping.communicate(timeout=600)
    assert "WorkError: the cluster failed: " in out, (out, err)
    assert "the same command resumes with another cluster" in out
    assert "Traceback" not in err
