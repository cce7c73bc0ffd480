"""Without batches and the compiler's private parts the same bits come out."""

import os
import subprocess
import sys

import pytest

RUN = """
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
values = {"run.weeks": 12, "run.burn_in_weeks": 10, "staffing.mentors": 1}
print(Simulation(load_scenario("baseline", values), 3, keep=("meetings", "events")).run().digest())
"""


def digest(**environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", RUN], check=False, capture_output=True, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_plain_path_in_plain_python_gives_the_same_bits():
    assert digest(NUMBA_DISABLE_JIT="1", HETEROPHONY_PLAIN="1") == digest()


@pytest.mark.slow
def test_the_plain_path_compiled_gives_the_same_bits():
    assert digest(HETEROPHONY_PLAIN="1") == digest()
