"""Files of plausible worlds: written whole, read back equal, and refused where they are wrong."""

import pandas as pd
import pytest

from heterophony.experiments.inputs.worlds import (
    PlausibleWorld,
    Worlds,
    load_worlds,
    write_table,
    write_worlds,
)
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.scenarios import load_scenario
from heterophony.sim import model_digest

VALUES = {
    "ownership.gain": 8.0,
    "ownership.complementarity": -2.0,
    "codes.mentor": (0.5, 0.1, 0.1, 0.3),
    "alternatives.learning": "linear",
    "alternatives.measuring_demands": False,
    "understanding.align_interval_weeks": 20,
}


@pytest.fixture
def two() -> Worlds:
    worlds = (PlausibleWorld(0, VALUES), PlausibleWorld(1, VALUES | {"ownership.gain": 10.0}))
    return Worlds(worlds, model_digest(), "made by hand", {"seed": 7})


def test_worlds_are_read_back_as_they_were_written(two, tmp_path):
    path = write_worlds(two, tmp_path / "deep" / "worlds.parquet")
    back = load_worlds(path)
    assert back.worlds == two.worlds
    assert not back.stale
    assert back.staleness == ""
    assert back.provenance["seed"] == 7
    assert [file.name for file in path.parent.iterdir()] == ["worlds.parquet"]


def test_a_file_has_one_plain_column_a_number(two, tmp_path):
    table = pd.read_parquet(write_worlds(two, tmp_path / "w.parquet"))
    assert table["codes.mentor.care"].tolist() == [0.5, 0.5]
    assert table["alternatives.learning"].tolist() == ["linear", "linear"]


def test_worlds_of_other_rules_are_stale_and_say_so(two, tmp_path):
    old = Worlds(two.worlds, "0123456789ab", "before")
    back = load_worlds(write_worlds(old, tmp_path / "w.parquet"))
    assert back.stale
    assert "0123456789ab" in back.staleness
    assert "\n" not in back.staleness


def test_a_world_leaves_alone_what_the_scenario_sets():
    asked = load_scenario("baseline", {"ownership.gain": 6.0})
    placed = PlausibleWorld(0, VALUES).applied_to(asked)
    assert placed.values["ownership.gain"] == 6.0
    assert placed.values["ownership.complementarity"] == -2.0
    assert placed.values["alternatives.learning"] == "linear"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RequestError, match="there is no file"):
        load_worlds(tmp_path / "none.parquet")


def test_a_file_of_something_else_is_refused(tmp_path):
    text = tmp_path / "text.parquet"
    text.write_text("no table")
    with pytest.raises(RequestError, match="no file of worlds"):
        load_worlds(text)
    pd.DataFrame({"world": [0]}).to_parquet(tmp_path / "foreign.parquet")
    with pytest.raises(RequestError, match="did not write it"):
        load_worlds(tmp_path / "foreign.parquet")


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("ownership.gian", 1.0, "nearest valid name: ownership.gain"),
        ("meeting.interval_weeks", 4, "is a lever"),
        ("codes.mentor.care", 0.5, "lacks its component"),
        ("ownership.gain", "high", "must be a number"),
        ("ownership.half_life_up", -1.0, "must be a number"),
    ],
)
def test_a_wrong_column_or_value_is_named(tmp_path, column, value, message):
    document = {"kind": "plausible worlds", "model_sha256": model_digest()}
    table = pd.DataFrame({"world": [0], column: [value]})
    path = write_table(table, tmp_path / "w.parquet", document)
    with pytest.raises(RequestError, match=message):
        load_worlds(path)


@pytest.mark.parametrize("count", [0, -3, True])
def test_a_number_of_worlds_is_at_least_one(count):
    with pytest.raises(RequestError):
        load_worlds(count)


def test_worlds_that_differ_in_their_parameters_make_no_set(two, tmp_path):
    mixed = Worlds((two.worlds[0], PlausibleWorld(1, {"ownership.gain": 9.0})), "", "mixed")
    with pytest.raises(RequestError, match="same parameters"):
        write_worlds(mixed, tmp_path / "w.parquet")


def test_a_place_that_cannot_be_written_is_named(two, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(WorkError, match=r"cannot write .*w\.parquet"):
        write_worlds(two, tmp_path / "file" / "w.parquet")
