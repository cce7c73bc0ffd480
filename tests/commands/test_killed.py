"""Each verb that writes, killed by -9 while the clock jumps: old or new, then the same bytes."""

import json
import random
import re
import runpy
import subprocess
import sys
import time
from collections.abc import Collection
from pathlib import Path

import pytest

LINES = runpy.run_path(str(Path(__file__).parents[1] / "small_inputs.py"))["LINES"]
KILLS = 6
# The command under a clock that jumps by up to forty years whenever somebody looks at it.
JUMPING = """
import datetime, random, sys, time
import pandas, pyarrow.parquet  # compiled for the class that is replaced below
real = time.time
def jumping():
    return real() + random.uniform(-40, 40) * 365 * 86_400
class Jumping(datetime.datetime):
    __slots__ = ()
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(jumping(), tz)
time.time, time.time_ns = jumping, lambda: int(jumping() * 1e9)
datetime.datetime = Jumping
import heterophony.__main__ as command
sys.argv[0] = command.__file__  # as `python -m heterophony` has it: some results keep their command
sys.exit(command.main())
"""


def _whole(line: list[str], folder: Path) -> tuple[object, float]:
    """Run a line to its end; return the hash or hashes of its results, and the seconds it took."""
    began = time.monotonic()
    ended = subprocess.run(line, cwd=folder, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert "Traceback" not in ended.stderr
    made = json.loads((folder / "made" / "manifest.json").read_text("utf-8"))
    contents = folder / "made" / "contents.json"
    if contents.exists():  # a store
        made = json.loads(contents.read_text("utf-8"))
    seconds = time.monotonic() - began
    return made.get("results_sha256") or _untimed(folder / "made", made["files"]), seconds


def _untimed(folder: Path, names: Collection[str]) -> dict[str, str]:
    """Return the contents of files without the seconds that they took."""
    return {
        name: re.sub(
            r'"seconds": [\d.e-]+', "", (folder / name).read_bytes().decode("utf-8", "replace")
        )
        for name in names
    }


@pytest.mark.full
@pytest.mark.parametrize("kind", LINES)
def test_a_verb_that_is_killed_leaves_old_or_new_and_ends_the_same(kind: str, tmp_path) -> None:
    words, text = LINES[kind]
    rest = ["asked.toml" if word == "FILE" else word for word in words] + ["--out", "made"]
    line = [sys.executable, "-c", JUMPING, *rest]
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        (folder / "asked.toml").write_text(text, "utf-8")
    expected, seconds = _whole([sys.executable, "-m", "heterophony", *rest], whole)
    chance = random.Random(kind)
    for _ in range(KILLS):
        process = subprocess.Popen(
            line, cwd=killed, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(0.2, 1.0) * seconds)
        process.kill()
        process.wait()
    found, _ = _whole(line, killed)
    assert found == expected
    left = {each.name for each in killed.iterdir()}
    assert left == {each.name for each in whole.iterdir()}, "litter stays"
    inside = {each.name for each in (killed / "made").iterdir()}
    assert inside == {each.name for each in (whole / "made").iterdir()}
