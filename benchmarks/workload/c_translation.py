"""The workload in C, built with the system's compiler: the cost person by person."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from heterophony.agents import draws, portable_math, vocabulary
from heterophony.benchmarks.workload import inputs as shared
from heterophony.benchmarks.workload.numba_loop import premises_of, with_own_staff

# Contraction to fused operations would change bits.
FLAGS = ("-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC")
SOURCE = Path(__file__).with_suffix(".c")
COMPONENTS = 5  # of ownership: autonomy, meaning, relation, realism, consistency
_WORDS = (
    "FOR_ACT", "FOR_ALLIANCE", "FOR_ATTENDANCE", "FOR_AUTONOMY", "FOR_CODE", "FOR_CRISIS",
    "FOR_CRISIS_LENGTH", "FOR_JOB", "FOR_LOST", "FOR_MEANING", "FOR_OWN_STEP",
    "FOR_OWNERSHIP_NOISE", "FOR_RESOURCES", "FOR_SANCTION", "FOR_SPEAKER", "FOR_UPTAKE",
    "STREAM_MEETING", "STREAM_PERSON", "OWNERSHIP_MINIMUM", "LEARNING_LINEAR", "CRISIS_CONSTANT",
)  # fmt: skip
_ELEMENTARY = (
    "ROUNDS", "LOG_2", "LOG_2_REST", "STEPS_PER_UNIT", "STEP", "STEP_REST", "ROOT_OF_HALF",
)  # fmt: skip
_TABLES = ("POWER_BITS", "MIDDLES", "INVERSES", "LOGS")
_KINDS = {"f": "double", "i": "int64_t", "u": "uint64_t"}


def compiler() -> str | None:
    """Return the system's C compiler, or None."""
    return shutil.which(os.environ.get("CC") or "cc") or shutil.which("gcc")


def header(premises: np.dtype[Any]) -> str:
    """Write the types of rows and the constants that the C source shares with the rules."""
    structs = {
        "Citizen": shared.CITIZEN_TYPE,
        "Staff": shared.STAFF_TYPE,
        "Premises": premises,
        "Week": shared.record(shared.MEASURES, ()),
    }
    constants = {word: getattr(vocabulary, word) for word in _WORDS}
    constants |= {word: getattr(draws, word) for word in ("QUANTILE_NODES",)}
    constants |= {word: getattr(draws, word) for word in ("LOGIT_LIMIT", "LOGIT_STEPS")}
    constants |= {word: getattr(shared, word) for word in ("INTERVAL", "TURNS", "MONTH")}
    constants |= {word: getattr(shared, word) for word in ("CITIZENS", "MENTORS", "CASEWORKERS")}
    constants |= {"FAR_AWAY": shared.FAR_AWAY, "FOREVER": shared.FOREVER}
    constants |= {"COMPONENTS": COMPONENTS, "MOST": portable_math.MOST}
    constants |= {word: getattr(portable_math, f"_{word}") for word in _ELEMENTARY}
    lines = [f"#define {word} ({_literal(value)})" for word, value in constants.items()]
    lines += [_table(word, getattr(portable_math, f"_{word}")) for word in _TABLES]
    return "\n".join([*lines, *(_struct(name, kind) for name, kind in structs.items()), ""])


def _literal(value: Any) -> str:
    """Write a number such that C reads the same bits."""
    plain = value.item() if isinstance(value, np.generic) else value
    return plain.hex() if isinstance(plain, float) else f"{plain}"


def _table(word: str, values: np.ndarray) -> str:
    entries = ", ".join(_literal(value) for value in values)
    return f"static const {_KINDS[values.dtype.kind]} {word}[{len(values)}] = {{{entries}}};"


def _struct(name: str, kind: np.dtype[Any]) -> str:
    lines = []
    for field in kind.names or ():
        entry = kind[field]
        length = f"[{np.prod(entry.shape)}]" if entry.shape else ""
        lines.append(f"    {_KINDS[entry.base.kind]} {field}{length};")
    return "\n".join(["typedef struct {", *lines, f"}} {name};"])


@cache
def build(premises: np.dtype[Any]) -> Any:
    """Compile the translation and return its entry.

    Raises
    ------
    RuntimeError
        If there is no compiler, or it fails.
    """
    found = compiler()
    if found is None:
        raise RuntimeError("no C compiler here (Debian: apt install gcc)")
    with tempfile.TemporaryDirectory(prefix="heterophony-c-") as folder:
        Path(folder, "records.h").write_text(header(premises), "utf-8")
        library = Path(folder, "workload.so")
        command = [found, *FLAGS, f"-I{folder}", "-o", str(library), str(SOURCE), "-lm"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{found} failed: {done.stderr.strip()[-400:]}")
        return ctypes.CDLL(str(library)).live


def ready(inputs: shared.Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    premises = premises_of(inputs.numbers)
    live = build(premises.dtype)
    citizens = with_own_staff(inputs.citizens)
    start = inputs.numbers["coordination_initial_understanding"]
    pairs = np.full((inputs.mentors, shared.CASEWORKERS), start)
    weekly = np.zeros((inputs.weeks, len(shared.MEASURES)))
    tables = (
        citizens,
        np.full(inputs.mentors, inputs.staff[0], shared.STAFF_TYPE),
        np.full(inputs.caseworkers, inputs.staff[0], shared.STAFF_TYPE),
        pairs,
        np.ones_like(pairs),
        np.zeros((COMPONENTS + 1, len(citizens))),
        premises,
        inputs.normal,
        weekly,
    )
    arguments: list[Any] = [ctypes.c_void_p(table.ctypes.data) for table in tables]
    arguments += [ctypes.c_int64(n) for n in (len(citizens), inputs.mentors, inputs.weeks)]

    def run() -> np.ndarray:
        assert tables  # their memory must live as long as the addresses
        live(*arguments)
        return weekly

    return run
