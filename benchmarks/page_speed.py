"""The page in Chromium: the time from a key on a lever to the painted answer.

This is a visitor's waiting time by the browser's clock, not the engine's time: sending,
computing, writing, sending back, drawing.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.benchmarks.chromium import PATIENCE, CannotOpenError, chromium_page
from heterophony.benchmarks.turns import Times

Told = Callable[[str], None]
WATCH = Path(__file__).with_name("page_watch.js")
START = "meeting.interval_weeks=6"  # a plan at which every lever may be moved up several times
WARMING = 2  # changes that are not counted
_ADDRESS = re.compile(r"http://[\d.]+:\d+")


class Waited(NamedTuple):
    """The time of one change of a lever: seconds from the key, and pairs of the first answer."""

    first: float
    first_pairs: int
    full: float


def page_speed(changes: int, told: Told) -> dict[str, Any]:
    """Move levers of the real page, each time to a plan that is not cached.

    Returns `first` and `full`, seconds from the key until the first new answer and until the full
    one were painted, and the number of pairs of each; or `reason`, why nothing was measured.
    """
    try:
        found = list(_changes(changes, told))
    except CannotOpenError as reason:
        return {"reason": str(reason)}
    counted = found[WARMING:]
    return {
        "first": Times(tuple(each.first for each in counted)),
        "full": Times(tuple(each.full for each in counted)),
        "first_pairs": counted[0].first_pairs,
    }


def waited(noted: Mapping[str, Any]) -> Waited:
    """Read the browser's record of one change."""
    painted: Sequence[Mapping[str, float]] = noted["painted"]
    seconds = [(each["at"] - noted["pressed"]) / 1000.0 for each in painted]
    return Waited(seconds[0], int(painted[0]["pairs"]), seconds[-1])


def address_in(line: str) -> str:
    """Return the address that the page's server prints when it is ready."""
    found = _ADDRESS.search(line)
    if found is None:
        raise CannotOpenError(f"the page did not start: {line.strip() or 'no word'}")
    return found[0]


def _changes(changes: int, told: Told) -> Iterator[Waited]:
    """Open the page and press a key on one lever after another."""
    with chromium_page() as page, _served() as address:
        told("the page in Chromium")
        page.goto(f"{address}/?lang=en&{START}")
        full = _full_answer(page)
        for number in range(WARMING + changes):
            yield _change(page, number, full)


@contextmanager
def _served() -> Iterator[str]:
    """Start the page on a free port; yield its address."""
    command = [sys.executable, "-m", "heterophony", "ui", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as served:
        assert served.stderr
        try:
            yield address_in(served.stderr.readline())
        finally:
            served.send_signal(signal.SIGINT)
            served.communicate(timeout=PATIENCE / 1000)


def _full_answer(page: Any) -> int:
    """Wait for the full answer to the first plan; return its number of pairs."""
    from heterophony.viz.answering import STAGES

    page.wait_for_selector('#answer[data-state="final"]')
    return STAGES[-1]


def _change(page: Any, number: int, full: int) -> Waited:
    """Move the next lever one step up by keyboard, and wait until its full answer is painted."""
    levers = page.locator(".levers > .lever input[type=range]")
    levers.nth(number % levers.count()).focus()
    page.wait_for_timeout(300)
    page.evaluate(WATCH.read_text("utf-8"), [full, PATIENCE])
    page.keyboard.press("ArrowRight")
    return waited(page.evaluate("window.noted.done"))
