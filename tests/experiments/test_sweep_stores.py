"""Stores of sweeps: whole or not there, the same however they came about, readable by anyone."""

import json
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

import heterophony as hp
from heterophony.experiments import Store, sweep
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.identity import run_id, scenario_digest
from heterophony.experiments.results.locks import locked


def rows_of(query: str) -> list[tuple]:
    """Ask DuckDB."""
    found = duckdb.sql(query)
    assert found is not None
    return found.fetchall()


def test_a_row_holds_what_a_run_of_its_own_gives(small_plan, whole) -> None:
    store = Store(whole)
    runs = store.runs
    assert list(runs["point"]) == [point for point in range(6) for _ in range(6)]
    assert list(runs["replicate"]) == [*range(6)] * 6
    assert list(runs["seed"]) == [replicate_seed(3, each) for each in range(6)] * 6
    row = runs.iloc[27]
    overrides = small_plan()["set"] | {
        "meeting.interval_weeks": int(row["meeting.interval_weeks"]),
        "meeting.pre_meeting_minutes": row["meeting.pre_meeting_minutes"],
    }
    scenario = hp.load_scenario("baseline", overrides)
    found = hp.Simulation(scenario, seed=int(row["seed"])).run().outcomes
    assert {name: row[name] for name in store.design.outcomes} == {
        name: found[name] for name in store.design.outcomes
    }
    source = store.manifest.sources[0]
    assert row["id"] == run_id(source.key, scenario_digest(scenario), int(row["seed"]))
    assert runs["id"].is_unique
    assert set(runs["status"]) == {"done"}
    assert runs["reason"].isna().all()


def test_pandas_and_duckdb_read_it_without_this_package(whole) -> None:
    table = f"read_parquet('{whole}/runs/*.parquet')"
    grouped = rows_of(
        f'select "meeting.interval_weeks", count(*), avg(pressure) from {table} '
        "where status = 'done' group by all order by all"
    )
    frame = pd.concat(pd.read_parquet(part) for part in sorted((whole / "runs").glob("*.parquet")))
    means = frame.groupby("meeting.interval_weeks")["pressure"].mean()
    assert [(weeks, count) for weeks, count, _ in grouped] == [(2, 12), (4, 12), (8, 12)]
    assert np.allclose([mean for *_, mean in grouped], means)
    assert len(pd.read_parquet(whole / "runs")) == 36


def test_what_is_undefined_is_null_and_not_zero(small_plan, tmp_path) -> None:
    plan = small_plan(outcomes=["ownership_52w", "pressure"], grid=None, replicates=2)
    store = sweep(plan, tmp_path / "store")  # thirty weeks are too short for a year's outcome
    assert store.runs["ownership_52w"].isna().all()
    table = f"read_parquet('{store.path}/runs/*.parquet')"
    assert rows_of(f"select count(ownership_52w), count(pressure) from {table}") == [(0, 2)]


@pytest.mark.parametrize("workers", [1, 3])
def test_interrupted_and_gone_on_with_it_is_the_same_to_the_byte(
    small_plan, whole, kept_files, tmp_path, workers, interrupt_after, sessions
) -> None:
    out = tmp_path / "store"
    for runs in (3, 19):
        with pytest.raises(Interrupted, match=r"of 36 runs") as stopped:
            sweep(small_plan(), out, workers=workers, progress=interrupt_after(runs))
        assert stopped.value.done == sum(sessions(out))
        assert kept_files(out) != kept_files(whole)
    sweep(small_plan(), out, workers=workers)
    assert kept_files(out) == kept_files(whole)
    assert sum(sessions(out)) == 36  # none was made twice


def test_a_finished_store_is_left_as_it_is(small_plan, whole, kept_files, sessions) -> None:
    before = kept_files(whole)
    store = sweep(small_plan(), whole)
    assert kept_files(whole) == before
    assert sessions(whole) == [36]
    assert store.is_finished
    assert store.counts()["not_run"] == 0


def test_a_line_that_was_cut_short_in_a_journal_costs_that_run_only(
    small_plan, whole, kept_files, tmp_path, interrupt_after, sessions
) -> None:
    out = tmp_path / "store"
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, progress=interrupt_after(8))
    (journal,) = (out / "unfinished").iterdir()
    lines = journal.read_text().splitlines()
    assert len([line for line in lines if line]) == 8
    journal.write_text("\n".join(lines)[:-25])
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, progress=interrupt_after(2))
    sweep(small_plan(), out, workers=1)
    assert sessions(out) == [8, 2, 36 - 9]
    assert kept_files(out) == kept_files(whole)


def test_drafts_of_a_killed_writer_are_cleared_away(
    small_plan, whole, kept_files, tmp_path, interrupt_after
) -> None:
    out = tmp_path / "store"
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, progress=interrupt_after(25))
    (out / "runs" / ".unfinished-part-000001.parquet").write_bytes(b"PAR1 half")
    assert len(pd.read_parquet(out / "runs")) == 20  # readers do not meet it
    sweep(small_plan(), out)
    assert kept_files(out) == kept_files(whole)


@pytest.mark.parametrize("damage", ["cut short", "one byte changed", "another part", "no parquet"])
def test_a_part_that_is_unreadable_is_set_aside_and_its_runs_are_made_again(
    small_plan, whole, kept_files, damage, sessions
) -> None:
    before, part = kept_files(whole), whole / "runs" / "part-000001.parquet"
    content = part.read_bytes()
    part.write_bytes(
        {
            "cut short": content[: len(content) // 2],
            "one byte changed": content[:200] + bytes([content[200] ^ 1]) + content[201:],
            "another part": (whole / "runs" / "part-000000.parquet").read_bytes(),
            "no parquet": b"nothing",
        }[damage]
    )
    said: list[str] = []
    sweep(small_plan(), whole, say=said.append)
    assert len(said) == 1
    assert "part-000001.parquet is unreadable" in said[0]
    assert (whole / "aside" / "part-000001.parquet.unreadable").exists()
    assert sessions(whole) == [36, 16]
    after = {name: each for name, each in kept_files(whole).items() if "aside" not in name}
    assert after == before


def test_another_plan_is_refused_with_what_differs(small_plan, whole) -> None:
    with pytest.raises(RequestError, match="replicates is 7 in the plan, 6 in the store"):
        sweep(small_plan(replicates=7), whole)
    other = small_plan(set=small_plan()["set"] | {"meeting.minutes": 30})
    with pytest.raises(RequestError, match=r"baseline: meeting\.minutes is 30\.0 in the plan, 20"):
        sweep(other, whole)
    # Written in another way it is still the same plan.
    nested = {"meeting": {"interval_weeks": [2, 4, 8], "pre_meeting_minutes": [0, 10]}}
    assert sweep(small_plan(grid=nested), whole).is_finished


def test_the_plan_in_its_manifest_makes_the_same_store_again(whole, kept_files, tmp_path) -> None:
    plan = json.loads((whole / "manifest.json").read_text())["plan"]
    sweep(plan, tmp_path / "again")
    assert kept_files(tmp_path / "again") == kept_files(whole)


def test_a_folder_with_other_files_is_left_alone(small_plan, tmp_path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RequestError, match=r"not .*heterophony|not the store"):
        sweep(small_plan(), tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]
    run = hp.run("baseline", overrides=small_plan()["set"])
    folder = run.write(tmp_path / "run")
    with pytest.raises(RequestError, match="holds a run, not the store of a sweep"):
        sweep(small_plan(), folder)


def test_a_store_that_another_process_writes_is_refused(small_plan, whole, kept_files) -> None:
    with (
        locked(whole),
        pytest.raises(RequestError, match=r"is being written by process \d+ on .*; wait"),
    ):
        sweep(small_plan(), whole)
    assert Store(whole).is_finished  # reading needs no lock


def made_by_an_older_model(store: Path) -> None:
    """Let a store say that another model made it, in a manifest of the version before."""
    manifest = json.loads((store / "manifest.json").read_text())
    del manifest["manifest_sha256"], manifest["points_sha256"]
    manifest["sources"][0]["rules_sha256"] = "0123456789ab"
    manifest["sources"][0]["model_sha256"] = "0123456789abcdef"
    manifest["sources"][0]["versions"]["numba"] = "0.1"
    (store / "manifest.json").write_text(json.dumps(manifest))


def test_a_store_of_a_changed_model_is_stale_until_it_is_accepted(
    small_plan, tmp_path, interrupt_after
) -> None:
    out = tmp_path / "store"
    with pytest.raises(Interrupted):
        sweep(small_plan(), out, workers=1, progress=interrupt_after(25))
    made_by_an_older_model(out)
    with pytest.raises(RequestError) as refused:
        sweep(small_plan(), out)
    message = str(refused.value)
    assert "the model was 0123456789abcdef and is" in message
    assert "numba was 0.1 and is" in message
    assert "--accept-stale" in message
    store = sweep(small_plan(), out, accept_stale=True)
    assert store.is_finished
    assert store.manifest.sources[0].rules == "0123456789ab"
    assert len(store.manifest.sources) == 2
    assert sweep(small_plan(), out).is_finished  # accepted once, it is no longer refused
