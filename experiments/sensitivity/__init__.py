"""Which assumptions an outcome, or a difference between policies, hangs on.

============================  ==================================================================
`sensitivity`                 vary parameters of a scenario over their plausible ranges
`analyse`                     the same for any function of named inputs
`Sensitivity`                 what comes out: tables, and a folder of files
`Factor`, `factors_of`        an input with its range; those of named parameters or sections
============================  ==================================================================

Each name is loaded at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heterophony.experiments.sensitivity.factors import Factor, factors_of
    from heterophony.experiments.sensitivity.result import Sensitivity
    from heterophony.experiments.sensitivity.study import analyse, sensitivity

__all__ = ["Factor", "Sensitivity", "analyse", "factors_of", "sensitivity"]

_HOMES = {
    "Factor": "factors",
    "Sensitivity": "result",
    "analyse": "study",
    "factors_of": "factors",
    "sensitivity": "study",
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
