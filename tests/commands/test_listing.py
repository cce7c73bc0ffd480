"""The verbs `list`, `show`, `new` and `doctor`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from heterophony.experiments.inputs.patterns import load_patterns, load_predictions
from heterophony.scenarios import OUTCOMES, PARAMETERS, list_scenarios, load_scenario


@pytest.mark.parametrize("kind", ["scenarios", "parameters", "outcomes", "patterns"])
def test_lists_are_one_json_document_of_objects_with_names(command, kind: str) -> None:
    ended = command("list", kind, "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    expected = {
        "scenarios": [each.name for each in list_scenarios()],
        "parameters": list(PARAMETERS),
        "outcomes": list(OUTCOMES),
        "patterns": [*load_patterns(), *load_predictions()],
    }
    assert [each["name"] for each in found] == expected[kind]


def test_parameters_are_listed_with_everything_that_is_declared(command) -> None:
    found = json.loads(command("list", "parameters", "--json").out)
    wanted = {"default", "unit", "minimum", "maximum", "low", "high", "source", "confidence"}
    assert all(wanted <= set(each) for each in found)
    interval = next(each for each in found if each["name"] == "meeting.interval_weeks")
    assert interval["default"] == PARAMETERS["meeting.interval_weeks"].default


def test_evidence_shows_sources(command) -> None:
    plain, evidence = command("list", "parameters"), command("list", "parameters", "--evidence")
    source = PARAMETERS["meeting.interval_weeks"].source
    assert source in evidence.out
    assert source not in plain.out


def test_a_list_in_a_pipe_has_one_line_for_each_and_no_colours(process) -> None:
    ended = process("list", "outcomes")
    assert ended.err == ""
    assert "\x1b" not in ended.out
    assert len([line for line in ended.out.splitlines() if line.strip()]) == len(OUTCOMES) + 2


@pytest.mark.parametrize("name", ["baseline", "meeting.interval_weeks", "ownership_52w"])
def test_show_knows_scenarios_parameters_and_outcomes(command, name: str) -> None:
    assert f"name: {name}\n" in command("show", name).out
    assert json.loads(command("show", name, "--json").out)["name"] == name


def test_show_speaks_danish(command) -> None:
    danish = OUTCOMES["ownership_52w"].title["da"]
    assert danish in command("show", "ownership_52w", "--lang", "da").out
    assert danish in command("list", "outcomes", "--lang", "da").out


@pytest.mark.parametrize(
    "words", ["list parameters", "show reaction.over", "compare baseline pre-meeting"]
)
def test_a_reader_who_has_enough_is_no_failure(words: str) -> None:
    small = " --replicates 2 --weeks 60" if words.startswith("compare") else ""
    line = f"'{sys.executable}' -m heterophony {words}{small} | head -1; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", line], check=False, capture_output=True, text=True)
    assert found.stdout.splitlines()[-1] == "0"
    assert found.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device without room")
def test_output_without_room_is_a_failure_and_told() -> None:
    with open("/dev/full", "w") as full:
        line = [sys.executable, "-m", "heterophony", "list", "parameters", "--json"]
        found = subprocess.run(line, check=False, stdout=full, stderr=subprocess.PIPE, text=True)
    assert found.returncode == 1
    assert found.stderr == "heterophony: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("extra", [[], ["--all"], ["--extends", "four-interviews"]])
def test_a_new_scenario_changes_nothing_yet(command, empty_folder: Path, extra: list[str]) -> None:
    ended = command("new", "første-forsøg.toml", *extra)
    assert ended.code == 0
    made = load_scenario(empty_folder / "første-forsøg.toml")
    start = load_scenario(extra[1] if "--extends" in extra else "baseline")
    assert made.name == "første-forsøg"
    assert made.values == start.values


def test_every_comment_of_a_new_scenario_is_a_valid_line(command, empty_folder: Path) -> None:
    command("new", "own.toml", "--all")
    text = (empty_folder / "own.toml").read_text()
    lines = [
        line.removeprefix("# ") if re.match(r"# \w+ = ", line) else line
        for line in text.partition("# Premises that change")[0].splitlines()
    ]
    (empty_folder / "own.toml").write_text("\n".join(lines))
    assert load_scenario("own.toml").values == load_scenario("baseline").values


def test_a_new_scenario_can_extend_a_file_elsewhere(command, empty_folder: Path) -> None:
    (empty_folder / "mål").mkdir()
    assert command("new", "first.toml").code == 0
    assert command("new", "mål/second.toml", "--extends", "first.toml").code == 0
    assert load_scenario("mål/second.toml").values == load_scenario("baseline").values


def test_a_new_scenario_never_overwrites(command, empty_folder: Path) -> None:
    (empty_folder / "own.toml").write_text("mine")
    ended = command("new", "own.toml")
    assert ended.code == 2
    assert "is there already" in ended.err
    assert (empty_folder / "own.toml").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["new", "own.txt"], 2),
        (["new", "own.toml", "--extends", "basline"], 2),
        (["new", "/proc/own.toml"], 1),
        (["new", "no/such/folder/own.toml"], 1),
    ],
)
def test_a_new_scenario_that_cannot_be_made_leaves_nothing(
    command, empty_folder: Path, words: list[str], code: int
) -> None:
    assert command(*words).code == code
    assert list(empty_folder.iterdir()) == []


def test_the_doctor_says_what_works_here(command) -> None:
    ended = command("doctor", "--json")
    found = json.loads(ended.out)
    assert ended.code == (0 if all(each["ok"] for each in found.values()) else 1)
    assert {"python", "numba", "cores", "compiled rules"} <= set(found)
    assert f"{os.cpu_count()} here" in found["cores"]["detail"]
    assert "numba" in command("doctor").out
