"""The verbs `worlds` and `robustness`, and `compare --worlds`."""

import json
from pathlib import Path

import pandas as pd
import pytest

from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, write_worlds
from heterophony.experiments.methods.robustness import Robustness
from heterophony.sim import model_digest

SHORT = ("--set", "run.burn_in_weeks=8", "--weeks", 60, "--replicates", 2)
NOTICE = "Not for deciding about, ranking or profiling persons"


@pytest.fixture
def three(empty_folder: Path) -> Path:
    worlds = tuple(PlausibleWorld(n, {"ownership.gain": 7.0 + n}) for n in range(3))
    return write_worlds(Worlds(worlds, model_digest(), "by hand"), empty_folder / "three.parquet")


def test_robustness_prints_shares_groups_regret_and_writes_a_folder(command, three) -> None:
    words = ("robustness", "baseline", "shared-goals", "--worlds", three, *SHORT)
    ended = command(*words, "--out", "found", "--value-of-information")
    assert ended.code == 0
    assert "of 3 plausible worlds" in ended.out
    for part in ("Who gains, who loses", "Structural alternatives", "Regret", "Caseworker hours"):
        assert part in ended.out
    assert NOTICE in ended.out
    assert Robustness.read("found").finished == (0, 1, 2)
    effects = pd.read_parquet("found/effects.parquet")
    assert set(effects["world"]) == {0, 1, 2}
    hours = ended.out.partition("Staff hours: neither more nor less is better in itself")[2]
    assert "Caseworker hours on the scheme" in hours


def test_robustness_prints_one_json_document(command, three) -> None:
    words = ("robustness", "baseline", "shared-goals", "--worlds", three, *SHORT)
    ended = command(*words, "--json", "--value-of-information")
    found = json.loads(ended.out)
    assert (found["worlds"], found["replicates"], found["stale"]) == (3, 2, False)
    policy = found["policies"][0]
    shares = policy["outcomes"]["ownership_52w"]
    assert sum(shares[kind] for kind in ("better", "worse", "none", "unsettled")) == 3
    assert {"median", "low", "high"} <= set(shares)
    assert "shared-goals" in found["value_of_information"]


def test_a_world_that_fails_is_said_and_ends_with_code_1(command, empty_folder: Path) -> None:
    values = {"phase.opening_end": 0.3, "phase.middle_end": 0.5}
    worlds = (PlausibleWorld(0, values), PlausibleWorld(1, values | {"phase.opening_end": 0.9}))
    path = write_worlds(Worlds(worlds, model_digest(), "by hand"), empty_folder / "w.parquet")
    ended = command("robustness", "baseline", "shared-goals", "--worlds", path, *SHORT)
    assert ended.code == 1
    assert "world 1 could not be run" in ended.err
    assert "of 1 plausible worlds" in ended.out


def test_compare_over_worlds_says_in_how_many_it_is_better(command, three) -> None:
    words = ("compare", "baseline", "shared-goals", "--worlds", three, *SHORT)
    ended = command(*words)
    assert ended.code == 0
    assert "mean of 3 worlds, 2 pairs in each" in ended.out
    assert "Ownership after a year: " in ended.out
    assert "of 3 plausible worlds" in ended.out
    document = json.loads(command(*words, "--json").out)
    assert document["worlds"] == 3
    assert document["policies"][0]["outcomes"]["ownership_52w"]["pairs"] == 3


def test_stale_worlds_are_used_and_said_to_be_stale(command, empty_folder: Path) -> None:
    worlds = Worlds((PlausibleWorld(0, {"ownership.gain": 8.0}),), "0" * 12, "by hand")
    path = write_worlds(worlds, empty_folder / "old.parquet")
    ended = command("compare", "baseline", "shared-goals", "--worlds", path, *SHORT)
    assert ended.code == 0
    assert "are stale" in ended.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("robustness", "baseline", "shared-goals", "--worlds", "none.parquet"), "no file none"),
        (("robustness", "baseline", "shared-goals", "--worlds", "0"), "allowed: a whole number"),
        (("compare", "baseline", "shared-goals", "--worlds", "9999"), "holds"),
        (("robustness", "baseline", "shared-goal", "--worlds", "1"), "shared-goals"),
        (("worlds", "--accept", "3"), "--out FILE goes with"),
        (("worlds", "--accept", "3", "--recheck", "2", "--out", "w.parquet"), "choose one"),
        (("worlds", "--accept", "3", "--out", "w.csv"), "ends in .parquet"),
    ],
)
def test_a_wrong_request_ends_with_code_2_and_writes_nothing(
    command, empty_folder: Path, words, message
) -> None:
    ended = command(*words)
    assert ended.code == 2
    assert message in ended.err
    assert not list(empty_folder.iterdir())


def test_the_shipped_set_says_how_it_was_made(command) -> None:
    ended = command("worlds", "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["worlds"] >= 100
    assert sum(found["counts"].values()) == found["tried"]
    assert found["counts"]["accepted"] == found["worlds"]
    assert found["ranges"]["ownership.gain"] == [5, 12]
    assert found["patterns"]
    assert found["levels"]["cutoff"] > 0
    shown = command("worlds").out
    assert f"{found['worlds']} plausible worlds" in shown
