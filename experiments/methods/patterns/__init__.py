"""What the model is held to: patterns as data, checked in paired runs.

================================  ==============================================================
`load_patterns`                   every pattern as declared, by id
`check_pattern`, `check_all`              one pattern, or many that share their runs
`PatternResult`, `ReadingResult`  what was seen, with interval and verdict
`Scoreboard`                      the results of many
================================  ==============================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily
from heterophony.scenarios.patterns_declared import Ablation, Pattern, Reading, load_patterns

if TYPE_CHECKING:
    from heterophony.experiments.methods.patterns.checking import (
        PatternResult,
        ReadingResult,
        Scoreboard,
        check_all,
        check_pattern,
    )

__all__ = [
    "Ablation",
    "Pattern",
    "PatternResult",
    "Reading",
    "ReadingResult",
    "Scoreboard",
    "check_pattern",
    "check_all",
    "load_patterns",
]

# What computes waits for its first use; what is declared does not.
_COMPUTED = ("PatternResult", "ReadingResult", "Scoreboard", "check_pattern", "check_all")

__getattr__, __dir__ = lazily(__name__, dict.fromkeys(_COMPUTED, "checking"))
