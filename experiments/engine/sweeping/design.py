"""The points of a sweep: which scenario holds at each, with which values."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.scenario import overridden

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

# Scenarios are made again when they are needed: 100,000 of them would not fit into memory. Kept
# are those of a block of runs, which are asked for again when the block is written.
_KEPT = 512


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
        Names of the outcomes that are kept.
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
        """Return the scenario of a point: the same object while the point is being worked on."""
        with self._lock:
            known = self._made.get(number)
            if known is None:
                point = self.points[number]
                known = made(self.scenarios[point.scenario], point.values, number)
                self._made[number] = known
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
            return known

    def held(self, number: int) -> list[Any]:
        """Return the values that hold at a point, in the order of `varied`.

        They are those of the scenario, so shares are normed to sum 1.
        """
        asked = self.points[number].values
        if not self._has_shares and all(name in asked for name in self.varied):
            return [asked[name] for name in self.varied]
        values = self.scenario(number).values
        return [held_value(values, name) for name in self.varied]

    @cached_property
    def _has_shares(self) -> bool:
        """Whether anything varied is a share that is normed with others."""
        names = {name if name in PARAMETERS else name.rpartition(".")[0] for name in self.varied}
        return any(PARAMETERS[name].simplex for name in names)

    def named(self, number: int) -> str:
        """Describe a point for people."""
        point = self.points[number]
        asked = ", ".join(f"{name} = {json.dumps(value)}" for name, value in point.values.items())
        name = self.scenarios[point.scenario].name
        return f"point {number} ({name}{': ' if asked else ''}{asked})"


def made(base: Scenario, asked: Mapping[str, object], number: int) -> Scenario:
    """Return the scenario of a point.

    Raises
    ------
    heterophony.scenarios.ScenarioError
        If the values contradict each other.
    """
    return overridden(base, asked, f"point {number}") if asked else base


def held_value(values: Mapping[str, Any], name: str) -> Any:
    """Return a parameter's value, or that of one component, by dotted name."""
    if name in values:
        return values[name]
    stem, _, component = name.rpartition(".")
    whole = values[stem]
    if isinstance(whole, Mapping):
        return whole[component]
    return whole[PARAMETERS[stem].components.index(component)]
