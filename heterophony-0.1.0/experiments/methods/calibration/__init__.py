"""Calibration: chosen parameters fitted to a table of aggregated figures.

======================  ========================================================================
`calibrate`             fit a scenario's parameters to targets: a `Calibration`
`load_targets`             read and check a table of targets: a `CalibrationPlan`
`Calibration`           the posterior, the posterior predictive check, and files of both
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
