"""`import heterophony` is cheap, and what it promises is there."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import heterophony as hp

HEAVY = ("mesa", "numba", "numpy", "pandas", "scipy", "matplotlib", "networkx", "solara", "typer")


def test_importing_it_loads_nothing_heavy():
    script = f"import sys, heterophony; print([n for n in {HEAVY!r} if n in sys.modules])"
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.strip() == "[]"


@pytest.mark.parametrize("name", hp.__all__)
def test_every_public_name_is_there(name):
    assert getattr(hp, name) is getattr(hp, name)
    assert name in dir(hp)


@pytest.mark.parametrize(
    "name", ["run", "compare", "load_scenario", "HeterophonicModel", "Citizen", "Mentor"]
)
def test_a_public_name_is_a_function_or_a_class_and_says_what_it_is(name):
    assert callable(getattr(hp, name))
    assert getattr(hp, name).__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match=r"heterophony.*'nonsense'"):
        _ = hp.nonsense


def test_the_version_is_said_once_and_repeated_faithfully(root: Path):
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    cited = re.search(r"^version: (\S+)$", (root / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert cited
    assert declared == cited[1] == hp.__version__ == importlib.metadata.version("heterophony")
    assert f"## {declared}" in (root / "CHANGELOG.md").read_text("utf-8")


def test_types_travel_with_the_package(root: Path):
    assert (root / "py.typed").exists()
