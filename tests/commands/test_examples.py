"""Every example runs, in small."""

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.py"))


LONG = ("calibration", "claims", "gallery", "patient_caseworker", "structural_alternatives")


@pytest.mark.parametrize(
    "example",
    [
        pytest.param(each, id=each.stem, marks=[pytest.mark.slow] if each.stem in LONG else [])
        for each in EXAMPLES
    ],
)
def test_an_example_runs_and_prints(example: Path, empty_folder: Path) -> None:
    found = subprocess.run(
        [sys.executable, str(example), "2"],
        check=False,
        capture_output=True,
        text=True,
        cwd=empty_folder,
        timeout=600,
    )
    assert found.returncode == 0, found.stderr
    assert found.stderr == ""
    assert len(found.stdout.splitlines()) > 3
    assert list(empty_folder.iterdir()) == []


def test_a_caseworker_of_ones_own_changes_what_is_decided() -> None:
    example = next(each for each in EXAMPLES if each.stem == "patient_caseworker")
    found = subprocess.run(
        [sys.executable, str(example), "2"], check=True, capture_output=True, text=True, timeout=600
    )
    shown = dict(line.split()[:2] for line in found.stdout.splitlines()[1:])
    assert float(shown["demand"]) < -0.02
