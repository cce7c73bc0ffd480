"""Check that every implementation computes the same, on small inputs, before timing.

Implementations with keyed draws are compared directly. Those with their own stream replay the
numbers that a keyed one drew, in the same order, so that everything but chance must be equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from heterophony.benchmarks.implementations import MODEL_2, NUMPY, REFERENCE, SHARED, Implementation
from heterophony.benchmarks.standing import CannotRunError
from heterophony.benchmarks.workload.making import make_inputs
from heterophony.benchmarks.workload.streams import BY_COLUMNS, KEYED

TOLERANCE = 1e-9  # of a sum over citizens: other orders of adding, other libraries' exp
CITIZENS, WEEKS = 60, 24


@dataclass(frozen=True)
class Check:
    """The result of comparing an implementation with the reference.

    Attributes
    ----------
    module : whose
    ok : whether it is as equal as it must be; None if it could not be run
    detail : "same bits", the largest difference, or why it could not be run
    """

    module: str
    ok: bool | None
    detail: str


def check_all(implementations: Iterable[Implementation], folder: Path) -> list[Check]:
    """Run each implementation on small inputs; compare its sums with the compiled loop's."""
    inputs = folder / "small.npz"
    make_inputs(WEEKS, citizens=CITIZENS).save(inputs)
    for writer, name in ((SHARED, "numbers"), (NUMPY, "columns")):
        with writer.start() as standing:
            standing.ask(inputs=str(inputs), write_down=str(folder / f"{name}.npy"))
    expected = {each.meeting: _sums(each, inputs, folder) for each in (REFERENCE, MODEL_2)}
    return [_compared(each, expected[each.meeting], inputs, folder) for each in implementations]


def _compared(each: Implementation, expected: np.ndarray, inputs: Path, folder: Path) -> Check:
    try:
        found = _sums(each, inputs, folder)
    except CannotRunError as reason:
        return Check(each.module, None, str(reason))
    if np.array_equal(found, expected):
        return Check(each.module, True, "same bits")
    largest = float(np.abs(found - expected).max()) if found.shape == expected.shape else np.inf
    ok = not each.exact and largest <= TOLERANCE
    return Check(each.module, ok, f"largest difference of a sum {largest:.1e}")


def _sums(each: Implementation, inputs: Path, folder: Path) -> np.ndarray:
    kept = folder / f"{each.module}.npy"
    question = {"inputs": str(inputs), "keep": str(kept)}
    if each.module not in KEYED:
        name = "columns" if each.module in BY_COLUMNS else "numbers"
        question["played"] = str(folder / f"{name}.npy")
    with each.start() as standing:
        standing.ask(**question)
    sums: np.ndarray = np.load(kept)
    return sums
