"""Sets of worlds are made, resumed, verified and screened again."""

import json
import os
import signal
from dataclasses import replace

import pandas as pd
import pytest

from heterophony.experiments.inputs.worlds import (
    load_worlds,
    read_table,
    write_table,
    write_worlds,
)
from heterophony.experiments.methods import (
    world_making,
)
from heterophony.experiments.methods.world_making import forecast, make_worlds, rejected_beside
from heterophony.experiments.methods.world_rechecking import (
    recheck_worlds,
    verify_worlds,
)
from heterophony.experiments.methods.world_screens import (
    Screened,
)
from heterophony.experiments.results.errors import RequestError, WorkError


def test_worlds_do_not_depend_on_the_number_of_workers(few_screens, tmp_path):
    one = make_worlds(3, tmp_path / "one.parquet", seed=5, workers=1)
    two = make_worlds(3, tmp_path / "two.parquet", seed=5, workers=2)
    assert one.finished
    assert repr(one.screened) == repr(two.screened)  # what is undefined in both is the same too
    assert (
        load_worlds(tmp_path / "one.parquet").worlds == load_worlds(tmp_path / "two.parquet").worlds
    )


def test_the_rejected_are_kept_with_what_ruled_them_out(few_screens, tmp_path):
    made = make_worlds(2, tmp_path / "w.parquet", seed=5, workers=1)
    table = pd.read_parquet(rejected_beside(tmp_path / "w.parquet"))
    assert len(table) == len(made.screened) - 2 > 0
    assert set(table["stage"]) <= {"combination", "levels", "cheap patterns"}
    assert (table["check"] != "").all()
    how = load_worlds(tmp_path / "w.parquet").provenance
    assert how["tried"] == len(made.screened) == sum(how["counts"].values())
    assert how["ranges"]["ownership.gain"] == [5, 12]
    assert not list(tmp_path.glob("*.unfinished"))


def test_an_interrupted_making_goes_on_to_the_same_worlds(few_screens, tmp_path):
    whole = make_worlds(3, tmp_path / "whole.parquet", seed=6, workers=1)

    def stop(now):
        if now.done == 1:
            _interrupt()

    cut = make_worlds(3, tmp_path / "cut.parquet", seed=6, workers=1, progress=stop)
    assert not cut.finished
    assert not (tmp_path / "cut.parquet").exists()
    journal = tmp_path / "cut.parquet.unfinished"
    # The machine may also stop in the middle of a line.
    journal.write_bytes(journal.read_bytes() + b'{"number": 99, "sta')
    resumed = make_worlds(3, tmp_path / "cut.parquet", seed=6, workers=1)
    assert repr(resumed.screened) == repr(whole.screened)
    assert resumed.worlds is not None
    assert whole.worlds is not None
    assert resumed.worlds.worlds == whole.worlds.worlds


def test_a_checkpoint_of_another_seed_or_of_the_version_before_is_refused(few_screens, tmp_path):
    make_worlds(1, tmp_path / "w.parquet", seed=1, workers=1, progress=lambda now: _interrupt())
    assert (tmp_path / "w.parquet.unfinished").exists()
    with pytest.raises(RequestError, match=r"of another screening \(seed differ"):
        make_worlds(1, tmp_path / "w.parquet", seed=2)
    before = tmp_path / "before.parquet.unfinished"
    before.write_text(json.dumps({"kind": "screening", "seed": 1, "settings": "x"}) + "\n")
    with pytest.raises(RequestError, match="is not the unfinished work of a screening"):
        make_worlds(1, tmp_path / "before.parquet", seed=1)


def _interrupt():
    os.kill(os.getpid(), signal.SIGINT)


def test_a_set_is_verified_bit_for_bit_and_else_left_alone(few_screens, tmp_path):
    path = tmp_path / "w.parquet"
    made = make_worlds(2, path, seed=5, workers=1)
    assert made.worlds is not None
    write_worlds(replace(made.worlds, model_sha256="0" * 12), path)
    values = pd.read_parquet(path)
    assert load_worlds(path).stale
    assert verify_worlds(path, workers=1) > 2
    verified = load_worlds(path)
    assert not verified.stale
    assert verified.provenance["verified"]["before"] == "0" * 12
    pd.testing.assert_frame_equal(pd.read_parquet(path), values, check_exact=True)
    rejected, document = read_table(rejected_beside(path), "rejected")
    rejected["seen"] += 1e-15
    write_table(rejected, rejected_beside(path), document)
    content = path.read_bytes()
    with pytest.raises(WorkError, match="comes out otherwise"):
        verify_worlds(path, workers=1)
    assert path.read_bytes() == content


def test_worlds_are_screened_again_and_those_ruled_out_go(few_screens, tmp_path):
    made = make_worlds(2, tmp_path / "w.parquet", seed=5, workers=1)
    assert made.worlds is not None
    first = made.worlds.worlds[0]
    spoilt = replace(first, number=1, values=dict(first.values) | {"attend.const": 0.0})
    both = replace(made.worlds, worlds=(first, spoilt), model_sha256="0" * 12)
    again = recheck_worlds(both, tmp_path / "again.parquet", workers=1)
    left = load_worlds(tmp_path / "again.parquet")
    assert [each.accepted for each in again.screened] == [True, False]
    assert len(left) == 1
    assert not left.stale
    assert left.provenance["rechecked"]["before"] == "0" * 12


def test_a_forecast_is_a_span_that_narrows_as_more_are_accepted():
    pilot = [Screened(n, "accepted" if n % 4 == 0 else "levels") for n in range(40)]
    text = forecast(pilot, 10, 100, 40.0)
    assert "10 of 40" in text
    assert "between" in text


@pytest.mark.parametrize(("accept", "name"), [(0, "w.parquet"), (10_001, "w.parquet"), (5, "w")])
def test_a_wrong_request_is_refused_before_anything_runs(tmp_path, accept, name):
    with pytest.raises(RequestError):
        make_worlds(accept, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_a_making_that_accepts_hardly_anything_gives_up(few_screens, tmp_path, monkeypatch):
    monkeypatch.setattr(
        world_making, "screen", lambda task: Screened(task[1], "levels", "pressure")
    )
    monkeypatch.setattr(world_making, "_GIVE_UP", 50)
    with pytest.raises(WorkError, match="0 of 64 candidates"):
        make_worlds(1, tmp_path / "w.parquet", workers=1)
