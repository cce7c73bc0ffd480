"""What the model is held to: patterns as data, checked in paired runs.

================================  ==============================================================
`load_patterns`                   every pattern as declared, by id
`check`, `check_all`              one pattern, or many that share their runs
`PatternResult`, `ReadingResult`  what was seen, with interval and verdict
================================  ==============================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from heterophony.scenarios.patterns_declared import Ablation, Pattern, Reading, load_patterns

if TYPE_CHECKING:
    from heterophony.experiments.patterns.checking import (
        PatternResult,
        ReadingResult,
        check,
        check_all,
    )

__all__ = [
    "Ablation",
    "Pattern",
    "PatternResult",
    "Reading",
    "ReadingResult",
    "check",
    "check_all",
    "load_patterns",
]


def __getattr__(name: str) -> object:
    """Load what computes at first use.

    Raises
    ------
    AttributeError
        If `name` is not public.
    """
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.checking"), name)
    globals()[name] = value
    return value
