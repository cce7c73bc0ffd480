"""Calibration: chosen parameters fitted to a table of aggregated figures.

======================  ========================================================================
`calibrate`             fit a scenario's parameters to targets: a `Calibration`
`load_targets`             read and check a table of targets: a `CalibrationPlan`
`Calibration`           the posterior, the posterior predictive check, and files of both
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.methods.calibration.fitting import calibrate
    from heterophony.experiments.methods.calibration.plan import CalibrationPlan
    from heterophony.experiments.methods.calibration.reading_plans import load_targets
    from heterophony.experiments.methods.calibration.result import Calibration

__all__ = ["Calibration", "CalibrationPlan", "calibrate", "load_targets"]

_HOMES = {
    "Calibration": "result",
    "CalibrationPlan": "plan",
    "calibrate": "fitting",
    "load_targets": "reading_plans",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
