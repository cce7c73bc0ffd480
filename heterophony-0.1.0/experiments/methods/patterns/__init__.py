"""What the model is held to: patterns as data, checked in paired runs.

================================  ==============================================================
`load_patterns`                   every pattern as declared, by id
`check_pattern`, `check_all`      one pattern, or many that share their runs
`PatternResult`, `ReadingResult`  what was seen, with interval and verdict
`Scoreboard`                      the results of many
================================  ==============================================================
"""

from typing import TYPE_CHECKING

import lazy_loader

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
    "check_all",
    "check_pattern",
    "load_patterns",
]

# Checking loads NumPy; the declared patterns do not wait for it.
_COMPUTED = ["PatternResult", "ReadingResult", "Scoreboard", "check_all", "check_pattern"]

__getattr__, _, _ = lazy_loader.attach(__name__, submod_attrs={"checking": _COMPUTED})
