"""Many visitors of the page at once: `python -m heterophony.benchmarks.page_load`.

Each visitor moves a lever once a second to a plan of their own, waits for the first answer, and
gives the rest up for the next move, as the page does. Counted are moves, first answers, lost
connections, the time to the first answer, and the memory of the server with its workers and its
open sockets, before and afterwards. `--beside-a-sweep` keeps the processor busy meanwhile.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

WARM_SECONDS = 30.0
PATIENCE = 20.0  # seconds for one answer
LEAVING = 300.0  # seconds for a process to end
SWEEP = """
scenario = "baseline"
replicates = 10_000
outcomes = ["pressure"]
grid = { "meeting.interval_weeks" = [2, 4, 6, 8, 10, 12, 16, 26] }
"""
_ADDRESS = re.compile(r"http://[\d.]+:\d+")


@dataclass
class Counted:
    """What all visitors saw."""

    moves: int = 0
    errors: int = 0
    first: list[float] = field(default_factory=list)
    largest: int = 0  # bytes of an answer's first line
    lock: threading.Lock = field(default_factory=threading.Lock)

    def told(self) -> str:
        """Return it in one line."""
        times = sorted(self.first)
        at = {share: times[int(share * (len(times) - 1))] for share in (0.5, 0.95)} if times else {}
        answered = 100 * len(times) / max(1, self.moves)
        return (
            f"{self.moves} moves, {len(times)} first answers ({answered:.1f} %), "
            f"{self.errors} lost connections; first answer median {at.get(0.5, 0):.3f} s, "
            f"95 % within {at.get(0.95, 0):.3f} s; "
            f"first line at most {self.largest / 1000:.1f} kB"
        )


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """Start the page; yield its address and the process's number."""
    command = [sys.executable, "-m", "heterophony", "ui", "--no-browser", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        found = _ADDRESS.search(process.stderr.readline())
        assert found, "the page did not start"
        try:
            yield found[0], process.pid
        finally:
            process.terminate()
            process.communicate(timeout=LEAVING)


def visitor(address: str, number: int, end: float, counted: Counted) -> None:
    """Move a lever once a second until the end."""
    chance = random.Random(number)
    host = urlsplit(address).netloc
    while time.monotonic() < end:
        began = time.monotonic()
        plan = {
            "meeting.interval_weeks": chance.randint(2, 16),
            "staffing.caseworker_caseload": float(5 * chance.randint(5, 24)),
            "meeting.citizen_involvement": chance.randint(0, 8) / 10,
        }
        _move(host, {"plan": plan, "visitor": f"visitor {number}"}, counted)
        time.sleep(max(0.0, 1.0 - (time.monotonic() - began)))


def _move(host: str, question: dict[str, object], counted: Counted) -> None:
    """Ask, and wait for the first line of the answer."""
    began, first = time.perf_counter(), b""
    connection = http.client.HTTPConnection(host, timeout=PATIENCE)
    try:
        connection.request("POST", "/ask/answer", json.dumps(question))
        first = connection.getresponse().readline()
    except OSError:
        pass
    finally:
        connection.close()
    with counted.lock:
        counted.moves += 1
        if b'"outcomes"' in first or b'"unchanged"' in first:  # the plan of today has no outcomes
            counted.first.append(time.perf_counter() - began)
            counted.largest = max(counted.largest, len(first))
        elif not first:
            counted.errors += 1


def memory(process: int) -> float:
    """Return the memory of a process and its children, in MB; 0 where the system does not say."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        own = status.parent.name == str(process) or f"PPid:\t{process}\n" in text
        used = re.search(r"VmRSS:\s+(\d+)", text)
        total += int(used[1]) / 1000 if own and used else 0.0
    return total


def sockets(process: int) -> int:
    """Return how many sockets a process holds; 0 where the system does not say."""
    found = 0
    for each in Path(f"/proc/{process}/fd").glob("*"):
        with suppress(OSError):
            found += os.readlink(each).startswith("socket:")
    return found


@contextmanager
def a_sweep_beside(wanted: bool) -> Iterator[None]:
    """Run a sweep on all cores inside the block, and print how many of its runs were made."""
    if not wanted:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.toml").write_text(SWEEP, "utf-8")
        command = [sys.executable, "-m", "heterophony", "sweep", "plan.toml", "--out", "store"]
        with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True) as sweeping:
            yield
            sweeping.terminate()  # in the background, Ctrl-C would be ignored
            _, said = sweeping.communicate(timeout=LEAVING)
        print("sweep:", (said.strip().splitlines() or ["ended before its first run"])[-1])


def crowd(address: str, visitors: int, seconds: float) -> Counted:
    """Let visitors move their levers for some seconds; return what they saw."""
    counted, end = Counted(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=visitor, args=(address, number, end, counted))
        for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counted


def main() -> None:
    """Run it as the arguments say, and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--minutes", type=float, help="instead of seconds")
    parser.add_argument("--beside-a-sweep", action="store_true", help="that uses every core")
    parser.add_argument("--after", type=float, default=10.0, help="seconds until memory is read")
    asked = parser.parse_args()
    seconds = asked.seconds if asked.minutes is None else 60.0 * asked.minutes
    with served() as (address, process):
        crowd(address, asked.visitors, WARM_SECONDS)  # workers and caches fill before it counts
        time.sleep(asked.after)
        memories, open_sockets = [memory(process)], [sockets(process)]
        with a_sweep_beside(asked.beside_a_sweep):
            counted = crowd(address, asked.visitors, seconds)
        memories.append(memory(process))
        time.sleep(asked.after)
        memories.append(memory(process))
        open_sockets.append(sockets(process))
    print(f"{asked.visitors} visitors, {seconds:g} s: {counted.told()}")
    print("memory {:.0f} MB before, {:.0f} at the end, {:.0f} after".format(*memories))
    print("sockets {} before, {} after".format(*open_sockets))


if __name__ == "__main__":
    main()
