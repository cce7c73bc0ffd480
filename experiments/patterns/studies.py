"""What patterns read off the kept tables of a run, by name.

A study is a function of a finished run. It returns a number, or what a reading of many runs pools.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

Study = Callable[["Simulation", "Result"], Any]

_STUDIES: dict[str, Study] = {}
KEEPS: Mapping[str, tuple[str, ...]] = {}


def study(name: str) -> Study:
    """Return the study of that name."""
    return _STUDIES[name]
