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
_SMALLEST_EIGENVALUE = 1e-9  # below it a matrix is singular but for rounding


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
    group
        Inputs with the same group move together, and have one row of indices; empty: by itself.
    """

    name: str
    low: float
    high: float
    whole: bool = False
    choices: tuple[Any, ...] = ()
    group: str = ""

    @property
    def row(self) -> str:
        """The name of its row of indices."""
        return self.group or self.name

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
    groups
        The places of the inputs of each row of indices; empty where every input has its own.
    correlations
        Places of two inputs, and their rank correlation, from -1 to 1; 0 for all other pairs.
    """

    method: Method
    inputs: int
    blocks: int
    seed: int
    groups: tuple[tuple[int, ...], ...] = ()
    correlations: tuple[tuple[int, int, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what gives no indices."""
        # Folders hold lists where there were tuples.
        object.__setattr__(self, "groups", tuple(tuple(each) for each in self.groups))
        pairs: Any = tuple(tuple(each) for each in self.correlations)
        object.__setattr__(self, "correlations", pairs)
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
        if self.method == "sobol" and self.rows < 2:
            raise RequestError(
                "Sobol indices share variance among inputs, or groups of them: vary at least two"
            )
        if self.correlations:
            self._check_correlations()

    def _check_correlations(self) -> None:
        if self.method != "sobol":
            raise RequestError(
                f"correlations: {self.method} moves an input and leaves the others; only sobol "
                "can vary correlated inputs"
            )
        smallest = float(np.linalg.eigvalsh(self.normal_correlation)[0])
        if smallest < _SMALLEST_EIGENVALUE:
            raise RequestError(
                "correlations: no inputs can have all of these at once (their matrix is not "
                f"positive definite: its smallest eigenvalue is {smallest:.2g}); take them nearer "
                "to 0, or make a group of inputs that always move together"
            )

    @property
    def rows(self) -> int:
        """Rows of indices: groups, or inputs."""
        return len(self.groups) or self.inputs

    @property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """The places of the inputs of each row."""
        return self.groups or tuple((place,) for place in range(self.inputs))

    @property
    def per_block(self) -> int:
        """Points of a block.

        A start and one step per row (Morris); both base points and a mixture per row (Sobol); or,
        with correlations, a base point and per row one that shares it and one that shares the rest.
        """
        if self.correlations:
            return 2 * self.rows + 1
        return self.rows + (1 if self.method == "morris" else 2)

    @property
    def normal_correlation(self) -> NDArray[np.float64]:
        """The correlations of the normal numbers behind the inputs (a Gaussian copula).

        For numbers without ties they give exactly the declared rank correlations.
        """
        matrix = np.eye(self.inputs)
        for one, other, rank in self.correlations:
            matrix[one, other] = matrix[other, one] = 2.0 * math.sin(math.pi * rank / 6.0)
        return matrix

    @property
    def points(self) -> int:
        """Points in all."""
        return self.blocks * self.per_block

    @property
    def main_index(self) -> str:
        """The index that inputs are ordered by."""
        return "mu_star" if self.method == "morris" else "total"
