"""What people, machines and damaged files do to a sweep: healed, or named in one sentence."""

import json
import signal
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from heterophony.experiments import Store, expand, replay, sweep
from heterophony.experiments.engine.repair import check, repair
from heterophony.experiments.engine.seeds import replicate_seed
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
    with pytest.raises(RequestError, match="made by another plan; choose another folder"):
        sweep(small_plan(), store_before)
    with pytest.raises(RequestError, match="was made with another model"):
        replay(store_before, Store(store_before).runs["id"][0])
    manifest = json.loads((store_before / "manifest.json").read_text())
    manifest["scenarios"][0]["values"]["state.pressure_start"] = 0.9
    edited(store_before, **manifest)
    with pytest.raises(RequestError, match=r"not as heterophony wrote it: scenario baseline"):
        expand(store_before, replicates=7, accept_stale=True)


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
