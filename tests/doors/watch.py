"""What no input may do: end in a traceback, hang, take a gigabyte, or write outside its folder."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from heterophony.experiments import RequestError, WorkError
from heterophony.scenarios import ScenarioError

REFUSALS = (RequestError, WorkError, ScenarioError)
LONGEST_SECONDS = 20.0  # for one input; most take a few milliseconds
MOST_MEMORY = 1 << 20  # kilobytes that a campaign may add to what the process had
LONGEST_SENTENCE = 6_000  # letters of a refusal
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = frozenset({"os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink"})


class BrokenPromiseError(AssertionError):
    """An input did what none may do."""


class _Watch:
    """Notes every change of a file outside a folder while it is on; one for the process.

    An audit hook can never be removed, so it is installed once and does nothing while off.
    """

    def __init__(self) -> None:
        self.inside: Path | None = None
        self.outside: list[str] = []
        sys.addaudithook(self._note)

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.inside is None:
            return
        if event == "open":
            path, _, flags = arguments
            if not isinstance(path, str | bytes) or not (flags or 0) & _WRITING:
                return
            named: list[str | bytes | os.PathLike[str]] = [path]
        elif event in _CHANGES:
            named = [each for each in arguments if isinstance(each, str | bytes | os.PathLike)]
        else:
            return
        for each in named:
            place = os.path.realpath(os.fsdecode(each))
            if not place.startswith(str(self.inside)) and not place.startswith("/dev/"):
                self.outside.append(f"{event}: {place}")


_installed: list[_Watch] = []


@contextmanager
def watched(folder: Path) -> Iterator[None]:
    """Fail if anything inside the block changes a file outside of `folder` or eats memory.

    Raises
    ------
    BrokenPromiseError
        With what was changed, or how much memory was taken.
    """
    if not _installed:
        _installed.append(_Watch())
    watch = _installed[0]
    watch.inside, watch.outside = folder.resolve(), []
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        yield
    finally:
        outside, watch.inside = list(watch.outside), None
    if outside:
        raise BrokenPromiseError(f"changed outside of {folder}: {outside[:5]}")
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    if added > MOST_MEMORY:
        raise BrokenPromiseError(f"took {added / 1024:.0f} MB")


def answered(open_door: Callable[[], object]) -> str:
    """Let one input in; return the sentence with which it was refused, empty if it was taken.

    Raises
    ------
    BrokenPromiseError
        If it takes too long, or is refused at a length that nobody reads.
    Exception
        Whatever else the door raises: only a refusal is an answer.
    """

    def too_long(*_: object) -> None:
        raise BrokenPromiseError(f"no answer after {LONGEST_SECONDS} s")

    former = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)
    try:
        open_door()
    except REFUSALS as error:
        sentence = str(error)
        if not 0 < len(sentence) <= LONGEST_SENTENCE:
            raise BrokenPromiseError(f"refused in {len(sentence)} letters") from error
        return sentence
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, former)
    return ""
