"""What a sensitivity analysis varies, and at how many points it looks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.results.errors import RequestError

Method = Literal["morris", "sobol"]
METHODS: tuple[Method, ...] = ("morris", "sobol")
FEWEST_BLOCKS = 4


@dataclass(frozen=True)
class Factor:
    """One input and what it may be.

    Attributes
    ----------
    name
        A parameter's dotted name; for a part of a vector its component too.
    low, high
        The range, both included and finite; for `choices` the places of the first and the last.
    whole
        Whether only whole numbers are allowed.
    choices
        What a switch or a choice may be; empty for numbers.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    choices: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a range without two different ends that are finite numbers."""
        if not (self.low < self.high and math.isfinite(self.high - self.low)):
            raise RequestError(
                f"{self.name}: low = {self.low}, high = {self.high}; allowed: finite numbers, low "
                "below high"
            )

    def at(self, place: float) -> Any:
        """Return the value at a place from 0 (lowest) to 1 (highest) of the range."""
        return self.many(np.array([place]))[0]

    def many(self, places: NDArray[np.float64]) -> list[Any]:
        """Return the values at many places.

        Whole numbers and choices each take an equal part of the places.
        """
        if not (self.whole or self.choices):
            numbers: list[Any] = (self.low + places * (self.high - self.low)).tolist()
            return numbers
        count = int(self.high - self.low) + 1
        steps = np.minimum((places * count).astype(int), count - 1) + int(self.low)
        return [self.choices[step] if self.choices else step for step in steps.tolist()]


@dataclass(frozen=True)
class SensitivityDesign:
    """How many points a method takes, and in which blocks.

    Attributes
    ----------
    inputs
        How many are varied.
    blocks
        Trajectories (Morris), or points of the base sample (Sobol).
    seed
        The base seed that the points are drawn with.
    """

    method: Method
    inputs: int
    blocks: int
    seed: int

    def __post_init__(self) -> None:
        """Refuse what gives no indices."""
        if self.method not in METHODS:
            raise RequestError(f"method is {self.method!r}; allowed: {', '.join(METHODS)}")
        blocks = self.blocks
        if isinstance(blocks, bool) or not isinstance(blocks, int) or blocks < FEWEST_BLOCKS:
            raise RequestError(
                f"samples is {blocks!r}; allowed: a whole number from {FEWEST_BLOCKS}"
            )
        if self.method == "sobol" and blocks & (blocks - 1):
            below = 1 << (blocks.bit_length() - 1)
            raise RequestError(
                f"samples is {blocks}; the Sobol sequence is even only at powers of 2: "
                f"{below} or {2 * below}"
            )
        if self.method == "sobol" and self.inputs < 2:
            raise RequestError("Sobol indices share variance among inputs: vary at least two")

    @property
    def per_block(self) -> int:
        """Points of a block: one step per input and a start, or both base points and mixtures."""
        return self.inputs + (1 if self.method == "morris" else 2)

    @property
    def points(self) -> int:
        """Points in all."""
        return self.blocks * self.per_block

    @property
    def main_index(self) -> str:
        """The index that inputs are ordered by."""
        return "mu_star" if self.method == "morris" else "total"
