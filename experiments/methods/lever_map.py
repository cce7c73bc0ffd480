"""A map of two levers: at each place, whether a plan is better or worse than today.

A tile has a word only where four fifths of the plausible worlds agree on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.inputs.own_jobcentre import CASELOAD, INTERVAL, OwnPlan, limits_of
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.answers import word_of
from heterophony.experiments.methods.pairs import PairedSums
from heterophony.experiments.methods.world_runs import WorldPlan
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.over_worlds import Shares, spread_of
from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.sim.agreement import STANDINGS, count_by_size

SEED: Final = 1
AXES: Final = (INTERVAL, CASELOAD)
_PLACES: Final[Mapping[str, Sequence[float]]] = {
    INTERVAL: (2, 4, 6, 8, 12, 16),
    CASELOAD: (30, 45, 60, 80, 100),
}
_STEPS: Final = 5


@dataclass(frozen=True)
class LeverMap:
    """Two levers at several values each, on top of a jobcentre and a plan."""

    question: OwnPlan
    across: str = AXES[0]
    up: str = AXES[1]
    pairs: int = 2

    def values(self, name: str) -> list[Any]:
        """Return the values of one lever, the jobcentre's own among them."""
        usual = usual_values(name)
        if PARAMETERS[name].type in ("bool", "choice"):
            return usual
        own = self.question.arms[0].values[name]
        if PARAMETERS[name].type == "int":
            return sorted({*usual, int(own)})
        return sorted({*usual, round(float(own), 6)})

    def tiles(self) -> list[dict[str, Any]]:
        """Return the levers of every tile, row after row from the lowest."""
        return [
            {self.across: x, self.up: y}
            for y in self.values(self.up)
            for x in self.values(self.across)
        ]

    def plans(self) -> list[OwnPlan]:
        """Return the plan of every tile."""
        return [
            replace(self.question, plan={**self.question.plan, **tile}) for tile in self.tiles()
        ]

    def run_world(self, worlds: Worlds, place: int) -> list[float]:
        """Return the change in ownership at every tile, in one world."""
        planned = [replace(p.arms[1], name=f"tile {n}") for n, p in enumerate(self.plans())]
        arms = arms_of(self.question.arms[0], planned, None)
        found = WorldPlan(arms, SEED, self.pairs).run(worlds.worlds[place])
        sums = PairedSums(found.arms)
        for number, (seed, pair) in enumerate(zip(found.seeds, found.runs, strict=True)):
            sums.add(number, seed, pair)
        return [each.outcomes[HEADLINE].difference for each in sums.policies()]

    def document(self, notes: Sequence[Sequence[float]]) -> dict[str, Any]:
        """Return the map.

        Parameters
        ----------
        notes
            What `run_world` returned, a row for each world.
        """
        own = {name: self.question.arms[0].values[name] for name in (self.across, self.up)}
        tiles = []
        for number, levers in enumerate(self.tiles()):
            changes = [note[number] for note in notes]
            shares = _shares(changes)
            tiles.append(
                {
                    "levers": levers,
                    "own": levers == own,
                    "word": word_of(shares),
                    "shares": shares._asdict(),
                    "median": spread_of(changes).median,
                }
            )
        document: dict[str, Any] = plain(
            {
                "across": {"name": self.across, "values": self.values(self.across)},
                "up": {"name": self.up, "values": self.values(self.up)},
                "own": own,
                "worlds": len(notes),
                "tiles": tiles,
            }
        )
        return document


def usual_values(name: str) -> list[Any]:
    """Return the values of a lever that a map has of any jobcentre.

    Raises
    ------
    RequestError
        If the lever has no range.
    """
    parameter = PARAMETERS[name]
    if parameter.type == "bool":
        return [False, True]
    if parameter.type == "choice":
        return list(parameter.choices)
    if limits_of(parameter) is None:
        raise RequestError(f"{name} has no range to draw a map over")
    low, high = float(parameter.low), float(parameter.high)
    even = [low + (high - low) * step / (_STEPS - 1) for step in range(_STEPS)]
    wanted = _PLACES.get(name, even)
    if parameter.type == "int":
        return sorted({round(each) for each in wanted})
    return sorted({round(float(each), 6) for each in wanted})


def _shares(changes: Sequence[float]) -> Shares:
    """Count worlds by the size of the change; runs of a tile are too few for intervals."""
    smallest = float(OUTCOMES[HEADLINE].smallest_difference or 0.0)
    counts = np.zeros(STANDINGS, dtype=np.int64)
    count_by_size(np.array(changes, dtype=np.float64), smallest, counts)
    return Shares(*counts.tolist())
