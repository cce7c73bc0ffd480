"""History matching of levels: a world whose short runs lie too far from the default is ruled out.

The implausibility of an outcome is its distance from the default's level, in standard deviations of
what may lie between them: the declared tolerance and the noise of the few runs.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.experiments.inputs.worlds import DATA
from heterophony.scenarios import Scenario, load_scenario

_REFERENCE_SEED = 20_170_401  # the default's own runs are the same for every set of worlds


class Level(NamedTuple):
    """An outcome's level in the default, the noise of one run, and what may lie between worlds."""

    level: float
    noise: float
    tolerance: float


class Implausibility(NamedTuple):
    """The outcome that lies furthest off, what was seen, and the bounds of what may be."""

    outcome: str
    seen: float
    low: float
    high: float
    size: float


@dataclass(frozen=True)
class LevelScreen:
    """The levels that a world's own are compared with.

    Attributes
    ----------
    levels
        By outcome.
    runs, reference_runs
        Runs of each world, and of the default.
    cutoff
        The implausibility beyond which a world is ruled out.
    """

    scenario: Scenario
    levels: Mapping[str, Level]
    runs: int
    reference_runs: int
    cutoff: float

    def worst(self, values: Mapping[str, object], seed: int) -> Implausibility:
        """Run a world and return its most implausible outcome; undefined ones count as infinite."""
        placed = self.scenario.replaced(values)
        seen = _means(placed, seed, self.runs, tuple(self.levels))
        found = [self._implausibility(name, seen[name]) for name in self.levels]
        return max(found, key=lambda each: each.size)

    def document(self) -> dict[str, Any]:
        """Return levels, noise and tolerances for the record."""
        return {
            "runs": self.runs,
            "weeks": self.scenario.values["run.weeks"],
            "reference_runs": self.reference_runs,
            "cutoff": self.cutoff,
            "levels": {name: each._asdict() for name, each in self.levels.items()},
        }

    def _implausibility(self, name: str, seen: float) -> Implausibility:
        level, noise, tolerance = self.levels[name]
        spread = math.hypot(tolerance, noise * math.sqrt(1 / self.runs + 1 / self.reference_runs))
        low, high = level - self.cutoff * spread, level + self.cutoff * spread
        size = math.inf if math.isnan(seen) else abs(seen - level) / spread
        return Implausibility(name, seen, low, high, size)


@cache
def level_screen() -> LevelScreen:
    """Read the tolerances, and run the default for its levels and their noise."""
    declared = tomllib.loads((DATA / "levels.toml").read_text("utf-8"))
    screen, tolerances = declared["screen"], declared["tolerance"]
    overrides = {"run.policy_in_burn_in": True, "run.weeks": screen["weeks"]}
    scenario = load_scenario("baseline", overrides)
    runs = _outcomes(scenario, _REFERENCE_SEED, screen["reference_runs"], tuple(tolerances))
    levels = {
        name: Level(float(np.nanmean(column)), float(np.nanstd(column, ddof=1)), tolerance)
        for (name, tolerance), column in zip(tolerances.items(), runs.T, strict=True)
    }
    return LevelScreen(scenario, levels, screen["runs"], screen["reference_runs"], screen["cutoff"])


def _means(scenario: Scenario, seed: int, runs: int, names: tuple[str, ...]) -> dict[str, float]:
    """Return the mean of each outcome over the runs in which it is defined."""
    columns = _outcomes(scenario, seed, runs, names).T
    known = [column[~np.isnan(column)] for column in columns]
    return {
        name: float(column.mean()) if len(column) else math.nan
        for name, column in zip(names, known, strict=True)
    }


def _outcomes(scenario: Scenario, seed: int, runs: int, names: tuple[str, ...]) -> Any:
    """Return outcomes `[runs, names]`."""
    tasks = (Task(scenario, replicate_seed(seed, each)) for each in range(runs))
    found = [simulate_detached(task).outcomes for task in tasks]
    return np.array([[each[name] for name in names] for each in found], dtype=np.float64)
