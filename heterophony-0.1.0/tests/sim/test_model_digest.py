"""The digest of the model changes with whatever can change a number, and with nothing else."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from heterophony import sim
from heterophony.sim.digest import code_of, declared_numbers, model_sources

ASKS = "import sys; from heterophony.sim import model_digest; print(model_digest())"


@pytest.fixture(scope="module")
def package(root: Path, tmp_path_factory) -> Path:
    copy = tmp_path_factory.mktemp("copy") / "heterophony"
    copy.mkdir()
    for file in root.glob("__init__.py*"):
        shutil.copy(file, copy)
    for layer in ("agents", "scenarios", "sim"):
        shutil.copytree(root / layer, copy / layer, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def digest_in(package: Path, statement: str = ASKS) -> str:
    environment = {"PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", statement],
        check=False,
        cwd=package.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


CHANGES_NUMBERS = {
    "a rule": ("agents/bounded.py", "YEAR = 52.0", "YEAR = 53.0"),
    "how an outcome is counted": ("sim/accounts.py", "YEAR = 52", "YEAR = 104"),
    "how values are resolved": ("scenarios/loading.py", "if week >= horizon", "if week > horizon"),
    "a default": ("scenarios/parameters/state.toml", "default = 0.4", "default = 0.41"),
    "a smallest difference": ("scenarios/outcomes.toml", "smallest_difference = 0.02",
                              "smallest_difference = 0.03"),
}  # fmt: skip
SAYS_THE_SAME = {
    "a comment": ("agents/bounded.py", "YEAR = 52.0", "# weeks of a year\nYEAR = 52.0  # weeks"),
    "a docstring": ("agents/bounded.py", '"""Cut a value off at 0 and 1."""', '"""Clip."""'),
    "a title": ("scenarios/parameters/state.toml", "Meaning before referral", "Early meaning"),
    "a title of an outcome": ("scenarios/outcomes.toml", "Demand on the citizen", "Demand"),
    "a pattern": ("scenarios/patterns.toml", "Two things at once", "Two at once"),
}


@pytest.fixture
def edited(package: Path):
    """Edit a file of the copy, and put it back afterwards."""
    kept: dict[Path, str] = {}

    def edit(name: str, old: str, new: str) -> None:
        path = package / name
        kept[path] = path.read_text("utf-8")
        assert old in kept[path]
        path.write_text(kept[path].replace(old, new, 1), "utf-8")

    yield edit
    for path, text in kept.items():
        path.write_text(text, "utf-8")


def test_it_is_that_of_the_installed_sources_and_needs_no_compiler(package):
    statement = f"{ASKS}; assert not {{'numba', 'mesa', 'scipy'}} & set(sys.modules)"
    assert digest_in(package, statement) == sim.model_digest()


@pytest.mark.parametrize("change", CHANGES_NUMBERS)
def test_it_changes_with(package, edited, change):
    edited(*CHANGES_NUMBERS[change])
    assert digest_in(package) != sim.model_digest()


@pytest.mark.parametrize("change", SAYS_THE_SAME)
def test_it_does_not_change_with(package, edited, change):
    edited(*SAYS_THE_SAME[change])
    assert digest_in(package) == sim.model_digest()


def test_it_covers_every_module_of_agents_and_sim(root):
    names = {f"{file.parent.name}/{file.name}" for file in model_sources(root)}
    for layer in ("agents", "sim"):
        assert {f"{layer}/{file.name}" for file in (root / layer).glob("*.py")} <= names


def test_titles_are_no_part_of_what_is_declared():
    text = "\n".join(declared_numbers())
    assert "state.meaning_start" in text
    assert "Meaning before referral" not in text


def test_a_hash_sign_within_a_text_is_no_comment():
    assert code_of('x = "#1"  # one\n') == 'x = "#1"\n'
    assert code_of('def f():\n    """Say."""\n    return """a\n\n#b"""\n').count("#b") == 1
