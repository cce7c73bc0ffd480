"""The workload in AgentPy: agents as objects, the model's own stream."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import agentpy
import numpy as np

from heterophony.benchmarks.workload.inputs import Inputs
from heterophony.benchmarks.workload.plain_citizen import PlainCitizen
from heterophony.benchmarks.workload.plain_objects import (
    Organisation,
    PlainCaseworker,
    PlainMentor,
)


class Citizen(PlainCitizen, agentpy.Agent):
    """A citizen as an agent of AgentPy."""


class Mentor(PlainMentor, agentpy.Agent):
    """A mentor as an agent of AgentPy."""


class Caseworker(PlainCaseworker, agentpy.Agent):
    """A caseworker as an agent of AgentPy."""


class Jobcentre(Organisation, agentpy.Model):
    """The jobcentre as a model of AgentPy: a step is a week."""

    def setup(self) -> None:
        """Create all agents."""
        inputs: Inputs = self.p.inputs
        if self.p.chance is not None:
            self.random = self.p.chance
        self.found(inputs)
        self.mentors = agentpy.AgentList(self, inputs.mentors, Mentor)
        self.caseworkers = agentpy.AgentList(self, inputs.caseworkers, Caseworker)
        self.citizens = agentpy.AgentList(self, len(inputs.citizens), Citizen)
        self.settle(inputs, list(self.mentors), list(self.caseworkers), self.citizens)

    def step(self) -> None:
        """Run one week."""
        self.open_week()
        self.caseworkers.plan_week()
        self.mentors.plan_week()
        self.citizens.live_week()
        self.caseworkers.learn()
        self.mentors.learn()
        self.close_week()


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    settings = {"inputs": inputs, "chance": chance, "seed": inputs.seed, "steps": inputs.weeks}
    model = Jobcentre(settings)
    model.sim_setup()

    def run() -> np.ndarray:
        while model.running:
            model.sim_step()
        return np.array(model.kept)

    return run
