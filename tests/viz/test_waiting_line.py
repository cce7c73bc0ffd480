"""Visitors who wait for worker processes: fair turns, and room for the next."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from heterophony.viz import waiting_line
from heterophony.viz.waiting_line import Crowded, WaitingLine


async def _turns() -> None:
    """Let everything that can go on go on."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_whoever_leaves_the_waiting_line_makes_room_at_once(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(waiting_line, "MOST_WAITING", 3)
    gate = tmp_path / "gate"  # the first step lasts until somebody writes into it
    os.mkfifo(gate)

    async def crowd() -> None:
        line = WaitingLine()
        working = asyncio.create_task(line.run("first", Path.read_text, gate))
        await _turns()
        leaving = [asyncio.create_task(line.run(name, len, "")) for name in "abcd"]
        await _turns()
        assert isinstance(leaving.pop().exception(), Crowded)
        for visitor in leaving:
            visitor.cancel()
        await _turns()
        honest = asyncio.create_task(line.run("honest", len, "four"))
        await asyncio.to_thread(gate.write_text, "done")
        assert await working == "done"
        assert await honest == 4
        line.close()

    with ThreadPoolExecutor(1) as thread:  # a browser that is open has a loop in this one
        thread.submit(lambda: asyncio.run(crowd())).result()


def test_one_visitors_step_keeps_nobody_waiting_who_has_another_worker(tmp_path: Path) -> None:
    gate = tmp_path / "gate"  # the first step lasts until somebody writes into it
    os.mkfifo(gate)

    async def crowd() -> None:
        line = WaitingLine(2, threads=1)
        working = asyncio.create_task(line.run("first", Path.read_text, gate))
        await _turns()
        process = await line.run("second", os.getpid)
        assert not working.done()
        behind = asyncio.create_task(line.run("third", os.getpid))
        assert await line.run("second", os.getpid) == process
        assert not behind.done()
        await asyncio.to_thread(gate.write_text, "done")
        assert await working == "done"
        assert await behind == await line.run("first", os.getpid) != process
        line.close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(crowd())).result()
