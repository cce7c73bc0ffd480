"""What is wrong is refused before anything runs: field, value, what is allowed, nearest name."""

import os
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import NoneType
from typing import get_args, get_type_hints

import pytest
import typer

from heterophony.experiments.commands.verbs import VERBS

_PLAIN = {str, bool, Path, NoneType, list[str]}


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("run basline", ["basline", "baseline"]),
        ("run no/such/file.toml", ["no/such/file.toml"]),
        ("run .", ['"." is a directory']),
        ("sweep none.toml --out x", ["there is no plan 'none.toml'"]),
        ("compare baseline pre-meeting --worlds .", ["no file of worlds: it is a directory"]),
        ("run baseline --replicates 0", ["--replicates", "0", "1 to 10000"]),
        ("run baseline --replicates 1000000", ["--replicates", "1000000", "1 to 10000"]),
        ("run baseline --replicates many", ["--replicates", "many", "whole number"]),
        ("run baseline --replicates 5000 --out x", ["replicates is 5000", "1 to 1,000"]),
        ("run baseline --replicates 500 --panel --out x", ["replicates is 500", "1 to 100"]),
        ("run baseline --weeks -3", ["--weeks", "-3", "1 to 1400"]),
        ("run baseline --weeks 1401", ["--weeks", "1401", "1 to 1400"]),
        ("run baseline --weeks 52.5", ["--weeks", "52.5", "1 to 1400"]),
        ("run baseline --seed -1", ["--seed", "-1", "0 to"]),
        ("run baseline --seed 9223372036854775808", ["--seed", "9223372036854775808"]),
        ("run baseline --workers 0", ["--workers", "1 to 1024"]),
        ("run baseline --executor magic", ["--executor", "magic", "compiled"]),
        ("run baseline --set meeting.interval_week=4", ["meeting.interval_weeks"]),
        ("run baseline --set meeting.interval_weeks=0", ["meeting.interval_weeks", "0", "1"]),
        ("run baseline --set meeting.interval_weeks=often", ["meeting.interval_weeks", "often"]),
        ("run baseline --set meeting.interval_weeks", ["meeting.interval_weeks", "name=value"]),
        ("run baseline --set meeting.chair=mentr", ["meeting.chair", "mentr", "mentor"]),
        ("run baseline --weeks 60 --set run.weeks=70", ["run.weeks is set twice"]),
        ("run baseline --panel", ["--panel needs --out"]),
        ("run baseline --weks 60", ["--weks", "--weeks"]),
        ("rum baseline", ["rum", "run"]),
        ("compare baseline baselin", ["baselin", "baseline"]),
        ("compare baseline pre-meeting pre-meeting", ["two policies", "pre-meeting"]),
        ("compare baseline reform-timeline", ["run.weeks", "--set run.weeks="]),
        ("compare baseline pre-meeting --replicates 0", ["--replicates", "1 to 10000"]),
        ("compare baseline pre-meeting --until-width ownership_52=1", ["ownership_52w"]),
        ("compare baseline pre-meeting --until-width pressure", ["OUTCOME=WIDTH"]),
        ("compare baseline pre-meeting --until-width pressure=wide", ["OUTCOME=WIDTH"]),
        ("compare baseline pre-meeting --until-width pressure=0", ["pressure", "above 0"]),
        ("compare baseline pre-meeting --max-replicates 0", ["--max-replicates", "1 to 10000"]),
        ("compare baseline pre-meeting --max-replicates 9", ["--max-replicates", "--until-width"]),
        ("compare baseline pre-meeting --until-settled presure", ["pressure"]),
        ("compare baseline pre-meeting --until-settled pressure --replicates 4", ["at least 8"]),
        ("worlds -3", ["-3", "a whole number from 1, or a file"]),
        ("worlds --json -3", ["-3", "a whole number from 1, or a file"]),
        ("worlds 2.5", ["2.5", "a whole number from 1, or a file"]),
        ("compare baseline pre-meeting --worlds -3", ["-3", "a whole number from 1, or a file"]),
        (
            "evidence baseline pre-meeting --outcome ownership_25w",
            ["ownership_25w", "nearest valid name: ownership_"],
        ),
        ("evidence baseline pre-meeting --confidence Q", ["confidence is 'Q'", "V"]),
        ("evidence baseline pre-meeting --confidence ,", ["confidence is ''", "V"]),
        ("worlds 3 --accept 2 --out w.parquet", ["'3'", "--accept"]),
        ("claim .", ["is a directory, not a file"]),
        ("calibrate baseline . --out x", ["is a directory, not a file"]),
        ("calibrate baseline danish-mentor-trial --out x --method emulater", ["emulator, model"]),
        ("calibrate baseline danish-mentor-trial --out x --worlds 500", ["500", "1 to 200"]),
        ("run baseline --executor compild", ["compiled, agents", "name: compiled"]),
        ("sweep plan.toml --time-limit soon", ["soon is not allowed", "a number above 0"]),
        ("robustness baseline pre-meeting --funding fund", ["as-given, fixed, funded, both"]),
        ("ui --port web", ["web is not allowed", "0 to 65535"]),
        ("report results --lang sv", ["sv is not allowed", "en, da"]),
        ("meeting baseline --week 1400", ["--week", "0 to 1399"]),
        ("meeting baseline --citizen -1", ["--citizen"]),
        ("meeting baseline --lang sv", ["--lang", "sv"]),
        ("list scenaros", ["scenaros", "scenarios"]),
        ("show meeting.intervall_weeks", ["meeting.interval_weeks"]),
        ("show ownership_25w", ["ownership_26w"]),
        ("show xyzzy", ["xyzzy", "heterophony list"]),
    ],
)
def test_a_wrong_request_ends_with_2_and_one_clear_message(
    command, empty_folder: Path, words: str, parts: list[str]
) -> None:
    ended = command(*words.split())
    assert ended.code == 2
    assert ended.out == ""
    assert all(part in ended.err for part in parts), ended.err
    assert "Traceback" not in ended.err
    assert list(empty_folder.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", ["is empty"]),
        ("name = ", ["own.toml"]),
        ('extends = "own.toml"', ["circular"]),
        ("[meeting]\ninterval_weeks = 0", ["meeting.interval_weeks", "0"]),
        ("[meeting]\ninterval_wekks = 3", ["interval_wekks", "interval_weeks"]),
        ("[metting]\ninterval_weeks = 3", ["metting"]),
        ("\x00", ["own.toml"]),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_nothing_is_written(
    command, empty_folder: Path, text: str, parts: list[str]
) -> None:
    (empty_folder / "own.toml").write_text(text)
    ended = command("run", "own.toml", "--out", "results")
    assert (ended.code, ended.out) == (2, "")
    assert all(part in ended.err for part in ["own.toml", *parts]), ended.err
    assert [each.name for each in empty_folder.iterdir()] == ["own.toml"]


def test_a_folder_of_other_things_is_refused_before_the_work(command, empty_folder: Path) -> None:
    (empty_folder / "letters").mkdir()
    (empty_folder / "letters/dear.txt").write_text("dear")
    ended = command("run", "baseline", "--out", "letters")
    assert ended.code == 2
    assert "dear.txt" in ended.err
    assert [each.name for each in (empty_folder / "letters").iterdir()] == ["dear.txt"]


def test_a_place_that_cannot_be_written_to_ends_with_1(command) -> None:
    ended = command("compare", "baseline", "pre-meeting", "--out", "/proc/heterophony")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith("heterophony: cannot write /proc/heterophony")
    assert ended.err.count("\n") == 1


def test_no_verb_leaves_a_number_or_a_choice_to_a_reader_that_speaks_of_python() -> None:
    app = typer.Typer()
    for module in {verb.module for verb in VERBS}:
        import_module(module).register(app)
    left = []
    for command in app.registered_commands:
        hints = get_type_hints(command.callback, include_extras=True)
        for name, hint in hints.items():
            info = next((e for e in get_args(hint) if hasattr(e, "parser")), None)
            kinds = {get_args(hint)[0], *get_args(get_args(hint)[0])} if info else set()
            read = {kind for kind in kinds if isinstance(kind, type) and kind not in _PLAIN}
            if info and read and info.parser is None:
                left.append(f"{command.name} {name}")
    assert left == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("claim mål/krav.toml", "is not valid TOML"),
        ("calibrate baseline mål/krav.toml --out fit", "is not valid TOML"),
        ("compare baseline pre-meeting --worlds mål/krav.toml", "it is no table as heterophony"),
        ("run mål", '"mål" is a directory, not a scenario file'),
        ("claim mål/tom.toml", "is empty"),
    ],
)
def test_what_is_in_the_place_of_a_file_is_told_plainly(
    command, empty_folder: Path, words: str, told: str
) -> None:
    (empty_folder / "mål").mkdir()
    (empty_folder / "mål/krav.toml").write_text("hello")
    (empty_folder / "mål/tom.toml").write_text("")
    ended = command(*words.split())
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err
    assert ended.err.count("\n") == 1


def test_an_empty_name_is_told_as_one(command) -> None:
    ended = command("run", "")
    assert ended.code == 2
    assert "the name of a scenario is empty" in ended.err


SHORT = ("--weeks", "20", "--set", "run.burn_in_weeks=4")


def test_a_closed_output_is_no_traceback(empty_folder: Path) -> None:
    line = f"{shlex.quote(sys.executable)} -m heterophony list scenarios >&-"
    ended = subprocess.run(line, shell=True, check=False, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("verb", ["run baseline", "compare baseline pre-meeting"])
def test_an_address_is_refused_before_the_work(command, empty_folder: Path, verb: str) -> None:
    ended = command(*verb.split(), *SHORT, "--out", "s3://b/x")
    assert (ended.code, ended.out) == (2, "")
    assert "allowed: a path of this machine, not an address" in ended.err
    assert list(empty_folder.iterdir()) == []


def test_a_folder_at_home_is_found(command, empty_folder: Path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(empty_folder))
    assert command("run", "baseline", *SHORT, "--out=~/o2").code == 0
    assert (empty_folder / "o2/manifest.json").exists()


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        (b"lat\xe6", {}),
        ("æøå/ud".encode(), {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}),
    ],
)
@pytest.mark.parametrize("verb", ["run baseline", "compare baseline pre-meeting --replicates 2"])
def test_a_folder_whose_name_the_system_cannot_spell_is_written(
    root: Path, empty_folder: Path, name: bytes, letters: dict[str, str], verb: str
) -> None:
    if letters and not str(root).isascii():
        pytest.skip("under LC_ALL=C Python finds no editable install in a folder of such a name")
    words = [each.encode() for each in (sys.executable, "-m", "heterophony", *verb.split(), *SHORT)]
    ended = subprocess.run(
        [*words, b"--out=" + name], check=False, capture_output=True, env={**os.environ, **letters}
    )
    assert ended.returncode == 0, ended.stderr
    assert (Path(os.fsdecode(name)) / "manifest.json").exists()


@pytest.mark.parametrize("verb", ["run baseline", "compare baseline pre-meeting"])
def test_nothing_but_a_folder_of_results_is_replaced(command, empty_folder: Path, verb) -> None:
    (empty_folder / "data.docx").write_text("mine")
    os.mkfifo(empty_folder / "pipe")
    for name in ("data.docx", "pipe", "/dev/null"):
        for force in ((), ("--force",)):
            ended = command(*verb.split(), *SHORT, "--out", name, *force)
            assert (ended.code, ended.out) == (2, ""), name
    assert (empty_folder / "data.docx").read_text() == "mine"


def test_the_version_is_said(command) -> None:
    import heterophony

    assert command("--version") == (0, f"heterophony {heterophony.__version__}\n", "")
