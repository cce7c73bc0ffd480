"""Every file of a store damaged in turn, and a clock that jumps: healed or named, never wrong."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from heterophony.experiments import RequestError, WorkError, sweep
from heterophony.experiments.engine.repair import check, repair
from heterophony.scenarios import ScenarioError

Files = Callable[[Path], dict[str, bytes]]
Plan = Callable[..., dict[str, Any]]


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(bytes(content))


def removed(file: Path) -> None:
    file.unlink()


def replaced_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = [emptied, cut, flipped, removed, replaced_by_a_folder]


def _healed_or_named(damaged: Path, file: str, plan: dict[str, Any], good: dict[str, bytes]) -> str:
    """Repair a store and go on with it; return "healed", or the refusal that names the file."""
    refusal = ""
    try:
        repair(damaged, say=lambda _: None)
        sweep(plan, damaged, workers=1)
    except (RequestError, WorkError, ScenarioError) as error:
        refusal = str(error)
    if refusal:
        assert Path(file).name in refusal, f"{file}: {refusal}"
        return refusal
    found = kept(damaged)
    assert {name: found.get(name) for name in good} == good
    return "healed"


def kept(store: Path) -> dict[str, bytes]:
    """What a store must repeat byte for byte; a lock says nothing about results."""
    return {
        file.relative_to(store).as_posix(): file.read_bytes()
        for file in store.rglob("*")
        if file.is_file() and file.name != ".lock" and "timing" not in file.relative_to(store).parts
    }


@pytest.mark.parametrize(
    "damage",
    [pytest.param(each, marks=[pytest.mark.slow] * (each is not flipped)) for each in DAMAGES],
)
def test_every_file_of_a_store_is_healed_or_named(
    damage: Callable[[Path], None], whole: Path, small_plan: Plan, tmp_path: Path
) -> None:
    good = kept(whole)
    answers = {}
    for file in sorted(good):
        damaged = tmp_path / "damaged"
        shutil.copytree(whole, damaged)
        damage(damaged / file)
        if file.startswith("runs/"):
            assert check(damaged), f"{file} was damaged and nobody noticed"
        answers[file] = _healed_or_named(damaged, file, small_plan(), good)
        shutil.rmtree(damaged)
    assert "healed" in answers.values()


def test_a_clock_that_jumps_changes_no_result(
    whole: Path, small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = 365 * 86_400.0
    jumps = itertools.cycle((0.0, -year, year, -3_600.0))
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + next(jumps))
    again = sweep(small_plan(), tmp_path / "again", workers=1).path
    assert kept(again) == kept(whole)
