"""Public names of the package, for type checkers and for loading at first use."""

from .claim import Claim, Direction
from .judgement import Judgement, Ruling
from .judging import judge
from .reading_claims import load_claims

__all__ = [
    "Claim",
    "Direction",
    "Judgement",
    "Ruling",
    "judge",
    "load_claims",
]
