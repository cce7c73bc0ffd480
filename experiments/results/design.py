"""The runs of a sweep: its points, and the order of runs in blocks that are written one by one."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from threading import Lock
from typing import Any, NamedTuple

from heterophony.scenarios import PARAMETERS, Scenario
from heterophony.scenarios.scenario import overridden

# A design of 100,000 points keeps few scenarios in memory: those of a block of runs, which are
# needed again when the block is written.
_CACHED = 512
LARGEST_REPLICATES = 10_000
_PARTS = 50  # parts of a sweep, so that a reader soon sees some of it
_SMALLEST, _LARGEST = 20, 500  # runs in a block


class Point(NamedTuple):
    """One point: the number of its scenario, its values as JSON, the digest of what they make."""

    scenario: int
    asked: str
    digest: str

    @property
    def values(self) -> dict[str, Any]:
        """The values that the design asks for, by dotted name."""
        found: dict[str, Any] = json.loads(self.asked)
        return found


@dataclass
class Design:
    """All points of a sweep, and what is common to its runs.

    Attributes
    ----------
    scenarios
        Resolved, with the values that hold at every point.
    varied
        Names of what the points vary, in the order of the columns.
    outcomes
        Names of the recorded outcomes.
    seed, replicates
        The base seed, and the number of seeds at every point.
    """

    scenarios: tuple[Scenario, ...]
    varied: tuple[str, ...]
    outcomes: tuple[str, ...]
    seed: int
    replicates: int
    points: list[Point]
    _made: OrderedDict[int, Scenario] = field(default_factory=OrderedDict, repr=False)
    _lock: Lock = field(default_factory=Lock, repr=False)

    def scenario(self, number: int) -> Scenario:
        """Return the scenario of a point: the same object for all runs of a block."""
        with self._lock:
            known = self._made.get(number)
            if known is None:
                point = self.points[number]
                known = scenario_at(self.scenarios[point.scenario], point.values, number)
                self._made[number] = known
                while len(self._made) > _CACHED:
                    self._made.popitem(last=False)
            return known

    def held(self, number: int) -> list[Any]:
        """Return the values that hold at a point, in the order of `varied`.

        They are those of the scenario, where shares sum to 1.
        """
        asked = self.points[number].values
        if not self._has_shares and all(name in asked for name in self.varied):
            return [asked[name] for name in self.varied]
        values = self.scenario(number).values
        return [_held_value(values, name) for name in self.varied]

    @cached_property
    def _has_shares(self) -> bool:
        """Whether anything varied is one of several shares that sum to 1."""
        names = {name if name in PARAMETERS else name.rpartition(".")[0] for name in self.varied}
        return any(PARAMETERS[name].simplex for name in names)

    def named(self, number: int) -> str:
        """Describe a point for people."""
        point = self.points[number]
        asked = ", ".join(f"{name} = {json.dumps(value)}" for name, value in point.values.items())
        name = self.scenarios[point.scenario].name
        return f"point {number} ({name}{': ' if asked else ''}{asked})"


def scenario_at(base: Scenario, asked: Mapping[str, object], number: int) -> Scenario:
    """Return the scenario of a point.

    Raises
    ------
    heterophony.scenarios.ScenarioError
        If the values contradict each other.
    """
    return overridden(base, asked, f"point {number}") if asked else base


def _held_value(values: Mapping[str, Any], name: str) -> Any:
    """Return a parameter's value, or that of one component, by dotted name."""
    if name in values:
        return values[name]
    stem, _, component = name.rpartition(".")
    whole = values[stem]
    if isinstance(whole, Mapping):
        return whole[component]
    return whole[PARAMETERS[stem].components.index(component)]


class Rectangle(NamedTuple):
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
    """The runs of one request, a sweep or an expansion, and how many of them are in a block."""

    block: int
    rectangles: tuple[Rectangle, ...]

    @classmethod
    def of(cls, rectangles: Iterable[Rectangle]) -> Stage:
        """Return a stage whose blocks have a size that fits it."""
        some = tuple(each for each in rectangles if each.size)
        runs = sum(each.size for each in some)
        return cls(max(_SMALLEST, min(_LARGEST, -(-runs // _PARTS))), some)

    @cached_property
    def runs(self) -> int:
        """How many runs it holds."""
        return sum(each.size for each in self.rectangles)

    @cached_property
    def blocks(self) -> int:
        """How many blocks it has."""
        return -(-self.runs // self.block)


@dataclass(frozen=True)
class Layout:
    """All runs of a store, numbered through all stages; no block reaches over two of them."""

    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, points: int, replicates: int) -> Layout:
        """Return the runs of a new store: every point under every replicate."""
        return cls((Stage.of([Rectangle(0, points, 0, replicates)]),))

    @cached_property
    def _run_ends(self) -> Sequence[int]:
        """The number of runs up to the end of each stage, after a leading 0."""
        return list(accumulate((each.runs for each in self.stages), initial=0))

    @cached_property
    def _block_ends(self) -> Sequence[int]:
        return list(accumulate((each.blocks for each in self.stages), initial=0))

    @property
    def runs(self) -> int:
        """How many runs there are."""
        return self._run_ends[-1]

    @property
    def blocks(self) -> int:
        """How many blocks there are."""
        return self._block_ends[-1]

    def run(self, number: int) -> tuple[int, int]:
        """Return point and replicate of a run."""
        stage = bisect_right(self._run_ends, number) - 1
        place = number - self._run_ends[stage]
        for rectangle in self.stages[stage].rectangles:
            if place < rectangle.size:
                return rectangle.run(place)
            place -= rectangle.size
        raise IndexError(number)

    def block_of(self, number: int) -> int:
        """Return the block of a run."""
        stage = bisect_right(self._run_ends, number) - 1
        place = number - self._run_ends[stage]
        return self._block_ends[stage] + place // self.stages[stage].block

    def members(self, block: int) -> range:
        """Return the numbers of the runs of a block."""
        stage = bisect_right(self._block_ends, block) - 1
        size = self.stages[stage].block
        start = self._run_ends[stage] + (block - self._block_ends[stage]) * size
        return range(start, min(start + size, self._run_ends[stage + 1]))
