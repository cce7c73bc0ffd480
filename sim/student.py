"""Quantiles of Student's t at the upper end of a 95 % interval, by degrees of freedom.

Those of the fewest hundreds come with the package, so that no short command waits for scipy.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from heterophony.agents.prepared_rules import FOLDER
from heterophony.agents.prepared_tables import computed_quantiles as quantiles_of_scipy

UPPER_END = 0.975
FILE = FOLDER / "student.npy"
PREPARED = 1024

Quantiles = npt.NDArray[np.float64]


@lru_cache(maxsize=16)
def student_quantiles(degrees: int) -> Quantiles:
    """Return the quantiles for 1 to `degrees` degrees of freedom, not to be written to."""
    found = _kept() if degrees <= PREPARED else computed_quantiles(degrees)
    found = found[:degrees]
    found.setflags(write=False)
    return found


def computed_quantiles(degrees: int) -> Quantiles:
    """Return scipy's quantiles for 1 to `degrees` degrees of freedom."""
    return quantiles_of_scipy("student", (np.arange(1.0, degrees + 1.0),), UPPER_END)


@lru_cache(maxsize=1)
def _kept() -> Quantiles:
    """Read the file; scipy's quantiles where there is none."""
    try:
        kept = np.load(FILE, allow_pickle=False)
    except (EOFError, OSError, ValueError):
        return computed_quantiles(PREPARED)
    fits = kept.dtype == np.float64 and kept.shape == (PREPARED,)
    return kept if fits else computed_quantiles(PREPARED)
