"""Plausible worlds: joint values of what nobody has measured, kept where the model stays credible.

======================  ========================================================================
`PlausibleWorld`        values of `behaviour` parameters and structural alternatives, by name
`Worlds`                several of them, with how they were made and whether they are stale
`load_worlds`           the first N of the set that ships, or those of a file
`write_worlds`          a file of worlds, whole or not at all
======================  ========================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.methods.worlds.files import load_worlds, write_worlds
    from heterophony.experiments.methods.worlds.world import PlausibleWorld, Worlds

__all__ = ["PlausibleWorld", "Worlds", "load_worlds", "write_worlds"]

_HOMES = {
    "PlausibleWorld": "world",
    "Worlds": "world",
    "load_worlds": "files",
    "write_worlds": "files",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
