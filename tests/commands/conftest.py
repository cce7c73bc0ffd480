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


# The command, ended by a signal of its own once it has done something so many times: neither a
# fast nor a slow machine ends it elsewhere.
ENDED = """
import importlib, os, sys
from heterophony.__main__ import main
module, owner, name, times, number = sys.argv[1:6]
place = importlib.import_module(f"heterophony.{module}")
place = getattr(place, owner) if owner else place
usual, left = getattr(place, name), [int(times)]
def counted(*args, **kwargs):
    found = usual(*args, **kwargs)
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), int(number))
    return found
setattr(place, name, counted)
sys.argv[1:] = sys.argv[6:]
sys.exit(main())
"""
# What can be counted: a line of a journal of finished work, and a run whose tables are kept.
PLACES = {
    "line": ("experiments.engine.checkpoint", "Journal", "append"),
    "run": ("experiments.engine.replicates", "", "simulate_detached"),
}


@pytest.fixture
def ended_at() -> Command:
    """Run the command until it has done something so many times and a signal ends it."""

    def run(what: str, times: int, number: int, *words: object) -> Ended:
        line = [sys.executable, "-c", ENDED, *PLACES[what], str(times), str(int(number))]
        found = subprocess.run(
            [*line, *map(str, words)], check=False, capture_output=True, text=True, timeout=600
        )
        return Ended(found.returncode, found.stdout, found.stderr)

    return run


@pytest.fixture
def process() -> Command:
    """Run the command in a process of its own, as a shell does; its output is a pipe."""

    def run(*words: object, **options: Any) -> Ended:
        line = [sys.executable, "-m", "heterophony", *map(str, words)]
        found = subprocess.run(
            line, check=False, capture_output=True, text=True, timeout=600, **options
        )
        return Ended(found.returncode, found.stdout, found.stderr)

    return run
