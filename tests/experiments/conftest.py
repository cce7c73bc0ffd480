"""Sweeps and screens small enough for every day."""

import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments.engine.workers import Progress
from heterophony.experiments.methods import world_screens
from heterophony.experiments.methods.world_screens import Screens, Stage, evident
from heterophony.scenarios.patterns_declared import load_patterns

SMALL = {"run.weeks": 30, "run.burn_in_weeks": 8, "staffing.mentors": 2}


@pytest.fixture
def small_plan() -> Callable[..., dict[str, Any]]:
    """A plan of six points under six seeds, in two blocks; keywords replace its parts."""

    def plan(**other: Any) -> dict[str, Any]:
        whole = {
            "scenario": "baseline",
            "replicates": 6,
            "seed": 3,
            "outcomes": ["ownership_8w", "pressure", "caseworker_hours"],
            "set": SMALL,
            "grid": {
                "meeting.interval_weeks": [2, 4, 8],
                "meeting.pre_meeting_minutes": [0, 10],
            },
        }
        return {key: value for key, value in (whole | other).items() if value is not None}

    return plan


@pytest.fixture
def kept_files() -> Callable[[Path], dict[str, bytes]]:
    """What a store must repeat byte for byte: everything but what is timed."""

    def files(store: Path) -> dict[str, bytes]:
        found = (file for file in store.rglob("*") if file.is_file())
        return {
            file.relative_to(store).as_posix(): file.read_bytes()
            for file in found
            if "timing" not in file.relative_to(store).parts
        }

    return files


@pytest.fixture
def whole(small_plan: Callable[..., dict[str, Any]], tmp_path: Path) -> Path:
    """The store of the small plan, made by one worker without interruption."""
    from heterophony.experiments import sweep

    return sweep(small_plan(), tmp_path / "whole", workers=1).path


@pytest.fixture
def interrupt_after() -> Callable[[int], Callable[[Progress], None]]:
    """A callback that presses Ctrl-C once so many runs are done."""

    def after(runs: int) -> Callable[[Progress], None]:
        pressed = []

        def watch(now: Progress) -> None:
            if now.done >= runs and not pressed:
                pressed.append(now.done)
                signal.raise_signal(signal.SIGINT)

        return watch

    return after


@pytest.fixture
def sessions() -> Callable[[Path], list[int]]:
    """How many runs each call made that filled a store."""

    def runs(store: Path) -> list[int]:
        lines = (store / "timing" / "_sessions.jsonl").read_text().splitlines()
        return [json.loads(line)["runs"] for line in lines]

    return runs


@pytest.fixture
def few_screens(monkeypatch):
    """Leave two patterns of the shipped screens, in few and short runs."""
    known = load_patterns()
    patterns = tuple(evident(known[name], 0.75) for name in ("T1", "T2"))
    screens = Screens((Stage("cheap patterns", 2, 60, patterns),), (), 0.75, 1)
    monkeypatch.setattr(world_screens, "screens", lambda: screens)
    world_screens.settings_digest.cache_clear()
    yield screens
    world_screens.settings_digest.cache_clear()
