"""Run a baseline and its policies in every world, in pairs, world after world."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.engine.workers import ProgressCallback, Stop, checked_workers, in_order
from heterophony.experiments.methods.pairs import ArmRun, Pair, run_pair

if TYPE_CHECKING:
    from heterophony.experiments.methods.worlds import PlausibleWorld
    from heterophony.scenarios import Scenario


class WorldRuns(NamedTuple):
    """All pairs of one world: its arms as they stood there, and the runs `[replicates][arms]`.

    `failure` says why the world has none.
    """

    world: PlausibleWorld
    arms: list[Scenario]
    seeds: list[int]
    runs: list[list[ArmRun]]
    failure: str = ""


@dataclass(frozen=True)
class WorldPlan:
    """What is run in every world, and how."""

    arms: Sequence[Scenario]
    worlds: Sequence[PlausibleWorld]
    seed: int
    replicates: int
    executor: Executor = "compiled"
    workers: int | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)

    def run(self, stop: Stop, progress: ProgressCallback | None = None) -> Iterator[WorldRuns]:
        """Yield world after world, in their order; after `stop.asked` none is begun.

        Within a world all arms share their seeds. Each world has seeds of its own: what luck does
        to one of them it does not do to all.
        """
        asked = 1 if self.executor == "agents" else self.workers
        threads = checked_workers(asked, len(self.worlds))
        for _, found in in_order(
            self.run_one, self.worlds, workers=threads, stop=stop, progress=progress
        ):
            yield found

    def run_one(self, world: PlausibleWorld) -> WorldRuns:
        """Run all pairs of a world; a world that cannot be run costs nothing but itself."""
        own = replicate_seed(self.seed, world.number)
        seeds = [replicate_seed(own, each) for each in range(self.replicates)]
        try:
            arms = [placed(each, world, self.overrides) for each in self.arms]
            runs = [run_pair(Pair(tuple(arms), seed, self.executor)) for seed in seeds]
        except Exception as error:
            return WorldRuns(world, [], seeds, [], f"{type(error).__name__}: {error}")
        return WorldRuns(world, arms, seeds, runs)


def placed(scenario: Scenario, world: PlausibleWorld, overrides: Mapping[str, object]) -> Scenario:
    """Return a scenario in a world; what was set by hand stands above the world."""
    there = world.applied_to(scenario)
    return there.replaced(overrides) if overrides else there
