"""Policies in every plausible world: paired within worlds, counted over them, kept whole."""

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Comparison, Interrupted, RequestError, compare
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, load_worlds, write_worlds
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.world_runs import standing
from heterophony.experiments.results.differences import Difference
from heterophony.experiments.results.over_worlds import Shares, Standing, counted
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation, model_digest

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 8}
HERE = tuple(
    PlausibleWorld(number, {"ownership.gain": gain, "alternatives.learning": learning})
    for number, (gain, learning) in enumerate(
        [(8.0, "linear"), (9.5, "inverted_u"), (10.0, "linear")]
    )
)
WORLDS = Worlds(HERE, model_digest(), "made by hand")
# In this world a meeting's opening would end after its middle.
IMPOSSIBLE = PlausibleWorld(3, {"phase.opening_end": 0.9, "phase.middle_end": 0.5})


def assessed(worlds: Worlds = WORLDS, **more) -> Robustness:
    options = {"replicates": 2, "overrides": SHORT, "workers": 1} | more
    return assess_robustness(
        "baseline", ["shared-goals", "meetings-every-4-weeks"], worlds=worlds, **options
    )


@pytest.fixture(scope="module")
def found() -> Robustness:
    return assessed()


def test_a_world_s_difference_is_the_mean_over_its_own_pairs(found):
    world = HERE[1]
    today = load_scenario("baseline", SHORT | dict(world.values))
    plan = load_scenario("shared-goals", SHORT | dict(world.values)).based_on(today)
    own = replicate_seed(1, world.number)
    apart = []
    for replicate in range(2):
        seed = replicate_seed(own, replicate)
        arms = [Simulation(each, seed=seed).run().outcomes["pressure"] for each in (today, plan)]
        apart.append(arms[1] - arms[0])
    row = found.over_worlds("shared-goals", "pressure").loc[1]
    assert row["difference"] == pytest.approx(np.mean(apart), abs=1e-12)
    assert row["pairs"] == 2


def test_every_world_is_counted_once_for_each_policy(found):
    assert found.finished == (0, 1, 2)
    for name in found.names:
        assert found.shares(name).worlds == 3
        assert f"of {3} plausible worlds" in found.sentence(name)
    frame = found.shares_frame()
    assert (frame[["better", "worse", "none", "unsettled"]].sum(axis=1) == frame["worlds"]).all()


def test_results_do_not_depend_on_the_number_of_workers(found):
    assert assessed(workers=2).digest == found.digest


def test_groups_are_told_apart_in_every_world(found):
    groups = set(found.effects["group"])
    assert {EVERYONE, "lowest-third", "highest-third", "crisis-like"} <= groups
    assert found.shares("shared-goals", "ownership_52w", "lowest-third").worlds == 3


def test_a_spread_lies_between_the_extreme_worlds(found):
    values = found.over_worlds("shared-goals", "pressure")["difference"]
    spread = found.spread("shared-goals", "pressure")
    assert values.min() <= spread.low <= spread.median <= spread.high <= values.max()


def test_what_is_set_by_hand_stands_above_the_worlds():
    held = assessed(overrides=SHORT | {"ownership.gain": 8.0})
    free = assessed(Worlds((PlausibleWorld(1, {"ownership.gain": 8.0, **_linear(1)}),), "", ""))
    there = held.over_worlds("shared-goals", "ownership").loc[1, "difference"]
    assert there == free.over_worlds("shared-goals", "ownership").loc[1, "difference"]


def _linear(number: int) -> dict:
    return {"alternatives.learning": HERE[number].values["alternatives.learning"]}


def test_a_world_that_cannot_be_run_is_named_and_the_rest_goes_on():
    mixed = Worlds((IMPOSSIBLE, HERE[0]), model_digest(), "made by hand")
    result = assessed(mixed)
    assert result.finished == (0,)
    assert "phase.opening_end" in result.failed[3]
    assert not result.interrupted
    lost = result.runs[result.runs["status"] == "failed"]
    assert lost["world"].tolist() == [3]
    assert "phase.opening_end" in lost["reason"].iloc[0]
    assert result.shares("shared-goals").worlds == 1


def test_fixed_and_funded_hours_stand_beside_each_other():
    result = assess_robustness(
        "baseline", "pre-meeting", worlds=WORLDS.first(1), replicates=2, overrides=SHORT,
        funding="both", workers=1,
    )  # fmt: skip
    assert result.names == ("pre-meeting", "pre-meeting, funded hours")
    fixed, funded = (
        result.over_worlds(name, "caseworker_hours")["difference"].iloc[0] for name in result.names
    )
    assert funded > fixed


def test_an_interruption_keeps_whole_worlds():
    def stop(now):
        if now.done == 1:
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(Interrupted, match="1 of 3 worlds") as caught:
        assessed(progress=stop)
    assert caught.value.finished.finished == (0,)
    assert caught.value.finished.interrupted


def test_killed_it_goes_on_with_the_worlds_that_were_finished(found, tmp_path):
    out = tmp_path / "out"
    program = f"""
import os, signal
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds
from heterophony.sim import model_digest
from pathlib import Path

def die(now):
    if now.done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

worlds = tuple(PlausibleWorld(*each) for each in {[(e.number, dict(e.values)) for e in HERE]})
assess_robustness("baseline", ["shared-goals", "meetings-every-4-weeks"], replicates=2, workers=1,
    worlds=Worlds(worlds, model_digest(), "made by hand"), overrides={SHORT}, progress=die,
    out=Path({str(out)!r}))
"""
    ended = subprocess.run([sys.executable, "-c", program], check=False, timeout=600)
    assert ended.returncode == -signal.SIGKILL
    run = []
    again = assessed(out=out, progress=lambda now: run.append((now.done, now.resumed)))
    assert run == [(3, 2)], "two of three worlds were kept"
    pd.testing.assert_frame_equal(again.effects, found.effects, check_exact=True)
    pd.testing.assert_frame_equal(again.runs, found.runs, check_exact=True)
    assert (again.digest, again.finished) == (found.digest, found.finished)
    with pytest.raises(RequestError, match="unfinished work of another robustness"):
        assessed(out=out, seed=2)
    again.write(out)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


HALVED = (") / YEAR", ") / YEAR / 2.0")  # the years on support that people spent
RESUMES = """
from pathlib import Path
from heterophony.experiments import RequestError, assess_robustness, load_worlds

worlds = load_worlds("worlds.parquet")
print(worlds.stale)
try:
    assess_robustness("baseline", "shared-goals", worlds=worlds, replicates=2, workers=1,
                      overrides={overrides}, out=Path("out"))
except RequestError as error:
    print(error)
"""


def test_another_way_to_count_an_outcome_is_another_model(root, tmp_path, monkeypatch):
    """A checkpoint of another model is refused, and worlds that it accepted are stale."""
    package = tmp_path / "edited" / "heterophony"
    skipped = shutil.ignore_patterns("tests", "docs", ".*", "__pycache__", "build", "benchmarks")
    shutil.copytree(root, package, ignore=skipped)
    counting = package / "sim" / "accounts.py"
    as_it_was = counting.read_text("utf-8")
    counting.write_text(as_it_was.replace(*HALVED), "utf-8")
    assert counting.read_text("utf-8") != as_it_was
    monkeypatch.chdir(tmp_path)

    def stop(now):
        os.kill(os.getpid(), signal.SIGINT)

    fresh = replace(load_worlds(2), model_sha256=model_digest())
    worlds = load_worlds(write_worlds(fresh, "worlds.parquet"))
    assert not worlds.stale
    with pytest.raises(Interrupted, match="1 of 2 worlds"):
        assess_robustness(
            "baseline", "shared-goals", worlds=worlds, replicates=2, workers=1, overrides=SHORT,
            progress=stop, out=Path("out"),
        )  # fmt: skip
    program = RESUMES.format(overrides=SHORT)
    environment = os.environ | {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
        timeout=600, check=True,
    )  # fmt: skip
    assert ended.stdout.startswith("True"), "the worlds are stale"
    assert "of this robustness by another version of the model" in ended.stdout


def test_a_result_is_read_back_as_it_was_written(found, tmp_path):
    back = Robustness.read(found.write(tmp_path / "out"))
    assert back.to_json_dict() == found.to_json_dict()
    pd.testing.assert_frame_equal(back.effects, found.effects)
    assert back.worlds.worlds == found.worlds.worlds
    assert back.digest == found.digest


def test_another_kind_of_folder_is_refused(tmp_path):
    comparison = compare("baseline", "shared-goals", replicates=2, overrides=SHORT, workers=1)
    with pytest.raises(RequestError, match="holds a comparison"):
        Robustness.read(comparison.write(tmp_path / "c"))


def test_one_pair_a_world_is_refused():
    with pytest.raises(RequestError, match="2 and more"):
        assessed(replicates=1)


@pytest.mark.parametrize(
    ("outcome", "difference", "expected"),
    [
        ("ownership_52w", Difference(0.4, 0.5, 0.1, 0.05, 0.15, 8), Standing.BETTER),
        ("pressure", Difference(0.4, 0.5, 0.1, 0.05, 0.15, 8), Standing.WORSE),
        ("pressure", Difference(0.4, 0.4, 0.0, -0.01, 0.01, 8), Standing.NONE),
        ("ownership_52w", Difference(0.4, 0.43, 0.03, -0.01, 0.07, 8), Standing.UNSETTLED),
        ("ownership_52w", Difference(0.4, 0.415, 0.015, 0.005, 0.025, 8), Standing.UNSETTLED),
        ("ownership_52w", Difference(0.4, 0.410, 0.010, 0.005, 0.015, 8), Standing.NONE),
        ("demand", Difference(0.4, 0.3, -0.1, -0.15, -0.05, 8), Standing.WORSE),
    ],
)
def test_better_is_what_serves_the_citizen(outcome, difference, expected):
    assert standing(difference, outcome) is expected


def test_the_plain_sentence_adds_up():
    shares = counted(["better"] * 83 + ["worse"] * 9 + ["no difference worth mentioning"] * 8)
    assert shares == Shares(83, 9, 8, 0)
    assert shares.sentence("ownership_52w") == (
        "better in 83 of 100 plausible worlds, worse in 9, no difference worth mentioning in 8"
    )
    assert shares.sentence("demand").startswith("more in 83 of 100 plausible worlds, less in 9")


def test_compare_counts_each_world_once(found):
    result = compare(
        "baseline", "shared-goals", worlds=WORLDS, replicates=2, overrides=SHORT, workers=1
    )
    over = result.over
    assert over is not None
    there = found.over_worlds("shared-goals", "pressure")["difference"]
    pressure = result.policies[0].outcomes["pressure"]
    assert pressure.pairs == over.finished == 3
    assert pressure.difference == pytest.approx(there.mean(), abs=1e-12)
    assert over.shares["shared-goals"]["pressure"] == found.shares("shared-goals", "pressure")
    document = result.to_json_dict()
    assert (document["worlds"], document["replicates"]) == (3, 2)


def test_a_comparison_over_worlds_is_read_back(tmp_path):
    result = compare(
        "baseline", "shared-goals", worlds=WORLDS.first(2), replicates=2, overrides=SHORT,
        workers=1,
    )  # fmt: skip
    back = Comparison.read(result.write(tmp_path / "c"))
    assert back.to_json_dict() == result.to_json_dict()
    assert back.over is not None
    assert result.over is not None
    assert back.over.sentence("shared-goals", "pressure") == result.over.sentence(
        "shared-goals", "pressure"
    )


def test_narrowing_luck_and_spreading_over_worlds_exclude_each_other():
    with pytest.raises(RequestError, match="exclude each other"):
        compare("baseline", "shared-goals", worlds=WORLDS, until_width={"pressure": 0.1})


def test_values_of_alternatives_are_written_as_in_a_scenario():
    switched = tuple(
        PlausibleWorld(number, {"alternatives.measuring_demands": number == 1})
        for number in range(2)
    )
    there = assessed(Worlds(switched, model_digest(), "made by hand"))
    assert list(there.by_alternative("shared-goals")["value"]) == ["false", "true"]
