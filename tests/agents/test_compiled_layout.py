"""Machine code that was cached for one layout of the records is never used with another."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# A rule of the copy, which reads fields on both sides of the edits.
RULE = '''
from heterophony.agents.compiled import compiled

@compiled
def reads(p):
    """Read a few parameters."""
    return (
        p.state_meaning_start,
        p.state_trust_mentor_start,
        p.accounts_benefit_under_25,
        p.default_small_steps_weight,
    )
'''
A_RULE = """
import heterophony.agents.state
from heterophony.agents.premises import premises_records
from heterophony.agents.reads import reads
from heterophony.scenarios import load_scenario

print([float(number) for number in reads(premises_records([load_scenario("baseline").values])[0])])
"""
A_RUN = """
from heterophony.scenarios import load_scenario
from heterophony.sim.simulation import Simulation

values = {"run.weeks": 6, "run.burn_in_weeks": 20}
print(Simulation(load_scenario("baseline", values), 1).run().digest())
"""
UNUSED = """[accounts.unused]
title = { en = "Unused", da = "Ubrugt" }
help = { en = "Read by no rule." }
kind = "behaviour"
type = "float"
default = 0.125
unit = "0-1"
minimum = 0
maximum = 1
low = 0
high = 1
symbol = ""
source = "Assumption"
confidence = "V"

"""


def with_an_unused_float(package: Path) -> None:
    file = package / "scenarios/parameters/accounts.toml"
    file.write_text(UNUSED + file.read_text("utf-8"), "utf-8")


def with_two_tables_swapped(package: Path) -> None:
    file = package / "scenarios/parameters/state.toml"
    text = file.read_text("utf-8")
    first, second, rest = text.split("\n[", 2)
    assert first.startswith("[state.meaning_start]")
    file.write_text(f"[{second}\n{first}\n[{rest}", "utf-8")


def printed(package: Path, statement: str, **environment: str) -> str:
    environment = {
        **os.environ,
        "PYTHONPATH": str(package.parent),
        "NUMBA_CACHE_DIR": str(package.parent / "cache"),
        **environment,
    }
    done = subprocess.run(
        [sys.executable, "-c", statement],
        check=False,
        cwd=package.parent,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, f"exit code {done.returncode}: {done.stderr[-2000:]}"
    return done.stdout


@pytest.fixture
def package(root: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "heterophony"
    copy.mkdir()
    for file in root.glob("__init__.py*"):
        shutil.copy(file, copy)
    for layer in ("agents", "scenarios", "sim"):
        shutil.copytree(root / layer, copy / layer, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "agents/reads.py").write_text(RULE, "utf-8")
    return copy


EDITS = [with_an_unused_float, with_two_tables_swapped]


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(
    "statement", [A_RULE, pytest.param(A_RUN, marks=pytest.mark.slow)], ids=["rule", "run"]
)
def test_a_warm_cache_gives_what_plain_python_gives_after(edit, statement, package):
    before = printed(package, statement)
    edit(package)
    assert printed(package, statement) == printed(package, statement, NUMBA_DISABLE_JIT="1")
    assert printed(package, statement) == before  # the edits change no value
