"""The verbs `claim` and `calibrate`."""

import json
from pathlib import Path

import pandas as pd
import pytest

from heterophony.scenarios import load_scenario

FILE = """
[[claim]]
name = "pressure"
sentence = { en = "Meeting every other week presses.", da = "Møder hver anden uge presser." }
policy = "meetings-every-2-weeks"
outcome = "pressure"
direction = "%s"
size = 0.01
set = { run.weeks = 26, run.burn_in_weeks = 16, staffing.mentors = 3 }
"""


def test_the_verb_ends_with_0_only_if_all_are_findings(command, empty_folder: Path):
    Path("wrong.toml").write_text(FILE % "sideways")
    assert command("claim", "wrong.toml").code == 2
    assert not list(empty_folder.glob("*.json"))
    Path("less.toml").write_text(FILE % "less")
    ended = command("claim", "less.toml", "--worlds", 0, "--replicates", 4, "--lang", "da")
    assert ended.code == 1
    assert "REFUTED: Møder hver anden uge presser." in ended.out
    Path("more.toml").write_text(FILE % "more")
    words = ("claim", "more.toml", "--worlds", 4, "--replicates", 6, "--out", "out", "--json")
    ended = command(*words)
    assert ended.code == 0
    document = json.loads(ended.out)
    assert document["all_findings"] is True
    table = pd.read_parquet("out/checks.parquet")
    assert set(table["state"]) == {"holds"}
    assert json.loads(Path("out/manifest.json").read_text())["kind"] == "claims"


TARGETS = """
[run]
run = { weeks = 16, burn_in_weeks = 14 }
staffing.mentors = 3
[[fit]]
parameter = "session.knowledge_rate"
[[target]]
outcome = "case_knowledge_mentor"
value = 0.38
sd = 0.05
source = "made for this test"
%s
"""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ('cpr = "x"', "personal data are neither needed nor taken"),
        ("value_of = 3", "'value_of' is not known here"),
        ("group = 'lowest-third'", "case_knowledge_mentor is not counted by group"),
        ("weeks = [3, 40]", "weeks = [3, 40]; allowed: first and last week, from 0 to 15"),
    ],
)
def test_wrong_targets_are_refused_before_anything_runs(command, empty_folder: Path, more, words):
    Path("targets.toml").write_text(TARGETS % more)
    ended = command("calibrate", "baseline", "targets.toml", "--out", "fit")
    assert ended.code == 2
    assert words in ended.err
    assert [each.name for each in empty_folder.iterdir()] == ["targets.toml"]


def test_calibrate_needs_a_folder_and_names_its_tables(command):
    assert command("calibrate", "baseline", "danish-mentor-trial").code == 2
    ended = command("calibrate", "baseline", "danish", "--out", "fit")
    assert ended.code == 2
    assert "danish-mentor-trial" in ended.err


def test_calibrate_writes_a_scenario_and_worlds(command, empty_folder: Path):
    Path("targets.toml").write_text(TARGETS % "")
    words = ("calibrate", "baseline", "targets.toml", "--out", "fit", "--worlds", 3)
    ended = command(*words, "--budget", 30, "--replicates", 2, "--particles", 20)
    assert ended.code == 0, ended.err
    assert "sets of parameters" in ended.err
    assert "session.knowledge_rate" in ended.out
    assert "reached" in ended.out
    assert {each.name for each in Path("fit").iterdir()} == {
        "calibration.json", "manifest.json", "posterior.parquet", "scenario.toml", "targets.toml",
        "worlds.parquet",
    }  # fmt: skip
    assert not Path("fit.unfinished").exists()
    assert load_scenario(Path("fit/scenario.toml")).name == "baseline-calibrated"
    short = ("--set", "run.burn_in_weeks=8", "--weeks", 20, "--replicates", 2, "--json")
    used = command("compare", "baseline", "pre-meeting", "--worlds", "fit/worlds.parquet", *short)
    assert used.code == 0, used.err
    assert json.loads(used.out)["worlds"] == 3
