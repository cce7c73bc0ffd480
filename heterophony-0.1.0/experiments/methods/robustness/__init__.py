"""Policies over many plausible worlds: how often better, for whom, and what the sign turns on.

======================  ========================================================================
`assess_robustness`     run a baseline and its policies in every world: a `Robustness`
`Robustness`            shares of worlds, bands, regret, groups, as sentences, tables and files
`Shares`, `Spread`      in how many worlds better and worse; median and band over the worlds
`Discovery`             the assumptions under which a sign turns, or that no simple rule was found
======================  ========================================================================

Each name is loaded at first use.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
