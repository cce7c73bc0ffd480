"""Calibration: chosen parameters fitted to a table of aggregated figures.

======================  ========================================================================
`calibrate`             fit a scenario's parameters to targets: a `Calibration`
`load_plan`             read and check a table of targets: a `CalibrationPlan`
`Calibration`           the posterior, the posterior predictive check, and files of both
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heterophony.experiments.calibration.fitting import calibrate
    from heterophony.experiments.calibration.plan import CalibrationPlan
    from heterophony.experiments.calibration.reading_plans import load_plan
    from heterophony.experiments.calibration.result import Calibration

__all__ = ["Calibration", "CalibrationPlan", "calibrate", "load_plan"]

_HOMES = {
    "Calibration": "result",
    "CalibrationPlan": "plan",
    "calibrate": "fitting",
    "load_plan": "reading_plans",
}


def __getattr__(name: str) -> object:
    """Load the public `name` from its module and keep it here.

    Raises
    ------
    AttributeError
        If `name` is not public.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
