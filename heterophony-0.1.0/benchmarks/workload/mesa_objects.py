"""The workload in plain Mesa: agents as objects, the model's own stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mesa
import numpy as np

from heterophony.benchmarks.workload.inputs import Inputs
from heterophony.benchmarks.workload.plain_citizen import PlainCitizen
from heterophony.benchmarks.workload.plain_objects import (
    Organisation,
    PlainCaseworker,
    PlainMentor,
)


class Citizen(PlainCitizen, mesa.Agent):
    """A citizen as a Mesa agent."""


class Mentor(PlainMentor, mesa.Agent):
    """A mentor as a Mesa agent."""


class Caseworker(PlainCaseworker, mesa.Agent):
    """A caseworker as a Mesa agent."""


class Jobcentre(Organisation, mesa.Model):
    """The jobcentre as a Mesa model: a step is a week."""

    def __init__(self, inputs: Inputs, chance: Any = None) -> None:
        super().__init__(seed=inputs.seed)
        if chance is not None:
            self.random = chance
        self.found(inputs)
        mentors = [Mentor(self) for _ in range(inputs.mentors)]
        caseworkers = [Caseworker(self) for _ in range(inputs.caseworkers)]
        citizens = [Citizen(self) for _ in inputs.citizens]
        self.settle(inputs, mentors, caseworkers, citizens)

    def step(self) -> None:
        """Run one week."""
        self.open_week()
        for staff in (Caseworker, Mentor):
            self.agents_by_type[staff].do("plan_week")
        self.agents_by_type[Citizen].do("live_week")
        for staff in (Caseworker, Mentor):
            self.agents_by_type[staff].do("learn")
        self.close_week()


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    model = Jobcentre(inputs, chance)

    def run() -> np.ndarray:
        for _ in range(inputs.weeks):
            model.step()
        return np.array(model.kept)

    return run
