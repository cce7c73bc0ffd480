"""Each input from outside is answered or refused in a sentence, soon, and no other file is touched.

Every day a sample; `pytest -m full tests/doors` tries 100,000 inputs.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
import sys
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import Comparison


def _beside(name: str) -> Any:
    """Import a module of this folder, which is no package."""
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"doors_{name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


bending, doors, watch = (_beside(name) for name in ("bending", "doors", "watch"))
SAMPLE, ALL = 60, 100_000
EVERY_DOOR = [f"file: {name}" for name in doors.FILE_DOORS] + [
    f"table: {name}" for name in doors.TABLE_DOORS
]


def _tried(door: str, inputs: int, folder: Path) -> dict[str, int]:
    """Let bent inputs in by one door; count those that were taken and those that were refused."""
    kind, _, name = door.partition(": ")
    found = {"taken": 0, "refused": 0}
    with watch.watched(folder):
        for number in range(inputs):
            chance = random.Random(f"{door} {number}")
            if kind == "file":
                each = doors.FILE_DOORS[name]
                path = folder / each.name
                path.write_bytes(bending.bent_bytes(chance.choice(each.valid), chance))
                said = watch.answered(lambda each=each, path=path: each.read(path))
            else:
                open_door = doors.TABLE_DOORS[name]
                bent = bending.bent_document(chance.choice(open_door.valid), chance)
                said = watch.answered(lambda read=open_door.read, bent=bent: read(bent))
            found["refused" if said else "taken"] += 1
    return found


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_what_is_valid_is_taken(door: str, tmp_path: Path) -> None:
    kind, _, name = door.partition(": ")
    for valid in (doors.FILE_DOORS if kind == "file" else doors.TABLE_DOORS)[name].valid:
        if kind == "table":
            assert not watch.answered(lambda valid=valid: doors.TABLE_DOORS[name].read(valid))
            continue
        path = tmp_path / doors.FILE_DOORS[name].name
        path.write_bytes(valid)
        assert not watch.answered(lambda path=path: doors.FILE_DOORS[name].read(path))


@pytest.mark.parametrize("door", EVERY_DOOR)
def test_bent_inputs_are_answered_or_refused(door: str, tmp_path: Path) -> None:
    found = _tried(door, SAMPLE, tmp_path)
    assert found["refused"] > 0  # else nothing was bent


@pytest.mark.full
@pytest.mark.parametrize("door", EVERY_DOOR)
def test_a_hundred_thousand_bent_inputs_are_answered_or_refused(door: str, tmp_path: Path) -> None:
    found = _tried(door, ALL // len(EVERY_DOOR), tmp_path)
    assert min(found.values()) > 0, found


def test_a_door_that_writes_elsewhere_hangs_or_fails_is_caught(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    with pytest.raises(watch.BrokenPromiseError, match="changed outside"), watch.watched(inside):
        outside.write_text("x")
    with watch.watched(inside):
        (inside / "x").write_text("x")
    with pytest.raises(ZeroDivisionError):
        watch.answered(lambda: 1 / 0)
    monkeypatch.setattr(watch, "LONGEST_SECONDS", 0.05)
    with pytest.raises(watch.BrokenPromiseError, match="no answer"):
        watch.answered(lambda: sum(1 for _ in iter(int, 1)))


@pytest.mark.parametrize("door", sorted(doors.FILE_DOORS))
def test_what_is_no_regular_file_is_refused_without_waiting(door: str, tmp_path: Path) -> None:
    each = doors.FILE_DOORS[door]
    path = tmp_path / each.name
    os.mkfifo(path)
    assert watch.answered(lambda: each.read(path))
    path.unlink()
    path.symlink_to(path)
    assert watch.answered(lambda: each.read(path))
    path.unlink()
    path.symlink_to("/dev/zero")
    assert watch.answered(lambda: each.read(path))
    path.unlink()
    path.mkdir()
    assert watch.answered(lambda: each.read(path))
    path.rmdir()
    assert watch.answered(lambda: each.read(path))


def test_a_pipe_among_results_is_refused_without_waiting(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(json.dumps(doors.RUN), "utf-8")
    os.mkfifo(tmp_path / "runs.parquet")
    assert "not a regular file" in watch.answered(lambda: Comparison.read(tmp_path))
