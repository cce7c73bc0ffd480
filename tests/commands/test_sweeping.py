"""The verbs `sweep`, `expand` and `replay`, as they are typed, interrupted and killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pyarrow.parquet as pq
import pytest

PLAN = """
scenario   = "baseline"
replicates = 30
seed       = 1
outcomes   = ["pressure", "caseworker_hours"]
[set]
run.weeks = 60
run.burn_in_weeks = 8
staffing.mentors = 4
[grid]
"meeting.interval_weeks" = [2, 4, 8, 13]
"""
TINY = (
    PLAN.replace("30", "3")
    .replace("60", "30")
    .replace("= 4\n", "= 2\n")
    .replace("[2, 4, 8, 13]", "[4, 8]")
)


@pytest.fixture
def plan(empty_folder: Path) -> Path:
    """A plan of 120 runs, which take some seconds."""
    (empty_folder / "plan.toml").write_text(PLAN)
    return empty_folder / "plan.toml"


@pytest.fixture
def tiny(empty_folder: Path) -> Path:
    """A plan of six runs."""
    (empty_folder / "tiny.toml").write_text(TINY)
    return empty_folder / "tiny.toml"


def kept_files(store: Path) -> dict[str, bytes]:
    """What a store must repeat byte for byte."""
    found = (file for file in store.rglob("*") if file.is_file() and "timing" not in file.parts)
    return {file.relative_to(store).as_posix(): file.read_bytes() for file in found}


def finished(store: Path) -> int:
    """How many finished runs a store holds: in parts, and in journals of blocks without one."""
    parts = {each.stem[-6:]: each for each in (store / "runs").glob("*.parquet")}
    journals = [each for each in (store / "unfinished").glob("*") if each.stem[-6:] not in parts]
    lines = [line for each in journals for line in each.read_text().splitlines()]
    whole = sum(pq.read_metadata(part).num_rows for part in parts.values())
    return whole + sum(line.endswith("]") for line in lines)


def started(*words: object) -> subprocess.Popen:
    """Start the command in a process of its own."""
    line = [sys.executable, "-m", "heterophony", *map(str, words)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_runs(process: subprocess.Popen, store: Path, runs: int) -> None:
    """Wait until so many runs are finished."""
    end = time.monotonic() + 600
    while True:
        with suppress(FileNotFoundError):  # a journal may go while it is looked at
            if finished(store) >= runs:
                return
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def test_killed_with_nine_it_loses_no_finished_run_and_ends_the_same_to_the_byte(
    command, ended_at, plan, empty_folder
) -> None:
    store = empty_folder / "store"
    killed = ended_at("line", 30, signal.SIGKILL, "sweep", plan, "--out", store, "--workers", 2)
    assert killed.code == -9, killed.err
    before = finished(store)
    assert before == 30
    assert command("sweep", plan, "--out", store).code == 0
    timing = pq.read_table(store / "timing").to_pandas()
    here = sum(f"/{os.getpid()}/" in each for each in timing["worker"])
    assert here == 120 - before  # none was made twice
    assert command("sweep", plan, "--out", empty_folder / "whole", "--workers", 1).code == 0
    assert kept_files(store) == kept_files(empty_folder / "whole")


def test_ctrl_c_keeps_what_is_finished_and_a_second_process_is_refused(
    command, plan, empty_folder
) -> None:
    store = empty_folder / "store"
    # More runs than the first process can make before it is looked at.
    plan.write_text(PLAN.replace("replicates = 30", "replicates = 1000"))
    process = started("sweep", plan, "--out", store, "--workers", 1)
    wait_for_runs(process, store, 5)
    process.send_signal(signal.SIGSTOP)  # it holds the store, and cannot end meanwhile
    second = command("sweep", plan, "--out", store)
    assert second.code == 2
    assert f"is being written by process {process.pid}" in second.err
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGCONT)
    _, said = process.communicate(timeout=600)
    assert process.returncode == 130
    assert "of 4,000 runs; they are kept, and the same command resumes" in said
    assert finished(store) >= 5


def test_a_sweep_prints_one_document_and_its_store_can_grow_and_give_a_run_back(
    command, tiny, empty_folder
) -> None:
    ended = command("sweep", tiny, "--out", "store", "--json")
    assert ended.code == 0
    document = json.loads(ended.out)
    assert (document["runs"], document["done"], document["points"]) == (6, 6, 2)
    assert document["undone"] == []
    grown = command(
        "expand",
        "store",
        "--replicates",
        4,
        "--set-values",
        "meeting.interval_weeks=13,26",
        "--json",
    )
    assert grown.code == 0
    assert json.loads(grown.out)["runs"] == 16
    run = pq.read_table(empty_folder / "store" / "runs")["id"][7].as_py()
    replayed = command("replay", "store", run[:8], "--out", "one")
    assert replayed.code == 0
    assert "every outcome is the one in the store" in replayed.out
    assert (empty_folder / "one" / "turns.parquet").exists()


def test_a_store_is_checked_and_repaired(command, tiny, empty_folder) -> None:
    assert command("sweep", tiny, "--out", "store").code == 0
    assert "nothing wrong" in command("store", "check", "store").out
    before = kept_files(empty_folder / "store")
    (empty_folder / "store" / "manifest.json").write_text("{}")
    (empty_folder / "store" / "runs" / "part-000000.parquet").write_bytes(b"")
    assert command("store", "check", "store").code == 2
    assert command("store", "repair", "store").code == 0
    assert command("store", "check", "store").code == 0
    after = kept_files(empty_folder / "store")
    assert {name: each for name, each in after.items() if "aside" not in name} == before


def test_it_prints_differences_with_their_intervals_and_what_may_not_be_concluded(
    command, tiny
) -> None:
    ended = command("sweep", tiny, "--out", "store")
    assert ended.code == 0
    assert "less point 0 (baseline: meeting.interval_weeks = 4)" in ended.out
    assert "95 % interval" in ended.out
    assert "does not forecast" in ended.out


def test_runs_that_failed_end_it_with_1_and_a_line_for_each(command, tiny) -> None:
    ended = command("sweep", tiny, "--out", "store", "--time-limit", "1e-9")
    assert ended.code == 1
    assert "timed out: took longer than 1e-09 s; see: heterophony replay store " in ended.err
    assert "... and 1 more" in ended.err
    assert "6 of 6 runs are missing from every number here: 6 timed out" in ended.out
    assert command("sweep", tiny, "--out", "store", "--retry").code == 0


def test_a_plan_is_weighed_before_it_is_run(command, tiny, empty_folder) -> None:
    ended = command("sweep", tiny, "--plan-only", "--json")
    assert ended.code == 0
    assert json.loads(ended.out)["runs"] == 6
    told = command("sweep", tiny, "--plan-only").out
    assert told.startswith("6 runs")
    assert "±0.000 " not in told
    assert [each.name for each in empty_folder.iterdir()] == ["tiny.toml"]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("sweep tiny.toml", ["--out DIR", "--plan-only"]),
        ("sweep nowhere.toml --out x", ["there is no plan", "nowhere.toml"]),
        ("sweep tiny.toml --out x --workers 0", ["--workers", "1 to 1024"]),
        ("sweep tiny.toml --out x --workers 2 --dask tcp://127.0.0.1:1", ["contradict"]),
        ("sweep tiny.toml --out x --time-limit -1", ["-1 is not allowed", "above 0"]),
        ("sweep tiny.toml --out tiny.toml", ["tiny.toml is a file"]),
        ("expand nowhere --replicates 5", ["nowhere holds no results"]),
        ("expand nowhere", ["replicates or values"]),
        ("expand nowhere --set-values meeting.interval_weeks", ["meeting.interval_weeks", "empty"]),
        ("expand nowhere --set-values state.pressure_half_life=2,5", ["write 2.5 for one number"]),
        ("replay nowhere abc", ["nowhere holds no results"]),
        ("store check nowhere", ["nowhere holds no results"]),
        ("store repair nowhere", ["there is no store 'nowhere'"]),
        ("store mend nowhere", ["mend is not allowed", "check, repair"]),
        ("sweep tiny.toml --out s3://bucket/x", ["not an address"]),
    ],
)
def test_a_wrong_request_ends_with_2_and_one_clear_message(
    command, tiny, empty_folder, words, parts
) -> None:
    ended = command(*words.split())
    assert ended.code == 2
    assert all(part in ended.err for part in parts), ended.err
    assert [each.name for each in empty_folder.iterdir()] == ["tiny.toml"]


@pytest.mark.full
def test_killed_a_hundred_times_at_any_moment_nothing_is_lost_and_the_store_is_the_same(
    command, tiny, empty_folder
) -> None:
    chance = random.Random(2017)
    store, before = empty_folder / "store", 0
    seeds, points = 8000, 3  # more runs than a hundred kills let through on a fast machine
    plan = TINY.replace("replicates = 3\n", f"replicates = {seeds}\n")
    tiny.write_text(plan.replace("[4, 8]", "[4, 8, 13]"))
    for kill in range(100):
        process = started("sweep", tiny, "--out", store, "--workers", 1 + kill % 3)
        if chance.random() < 0.2:  # while it starts and takes up what is there
            time.sleep(chance.uniform(0.1, 2.5))
        else:  # while it runs, and writes
            wait_for_runs(process, store, before + chance.randint(1, 25))
            time.sleep(chance.uniform(0.0, 0.1))
        assert process.poll() is None, process.communicate()
        process.kill()
        process.communicate()
        now = finished(store) if store.exists() else 0
        assert now >= before, "a finished run was lost"
        before = now
    assert 1000 < before < points * seeds
    assert command("sweep", tiny, "--out", store).code == 0
    timing = pq.read_table(store / "timing").to_pandas()
    here = sum(f"/{os.getpid()}/" in each for each in timing["worker"])
    assert here == points * seeds - before  # none was made twice
    assert command("sweep", tiny, "--out", empty_folder / "whole").code == 0
    assert kept_files(store) == kept_files(empty_folder / "whole")
