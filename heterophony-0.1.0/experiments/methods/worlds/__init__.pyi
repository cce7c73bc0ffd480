"""Public names of the package, for type checkers and for loading at first use."""

from .files import load_worlds, write_worlds
from .world import PlausibleWorld, Worlds

__all__ = [
    "PlausibleWorld",
    "Worlds",
    "load_worlds",
    "write_worlds",
]
