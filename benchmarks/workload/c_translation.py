"""The workload in C with model 1's meeting, built with the system's compiler."""

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
_ELEMENTARY = (
    "ROUNDS", "LOG_2", "LOG_2_REST", "STEPS_PER_UNIT", "STEP", "STEP_REST", "ROOT_OF_HALF",
)  # fmt: skip
_TABLES = ("POWER_BITS", "MIDDLES", "INVERSES", "LOGS")
_KINDS = {"f": "double", "i": "int64_t", "u": "uint64_t"}
_RESERVED = frozenset({"case", "default"})  # words of C that are names of fields here
Rows = dict[str, np.dtype[Any]]  # name of a type in C -> the type of its rows


def compiler() -> str | None:
    """Return the system's C compiler, or None."""
    return shutil.which(os.environ.get("CC") or "cc") or shutil.which("gcc")


def header(rows: Rows) -> str:
    """Write the types of rows and the constants that the C source shares with the rules."""
    constants: dict[str, float] = {
        word: value for word, value in vars(vocabulary).items() if type(value) is int
    }
    constants |= {word: getattr(draws, word) for word in ("QUANTILE_NODES",)}
    constants |= {word: getattr(draws, word) for word in ("LOGIT_LIMIT", "LOGIT_STEPS")}
    constants |= {word: getattr(shared, word) for word in ("INTERVAL", "TURNS", "MONTH")}
    constants |= {word: getattr(shared, word) for word in ("CITIZENS", "MENTORS", "CASEWORKERS")}
    constants |= {"FAR_AWAY": shared.FAR_AWAY, "FOREVER": shared.FOREVER}
    constants |= {"COMPONENTS": COMPONENTS, "MOST": portable_math.MOST}
    constants |= {word: getattr(portable_math, f"_{word}") for word in _ELEMENTARY}
    lines = [f"#define {word} ({_literal(value)})" for word, value in constants.items()]
    lines += [_table(word, getattr(portable_math, f"_{word}")) for word in _TABLES]
    return "\n".join([*lines, *(_struct(name, kind) for name, kind in rows.items()), ""])


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
        word = f"{field}_" if field in _RESERVED else field
        lines.append(f"    {_KINDS[entry.base.kind]} {word}{length};")
    return "\n".join(["typedef struct {", *lines, f"}} {name};"])


def build(meeting: str, rows: Rows) -> Any:
    """Compile the translation with one of the meetings and return the library.

    Parameters
    ----------
    meeting : the file of the meeting, in this folder
    rows : the types of rows that the C source reads

    Raises
    ------
    RuntimeError
        If there is no compiler, or it fails.
    """
    return _built(meeting, header(rows))


@cache
def _built(meeting: str, records: str) -> Any:
    found = compiler()
    if found is None:
        raise RuntimeError("no C compiler here (Debian: apt install gcc)")
    with tempfile.TemporaryDirectory(prefix="heterophony-c-") as folder:
        Path(folder, "records.h").write_text(records, "utf-8")
        library = Path(folder, "workload.so")
        chosen = f'-DMEETING="{meeting}"'
        command = [found, *FLAGS, chosen, f"-I{folder}", "-o", str(library), str(SOURCE), "-lm"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{found} failed: {done.stderr.strip()[:400]}")
        return ctypes.CDLL(str(library))


def rows_of_the_workload(premises: np.dtype[Any]) -> Rows:
    """Return the types of the workload's own rows."""
    return {
        "Citizen": shared.CITIZEN_TYPE,
        "Staff": shared.STAFF_TYPE,
        "Premises": premises,
        "Week": shared.record(shared.MEASURES, ()),
    }


def ready(inputs: shared.Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    premises = premises_of(inputs.numbers)
    library = build("model1_meeting.h", rows_of_the_workload(premises.dtype))
    return ready_in(library, inputs, premises)


def ready_in(library: Any, inputs: shared.Inputs, premises: Any) -> Callable[[], np.ndarray]:
    """Prepare the tables; return a function that runs the weeks in a library that was built."""
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
    arguments: list[Any] = [address(table) for table in tables]
    arguments += [ctypes.c_int64(n) for n in (len(citizens), inputs.mentors, inputs.weeks)]

    def run() -> np.ndarray:
        assert tables  # their memory must live as long as the addresses
        library.live(*arguments)
        return weekly

    return run


def address(table: np.ndarray) -> ctypes.c_void_p:
    """Return where a table begins, for C."""
    return ctypes.c_void_p(table.ctypes.data)
