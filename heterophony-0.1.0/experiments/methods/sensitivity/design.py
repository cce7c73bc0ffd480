"""Where an analysis looks: points of the unit cube, in blocks that are kept or left out whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from heterophony.experiments.engine.seeds import named_seed
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import RequestError

Method = Literal["morris", "sobol"]
METHODS: tuple[Method, ...] = ("morris", "sobol")
BLOCKS: dict[Method, int] = {"morris": 20, "sobol": 256}  # unless asked otherwise
FEWEST_BLOCKS = 4
LEVELS = 4  # of Morris's grid: places 0, 1/3, 2/3 and 1, steps of 2/3
MOST_RUNS = 5_000_000


@dataclass(frozen=True)
class Design:
    """How many points a method takes, and how they hang together.

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

    def places(self) -> Numbers:
        """Return the points, `[points, inputs]`, each place from 0 to 1."""
        # A generator, not a number: SALib takes a seed of 0 for none.
        chance = np.random.default_rng(named_seed(self.seed, f"{self.method} design"))
        if self.method == "morris":
            from SALib.sample import morris

            found = morris.sample(self.problem(), self.blocks, num_levels=LEVELS, seed=chance)
        else:
            from SALib.sample import sobol

            found = sobol.sample(
                self.problem(), self.blocks, calc_second_order=False, scramble=True, seed=chance
            )
        return np.asarray(found, dtype=np.float64)

    def problem(self) -> dict[str, Any]:
        """Return the unit cube in the words of SALib."""
        return {
            "num_vars": self.inputs,
            "names": [str(each) for each in range(self.inputs)],
            "bounds": [[0.0, 1.0]] * self.inputs,
        }

    def check_size(self, runs_per_point: int) -> int:
        """Return how many runs that makes, or refuse what would never end.

        Raises
        ------
        RequestError
            If it is more than five million.
        """
        runs = self.points * runs_per_point
        if runs > MOST_RUNS:
            affordable = MOST_RUNS // (runs_per_point * self.per_block)
            most = affordable
            if self.method == "sobol" and affordable:
                most = 1 << int(math.log2(affordable))
            advice = (
                f"at most {most:,} samples of so many inputs"
                if most >= FEWEST_BLOCKS
                else "vary fewer inputs, or screen them with Morris first"
            )
            raise RequestError(
                f"{self.points:,} points of {runs_per_point} runs are {runs:,} runs; at most "
                f"{MOST_RUNS:,}: {advice}"
            )
        return runs
