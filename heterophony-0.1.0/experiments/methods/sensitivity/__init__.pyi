"""Public names of the package, for type checkers and for loading at first use."""

from .factors import Factor, factors_of
from .result import Sensitivity
from .study import analyse, assess_sensitivity

__all__ = [
    "Factor",
    "Sensitivity",
    "analyse",
    "assess_sensitivity",
    "factors_of",
]
