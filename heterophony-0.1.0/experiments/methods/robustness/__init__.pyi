"""Public names of the package, for type checkers and for loading at first use."""

from .discovery import Discovery
from .result import Robustness
from .running import assess_robustness
from .spread import Spread
from .standing import Shares

__all__ = [
    "Discovery",
    "Robustness",
    "Shares",
    "Spread",
    "assess_robustness",
]
