"""The verbs `run`, `compare` and `meeting`."""

import csv
import io
import json
from pathlib import Path

import pandas as pd
import pytest

from heterophony.experiments import Comparison
from heterophony.experiments.inputs.line_bank import load_meeting_words
from heterophony.scenarios import OUTCOMES

SHORT = ("--set", "run.burn_in_weeks=26", "--weeks", "60")
NOTICE = "Not for deciding about, ranking or profiling persons"


def test_run_prints_one_json_document(command) -> None:
    ended = command("run", "baseline", *SHORT, "--replicates", 2, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert (found["scenario"], found["replicates"]) == ("baseline", 2)
    assert set(found["outcomes"]) == set(OUTCOMES)


def test_run_writes_what_the_manifest_makes_again(command, empty_folder: Path) -> None:
    words = ("run", "pre-meeting", *SHORT, "--seed", 5, "--replicates", 2)
    assert command(*words, "--out", "første").code == 0
    assert command(*words, "--out", "anden", "--workers", 1).code == 0
    first, second = (
        json.loads((empty_folder / each / "manifest.json").read_text())
        for each in ("første", "anden")
    )
    assert first["results_sha256"] == second["results_sha256"]
    assert first["command"][1:3] == ["run", "pre-meeting"]


def test_run_writes_a_panel_where_one_is_asked_for(command, empty_folder: Path) -> None:
    assert command("run", "baseline", *SHORT, "--panel", "--out", "results").code == 0
    panel = pd.read_parquet(empty_folder / "results/panel.parquet")
    assert set(panel["week"]) == set(range(60))
    assert len(pd.read_parquet("results/events.parquet")) > 0


def test_run_shows_no_absolute_ownership(command) -> None:
    out = command("run", "baseline", *SHORT).out
    assert "pressure" in out
    assert "ownership_52w" not in out
    assert NOTICE in out


def test_compare_prints_one_json_document_as_documented(command) -> None:
    ended = command("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 3, "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    assert (found["baseline"], found["seed"], found["replicates"]) == ("baseline", 1, 3)
    (policy,) = found["policies"]
    assert policy["name"] == "pre-meeting"
    assert policy["outcomes"]["pressure"]["pairs"] == 3


def test_compare_shows_both_arms_and_says_what_it_is_not(command) -> None:
    policies = ("pre-meeting", "pre-and-debrief")
    ended = command("compare", "baseline", *policies, *SHORT, "--replicates", 3)
    assert ended.code == 0
    head = next(line for line in ended.out.splitlines() if "95 % interval" in line)
    assert head.index("difference") < head.index("baseline") < head.index("policy")
    assert "it does not forecast" in ended.out
    assert NOTICE in ended.out
    assert "Staff hours" in ended.out
    assert "By ownership after a year, each two in pairs: " in ended.out
    assert "matters from" in head
    assert "Who gains, who loses" in ended.out
    assert "crisis-like" in ended.out


def test_an_outcome_without_a_value_is_explained_and_not_called_uncertain(command) -> None:
    ended = command("compare", "baseline", "handover", "--weeks", 52, "--replicates", 3)
    assert ended.code == 0
    row = next(line for line in ended.out.splitlines() if "Ownership after 52 weeks" in line)
    assert "no value" in row
    assert "uncertain" not in row
    assert "0 pairs" not in ended.out
    assert "ownership_52w is undefined in all pairs of handover but at most one: no number of " in (
        ended.out
    )
    frame = ("compare", "baseline", "handover", "--weeks", 52, "--replicates", 3, "--json")
    (policy,) = json.loads(command(*frame).out)["policies"]
    assert policy["verdicts"]["ownership_52w"] == "no value"


def test_one_pair_is_said_to_have_no_interval(command) -> None:
    ended = command("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 1)
    assert "pre-meeting less baseline: 1 pair, seed 1" in ended.out
    assert "One pair says nothing of chance and has no interval" in ended.out


@pytest.mark.parametrize("verb", ["compare", "robustness"])
def test_a_policy_that_differs_in_nothing_is_told_instead_of_zeros(command, verb) -> None:
    worlds = ("--worlds", 2) if verb == "robustness" else ()
    words = (verb, "baseline", "baseline", *SHORT, "--replicates", 2, *worlds)
    ended = command(*words)
    told = "policy baseline assumes exactly what baseline assumes: every difference between them"
    assert ended.code == 0
    assert told in ended.out
    assert "95 % interval" not in ended.out
    assert told in command(*words, "--json").err


@pytest.mark.parametrize("verb", ["evidence", "sensitivity"])
def test_what_a_difference_hangs_on_is_not_asked_where_there_is_none(command, verb) -> None:
    premises = ("--set", "meeting.interval_weeks=4")
    ended = command(verb, "baseline", "meetings-every-4-weeks", *SHORT, *premises)
    assert (ended.code, ended.out) == (2, "")
    assert "the policy meetings-every-4-weeks assumes exactly what baseline assumes" in ended.err


def test_compare_shows_groups_whole_where_they_are_asked_for(command) -> None:
    words = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 3)
    short, whole = command(*words).out, command(*words, "--groups").out
    title = "Started a job within a year"
    assert title not in short
    assert title in whole
    few = "An interval without width rests on fewer than twenty pairs"
    assert few in short  # hardly anybody starts education in so short a time
    alike = command(*words, "--set", "population.profile=stable").out
    assert "No groups: everyone here has the same resources." in alike


def test_compare_runs_until_the_interval_is_narrow_enough_or_says_that_it_is_not(command) -> None:
    words = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 20, "--json")
    ended = command(*words, "--until-width", "pressure=1")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["replicates"] == 20
    assert found["until_width"]["reached"] is True
    limits = ("--until-width", "pressure=1e-9", "--max-replicates", 30)
    ended = command(*words, *limits)
    assert json.loads(ended.out)["until_width"]["reached"] is False
    assert "not as narrow as asked, the most pairs being 30" in ended.err


def test_compare_writes_a_folder_that_reads_back(command, empty_folder: Path) -> None:
    words = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 2, "--out", "år 1/møder")
    assert command(*words).code == 0
    assert Comparison.read("år 1/møder").replicates == 2
    assert command(*words).code == 0  # its own older results it may replace


def test_in_a_pipe_nothing_but_the_result_is_said(process) -> None:
    words = ("compare", "baseline", "pre-meeting", *SHORT, "--replicates", 2, "--json")
    ended = process(*words)
    assert (ended.code, ended.err) == (0, "")
    assert "\x1b" not in ended.out
    assert json.loads(ended.out)["replicates"] == 2


def test_a_meeting_is_printed_turn_by_turn(command) -> None:
    words = ("meeting", "baseline", *SHORT[:2], "--set", "run.weeks=60")
    ended = command(*words, "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    assert found["meeting"]["week"] >= 26
    assert [each["turn"] for each in found["turns"]] == list(range(1, 31))
    assert {each["speaker"] for each in found["turns"]} <= {"caseworker", "mentor", "citizen"}
    week, citizen = int(found["meeting"]["week"]), int(found["meeting"]["citizen"])
    chosen = command(*words, "--week", week, "--citizen", citizen, "--json")
    assert json.loads(chosen.out)["turns"] == found["turns"]
    assert set(found["legend"]) == set(found["turns"][0])
    for language, said in (("en", "week {}, citizen {}"), ("da", "uge {}, borger {}")):
        text = command(*words, "--week", week, "--citizen", citizen, "--lang", language).out
        assert said.format(week, citizen) in text
        spoken = load_meeting_words(language)
        assert all(heading in text for heading in spoken["heading"].values() if "{" not in heading)
        assert all(meaning in text for meaning in spoken["legend"].values())
        decided = f"{found['meeting']['decided_demand']:.2f}"
        assert (decided.replace(".", ",") if language == "da" else decided) in text


def test_a_meeting_is_also_a_table_of_its_turns(command) -> None:
    words = ("meeting", "baseline", *SHORT[:2], "--set", "run.weeks=60", "--number", 2)
    rows = list(csv.DictReader(io.StringIO(command(*words, "--format", "csv").out)))
    turns = json.loads(command(*words, "--format", "json").out)["turns"]
    assert [row["text"] for row in rows] == [turn["text"] for turn in turns]
    assert list(rows[0]) == list(turns[0])
    for turn in turns:
        assert turn["answers"] is None or 1 <= turn["answers"] < turn["turn"]


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["--citizen", "999999"], "no meeting with citizen 999999; among those who had one: "),
        (["--week", "200"], "no meeting in week 200; held nearest, in week: "),
        (["--number", "9999"], "--number 9999 is not allowed; allowed here: 1 to "),
        (["--set", "alternatives.meeting=counts"], "no turns of three-party meetings"),
    ],
)
def test_a_meeting_that_was_not_held_is_refused(command, words: list[str], part: str) -> None:
    ended = command("meeting", "baseline", "--set", "run.weeks=60", *words)
    assert (ended.code, ended.out) == (2, "")
    assert part in ended.err
