"""One check of a claim, and what it said."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from heterophony.experiments.methods.claims.claim import State
from heterophony.experiments.results.differences import Difference


class Kind(StrEnum):
    """What a check varies."""

    SEEDS = "seeds"
    SOUND = "property of the model"
    EXACT = "must change nothing"
    IMPLEMENTATION = "implementation"
    STRUCTURE = "structural alternative"
    WORLD = "world"


@dataclass(frozen=True)
class Checked:
    """A check with its verdict.

    Attributes
    ----------
    difference
        The paired difference under it; None where runs are compared with themselves.
    """

    name: str
    kind: Kind
    state: State
    difference: Difference | None = None
    detail: str = ""
