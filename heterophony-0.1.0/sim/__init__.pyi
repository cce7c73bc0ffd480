"""Public names of the package, for type checkers and for loading at first use."""

from .digest import model_digest
from .model import HeterophonicModel
from .result import Result, Turn
from .simulation import Simulation

__all__ = [
    "HeterophonicModel",
    "Result",
    "Simulation",
    "Turn",
    "model_digest",
]
