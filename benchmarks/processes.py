"""Whole processes, as people start them: help, a run, a comparison, a sweep, the first use."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from heterophony.benchmarks.turns import Times, by_turns

Told = Callable[[str], None]
SWEPT_RUNS = 600  # enough that the start matters little
POINTS = 12
# Points that cost alike, so that a sweep's rate can be set beside that of bare runs.
_PLAN = """
scenario   = "baseline"
replicates = {replicates}
seed       = 1
outcomes   = ["ownership_52w", "pressure", "education_start_52w"]
[grid]
"measurement.placement_weight" = [{weights}]
"""


class ProcessFailedError(Exception):
    """A command that is timed ended with an error; the message is its last line."""


def once(*words: str, settings: Mapping[str, str] | None = None) -> tuple[float, float]:
    """Run a command of the package; return seconds by the clock, and of the processor.

    Raises
    ------
    ProcessFailedError
        If its exit code is not 0.
    """
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "heterophony", *words],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **(settings or {})},
    )
    clock, after = time.perf_counter() - began, os.times()
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no word"]
        raise ProcessFailedError(f"{' '.join(words[:2])}: {lines[-1]}")
    used = after.children_user - before.children_user
    return clock, used + after.children_system - before.children_system


def warm_commands(folder: Path, turns: int, told: Told) -> dict[str, Times]:
    """Time the commands of the README with rules compiled, by the clock, in seconds."""
    # As people start them: with Python's bytecode written at the first start.
    settings = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    commands = {
        "--help": ("--help",),
        "run": ("run", "baseline", "--out", str(folder / "run")),
        "compare": (
            "compare", "baseline", "meetings-every-4-weeks", "four-interviews",
            "--replicates", "20", "--out", str(folder / "compare"),
        ),
    }  # fmt: skip
    for words in commands.values():
        once(*words, settings=settings)
    timed = {name: partial(_clock, words, settings) for name, words in commands.items()}
    return by_turns(timed, turns, told)


def _clock(words: Sequence[str], settings: Mapping[str, str]) -> float:
    return once(*words, settings=settings)[0]


def first_use(folder: Path, told: Told) -> dict[str, float]:
    """Time `doctor --warm` with no compiled rules, and again with them, in seconds."""
    told("compiling every rule, as at the first use")
    settings = {"NUMBA_CACHE_DIR": str(folder / "rules")}
    words = ("doctor", "--warm", "--json")
    cold, warm = once(*words, settings=settings), once(*words, settings=settings)
    return {"cold": cold[0], "cold_processor": cold[1], "warm": warm[0]}


def sweep(folder: Path, told: Told) -> dict[str, Any]:
    """Time a sweep with its results written, and estimate the time of 10,000 runs.

    A sweep of one run a point measures the start, which is subtracted.
    """
    if find_spec("heterophony.experiments.commands.sweep") is None:
        return {"reason": "there is no verb `sweep`"}
    weights = ", ".join(f"{point / POINTS:.3f}" for point in range(POINTS))
    seconds = []
    for runs in (POINTS, SWEPT_RUNS):
        told(f"a sweep of {runs} runs")
        plan = folder / f"plan-{runs}.toml"
        plan.write_text(_PLAN.format(replicates=runs // POINTS, weights=weights), "utf-8")
        seconds.append(once("sweep", str(plan), "--out", str(folder / f"store-{runs}"))[0])
    rate = (SWEPT_RUNS - POINTS) / (seconds[1] - seconds[0])
    files = [each for each in (folder / f"store-{SWEPT_RUNS}").rglob("*") if each.is_file()]
    return {
        "points": POINTS,
        "runs_per_second": rate,
        "seconds_for_10000": seconds[0] + 10_000 / rate,
        "bytes_per_run": sum(each.stat().st_size for each in files) / SWEPT_RUNS,
    }
