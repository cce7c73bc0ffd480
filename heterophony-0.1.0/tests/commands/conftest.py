"""The command as its users meet it: words in, text and an exit code out."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


Command = Callable[..., Ended]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command in this process, which spares the start of another."""
    from heterophony.__main__ import main

    def run(*words: object) -> Ended:
        monkeypatch.setattr(sys, "argv", ["heterophony", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ended(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture
def process() -> Command:
    """Run the command in a process of its own, as a shell does; its output is a pipe."""

    def run(*words: object, **options: Any) -> Ended:
        line = [sys.executable, "-m", "heterophony", *map(str, words)]
        found = subprocess.run(
            line, check=False, capture_output=True, text=True, timeout=120, **options
        )
        return Ended(found.returncode, found.stdout, found.stderr)

    return run
