"""What is imported is declared, and what is pinned can be had anywhere."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

LAYERS = ("agents", "experiments", "scenarios", "sim", "viz")
PINNED = re.compile(r'[A-Za-z0-9._-]+==[0-9][\w.!+-]*(?: ; python_version (?:<|>=) "3\.12")?')


def imported_by(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            yield node.module.partition(".")[0]


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in requirements)
    found_names = {match[0].lower().replace("-", "_") for match in found if match}
    return found_names - {"heterophony"}  # an extra may gather others of this package


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def pins(root: Path) -> list[str]:
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def cluster(root: Path) -> list[str]:
    lines = (root / "requirements-cluster.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def locked(root: Path) -> dict[str, set[str]]:
    """Versions with hashes, by name as registries compare names."""
    text = (root / "requirements-lock.txt").read_text("utf-8")
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^(\S+)==([^\s;]+)[^\n]* \\\n    --hash=sha256:", text, re.M):
        found.setdefault(name, set()).add(version)
    return found


def test_the_package_imports_only_what_it_declares(root, project):
    files = [*root.glob("*.py"), *(file for top in LAYERS for file in (root / top).rglob("*.py"))]
    imported = {name for file in files for name in imported_by(file)}
    outside = imported - set(sys.stdlib_module_names) - {"heterophony"}
    extras = project["optional-dependencies"]
    wanted = ("cluster", "calibration", "mesa-page", "search")
    parts = [*project["dependencies"], *(each for name in wanted for each in extras[name])]
    assert {name.lower() for name in outside} <= _imports(names(parts))


def _imports(packages: set[str]) -> set[str]:
    """Return what packages are imported as, where that differs from their names."""
    return packages | {"sklearn"} if "scikit_learn" in packages else packages


def test_every_pin_is_a_name_and_a_version_and_nothing_else(pins):
    assert not [pin for pin in pins if not PINNED.fullmatch(pin)]


def test_every_declared_dependency_is_pinned(project, pins):
    extras = [wish for group in project["optional-dependencies"].values() for wish in group]
    assert names(project["dependencies"] + extras) <= names(pins)


def test_a_pin_that_depends_on_python_has_its_other_half(pins):
    halves = [pin for pin in pins if ";" in pin]
    for name in {pin.partition("==")[0] for pin in halves}:
        signs = sorted(pin.split('"')[0][-3:].strip() for pin in halves if pin.startswith(name))
        assert signs in (["<", ">="], ["<"], [">="]), name


def test_every_pin_has_hashes_in_the_lock(pins, locked):
    for pin in pins:
        name, version = pin.partition(" ;")[0].split("==")
        assert version in locked.get(re.sub(r"[-_.]+", "-", name).lower(), ()), pin


def test_files_of_pins_name_no_place_on_the_network(root):
    for name in ("constraints.txt", "requirements-cluster.txt", "requirements-lock.txt"):
        assert "://" not in (root / name).read_text("utf-8"), name


def test_a_cluster_gets_everything_but_the_page(project, pins, cluster):
    page = {"starlette", "uvicorn"}
    wishes = project["dependencies"] + project["optional-dependencies"]["cluster"]
    assert set(cluster) <= set(pins)
    assert names(wishes) - page <= names(cluster)
    assert not page & names(cluster)


def test_what_only_the_page_needs_is_imported_by_the_page_alone(root):
    page = {"starlette", "uvicorn"}
    layers = [layer for layer in LAYERS if layer != "viz"]
    files = [*root.glob("*.py"), *(file for top in layers for file in (root / top).rglob("*.py"))]
    assert not {file.name for file in files if page & set(imported_by(file))}
