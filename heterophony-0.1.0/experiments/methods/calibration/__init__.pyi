"""Public names of the package, for type checkers and for loading at first use."""

from .fitting import calibrate
from .plan import CalibrationPlan
from .reading_plans import load_targets
from .result import Calibration

__all__ = [
    "Calibration",
    "CalibrationPlan",
    "calibrate",
    "load_targets",
]
