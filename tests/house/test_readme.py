"""What the README and the guides tell people to type can be typed."""

import re
from pathlib import Path

import pytest

import heterophony as hp
from heterophony.docs.generate import commands
from heterophony.experiments.methods.verdicts import Verdict

# What `docs/change-it.md` lets readers add first; tests/house/test_change_it.py types it.
IN_A_COPY = re.compile(
    r"^<!-- not run: typed in a copy.*?^```console\n.*?^```", re.MULTILINE | re.DOTALL
)
FENCED = re.compile(r"^ *```[a-z]*\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")


def pages(root: Path) -> list[Path]:
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def typed_lines(page: Path) -> list[str]:
    """Lines inside fences and words inside backticks, without the shell's prompt."""
    text = IN_A_COPY.sub("", page.read_text("utf-8"))
    fenced = [line for block in FENCED.findall(text) for line in block.splitlines()]
    quoted = QUOTED.findall(FENCED.sub("", text))
    return [line.strip().removeprefix("$ ") for line in fenced + quoted]


def first_words(root: Path, command: str) -> set[str]:
    pattern = re.compile(rf"(?:^|&& ){command} ([a-z][a-z-]*)")
    found = (pattern.search(line) for page in pages(root) for line in typed_lines(page))
    return {match[1] for match in found if match}


def test_every_make_goal_that_is_named_exists(root):
    goals = set(re.findall(r"^([a-z][a-z-]*):", (root / "Makefile").read_text("utf-8"), re.M))
    named = first_words(root, "make")
    assert {"run", "test"} <= goals
    assert named <= goals


def test_every_goal_that_is_no_file_is_declared_phony(root):
    makefile = (root / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    assert set(phony[1].split()) == set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))


def test_every_verb_that_is_named_exists(root):
    named = first_words(root, "heterophony")
    assert "compare" in named
    assert not named - set(commands.verbs())


def test_every_test_that_is_named_exists(root):
    files = list((root / "tests").rglob("test_*.py"))
    there = {file.stem for file in files}
    there |= set(re.findall(r"def (test_\w+)", "\n".join(file.read_text() for file in files)))
    named = {
        name for page in pages(root) for name in re.findall(r"\btest_\w+", page.read_text("utf-8"))
    }
    assert "test_planted_faults" in named
    assert not {name for name in named - there if not name.endswith("_")}  # test_sweep_*.py


def local_targets(page: Path) -> list[str]:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
    return [link.partition("#")[0] for link in links if "://" not in link and link[0] != "#"]


def test_every_link_between_pages_leads_somewhere(root):
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in local_targets(page)
        if not (page.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize(
    "name",
    ["LICENSE", "CITATION.cff", "CHANGELOG.md", "CONTRIBUTING.md", "docs/ETHICS.md"],
)
def test_what_a_reader_expects_at_the_door_is_there(root, name):
    assert (root / name).stat().st_size > 100


def test_of_the_first_three_policies_one_helps_one_harms_and_one_does_nothing_that_matters(root):
    typed = (root / "README.md").read_text("utf-8")
    made = (root / "Makefile").read_text("utf-8").replace("\\\n", " ")
    compared = re.compile(r"compare baseline ([a-z0-9-]+)\s+([a-z0-9-]+)\s+([a-z0-9-]+)")
    (named,) = {found.groups() for found in compared.finditer(typed + made)}
    helps, harms, nothing = hp.compare("baseline", list(named), replicates=20).policies
    assert helps.verdict("ownership_52w") is Verdict.MORE
    assert harms.verdict("ownership_52w") is Verdict.LESS
    assert nothing.verdict("ownership_52w") in (
        Verdict.LITTLE_MORE,
        Verdict.LITTLE_LESS,
        Verdict.NONE,
    )
