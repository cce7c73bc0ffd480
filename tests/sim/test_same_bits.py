"""The same bits on processors with and without fused operations, and under other Pythons."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from heterophony.agents.book_columns import TOTAL_COLUMNS
from heterophony.sim.accounts import HOURS, write_hours
from heterophony.sim.grouping import quantile_of
from heterophony.sim.summing import mean_of_known, pairwise_sum

# What the C library and NumPy find of a processor: here, of one without fused multiply-add.
OLDER_PROCESSOR = {
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-FMA,-FMA4,-AVX2,-AVX2_Usable,-AVX512F",
    "NPY_DISABLE_CPU_FEATURES": "AVX2 FMA3 AVX512F AVX512CD AVX512_SKX",
}
PLAIN_X86 = OLDER_PROCESSOR | {
    "HETEROPHONY_RULES": "jit",  # none compiled ahead
    "NUMBA_CPU_NAME": "generic",
    "NUMBA_CPU_FEATURES": "",
}
TABLES = """
import hashlib
import numpy as np
from heterophony.scenarios import list_scenarios, load_scenario
from heterophony.sim.prepared import prepare
for each in list_scenarios():
    ready, digest = prepare(load_scenario(each.name)), hashlib.sha256()
    for table in (ready.records, ready.baseline, ready.quantiles, ready.calendar):
        digest.update(np.ascontiguousarray(table).tobytes())
    print(each.name, digest.hexdigest())
"""
RUN = """
from heterophony.scenarios import load_scenario
from heterophony.sim import Simulation
values = {"run.weeks": 12, "run.burn_in_weeks": 10, "staffing.mentors": 1}
for name in ("baseline", "reform-timeline"):
    run = Simulation(load_scenario(name, values), 3, keep=("meetings", "events"))
    print(name, run.run().digest())
"""
OTHER_PYTHONS = ("python3.11", "python3.12", "python3.13")


def printed(statement: str, python: str = sys.executable, **environment: str) -> list[str]:
    done = subprocess.run(
        [python, "-c", statement], check=False, capture_output=True, text=True,
        env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_every_library_scenario_is_prepared_alike_without_fused_operations():
    here, there = printed(TABLES), printed(TABLES, **OLDER_PROCESSOR)
    assert len(here) > 50
    assert there == here


def test_a_run_in_plain_python_without_fused_operations_has_the_bits_of_a_compiled_one():
    assert printed(RUN, NUMBA_DISABLE_JIT="1", **OLDER_PROCESSOR) == printed(RUN)


@pytest.mark.slow
def test_rules_compiled_for_a_plain_processor_give_the_same_bits():
    assert printed(RUN, **PLAIN_X86) == printed(RUN)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHER_PYTHONS)
def test_other_versions_of_python_give_the_same_bits(name):
    """In plain Python: where a version has NumPy, SciPy and Numba."""
    python = shutil.which(name)
    needed = "import numpy, scipy, numba, lazy_loader"
    there = python and subprocess.run([python, "-c", needed], check=False, capture_output=True)
    if python is None or not there or there.returncode:
        pytest.skip(f"{name} is not installed with NumPy, SciPy and Numba")
    path = str(Path(__file__).resolve().parents[3])
    assert printed(RUN, python, NUMBA_DISABLE_JIT="1", PYTHONPATH=path) == printed(RUN)


def test_hours_are_added_from_left_to_right_in_every_version_of_python():
    """The built-in `sum` compensates rounding since Python 3.12, and would say otherwise."""
    totals = np.zeros(len(TOTAL_COLUMNS))
    names = [column.name for column in TOTAL_COLUMNS]
    totals[names.index("support_weeks_older")] = 52.0
    spent = {"sessions": 1.0, "meetings": 1e100, "coordination": 1.0, "shielding": -1e100}
    for activity, hours in spent.items():
        totals[names.index(f"mentor_{activity}")] = hours
    found = np.empty(len(HOURS))
    write_hours(totals, found)
    assert found[HOURS.index("mentor_hours")] == 0.0


@pytest.mark.parametrize("count", [*range(20), 127, 128, 129, 156, 208, 623, 4097])
def test_sums_and_means_are_those_of_numpy_to_the_last_bit(count):
    rng = np.random.default_rng(count)
    numbers = rng.normal(size=count) * 10.0 ** rng.uniform(-6.0, 6.0, count)
    assert pairwise_sum(numbers, count) == np.add.reduce(numbers)
    with_gaps = np.repeat(numbers, 2)
    with_gaps[::2] = np.nan
    mean = mean_of_known(with_gaps, np.empty(2 * count))
    assert mean == np.mean(numbers) if count else np.isnan(mean)


@pytest.mark.parametrize("count", [1, 2, 3, 10, 128, 391])
def test_a_quantile_between_people_is_that_of_numpy_to_the_last_bit(count):
    ordered = np.sort(np.random.default_rng(count).uniform(size=count))
    for share in (1.0 / 3.0, 2.0 / 3.0):
        assert quantile_of(ordered, share) == np.quantile(ordered, share)
