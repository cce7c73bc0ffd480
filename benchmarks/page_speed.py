"""The page in Chromium: `python -m heterophony.benchmarks.page_speed`.

Measured are a first visit with an empty cache folder, and the time from a key on a lever to the
painted answer. This is a visitor's waiting time by the browser's clock, not the engine's time:
sending, computing, writing, sending back, drawing.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.benchmarks.chromium import PATIENCE, CannotOpenError, chromium_page
from heterophony.benchmarks.turns import Times

Told = Callable[[str], None]
WATCH = Path(__file__).with_name("page_watch.js")
VISITED = "lang=en&meeting.interval_weeks=4"  # a ready question
START = "meeting.interval_weeks=6"  # a plan at which every lever may be moved up
WARMING = 2  # changes that are not counted
RECEIVED = (
    "performance.getEntriesByType('resource').reduce((all, each) => all + each.transferSize, 0)"
)
_ADDRESS = re.compile(r"http://[\d.]+:\d+")


class Waited(NamedTuple):
    """One change of a lever: seconds from the key, pairs of the first answer, bytes received."""

    first: float
    first_pairs: int
    full: float
    received: int = 0


def page_speed(changes: int, told: Told) -> dict[str, Any]:
    """Move levers of the real page, each time to a plan that is not cached.

    Returns `first` and `full`, seconds from the key until the first new answer and until the full
    one were painted, the pairs of the first, and the bytes that a change brought; or `reason`, why
    nothing was measured.
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
        "received": Times(tuple(float(each.received) for each in counted)),
    }


def first_visit(told: Told) -> float:
    """Return the seconds until a first visit has a finished answer, where nothing was compiled.

    Raises
    ------
    CannotOpenError
        If the page cannot be opened here.
    """
    with (
        tempfile.TemporaryDirectory() as empty,
        chromium_page() as page,
        _served(XDG_CACHE_HOME=empty, NUMBA_CACHE_DIR="") as address,
    ):
        told("a first visit, with an empty cache folder")
        began = time.perf_counter()
        page.goto(f"{address}/?{VISITED}")
        page.wait_for_selector('#answer[data-state="final"]')
        return time.perf_counter() - began


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


def key_that_moves(value: str, maximum: str) -> str:
    """Return the key that moves a lever: up, or down where it is at its end."""
    return "ArrowRight" if float(value) < float(maximum) else "ArrowLeft"


def _changes(changes: int, told: Told) -> Iterator[Waited]:
    """Open the page and press a key on one lever after another."""
    with chromium_page() as page, _served() as address:
        told("the page in Chromium")
        page.goto(f"{address}/?lang=en&{START}")
        full = _full_answer(page)
        for number in range(WARMING + changes):
            yield _change(page, number, full)


@contextmanager
def _served(**changed: str) -> Iterator[str]:
    """Start the page on a free port, with a changed environment; yield its address."""
    command = [sys.executable, "-m", "heterophony", "ui", "--no-browser", "--port", "0"]
    own = os.environ | changed
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=own) as served:
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
    """Move the next lever one step by keyboard, and wait until its full answer is painted."""
    levers = page.locator(".levers > .lever input[type=range]")
    lever = levers.nth(number % levers.count())
    key = key_that_moves(lever.input_value(), lever.get_attribute("max"))
    lever.focus()
    page.wait_for_timeout(300)
    page.evaluate("performance.clearResourceTimings()")
    page.evaluate(WATCH.read_text("utf-8"), [full, PATIENCE])
    page.keyboard.press(key)
    found = waited(page.evaluate("window.noted.done"))
    page.wait_for_timeout(300)
    return found._replace(received=page.evaluate(RECEIVED))


def main() -> None:
    """Measure as the arguments say, and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=30, help="of a lever")
    asked = parser.parse_args()
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    print(f"load of the machine over 1, 5 and 15 minutes: {load}")
    try:
        visit = first_visit(print)
    except CannotOpenError as reason:
        parser.exit(1, f"{reason}\n")
    print(f"first visit, nothing compiled: first finished answer after {visit:.2f} s", flush=True)
    found = page_speed(asked.changes, print)
    for name in ("first", "full"):
        times = found[name]
        print(
            f"key to {name} answer painted, {asked.changes} changes: median {times.median:.3f} s, "
            f"95 % within {times.within(0.95):.3f} s"
        )
    print(f"received by a change: median {found['received'].median / 1000:.1f} kB")


if __name__ == "__main__":
    main()
