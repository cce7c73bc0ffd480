"""Public names of the package, for type checkers and for loading at first use."""

from .caseworker import Caseworker
from .citizen import Citizen
from .mentor import Mentor

__all__ = [
    "Caseworker",
    "Citizen",
    "Mentor",
]
