"""What patterns read off the kept tables of a run, by name.

A study is a function of a finished run. It returns a number, or what a reading of many runs pools.
Each says which tables must be kept for it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

Study = Callable[["Simulation", "Result"], Any]

_MODULES = ("meeting_studies", "event_studies", "course_studies")
_STUDIES: dict[str, Study] = {}
_KEEPS: dict[str, tuple[str, ...]] = {}


def declared(*keep: str) -> Callable[[Study], Study]:
    """Enter a study under its function's name, with the tables that must be kept for it."""

    def enter(function: Study) -> Study:
        _STUDIES[function.__name__] = function
        _KEEPS[function.__name__] = keep
        return function

    return enter


def study(name: str) -> Study:
    """Return the study of that name.

    Raises
    ------
    KeyError
        If there is none.
    """
    _load()
    return _STUDIES[name]


def keeps(name: str) -> tuple[str, ...]:
    """Return the tables that must be kept for a study."""
    _load()
    return _KEEPS[name]


def names() -> list[str]:
    """Return the names of all studies."""
    _load()
    return sorted(_STUDIES)


def mean_of(values: Any) -> float:
    """Return the mean of what is defined, NaN if nothing is."""
    known = np.asarray(values, dtype=np.float64)
    known = known[~np.isnan(known)]
    return float(known.mean()) if len(known) else float("nan")


def correlation(one: Any, other: Any) -> float:
    """Return the correlation of two columns where both are defined; NaN under three."""
    one, other = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    known = ~(np.isnan(one) | np.isnan(other))
    one, other = one[known], other[known]
    if len(one) < 3 or one.std() == 0.0 or other.std() == 0.0:
        return float("nan")
    return float(np.corrcoef(one, other)[0, 1])


def _load() -> None:
    for module in _MODULES:
        import_module(f"heterophony.experiments.methods.patterns.{module}")
