"""What the model says of the targets at given parameters, with every finished answer kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.engine.kept import Kept
from heterophony.experiments.engine.seeds import keyed_number, replicate_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop, in_order
from heterophony.experiments.methods.calibration.plan import OWN_ARM, CalibrationPlan
from heterophony.experiments.methods.readings import check_reading, mean_of, read_pair, read_run
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import Interrupted

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Values = Mapping[str, float]


@dataclass(frozen=True)
class Point:
    """One set of parameters to ask about, and the base of the seeds it is asked under."""

    values: Values
    base: int


@dataclass(frozen=True)
class Question:
    """What is asked at every set of parameters: which arms, how many runs, what is read."""

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
            check_reading(each.reading, int(values["run.weeks"]), f"target {each.name!r}")

    def middle(self) -> dict[str, float]:
        """Return the middle of every prior: where the pilot runs."""
        return {each.parameter: each.value(sum(each.ends()) / 2.0) for each in self.plan.priors}

    def base_of(self, use: str, number: int = 0) -> int:
        """Return the base of the seeds of one set of parameters, by hashing."""
        return keyed_number(f"calibration {self.seed}/{use}/{number}") >> 1

    def fingerprint(self) -> str:
        """Return a hash of all that answers depend on, the parameters asked at left out."""
        plan = self.plan
        parts = [
            sorted((str(name), repr(value)) for name, value in self.scenario.values.items()),
            [(each.week, sorted(map(repr, each.values.items()))) for each in self.scenario.changes],
            repr((plan.targets, plan.priors, dict(plan.arms), dict(plan.common))),
            [self.seed, self.replicates, SOURCE_DIGEST],
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def answers(self, point: Point, workers: int = 1) -> Numbers:
        """Return what every replicate says of every target, `[replicates, targets]`."""
        plan = self.plan
        arms = plan.arms_needed()
        scenarios = [plan.scenario_of(self.scenario, arm, point.values) for arm in arms]
        work = partial(self._one_seed, arms, scenarios)
        seeds = [replicate_seed(point.base, each) for each in range(self.replicates)]
        # Half an answer is worth nothing: a wish to stop waits for the whole of it.
        rows = [row for _, row in in_order(work, seeds, workers=workers, stop=Stop())]
        return np.array(rows, dtype=np.float64)

    def _one_seed(
        self, arms: Sequence[str], scenarios: Sequence[Scenario], seed: int
    ) -> list[float]:
        """Simulate every arm under one seed and read every target."""
        from heterophony.sim import Simulation

        results: dict[str, Result] = {
            arm: Simulation(scenario, seed=seed).run().detach()
            for arm, scenario in zip(arms, scenarios, strict=True)
        }
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


def ask(
    question: Question,
    points: Sequence[Point],
    kept: Kept,
    *,
    workers: int,
    stop: Stop,
    progress: ProgressCallback | None = None,
) -> Numbers:
    """Return the mean of every target at every point, `[points, targets]`, NaN where undefined.

    Points that were answered before are not simulated again.

    Raises
    ------
    Interrupted
        On Ctrl-C; what was finished is kept.
    """
    keys = [_key(question, each) for each in points]
    missing = [place for place, key in enumerate(keys) if key not in kept.answers]
    tasks = [points[place] for place in missing]
    # Many points share the threads; a single one shares them out among its seeds.
    within = workers if len(tasks) == 1 else 1
    work = partial(_means, question, workers=within)
    threads = max(1, min(workers, len(tasks)))
    done = 0
    for number, means in in_order(work, tasks, workers=threads, stop=stop, progress=progress):
        kept.keep(keys[missing[number]], means)
        done += 1
    if done < len(missing):
        raise Interrupted(None, len(points) - len(missing) + done, len(points))
    return np.array([kept.answers[key] for key in keys], dtype=np.float64)


def _means(question: Question, point: Point, workers: int) -> list[float]:
    return [mean_of(column) for column in question.answers(point, workers).T.tolist()]


def _key(question: Question, point: Point) -> str:
    values = [float(point.values[each.parameter]) for each in question.plan.priors]
    return json.dumps([point.base, values])
