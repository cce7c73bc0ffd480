"""Every command and every piece of Python that README and pages show is carried out, in small.

A page's blocks run in order in one empty folder, as a reader types them. What makes them small is
appended or replaced, never left out: fewer replicates, as `CUTS` and `FEWER` say. A block that does
not run bears its reason in the line before it: `<!-- not run: REASON -->`; one that takes long,
`<!-- slow: REASON -->`, runs in `make test-full`.
"""

import contextlib
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?:^<!-- (.+?) -->\n+)?^( *)```(\w*)[^\n]*\n(.*?)^\2```", re.MULTILINE | re.S)
PROGRAMS = ("$ ", "heterophony ", "make ", "pip ", "python ")
SHELLS = ("", "console", "sh", "bash", "shell")

# Appended to a verb's words; where an option is given twice, the command takes the last.
CUTS: dict[str, tuple[str, ...]] = {
    "run": ("--replicates", "2"),
    "compare": ("--replicates", "2"),
}
FEWER = (re.compile(r"\b(replicates=)\d+"), r"\g<1>2")
# What is carried out elsewhere, or cannot be within a test; the words are still understood.
ELSEWHERE = {
    "ui": "serves until it is stopped: tests/viz/test_serving.py",
    "make": "make -n goes through the goals; their work is what these tests are part of",
    "pip": "installs: tests/house/wheel-smoke.sh",
    "python": "scripts run in tests/commands/test_examples.py",
}


class Block(NamedTuple):
    """One fenced block of a page."""

    mark: str
    language: str
    text: str

    @property
    def is_python(self) -> bool:
        return self.language == "python" and not self.mark.startswith(("not run:", "rule:"))

    @property
    def is_shell(self) -> bool:
        shown = self.language in SHELLS and self.text.startswith(PROGRAMS)
        return shown and not self.mark.startswith("not run:")

    @property
    def is_slow(self) -> bool:
        return self.mark.startswith("slow:")


def blocks_of(page: Path) -> list[Block]:
    found = BLOCK.findall(page.read_text("utf-8"))
    return [
        Block(mark, language, re.sub(f"^{indent}", "", text, flags=re.MULTILINE))
        for mark, indent, language, text in found
    ]


def commands_of(block: Block) -> list[list[str]]:
    """Return the words of each command; in a console the lines without a prompt are its answers."""
    lines = block.text.replace("\\\n", " ").splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def with_blocks(wanted: Callable[[Block], bool]) -> list[Path]:
    return [page for page in pages() if any(map(wanted, blocks_of(page)))]


def runs(block: Block) -> bool:
    return block.is_python or block.is_shell


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(
    "page", with_blocks(lambda each: runs(each) and not each.is_slow), ids=name
)
def test_what_a_page_shows_can_be_typed(page: Path, empty_folder: Path) -> None:
    carry_out(block for block in blocks_of(page) if not block.is_slow)


@pytest.mark.slow
@pytest.mark.parametrize("page", with_blocks(lambda each: runs(each) and each.is_slow), ids=name)
def test_what_takes_long_on_a_page_can_be_typed(page: Path, empty_folder: Path) -> None:
    carry_out(blocks_of(page))


def carry_out(blocks: Iterator[Block] | list[Block]) -> None:
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks:
        if block.is_python:
            exec(compile(FEWER[0].sub(FEWER[1], block.text), "page", "exec"), names)
        elif block.is_shell:
            for words in commands_of(block):
                type_in(words)


def type_in(words: list[str]) -> None:
    program, *rest = words
    if program == "heterophony" and rest[0] not in ELSEWHERE:
        assert typed([*rest, *CUTS.get(rest[0], ())]) == 0, words
    elif program == "heterophony":
        understood(rest)
    elif program == "make":
        shown = subprocess.run(
            ["make", "-n", *rest], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert shown.returncode == 0, shown.stderr
    elif program == "python" and not rest[0].startswith("-"):
        assert (ROOT / rest[0]).exists(), words
    else:
        assert program in ELSEWHERE, words


def typed(words: list[str]) -> int:
    """Let the command do its work in this process, and return its exit code."""
    from heterophony.__main__ import main

    told = io.TextIOWrapper(io.BytesIO(), "utf-8")
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(told):
        patch.setattr(sys, "argv", ["heterophony", *words])
        with pytest.raises(SystemExit) as ended:
            main()
    return int(ended.value.code or 0)


def understood(words: list[str]) -> None:
    """Let the command read its words without doing anything."""
    import typer

    from heterophony.__main__ import main

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.Typer, "__call__", lambda app, **_: read(typer.main.get_command(app)))

        def read(group) -> None:
            command = group.commands[words[0]]
            command.make_context(words[0], words[1:])

        main()


QUOTED = re.compile(r"`(heterophony [a-z][^`\n]*)`")
OPEN = re.compile(r"\b[A-Z]{2,}\b|\.\.\.|…")


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_command_within_a_sentence_is_understood(page: Path) -> None:
    text = BLOCK.sub("", page.read_text("utf-8"))
    for command in QUOTED.findall(text):
        words = shlex.split(command)[1:]
        if len(words) > 1 and not OPEN.search(command):
            understood(words)


def test_the_readers_of_blocks_see_what_is_there(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ heterophony show pressure\nname: pressure\n```\n\n"
        "<!-- not run: it would take a day -->\n```\nheterophony run baseline\n```\n\n"
        "<!-- slow: ten minutes -->\n```python\nx = 1\n```\n\n"
        "- in a list\n\n  ```\n  heterophony list \\\n    outcomes # all\n  ```\n\n"
        "```text\nmake\n```\n"
    )
    first, second, third, fourth, fifth = blocks_of(page)
    assert commands_of(first) == [["heterophony", "show", "pressure"]]
    assert not runs(second)
    assert third.is_slow
    assert third.is_python
    assert commands_of(fourth) == [["heterophony", "list", "outcomes"]]
    assert not runs(fifth)
