"""One scenario under many seeds."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from heterophony.experiments import Progress, RequestError, replicate_seed, run
from heterophony.scenarios import OUTCOMES
from heterophony.sim import Result, Simulation

SHORT = {"run.weeks": 60, "run.burn_in_weeks": 26}
CITIZEN_COLUMNS = {
    *("replicate", "citizen", "profile", "resources", "internalised_discourse", "reactance"),
    *("prior_dropouts", "plan_match_at_referral", "referred_week", "ended_week", "fate"),
}


def test_results_do_not_depend_on_the_number_of_workers() -> None:
    found = [
        run("baseline", replicates=5, workers=workers, overrides=SHORT) for workers in (1, 2, 5)
    ]
    assert len({each.digest for each in found}) == 1
    pd.testing.assert_frame_equal(found[0].weekly, found[2].weekly)


def test_cores_that_no_run_needs_let_jobcentres_of_one_live_at_once_with_the_same_results(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []
    usual = Simulation.run

    def seen(simulation: Simulation, threads: int = 1) -> Result:
        asked.append(threads)
        return usual(simulation, threads)

    monkeypatch.setattr(Simulation, "run", seen)
    several = {**SHORT, "population.jobcentres": 3}
    found = [
        run("baseline", replicates=2, workers=workers, overrides=several).digest
        for workers in (1, 2, 5)
    ]
    assert len(set(found)) == 1
    assert asked == [1, 1, 1, 1, 2, 2]


def test_each_replicate_is_the_run_of_its_own_seed() -> None:
    runs = run("baseline", seed=7, replicates=3, overrides=SHORT)
    assert runs.replicates == (0, 1, 2)
    for number, result in enumerate(runs.results):
        alone = Simulation(runs.scenario, seed=replicate_seed(7, number)).run()
        assert alone.outcomes == pytest.approx(result.outcomes, nan_ok=True, abs=0.0, rel=0.0)
    assert len({each.digest() for each in runs.results}) == 3


def test_both_executors_give_the_same_results() -> None:
    short = {"run.weeks": 6, "run.burn_in_weeks": 4}
    compiled = run("baseline", replicates=2, overrides=short)
    agents = run("baseline", replicates=2, overrides=short, executor="agents")
    assert compiled.digest == agents.digest


def test_tables_have_one_row_for_each_week_citizen_and_meeting() -> None:
    runs = run("baseline", replicates=2, overrides=SHORT)
    weekly = {name for name, each in OUTCOMES.items() if each.level == "weekly"}
    assert set(runs.weekly) == {"replicate", "week"} | weekly
    assert len(runs.weekly) == 2 * 60
    assert runs.weekly["week"].tolist() == [*range(60), *range(60)]
    assert set(runs.citizens) >= CITIZEN_COLUMNS
    held = [each.meetings["week"] for each in runs.results if each.meetings]
    assert len(runs.meetings) == sum(map(len, held)) > 0
    assert set(runs.outcomes) == {"replicate", "seed"} | set(OUTCOMES)
    assert runs.outcomes["seed"].tolist() == [replicate_seed(1, 0), replicate_seed(1, 1)]


def test_what_was_not_kept_is_asked_for_by_name() -> None:
    runs = run("baseline", overrides=SHORT, keep=())
    with pytest.raises(RequestError, match=r"keep=\('panel',\)"):
        _ = runs.panel


def test_progress_is_told_after_every_run() -> None:
    seen: list[Progress] = []
    run("baseline", replicates=4, overrides=SHORT, progress=seen.append)
    assert [each.done for each in seen] == [1, 2, 3, 4]


def test_a_folder_of_runs_is_whole_and_says_how_it_was_made(tmp_path: Path) -> None:
    runs = run("pre-meeting", seed=3, replicates=2, overrides=SHORT)
    out = runs.write(tmp_path / "kørsel")
    files = {"weekly", "citizens", "meetings", "outcomes"}
    names = {f"{each}.parquet" for each in files} | {"summary.json", "manifest.json"}
    assert {each.name for each in out.iterdir()} == names
    pd.testing.assert_frame_equal(pd.read_parquet(out / "weekly.parquet"), runs.weekly)
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert (manifest["seed"], manifest["replicates"], manifest["kind"]) == (3, 2, "run")
    assert manifest["results_sha256"] == runs.digest
    assert manifest["scenario"]["values"]["meeting.pre_meeting_minutes"] == 20
    assert manifest["scenario"]["root"]["meeting.pre_meeting_minutes"] == 0
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest


def test_panel_and_events_are_written_where_they_were_kept(tmp_path: Path) -> None:
    runs = run("baseline", overrides=SHORT, keep=("meetings", "panel", "events"))
    out = runs.write(tmp_path / "out")
    assert len(pd.read_parquet(out / "panel.parquet")) > 60
    assert len(pd.read_parquet(out / "events.parquet")) > 0


def test_two_folders_of_the_same_runs_hold_the_same_bytes(tmp_path: Path) -> None:
    for name, workers in (("first", 1), ("second", 2)):
        run("baseline", replicates=3, workers=workers, overrides=SHORT).write(tmp_path / name)
    for file in (tmp_path / "first").iterdir():
        if file.name != "manifest.json":  # holds the time
            assert file.read_bytes() == (tmp_path / "second" / file.name).read_bytes()


def test_the_summary_has_means_with_intervals_and_null_for_what_is_undefined(
    tmp_path: Path,
) -> None:
    short = {"run.weeks": 10, "run.burn_in_weeks": 4}  # too short for anything at 52 weeks
    runs = run("baseline", replicates=3, overrides=short)
    found = json.loads((runs.write(tmp_path / "out") / "summary.json").read_text())["outcomes"]
    assert found["ownership_52w"]["mean"] is None
    assert found["ownership_52w"]["replicates"] == 0
    expected = np.mean([each.outcomes["pressure"] for each in runs.results])
    assert found["pressure"]["mean"] == pytest.approx(expected)
    assert found["pressure"]["low"] < found["pressure"]["mean"] < found["pressure"]["high"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"replicates": 0, "keep": ()}, "replicates is 0; allowed: 1 to 10,000"),
        ({"replicates": 10_001, "keep": ()}, "replicates is 10001; allowed: 1 to 10,000"),
        ({"replicates": 1_001}, "allowed: 1 to 1,000, with meetings kept"),
        ({"replicates": 101, "keep": ("panel",)}, "allowed: 1 to 100, with panel kept"),
        ({"replicates": 2.0}, "whole number"),
        ({"seed": -1}, "seed is -1"),
        ({"executor": "gpu"}, "compiled, agents"),
        ({"workers": 0}, "workers is 0"),
        ({"replicates": True}, "replicates is True; allowed: a whole number from 1 to 1,000"),
        ({"replicates": np.bool_(True)}, "allowed: a whole number from 1 to 1,000"),
        ({"replicates": "2"}, "replicates is '2'; allowed: a whole number from 1 to 1,000"),
        ({"keep": ["meeting"]}, "keep holds 'meeting'; allowed: meetings, turns, panel, events"),
    ],
)
def test_a_wrong_request_is_refused(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(RequestError, match=message):
        run("baseline", **arguments)  # type: ignore[arg-type]


def test_a_single_table_may_be_named_by_itself() -> None:
    runs = run("baseline", overrides={"run.weeks": 10, "run.burn_in_weeks": 4}, keep="panel")
    assert len(runs.panel) > 0
    assert runs.results[0].meetings is None
