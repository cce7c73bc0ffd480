"""The page of levels and effects holds what its command prints, beside the reference's figures."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/model/levels.md"
ROW = re.compile(r"^\| ([^|]+) \| ([+-]?[\d.]+) \| ([+-]?[\d.]+) \| ([^|]+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def rows() -> dict[str, tuple[str, str, str]]:
    return {name: cells for name, *cells in ROW.findall(PAGE.read_text("utf-8"))}


@pytest.fixture(scope="module")
def reference() -> dict:
    return tomllib.loads((ROOT / "examples/reference.toml").read_text("utf-8"))


def test_every_figure_of_the_reference_is_on_the_page(rows, reference):
    effects = {e["name"]: e["effect"] for e in reference["policy"] if "effect" in e}
    funded = {f"{e['name']}, funded": e["funded"] for e in reference["policy"] if "funded" in e}
    expected = reference["levels"] | effects | funded
    assert {name: float(cells[0]) for name, cells in rows.items()} == expected


def test_every_difference_of_a_level_is_that_of_the_figures_beside_it(rows, reference):
    for name in reference["levels"]:
        theirs, here, difference = map(float, rows[name])
        rounding = 0.0011 if abs(theirs) < 10 else 0.11
        assert difference == pytest.approx(here - theirs, abs=rounding), name


@pytest.mark.full
def test_the_page_is_what_its_command_writes(tmp_path):
    line = [sys.executable, str(ROOT / "examples/levels_and_effects.py"), "50"]
    subprocess.run([*line, str(tmp_path / "page.md")], check=True, capture_output=True)
    assert (tmp_path / "page.md").read_text("utf-8") == PAGE.read_text("utf-8")
