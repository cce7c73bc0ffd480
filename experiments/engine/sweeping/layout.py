"""Which run stands where: runs in a fixed order, cut into blocks that are each written whole."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

_PARTS = 50  # that a sweep is cut into, so that a reader soon sees some of it
_SMALLEST, _LARGEST = 20, 500  # runs in a block


@dataclass(frozen=True)
class Rectangle:
    """Some points under some replicates: numbers from `first` up to, not including, `end`."""

    first_point: int
    end_point: int
    first_replicate: int
    end_replicate: int

    @property
    def size(self) -> int:
        """How many runs it holds."""
        return (self.end_point - self.first_point) * (self.end_replicate - self.first_replicate)

    def run(self, place: int) -> tuple[int, int]:
        """Return point and replicate at a place: all replicates of a point, then the next point."""
        width = self.end_replicate - self.first_replicate
        return self.first_point + place // width, self.first_replicate + place % width


@dataclass(frozen=True)
class Stage:
    """What was asked for at once: the sweep itself, or an expansion of it."""

    rectangles: tuple[Rectangle, ...]
    block: int

    @classmethod
    def of(cls, rectangles: Sequence[Rectangle]) -> Stage:
        """Return a stage whose blocks have a size that fits it."""
        runs = sum(each.size for each in rectangles)
        return cls(tuple(rectangles), max(_SMALLEST, min(_LARGEST, -(-runs // _PARTS))))

    @property
    def runs(self) -> int:
        """How many runs it holds."""
        return sum(each.size for each in self.rectangles)

    @property
    def blocks(self) -> int:
        """How many blocks it is cut into."""
        return -(-self.runs // self.block)


@dataclass(frozen=True)
class Layout:
    """All runs of a store, numbered through all stages; no block reaches over two of them."""

    stages: tuple[Stage, ...]

    @cached_property
    def _ends(self) -> list[int]:
        """The number of runs up to the end of each stage."""
        return list(accumulate(each.runs for each in self.stages))

    @cached_property
    def _block_ends(self) -> list[int]:
        return list(accumulate(each.blocks for each in self.stages))

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self._ends[-1]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return self._block_ends[-1]

    def run(self, number: int) -> tuple[int, int]:
        """Return point and replicate of a run."""
        stage = bisect_right(self._ends, number)
        place = number - (self._ends[stage - 1] if stage else 0)
        for rectangle in self.stages[stage].rectangles:
            if place < rectangle.size:
                return rectangle.run(place)
            place -= rectangle.size
        raise IndexError(number)

    def block_of(self, number: int) -> int:
        """Return the block of a run."""
        stage = bisect_right(self._ends, number)
        place = number - (self._ends[stage - 1] if stage else 0)
        before = self._block_ends[stage - 1] if stage else 0
        return before + place // self.stages[stage].block

    def members(self, block: int) -> range:
        """Return the numbers of the runs of a block."""
        stage = bisect_right(self._block_ends, block)
        first = self._ends[stage - 1] if stage else 0
        size = self.stages[stage].block
        start = first + (block - (self._block_ends[stage - 1] if stage else 0)) * size
        return range(start, min(start + size, self._ends[stage]))

    def document(self) -> list[dict[str, Any]]:
        """Return the stages as a manifest holds them."""
        return [
            {
                "block": stage.block,
                "rectangles": [list(vars(each).values()) for each in stage.rectangles],
            }
            for stage in self.stages
        ]

    @classmethod
    def of(cls, document: Sequence[dict[str, Any]]) -> Layout:
        """Read the stages back."""
        return cls(
            tuple(
                Stage(tuple(Rectangle(*each) for each in stage["rectangles"]), stage["block"])
                for stage in document
            )
        )
