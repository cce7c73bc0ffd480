"""Every command and every piece of Python that README and pages show is carried out, in small.

A page's blocks run in order in one folder, as a reader types them; beside them lie the examples.
What makes them small is appended or replaced, never left out: fewer replicates, as the tables below
say. A block that does not run bears its reason in the line before it: `<!-- not run: REASON -->`.
A page with a block that takes long all the same (`<!-- slow: REASON -->`, or one of the verbs in
`LONG`) runs in `make test-full`.
"""

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from heterophony.docs.generate.commands import help_of, verbs
from heterophony.experiments import remove_outcome
from heterophony.experiments.results.own_outcomes import OWN_OUTCOMES

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"(?:^<!-- (.+?) -->\n+)?^( *)```(\w*)[^\n]*\n(.*?)^\2```", re.MULTILINE | re.S)
SAVED = re.compile(r"Save this as `([\w-]+\.toml)`:\n\n\Z")
HEREDOC = re.compile(r"(?:\$ )?python - <<'(\w+)'\n(.*\n)\1\n", re.DOTALL)
INDENTED = re.compile(r"(?<=[^\s-]\n\n)((?: {4}\S.*\n)+)")
PROGRAMS = ("$ ", "heterophony ", "make ", "pip ", "python ")
SHELLS = ("", "console", "sh", "bash", "shell")

# Appended to a verb's words; where an option is given twice, the command takes the last.
CUTS: dict[str, tuple[str, ...]] = {
    "run": ("--replicates", "2"),
    "compare": ("--replicates", "2"),
    "calibrate": ("--budget", "40", "--particles", "20", "--worlds", "2", "--replicates", "2"),
    "claim": ("--replicates", "4", "--worlds", "2"),
    "expand": ("--replicates", "3"),
    "robustness": ("--replicates", "2", "--worlds", "3"),
    "search": ("--replicates", "1", "--worlds", "2", "--confirm", "2", "--budget", "4"),
    "sensitivity": ("--replicates", "2", "--samples", "4"),
    "survey": ("--replicates", "2", "--worlds", "0"),
    "validate": ("--patterns", "T1,T33", "--pairs", "2"),
}
# The same, where the words hold an option.
WHERE_GIVEN = {
    "--worlds": ("--worlds", "3"),
    "--until-settled": ("--replicates", "8", "--max-replicates", "16"),
    "--until-width": ("--replicates", "20", "--max-replicates", "20"),
}
# Numbers in Python and in plans, and what is added to calls.
FEWER = {"replicates": 2, "worlds": 3, "pairs": 2, "samples": 4}
ADDED = {"sensitivity": "samples=4, replicates=2"}
LONG = ("calibrate", "claim", "discover", "search", "sensitivity", "survey")
# With two pairs a pattern or a claim may fail, which is an answer.
ANSWERS = {"validate": (0, 1), "claim": (0, 1), "calibrate": (0, 1)}
OWN_FILE = re.compile(r"my-[\w-]+\.toml")  # that a reader would have
# What is carried out elsewhere, or cannot be within a test; the words are still understood.
ELSEWHERE = {
    "evidence": "moves every invented number: tests/experiments/test_invented_numbers.py",
    "replay": "its run is an example's: tests/experiments/test_sweep_growth.py",
    "publish": "runs all that a class needs: tests/viz/test_classroom.py",
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
    saved_as: str = ""

    @property
    def is_python(self) -> bool:
        return self.language == "python" and not self.mark.startswith(("not run:", "rule:"))

    @property
    def is_shell(self) -> bool:
        shown = self.language in SHELLS and self.text.startswith(PROGRAMS)
        return shown and not self.mark.startswith("not run:")

    @property
    def is_slow(self) -> bool:
        if self.mark.startswith("slow:"):
            return True
        if self.is_shell:
            return any(words[1:2] and words[1] in LONG for words in commands_of(self))
        return self.is_python and any(f"{word}(" in self.text for word in LONG)


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of a page, and the indented ones, in order."""
    text = page.read_text("utf-8")
    found: list[tuple[int, Block]] = []
    for match in BLOCK.finditer(text):
        mark, indent, language, inside = match.groups(default="")
        inside = re.sub(f"^{indent}", "", inside, flags=re.MULTILINE)
        saved = SAVED.search(text[: match.start()])
        block = Block(mark, language, inside, saved[1] if saved else "")
        found.append((match.start(), block))
    unfenced = BLOCK.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    for match in INDENTED.finditer(unfenced):
        inside = re.sub("^    ", "", match[1], flags=re.MULTILINE)
        found.append((match.start(), Block("", "", inside)))
    return [block for _, block in sorted(found, key=lambda each: each[0])]


def commands_of(block: Block) -> list[list[str]]:
    """Return the words of each command; in a console the lines without a prompt are its answers."""
    if found := HEREDOC.fullmatch(block.text):
        return [["python", "-", found[2]]]
    lines = block.text.replace("\\\n", " ").splitlines()
    if any(line.startswith("$ ") for line in lines):
        lines = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
    # What stands far to the right of a goal of make says what the goal is for.
    lines = [re.split(r"\s{2,}", line)[0] if line.startswith("make ") else line for line in lines]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def pages() -> list[Path]:
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def runs(block: Block) -> bool:
    return block.is_python or block.is_shell


SHOWING = [page for page in pages() if any(map(runs, blocks_of(page)))]
SLOW = [page for page in SHOWING if any(each.is_slow for each in blocks_of(page))]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def marked(page: Path):
    return pytest.param(page, marks=[pytest.mark.slow] if page in SLOW else [], id=name(page))


@pytest.mark.parametrize("page", [marked(page) for page in SHOWING])
def test_what_a_page_shows_can_be_typed(page: Path, beside_examples: Path) -> None:
    carry_out(blocks_of(page))


@pytest.fixture(autouse=True)
def no_outcome_is_left_behind():
    """A page may add outcomes of one's own; other tests must not meet them."""
    yield
    for name in tuple(OWN_OUTCOMES):
        remove_outcome(name)


@pytest.fixture
def beside_examples(empty_folder: Path) -> Path:
    """A folder in which only the examples lie, their plans made small."""
    shutil.copytree(ROOT / "examples", empty_folder / "examples")
    for plan in (empty_folder / "examples").rglob("*.toml"):
        plan.write_text(in_small(plan.read_text("utf-8")), "utf-8")
    return empty_folder


def carry_out(blocks: list[Block]) -> None:
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks:
        if block.saved_as:
            Path(block.saved_as).write_text(block.text, "utf-8")
        elif block.is_python:
            exec(compile(in_small(block.text), "page", "exec"), names)
        elif block.is_shell:
            for words in commands_of(block):
                type_in(words)


def in_small(text: str) -> str:
    for word, few in FEWER.items():
        text = re.sub(rf"(?m)(\b{word} *= *)\d+", rf"\g<1>{few}", text)
    for call, more in ADDED.items():
        text = re.sub(rf"(\b{call}\([^()]+)\)", rf"\g<1>, {more})", text)
    return text


def verb_of(words: list[str]) -> str:
    first = words[2:] if words[:1] == ["--outcomes"] else words
    return first[0] if first else ""


def cut(words: list[str]) -> list[str]:
    given = (few for option, few in WHERE_GIVEN.items() if option in words)
    return [*words, *CUTS.get(verb_of(words), ()), *(word for few in given for word in few)]


def type_in(words: list[str]) -> None:
    program, *rest = words
    own = [each for each in rest if OWN_FILE.fullmatch(each) and not Path(each).exists()]
    verb = verb_of(rest)
    if program == "heterophony" and verb not in ELSEWHERE and not (own and verb != "new"):
        assert typed(cut(rest)) in ANSWERS.get(verb, (0,)), words
    elif program == "heterophony":
        understood(rest)
    elif program == "make":
        shown = subprocess.run(
            ["make", "-n", *rest], cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert shown.returncode == 0, shown.stderr
    elif program == "python" and rest[0] == "-":
        exec(compile(in_small(rest[1]), "page", "exec"), {"__name__": "page"})
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
            command = group.get_command(None, words[0])
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


@pytest.mark.parametrize("verb", verbs())
def test_the_example_in_a_verbs_help_is_understood(verb: str) -> None:
    example = help_of(verb).partition("Example: ")[2]
    words = shlex.split(" ".join(example.split()))
    assert words[:2] == ["heterophony", verb]
    understood(words[1:])


@pytest.mark.parametrize("page", pages(), ids=name)
def test_a_file_that_a_page_shows_can_be_read(page: Path) -> None:
    for block in blocks_of(page):
        if block.language == "toml":
            assert tomllib.loads(block.text)


def test_the_readers_of_blocks_see_what_is_there(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "```console\n$ heterophony show pressure\nname: pressure\n```\n\n"
        "<!-- not run: it would take a day -->\n```\nheterophony run baseline\n```\n\n"
        "<!-- slow: ten minutes -->\n```python\nx = 1\n```\n\n"
        "- in a list\n\n  ```\n  heterophony list \\\n    outcomes # all\n  ```\n\n"
        "```text\nmake\n```\n\nIndented:\n\n    heterophony show pressure\n"
    )
    first, second, third, fourth, fifth, sixth = blocks_of(page)
    assert commands_of(first) == [["heterophony", "show", "pressure"]]
    assert not runs(second)
    assert third.is_slow
    assert third.is_python
    assert commands_of(fourth) == [["heterophony", "list", "outcomes"]]
    assert not runs(fifth)
    assert commands_of(sixth) == [["heterophony", "show", "pressure"]]
    heredoc = Block("", "", "python - <<'EOF'\nprint(1)\nEOF\n")
    assert commands_of(heredoc) == [["python", "-", "print(1)\n"]]
