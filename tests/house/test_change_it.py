"""The page "Change it" can be typed: each change is made on a copy, and counts as it says.

A block's mark says what becomes of it: a new file, an end of a file, an edit, or what is typed. The
commands run without compiling, since a copy would compile everything for itself.
"""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/change-it.md"
BLOCK = re.compile(
    r"^<!-- not run: (new file|at the end of|edit of|typed in) (.+?) -->\n```\w+\n(.*?)^```",
    re.MULTILINE | re.DOTALL,
)
# Folders of the package and what its tests read; everything else at the root is made by tools.
FOLDERS = (
    "agents", "benchmarks", "docs", "examples", "experiments", "scenarios", "sim", "tests",
    "viz",
)  # fmt: skip
IGNORED = shutil.ignore_patterns("__pycache__")
# Files touched by hand, and where tables may be made anew.
FILES = {
    "A scenario": 1,
    "A parameter": 1,
    "An outcome": 2,
    "A pattern": 1,
    "A rule": 1,
    "A verb": 2,
}
MADE = {
    "A scenario": set(),
    "A parameter": {"agents/fields.pyi", "docs/model/parameters.md", "docs/evidence.md"},
    "An outcome": set(),
    "A pattern": {"docs/model/patterns.md"},
    "A rule": {"docs/model/rules.md"},
    "A verb": set(),
}
RESTS_ON = {"A rule": "A parameter"}
PLAIN = "NUMBA_DISABLE_JIT=1 "
SLOW = ("A pattern", "A rule", "A verb")
LONG = "validate"  # compiled, it takes the time of compiling; otherwise minutes
SHOWN = {
    ("An outcome", "run"): "caseworker_turns",
    ("A rule", "run"): "caseworker_hours",
    ("A verb", "differ"): "staffing.handover",
}


class Step(NamedTuple):
    """One marked block of the page."""

    kind: str
    place: str
    text: str


def steps(section: str) -> list[Step]:
    text = PAGE.read_text("utf-8")
    part = re.search(rf"^## {section}$(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert part, section
    return [Step(*found) for found in BLOCK.findall(part[1])]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The sources of the package in a folder of its name, for Python to import."""
    made = tmp_path / "heterophony"
    made.mkdir()
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, made / folder, ignore=IGNORED)
    for file in ROOT.iterdir():
        if file.is_file() and file.name != ".git":
            shutil.copy(file, made)
    return made


def change(copy: Path, section: str) -> set[str]:
    """Make a section's changes by hand, and return the files touched."""
    made = {"new file": write_new, "at the end of": append, "edit of": edit}
    by_hand = [step for step in steps(section) if step.kind in made]
    for step in by_hand:
        made[step.kind](copy / step.place, step.text)
    return {step.place for step in by_hand}


def write_new(file: Path, text: str) -> None:
    assert not file.exists()
    file.write_text(text, "utf-8")


def append(file: Path, text: str) -> None:
    file.write_text(f"{file.read_text('utf-8').rstrip()}\n\n{text}", "utf-8")


def edit(file: Path, text: str) -> None:
    """Replace the lines that a difference takes away, with those around them, by the new ones."""
    found = file.read_text("utf-8")
    for part in text.split("@@\n"):
        lines = part.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        assert found.count(old) == 1, f"{file.name} has not exactly one place for: {old}"
        found = found.replace(old, "".join(line[1:] for line in lines if line[0] in " +"))
    file.write_text(found, "utf-8")


def commands(section: str) -> Iterator[list[str]]:
    for step in steps(section):
        if step.kind == "typed in":
            lines = step.text.splitlines()
            typed_in = (line.removeprefix("$ ").removeprefix(PLAIN) for line in lines)
            yield from map(shlex.split, typed_in)


def typed(copy: Path, words: list[str], *, compiled: bool = False) -> str:
    """Run a command of the page in the copy, and return what it prints."""
    module = {
        "heterophony": ["heterophony", *words[1:]],
        "make": ["heterophony.docs.generate.model_tables"],
        "pytest": ["pytest", "-q", "-x", "-p", "no:cacheprovider", *words[1:]],
    }[words[0]]
    own = os.environ | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    own |= {} if compiled else {"NUMBA_DISABLE_JIT": "1"}
    ran = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=copy,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, f"{' '.join(words)}\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}"
    return ran.stdout


def digests(copy: Path) -> dict[str, str]:
    files = (file for file in copy.rglob("*") if file.is_file())
    return {
        file.relative_to(copy).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if not {"__pycache__", ".hypothesis"} & set(file.parts)
    }


def marked(section: str):
    return pytest.param(section, marks=[pytest.mark.slow] if section in SLOW else [], id=section)


@pytest.mark.parametrize("section", [marked(section) for section in FILES])
def test_a_change_touches_the_files_that_the_page_says(copy: Path, section: str) -> None:
    if section in RESTS_ON:
        change(copy, RESTS_ON[section])
        typed(copy, ["make", "tables"])
    before = digests(copy)
    by_hand = change(copy, section)
    for words in commands(section):
        if words[1] != LONG:
            assert SHOWN.get((section, words[1]), "") in typed(copy, words)
    after = digests(copy)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert len(by_hand) == FILES[section]
    assert changed - by_hand == MADE[section]


@pytest.mark.slow
def test_a_new_pattern_is_judged_and_its_mechanism_switched_off(copy: Path) -> None:
    change(copy, "A pattern")
    found = [words for words in commands("A pattern") if words[1] == LONG]
    assert len(found) == 1
    assert "T50" in typed(copy, found[0], compiled=True)


def test_the_table_of_the_page_counts_the_files_that_are_touched() -> None:
    text = PAGE.read_text("utf-8")
    told = dict(re.findall(r"^\| \[(an? \w+)\]\([^)]+\) \| (\d): ", text, re.MULTILINE))
    assert told == {name.replace("A", "a", 1): str(count) for name, count in FILES.items()}


def test_an_edit_that_finds_no_place_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "rule.py"
    file.write_text("one = 1\ntwo = 2\n", "utf-8")
    edit(file, " one = 1\n+half = 0.5\n@@\n-two = 2\n+two = 2.0\n")
    assert file.read_text("utf-8") == "one = 1\nhalf = 0.5\ntwo = 2.0\n"
    with pytest.raises(AssertionError, match="not exactly one place"):
        edit(file, "-three = 3\n")
