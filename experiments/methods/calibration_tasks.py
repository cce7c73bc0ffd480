"""The model's answers to the targets at given parameters, each recorded in a checkpoint."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from heterophony.experiments.engine.checkpoint import Checkpoint
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.experiments.engine.workers import Failure, ProgressCallback, Stop, run_tasks
from heterophony.experiments.inputs.calibration_plan import OWN_ARM, CalibrationPlan
from heterophony.experiments.methods.readings import mean_of, read_pair, read_run
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.digests import keyed_number
from heterophony.experiments.results.errors import Interrupted, WorkError
from heterophony.scenarios import Scenario


@dataclass(frozen=True)
class Point:
    """A parameter set at which the model is run, and the base of the seeds it runs under."""

    values: Mapping[str, float]
    base: int


@dataclass(frozen=True)
class CalibrationTask:
    """What is run and read at every parameter set: arms, replicates, targets."""

    scenario: Scenario
    plan: CalibrationPlan
    seed: int
    replicates: int

    def check(self) -> None:
        """Refuse targets and parameters that the scenario does not allow.

        Raises
        ------
        RequestError, heterophony.scenarios.ScenarioError
            Naming the target or the parameter, and what is allowed.
        """
        for name in self.plan.arms_needed():
            values = self.plan.scenario_of(self.scenario, name, self.middle()).values
        for each in self.plan.targets:
            each.reading.check(int(values["run.weeks"]), f"target {each.name!r}")

    def middle(self) -> dict[str, float]:
        """Return the middle of every prior: where the pilot runs."""
        return {each.parameter: each.value(sum(each.ends()) / 2.0) for each in self.plan.priors}

    def base_of(self, use: str, number: int = 0) -> int:
        """Return the base of the seeds of one parameter set."""
        return keyed_number(f"calibration {self.seed}/{use}/{number}") >> 1

    def point(self, values: Sequence[float], use: str, number: int = 0) -> Point:
        """Return the parameter set with these values, under the seeds of one use."""
        named = dict(zip(self.plan.parameters, map(float, values), strict=True))
        return Point(named, self.base_of(use, number))

    def at_place(self, places: Sequence[float], use: str, number: int = 0) -> Point:
        """Return the parameter set at a place on the priors' scales."""
        pairs = zip(self.plan.priors, places, strict=True)
        return self.point([prior.value(place) for prior, place in pairs], use, number)

    def key(self, point: Point) -> str:
        """Return the key of a parameter set in a checkpoint."""
        return json.dumps([point.base, [float(point.values[n]) for n in self.plan.parameters]])

    def identity(self) -> dict[str, Any]:
        """Return everything that answers depend on, the parameter set and the model left out."""
        plan = self.plan
        return {
            "scenario": repr(sorted(self.scenario.values.items())),
            "changes": repr([(each.week, each.values) for each in self.scenario.changes]),
            "targets": repr((plan.targets, plan.priors, dict(plan.arms), dict(plan.common))),
            "seed": self.seed,
            "replicates": self.replicates,
        }

    def answers(self, point: Point, workers: int = 1) -> Numbers:
        """Return the answer of every replicate to every target, `[replicates, targets]`.

        Raises
        ------
        WorkError
            If a run fails, with the reason.
        """
        arms = self.plan.arms_needed()
        scenarios = [self.plan.scenario_of(self.scenario, arm, point.values) for arm in arms]

        def one_seed(seed: int) -> list[float]:
            return self._read(
                {
                    arm: simulate_detached(Task(scenario, seed))
                    for arm, scenario in zip(arms, scenarios, strict=True)
                }
            )

        seeds = [replicate_seed(point.base, each) for each in range(self.replicates)]
        # Half an answer is worth nothing: a request to stop waits for the whole of it.
        rows = [_known(row) for _, row in run_tasks(one_seed, seeds, workers=workers, stop=Stop())]
        return np.array(rows, dtype=np.float64)

    def _read(self, results: Mapping[str, Any]) -> list[float]:
        """Return the answer of one run of every arm to every target."""
        found = []
        for target in self.plan.targets:
            own = results[target.arm]
            if target.less:
                less, more = read_pair(results[target.less], own, target.reading)
                found.append(more - less)
            elif target.reading.group and OWN_ARM in results:
                found.append(read_pair(results[OWN_ARM], own, target.reading)[1])
            else:
                found.append(read_run(own, target.reading))
        return found


@dataclass(frozen=True)
class Answering:
    """The model as a source of answers; it simulates no parameter set twice."""

    task: CalibrationTask
    checkpoint: Checkpoint[list[float]]
    workers: int
    stop: Stop

    def means(self, points: Sequence[Point], progress: ProgressCallback | None = None) -> Numbers:
        """Return the mean of every target at every point, `[points, targets]`, NaN where undefined.

        Raises
        ------
        Interrupted
            If the user stops it; finished answers are recorded.
        WorkError
            If a run fails, with the reason.
        """
        # Many points share the threads; a single one shares them out among its seeds.
        single = len(points) == 1

        def mean_answer(point: Point) -> list[float]:
            answers = self.task.answers(point, self.workers if single else 1)
            return [mean_of(column) for column in answers.T.tolist()]

        found = [
            _known(means)
            for _, means in run_tasks(
                mean_answer,
                points,
                keys=[self.task.key(each) for each in points],
                checkpoint=self.checkpoint,
                workers=1 if single else self.workers,
                stop=self.stop,
                progress=progress,
            )
        ]
        if len(found) < len(points):
            raise Interrupted(None, len(self.checkpoint), len(points), "parameter sets")
        return np.array(found, dtype=np.float64)


def _known(answer: list[float] | Failure) -> list[float]:
    if isinstance(answer, Failure):
        raise WorkError(f"a run of the calibration failed: {answer.reason}")
    return answer
