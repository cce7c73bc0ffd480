"""The house's own rules: what stands where, and how long it may be."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

LONGEST_FILE = 300
# Folders whose Python is ours; everything else beside them is made by tools.
LAYERS = ("agents", "experiments", "scenarios", "sim", "viz")
OTHERS = ("ahead", "benchmarks", "docs", "examples", "tests")
AT_THE_ROOT = {
    ".gitattributes", ".gitignore", "CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE",
    "MANIFEST.in", "Makefile", "README.md", "SECURITY.md", "__init__.py", "__init__.pyi",
    "__main__.py",
    "constraints.txt", "mkdocs.yml", "py.typed", "pyproject.toml", "requirements-cluster.txt",
    "requirements-lock.txt",
}  # fmt: skip


@pytest.fixture(scope="module")
def settings(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def python_files(root: Path) -> list[Path]:
    inside = (found for folder in LAYERS + OTHERS for found in (root / folder).rglob("*.py"))
    return sorted([*root.glob("*.py"), *inside])


def test_every_folder_of_the_package_is_in_the_wheel(root, settings):
    marked = {file.parent for layer in LAYERS for file in (root / layer).rglob("__init__.py")}
    expected = {".".join(("heterophony", *folder.relative_to(root).parts)) for folder in marked}
    assert set(settings["tool"]["setuptools"]["packages"]) == {"heterophony", *expected}


def test_no_folder_with_python_in_it_lacks_its_init(root):
    bare = {
        file.parent.relative_to(root).as_posix()
        for layer in LAYERS
        for file in (root / layer).rglob("*.py")
        if not (file.parent / "__init__.py").exists()
    }
    assert not bare


def test_nothing_at_the_root_is_shipped_by_accident(root):
    assert {file.name for file in root.glob("*.py")} <= {"__init__.py", "__main__.py"}
    assert not (root / "heterophony").exists(), "it would hide the installed package"
    assert not list((root / "tests").rglob("__init__.py")), "pytest would import the root twice"


def test_no_test_module_shares_its_name(root):
    names = [file.name for file in (root / "tests").rglob("test_*.py")]
    assert not {name for name in names if names.count(name) > 1}


def test_no_file_is_longer_than_a_sitting(root):
    lengths = {
        file.relative_to(root).as_posix(): len(file.read_text("utf-8").splitlines())
        for file in python_files(root)
    }
    assert not {name: length for name, length in lengths.items() if length > LONGEST_FILE}


def test_what_is_not_python_is_packed_too(root, settings):
    packed = settings["tool"]["setuptools"]["package-data"]
    for layer in ("agents", "scenarios", "viz"):
        patterns = packed["*"] + packed[f"heterophony.{layer}"]
        suffixes = {Path(pattern).suffix for pattern in patterns}
        files = (file for file in (root / layer).rglob("*") if file.is_file())
        loose = {file.name for file in files if "__pycache__" not in file.parts}
        assert {Path(name).suffix for name in loose} <= suffixes | {".py", ".md"}, layer


def test_no_scratch_file_is_kept_at_the_root(root):
    if not (root / ".git").exists() or shutil.which("git") is None:
        pytest.skip("not a git checkout")
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files"], capture_output=True, text=True, check=False
    )
    kept = {
        name for name in listed.stdout.splitlines() if "/" not in name and (root / name).exists()
    }
    assert kept <= AT_THE_ROOT
