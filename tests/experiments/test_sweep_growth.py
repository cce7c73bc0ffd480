"""Stores grow by what is new only, give single runs back, and hide no missing run."""

import json
import math
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import heterophony as hp
from heterophony.experiments import Store, expand, plan_ahead, replay, sweep
from heterophony.experiments.methods.sweep_summary import sentence
from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError


def made_last(store: Path) -> int:
    """How many runs the last call made."""
    return json.loads((store / "timing" / "_sessions.jsonl").read_text().splitlines()[-1])["runs"]


def test_more_seeds_run_only_the_new_seeds_of_every_point(whole, kept_files) -> None:
    before = {name: each for name, each in kept_files(whole).items() if name.startswith("runs")}
    store = expand(whole, replicates=8)
    assert made_last(whole) == 2 * 6
    assert kept_files(whole) | before == kept_files(whole)  # what was there is as it was
    runs = store.runs
    assert list(runs["replicate"][36:]) == [6, 7] * 6
    assert runs["id"].is_unique
    assert runs.groupby("replicate")["seed"].nunique().eq(1).all()  # shared by all points


def test_more_values_run_only_the_combinations_that_are_new(whole) -> None:
    values = {"meeting.interval_weeks": [8, 13], "meeting.pre_meeting_minutes": [20]}
    store = expand(whole, values=values)
    assert made_last(whole) == (4 * 3 - 6) * 6
    held = store.points[["meeting.interval_weeks", "meeting.pre_meeting_minutes"]]
    assert len(held) == 12
    assert set(map(tuple, held.to_numpy())) == {
        (weeks, minutes) for weeks in (2, 4, 8, 13) for minutes in (0, 10, 20)
    }
    assert len(store) == 72


def test_points_of_a_list_get_a_copy_with_each_new_value(small_plan, tmp_path) -> None:
    points = [
        {"meeting.interval_weeks": 4, "meeting.minutes": 20},
        {"meeting.interval_weeks": 8, "meeting.minutes": 30},
    ]
    sweep(small_plan(grid=None, point=points, replicates=2), tmp_path / "store")
    store = expand(tmp_path / "store", values={"meeting.interval_weeks": [8, 13]})
    held = store.points[["meeting.interval_weeks", "meeting.minutes"]].to_numpy().tolist()
    assert held == [[4, 20], [8, 30], [8, 20], [13, 20], [13, 30]]


def test_the_same_expansion_again_makes_nothing_and_the_plan_still_fits(
    small_plan, whole, kept_files
) -> None:
    expand(whole, replicates=7)
    before = kept_files(whole)
    assert expand(whole, replicates=7).is_finished
    assert sweep(small_plan(), whole).is_finished
    assert kept_files(whole) == before


def test_an_expansion_that_is_interrupted_goes_on_to_the_same_bytes(
    small_plan, whole, kept_files, tmp_path
) -> None:
    other = sweep(small_plan(), tmp_path / "other").path
    expand(whole, replicates=12)

    def interrupt(now) -> None:
        if now.done == 25:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Interrupted):
        expand(other, replicates=12, progress=interrupt)
    with pytest.raises(RequestError, match=r"holds \d+ of 72 runs; finish it first"):
        expand(other, replicates=20)
    expand(other, replicates=12)
    assert kept_files(other) == kept_files(whole)


@pytest.mark.parametrize(
    ("asked", "parts"),
    [
        ({}, ["replicates or values"]),
        ({"replicates": 5}, ["replicates is 5", "6 already", "in all"]),
        ({"replicates": 100_000}, ["1 to 10,000"]),
        ({"values": {"meeting.minutes": [30]}}, ["meeting.minutes is not varied"]),
        ({"values": {"meeting.interval_weks": [30]}}, ["meeting.interval_weeks"]),
        ({"values": {"meeting.interval_weeks": [0]}}, ["from 1 to 1400"]),
        ({"values": {"meeting.interval_weeks": []}}, ["empty list"]),
    ],
)
def test_a_wrong_expansion_is_refused_and_the_store_left_as_it_was(
    whole, kept_files, asked, parts
) -> None:
    before = kept_files(whole)
    with pytest.raises(ValueError, match=r".+") as refused:
        expand(whole, **asked)
    assert all(part in str(refused.value) for part in parts), refused.value
    assert kept_files(whole) == before


def test_a_run_is_replayed_whole_and_its_outcomes_are_the_rows(whole, tmp_path) -> None:
    row = Store(whole).runs.iloc[20]
    found = replay(whole, row["id"][:10], out=tmp_path / "run")
    assert found.differing == {}
    outcomes = pd.read_parquet(tmp_path / "run" / "outcomes.parquet").iloc[0]
    assert outcomes["seed"] == row["seed"]
    assert outcomes["replicate"] == row["replicate"]
    assert outcomes["pressure"] == row["pressure"]
    turns = pd.read_parquet(tmp_path / "run" / "turns.parquet")
    meetings = pd.read_parquet(tmp_path / "run" / "meetings.parquet")
    assert set(turns["speaker"]) == {"caseworker", "mentor", "citizen"}
    assert (turns.groupby("meeting").size() == meetings["turns"]).all()
    assert (tmp_path / "run" / "panel.parquet").exists()
    assert (tmp_path / "run" / "events.parquet").exists()


def test_a_replay_that_gives_something_else_says_what(whole) -> None:
    part = whole / "runs" / "part-000000.parquet"
    table = pq.read_table(part)
    changed = table.to_pandas()
    changed.loc[0, "pressure"] += 1.0
    pq.write_table(pa.Table.from_pandas(changed, table.schema), part)
    found = replay(whole, changed.loc[0, "id"])
    assert list(found.differing) == ["pressure"]
    stored, now = found.differing["pressure"]
    assert stored == pytest.approx(now + 1.0)


def test_a_run_that_is_not_there_cannot_be_replayed(whole) -> None:
    with pytest.raises(RequestError, match="holds no run 'zzz'"):
        replay(whole, "zzz")
    with pytest.raises(RequestError, match="holds no run ''"):
        replay(whole, "")


class Failing(hp.Mentor):
    """A mentor with whom every run fails."""

    def plan_week(self):
        """Fail."""
        raise RuntimeError("nobody there")


def test_a_run_that_failed_fails_again_in_its_replay(small_plan, tmp_path) -> None:
    tiny = {"run.weeks": 6, "run.burn_in_weeks": 2, "staffing.mentors": 1}
    agents = {"mentor_class": Failing}
    plan = small_plan(set=tiny, grid=None, replicates=1)
    store = sweep(plan, tmp_path / "store", agents=agents)
    with pytest.raises(WorkError, match="RuntimeError: nobody there") as failed:
        replay(store.path, store.undone["id"][0], agents=agents)
    assert isinstance(failed.value.__cause__, RuntimeError)


def test_a_summary_is_the_mean_with_its_interval_and_pairs_share_seeds(whole) -> None:
    store = Store(whole)
    table = store.summary(["pressure"], baseline=2)
    runs = store.runs.pivot(index="replicate", columns="point", values="pressure")
    assert np.allclose(table["mean"], runs.mean())
    half = 2.5706 * runs.std() / math.sqrt(6)  # t with five degrees of freedom
    assert np.allclose(table["mean_high"] - table["mean"], half, rtol=1e-4)
    difference = runs.sub(runs[2], axis=0)
    assert np.allclose(table["difference"], difference.mean())
    half = 2.5706 * difference.std() / math.sqrt(6)
    assert np.allclose(table["high"] - table["difference"], half, rtol=1e-4)
    assert (table["pairs"] == 6).all()
    assert table["difference"][2] == 0
    independent = (runs.var() + runs[2].var()) / difference.var()
    assert np.allclose(table["variance_ratio"].drop(2), independent.drop(2))
    assert table["variance_ratio"].drop(2).gt(1).all()  # shared seeds are worth something
    assert (table["lowest"] == table["mean"]).all()
    assert sentence(store) == ""


def test_a_summary_counts_the_missing_and_says_what_they_could_do(small_plan, tmp_path) -> None:
    def interrupt(now) -> None:
        if now.done == 21:
            signal.raise_signal(signal.SIGINT)

    out = tmp_path / "store"
    with pytest.raises(Interrupted) as stopped:
        sweep(small_plan(), out, workers=1, time_limit=60, progress=interrupt)
    store = stopped.value.finished
    table = store.summary(["pressure", "caseworker_hours"], baseline=0)
    fourth = table[(table["point"] == 3) & (table["outcome"] == "pressure")].iloc[0]
    assert (fourth["runs"], fourth["missing"], fourth["not_run"]) == (2, 4, 4)
    assert (fourth["pairs"], fourth["pairs_missing"]) == (2, 4)
    assert fourth["lowest"] == pytest.approx(fourth["mean"] * 2 / 6)
    assert fourth["highest"] == pytest.approx((fourth["mean"] * 2 + 4) / 6)
    assert table.loc[table["point"] == 5, "mean"].isna().all()
    hours = table[table["outcome"] == "caseworker_hours"]
    assert hours.loc[hours["missing"] > 0, "highest"].isna().all()  # hours have no upper bound
    assert sentence(store).startswith("16 of 36 runs are missing from every number here: 16 not")


def test_a_summary_of_what_is_not_kept_is_refused(whole) -> None:
    with pytest.raises(RequestError, match=r"no column 'presure' \(nearest: pressure\)"):
        Store(whole).summary(["presure"])
    with pytest.raises(RequestError, match="a point from 0 to 5"):
        Store(whole).summary(["pressure"], baseline=6)


def test_a_pilot_says_time_room_and_what_seeds_buy(small_plan, whole, tmp_path) -> None:
    forecast = plan_ahead(small_plan(replicates=200), workers=1)
    assert (forecast.runs, forecast.points, forecast.pilot) == (1200, 6, 16)
    assert 0 < forecast.seconds < 600
    widths = {(each.outcome, each.seeds): each for each in forecast.widths}
    assert [seeds for name, seeds in widths if name == "pressure"] == [200, 400, 800]
    first, last = widths["pressure", 200], widths["pressure", 800]
    assert first.difference / last.difference == pytest.approx(2, rel=0.02)
    assert "1,200 runs, 1 at a time" in str(forecast)
    assert "200 seeds ±" in str(forecast)


def test_the_room_that_a_pilot_forecasts_is_about_what_the_store_takes(small_plan, whole) -> None:
    forecast = plan_ahead(small_plan())
    tables = [*(whole / "runs").iterdir(), *(whole / "timing").glob("*.parquet")]
    taken = sum(each.stat().st_size for each in tables)
    assert forecast.bytes == pytest.approx(taken, rel=0.15)


def test_a_pilot_of_one_seed_and_one_point_does_not_invent_an_interval(small_plan) -> None:
    forecast = plan_ahead(small_plan(grid=None, replicates=1))
    assert all(math.isnan(each.difference) for each in forecast.widths)
    assert "interval" not in str(forecast)
