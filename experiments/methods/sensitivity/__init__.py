"""Which assumptions an outcome, or a difference between policies, hangs on.

============================  ==================================================================
`assess_sensitivity`          vary parameters of a scenario over their plausible ranges
`analyse`                     the same for any function of named inputs
`Sensitivity`                 what comes out: tables, and a folder of files
`Factor`, `factors_of`        an input with its range; those of named parameters or sections
============================  ==================================================================

Each name is loaded at first use.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.methods.sensitivity.factors import Factor, factors_of
    from heterophony.experiments.methods.sensitivity.result import Sensitivity
    from heterophony.experiments.methods.sensitivity.study import analyse, assess_sensitivity

__all__ = ["Factor", "Sensitivity", "analyse", "factors_of", "assess_sensitivity"]

_HOMES = {
    "Factor": "factors",
    "Sensitivity": "result",
    "analyse": "study",
    "factors_of": "factors",
    "assess_sensitivity": "study",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
