"""What people, machines and damaged files do to a sweep: healed, or named in one sentence."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heterophony.experiments import Plan, Store, expand, plan_ahead, replay, sweep
from heterophony.experiments.engine.repair import check, repair
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.plan import as_plan, read_plan
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.digests import sha256_of
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError
from heterophony.experiments.results.parts import (
    encoded,
    points_table,
    read_part,
    rows_of,
    runs_schema,
    runs_table,
)

BEFORE = Path(__file__).parent / "data" / "store_of_the_version_before.zip"


def edited(store: Path, **changes: object) -> None:
    """Edit a manifest by hand, as somebody does who wants another value."""
    manifest = json.loads((store / "manifest.json").read_text())
    (store / "manifest.json").write_text(json.dumps(manifest | changes))


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_batch_system_that_stops_a_sweep_costs_no_finished_run(
    small_plan, whole, kept_files, tmp_path, name
) -> None:
    out = tmp_path / "store"

    def stop(now) -> None:
        if now.done == 9:
            signal.raise_signal(getattr(signal, name))

    with pytest.raises(Interrupted, match=r"after \d+ of 36 runs"):
        sweep(small_plan(), out, workers=1, progress=stop)
    sweep(small_plan(), out)
    assert kept_files(out) == kept_files(whole)


def test_an_empty_part_is_named_by_expand_and_mended_by_repair(whole, kept_files) -> None:
    before = kept_files(whole)
    (whole / "runs" / "part-000001.parquet").write_bytes(b"")
    with pytest.raises(WorkError, match=r"runs holds a part that cannot be read .*store repair"):
        expand(whole, replicates=8)
    assert any("part-000001.parquet is unreadable" in each for each in check(whole))
    said: list[str] = []
    repair(whole, say=said.append)
    assert "set aside" in said[0]
    assert check(whole) == []
    after = {name: each for name, each in kept_files(whole).items() if "aside" not in name}
    assert after == before
    assert expand(whole, replicates=7).is_finished


@pytest.mark.parametrize(
    "line",
    [
        '[3, "id", "rules", "done", "", [], 1.0, 2.0, "me"]',
        '[3, "id", "rules", "done", "", [0.5]]',
        '[3, "id", "rules", "unheard of", "", [0.5, 0.5, 0.5], 1.0, 2.0, "me"]',
        '["3", "id", "rules", "done", "", [0.5, 0.5, 0.5], 1.0, 2.0, "me"]',
        "[" * 100_000,
        "null",
    ],
)
def test_a_damaged_row_of_a_journal_costs_that_run_only(
    small_plan, whole, kept_files, tmp_path, interrupt_after, line
) -> None:
    out = tmp_path / "store"
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, progress=interrupt_after(3))
    (journal,) = (out / "unfinished").iterdir()
    with journal.open("a") as file:
        file.write(f"\n{line}")
    sweep(small_plan(), out)
    assert kept_files(out) == kept_files(whole)


def test_a_manifest_that_is_lost_comes_back_from_its_copy(small_plan, whole, kept_files) -> None:
    before = kept_files(whole)
    (whole / "manifest.json").unlink()
    with pytest.raises(RequestError, match=r"has lost its manifest\.json; .*store repair"):
        sweep(small_plan(), whole)
    said: list[str] = []
    repair(whole, say=said.append)
    assert "manifest.json is restored" in said[0]
    assert kept_files(whole) == before
    (whole / "manifest.json").unlink()
    (whole / "points" / "_manifest.json").unlink()
    with pytest.raises(
        RequestError, match=r"cannot be repaired: .*copy of the manifest, is missing"
    ):
        repair(whole)


@pytest.mark.parametrize("damage", ["missing", "empty", "edited"])
def test_points_that_are_damaged_come_back_from_the_plan(whole, kept_files, damage) -> None:
    expand(whole, replicates=7, values={"meeting.interval_weeks": [13]})
    before, file = kept_files(whole), whole / "points" / "part-000001.parquet"
    if damage == "missing":
        file.unlink()
    elif damage == "empty":
        file.write_bytes(b"")
    else:
        table = pq.read_table(file).to_pandas()
        table["asked"] = table["asked"].str.replace("13", "14")
        pq.write_table(pa.Table.from_pandas(table, pq.read_schema(file)), file)
    with pytest.raises(WorkError, match=r"cannot be read as a store: .*points.*store repair"):
        Store(whole)
    assert "points" in check(whole)[0]
    repair(whole, say=lambda _: None)
    assert kept_files(whole) == before


def test_a_manifest_that_somebody_edited_is_refused(whole, kept_files) -> None:
    scenarios = json.loads((whole / "manifest.json").read_text())["scenarios"]
    scenarios[0]["values"]["state.pressure_start"] = 0.9
    before = kept_files(whole)
    for changes in ({"scenarios": scenarios}, {"seed": 4}, {"replicates": 7}):
        edited(whole, **changes)
        with pytest.raises(RequestError, match=r"is not as heterophony wrote it: its hash differs"):
            expand(whole, replicates=8)
        repair(whole, say=lambda _: None)
        assert kept_files(whole) == before


def test_a_table_that_somebody_edited_is_made_again(small_plan, whole, kept_files) -> None:
    before, part = kept_files(whole), whole / "runs" / "part-000000.parquet"
    table = pq.read_table(part).to_pandas()
    table.loc[0, "pressure"] = 0.25
    pq.write_table(pa.Table.from_pandas(table, pq.read_schema(part)), part)
    assert any("its hash differs" in each for each in check(whole))
    said: list[str] = []
    sweep(small_plan(), whole, say=said.append)
    assert "its hash is not the one in contents.json" in said[0]
    after = {name: each for name, each in kept_files(whole).items() if "aside" not in name}
    assert after == before


@pytest.fixture
def store_before(tmp_path: Path) -> Path:
    """The store of the small plan, as the version before wrote it."""
    with zipfile.ZipFile(BEFORE) as archive:
        archive.extractall(tmp_path / "before")
    return tmp_path / "before"


def test_a_store_of_the_version_before_is_read_and_its_parts_are_written_alike(
    small_plan, store_before
) -> None:
    store = Store(store_before)
    assert store.counts() == {"done": 36, "failed": 0, "timed_out": 0, "killed": 0, "not_run": 0}
    assert len(store.summary(["pressure"], baseline=2)) == 6
    assert check(store_before) == []
    layout, design = store.manifest.layout, store.design
    assert [list(layout.members(block)) for block in range(layout.blocks)] == [
        [*range(20)],
        [*range(20, 36)],
    ]
    seeds = [replicate_seed(design.seed, each) for each in range(design.replicates)]
    tables = {"points/part-000000.parquet": points_table(design, 0)}
    for block in range(layout.blocks):
        members, name = layout.members(block), f"runs/part-{block:06}.parquet"
        places = [layout.run(number) for number in members]
        table = read_part(store_before / name, runs_schema(design), places)
        rows = rows_of(table, design, members, [(0.0, 0.0, "")] * len(members))
        tables[name] = runs_table(rows, design, layout, seeds)
    for name, table in tables.items():
        old = pq.read_table(store_before / name, partitioning=None)
        assert table.equals(old, check_metadata=True), name
        if f"{pa.__version__}" in pq.read_metadata(store_before / name).created_by:
            assert encoded(table) == (store_before / name).read_bytes(), name


def test_a_store_of_the_version_before_is_not_gone_on_with(small_plan, store_before) -> None:
    with pytest.raises(RequestError, match=r"is stale: .* --accept-stale"):
        sweep(small_plan(), store_before)
    with pytest.raises(RequestError, match="was made with another model"):
        replay(store_before, Store(store_before).runs["id"][0])
    manifest = json.loads((store_before / "manifest.json").read_text())
    manifest["scenarios"][0]["values"]["state.pressure_start"] = 0.9
    edited(store_before, **manifest)
    with pytest.raises(RequestError, match=r"not as heterophony wrote it: scenario baseline"):
        expand(store_before, replicates=7, accept_stale=True)


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
    path, began = tmp_path / "plan.toml", time.monotonic()
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
    assert time.monotonic() - began < 20


def test_twenty_thousand_unknown_names_anywhere_are_refused_soon() -> None:
    names = {f"parameter.{number}": [number] for number in range(20_000)}
    began = time.monotonic()
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
    assert time.monotonic() - began < 60


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
    out, err = process.communicate(timeout=120)
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
    out, err = sweeping.communicate(timeout=180)
    assert "WorkError: the cluster failed: " in out, (out, err)
    assert "the same command resumes with another cluster" in out
    assert "Traceback" not in err


def test_a_manifest_with_a_right_hash_and_wrong_content_is_refused(whole) -> None:
    document = json.loads((whole / "manifest.json").read_text())
    for changes, part in (
        ({"seed": -1}, "seed"),
        ({"stages": []}, "stages"),
        ({"outcomes": ["presure"]}, "presure"),
        ({"varied": ["meeting.interval"]}, "meeting.interval"),
        ({"runs": 35}, "stages hold 36 runs"),
        ({"points": 10**9}, "points"),
        ({"scenarios": [{}]}, "name"),
    ):
        changed = {k: v for k, v in (document | changes).items() if k != "manifest_sha256"}
        changed["manifest_sha256"] = sha256_of(changed)
        (whole / "manifest.json").write_text(json.dumps(changed))
        with pytest.raises(RequestError, match=f"cannot be read as a store: .*{part}"):
            Store(whole)
