"""Which assumptions an outcome, or a difference between policies, hangs on.

============================  ==================================================================
`assess_sensitivity`          vary parameters of a scenario over their plausible ranges
`analyse`                     the same for any function of named inputs
`Sensitivity`                 what comes out: tables, and a folder of files
`Factor`, `factors_of`        an input with its range; those of named parameters or sections
============================  ==================================================================

Each name is loaded at first use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
