"""The command's help: quick, with an example for every verb."""

import subprocess
import sys

import pytest

from heterophony.experiments.commands import verbs

VERBS = tuple(verb.name for verb in verbs.VERBS)
SLOW = {"filelock", "mesa", "networkx", "numba", "pandas", "pydantic", "rich.console", "scipy"}
SLOW |= {"sklearn", "solara"}
HEAVY = {*SLOW, "msgspec", "numpy", "pyarrow", "rich"}
SHORT = ["--set", "run.weeks=8", "--set", "run.burn_in_weeks=8"]
POLICY = ["compare", "baseline", "pre-meeting", "--replicates", "2"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_an_example(command, verb) -> None:
    ended = command(verb, "--help")
    assert ended.code == 0
    assert f"Example: heterophony {verb} " in ended.out or f"heterophony {verb}\n" in ended.out


def test_the_help_names_every_verb(command) -> None:
    ended = command("--help")
    assert ended.code == 0
    assert all(f"\n  {verb} " in ended.out for verb in VERBS)


@pytest.mark.parametrize(
    ("words", "heavy"),
    [
        (["--help"], HEAVY),
        (["run", "baseline", *SHORT], {*SLOW, "msgspec", "pyarrow"}),
        (["run", "baseline", *SHORT, "--out", "folder"], {*SLOW, "msgspec"}),
        ([*POLICY, *SHORT, "--out", "folder"], SLOW),
    ],
)
def test_a_short_command_loads_nothing_heavy_that_it_does_not_need(words, heavy, tmp_path) -> None:
    program = (
        f"import sys; sys.argv = ['heterophony', *{words}]\n"
        "from heterophony.__main__ import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        f"print(sorted({heavy} & set(sys.modules)))\n"
    )
    line = [sys.executable, "-c", program]
    found = subprocess.run(line, check=False, capture_output=True, text=True, cwd=tmp_path)
    assert found.stdout.splitlines()[-1] == "[]"


def test_without_a_verb_or_its_words_the_usage_is_shown(command) -> None:
    for words in ([], ["run"], ["compare", "baseline"], ["show"], ["list"], ["new"]):
        ended = command(*words)
        assert ended.code == 2
        assert ended.out == ""
        assert "Usage: heterophony" in ended.err
