"""Policies over many plausible worlds: how often better, for whom, and what the sign turns on.

======================  ========================================================================
`assess_robustness`     run a baseline and its policies in every world: a `Robustness`
`Robustness`            shares of worlds, bands, regret, groups, as sentences, tables and files
`Shares`, `Spread`      in how many worlds better and worse; median and band over the worlds
`Discovery`             the assumptions under which a sign turns, or that no simple rule was found
======================  ========================================================================

Each name is loaded at first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heterophony.experiments.robustness.discovery import Discovery
    from heterophony.experiments.robustness.result import Robustness
    from heterophony.experiments.robustness.running import assess_robustness
    from heterophony.experiments.robustness.spread import Spread
    from heterophony.experiments.robustness.standing import Shares

__all__ = ["Discovery", "Robustness", "Shares", "Spread", "assess_robustness"]

_HOMES = {
    "Discovery": "discovery",
    "Robustness": "result",
    "Shares": "standing",
    "Spread": "spread",
    "assess_robustness": "running",
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
