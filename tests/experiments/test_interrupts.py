"""Processes that are started for work are spared the Ctrl-C of a terminal."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    not hasattr(signal, "pthread_sigmask"), reason="the system has no masks of signals"
)

# A fresh process: Python starts its own tracker of resources before the first child.
STARTS_A_CHILD = """
import multiprocessing, signal
from heterophony.experiments.engine.interrupts import interrupts_held

def held():
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())

if __name__ == "__main__":
    with interrupts_held(), multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.apply(held), held())
    print(held())
"""


def test_a_child_is_spared_the_interrupt_from_its_start_on_and_its_parent_only_meanwhile(
    tmp_path: Path,
) -> None:
    program = tmp_path / "starts_a_child.py"
    program.write_text(STARTS_A_CHILD)
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "False"]


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [1, 2, 3, 4, 5, 6, 8])
def test_ctrl_c_at_any_moment_ends_a_comparison_in_processes_with_a_sentence(
    seconds: float, tmp_path: Path
) -> None:
    compare = ["compare", "baseline", "meetings-every-4-weeks", "--replicates", "1000"]
    command = [sys.executable, "-m", "heterophony", *compare, "--workers", "8"]
    with subprocess.Popen(
        [*command, "--out", tmp_path / "out"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=120)[0]
    assert process.returncode in (130, -signal.SIGINT), said
    assert "Traceback" not in said
    assert not re.search("cannot be started|should not have happened", said)
