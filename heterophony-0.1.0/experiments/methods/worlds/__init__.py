"""Plausible worlds: joint values of what nobody has measured, kept where the model stays credible.

======================  ========================================================================
`PlausibleWorld`        values of `behaviour` parameters and structural alternatives, by name
`Worlds`                several of them, with how they were made and whether they are stale
`load_worlds`           the first N of the set that ships, or those of a file
`write_worlds`          a file of worlds, whole or not at all
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
