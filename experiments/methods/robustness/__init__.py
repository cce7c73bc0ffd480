"""Policies over many plausible worlds: how often better, for whom, and what the sign turns on.

======================  ========================================================================
`assess_robustness`     run a baseline and its policies in every world: a `Robustness`
`Robustness`            shares of worlds, bands, regret, groups, as sentences, tables and files
`Shares`, `Spread`      in how many worlds better and worse; median and band over the worlds
`Discovery`             the assumptions under which a sign turns, or that no simple rule was found
======================  ========================================================================

Each name is loaded at first use.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.methods.robustness.discovery import Discovery
    from heterophony.experiments.methods.robustness.result import Robustness
    from heterophony.experiments.methods.robustness.running import assess_robustness
    from heterophony.experiments.methods.robustness.spread import Spread
    from heterophony.experiments.methods.robustness.standing import Shares

__all__ = ["Discovery", "Robustness", "Shares", "Spread", "assess_robustness"]

_HOMES = {
    "Discovery": "discovery",
    "Robustness": "result",
    "Shares": "standing",
    "Spread": "spread",
    "assess_robustness": "running",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
