"""The package that a benchmark edits is a copy that runs, whatever else lies beside the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from heterophony.benchmarks.ahead_speed import PACKAGE, copy_package


def test_folders_that_tools_leave_beside_the_sources_are_not_copied(tmp_path: Path):
    beside = tmp_path / "checkout"
    shutil.copytree(PACKAGE, beside, ignore=_all_but_sources)
    (beside / ".pytest_cache").mkdir()
    copy = copy_package(beside, tmp_path / "edited" / "heterophony")
    assert not (copy / ".pytest_cache").exists()
    command = [sys.executable, "-m", "heterophony", "--version"]
    environment = {**os.environ, "PYTHONPATH": str(copy.parent)}
    subprocess.run(command, check=True, cwd=tmp_path, env=environment)


def _all_but_sources(folder: str, names: list[str]) -> set[str]:
    kept = {"agents", "scenarios", "sim", "experiments"}
    if Path(folder) != PACKAGE:
        return {"__pycache__"}
    return {name for name in names if name not in kept and not name.endswith((".py", ".pyi"))}
