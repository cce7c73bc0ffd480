"""Settings of levers tried in plausible worlds: every run recorded, no run made twice."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from heterophony.experiments.engine.checkpoint import Checkpoint
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate
from heterophony.experiments.engine.workers import Failure, ProgressCallback, Stop, run_tasks
from heterophony.experiments.inputs.levers import Lever
from heterophony.experiments.inputs.worlds import PlausibleWorld
from heterophony.experiments.methods.aims import Aim, Robust
from heterophony.experiments.methods.world_runs import placed
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import Interrupted, WorkError
from heterophony.scenarios import Scenario, ScenarioError

Setting = tuple[int, ...]
"""A place in the values of every lever."""


@dataclass(frozen=True)
class Question:
    """What is searched, and on what a trial rests.

    Attributes
    ----------
    baseline
        What every setting is compared with.
    worlds
        Every setting is tried in each of them, under the same seeds as the baseline there.
    replicates
        Pairs in each world.
    seed
        The base seed of the trials.
    """

    baseline: Scenario
    levers: tuple[Lever, ...]
    aims: tuple[Aim, ...]
    worlds: tuple[PlausibleWorld, ...]
    replicates: int
    seed: int

    def values(self, setting: Setting) -> dict[str, Any]:
        """Return what a setting sets, by dotted name."""
        pairs = zip(self.levers, setting, strict=True)
        return {lever.name: lever.values[place] for lever, place in pairs}

    def plan(self, setting: Setting, name: str = "tried") -> Scenario:
        """Return a setting as a policy that replaces the baseline.

        Raises
        ------
        heterophony.scenarios.ScenarioError
            If its values contradict each other.
        """
        policy = self.baseline.replaced(self.values(setting)).based_on(self.baseline)
        return replace(policy, name=name)

    def check(self) -> None:
        """Refuse values that a lever cannot have.

        Raises
        ------
        heterophony.scenarios.ScenarioError
            Naming the lever and what is allowed.
        """
        for lever in self.levers:
            for value in lever.values:
                self.baseline.replaced({lever.name: value})

    def runs(self, scenario: Scenario, world: PlausibleWorld) -> list[list[float]]:
        """Return every aim in every replicate of a world, `[replicates][aims]`."""
        there = placed(scenario, world, {})
        own = replicate_seed(self.seed, world.number)
        found = []
        for number in range(self.replicates):
            result = simulate(Task(there, replicate_seed(own, number)))
            found.append([each.of(there, result.outcomes) for each in self.aims])
        return found


def mean_difference(baseline: Numbers, plan: Numbers) -> Numbers:
    """Return the mean over the pairs, `[pairs, aims]`, that have a value in both arms."""
    pairs = plan - baseline
    known = ~np.isnan(pairs)
    counts = known.sum(axis=0)
    total = np.where(known, pairs, 0.0).sum(axis=0)
    means: Numbers = np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
    return means


class Trials:
    """Trials of settings, and what came out: the same whatever was tried before, and resumable."""

    def __init__(
        self,
        question: Question,
        checkpoint: Checkpoint[list[list[float]]],
        workers: int,
        stop: Stop,
    ) -> None:
        self.question = question
        self.refused: dict[Setting, str] = {}
        self.failed: dict[Setting, str] = {}
        self._found: dict[Setting | None, Numbers] = {}
        self._checkpoint = checkpoint
        self._workers = workers
        self._stop = stop

    @property
    def settings(self) -> list[Setting]:
        """The settings that were run, in the order in which they were tried."""
        return [each for each in self._found if each is not None]

    @property
    def kept(self) -> int:
        """How many pairs of a setting and a world the checkpoint holds."""
        return len(self._checkpoint)

    def differences(self, setting: Setting) -> Numbers:
        """Return a setting's differences from the baseline, `[worlds, aims]`: means over pairs."""
        worlds = zip(self._found[None], self._found[setting], strict=True)
        return np.array([mean_difference(start, there) for start, there in worlds])

    def scores(self, setting: Setting, by: Robust) -> list[float]:
        """Return a setting's score in every aim: more is better, NaN where nothing is defined."""
        found = self.differences(setting)
        return [aim.score(found[:, place], by) for place, aim in enumerate(self.question.aims)]

    def try_all(
        self, settings: Sequence[Setting | None], progress: ProgressCallback | None = None
    ) -> None:
        """Run settings in every world; None is the baseline. Those that are known cost nothing.

        Settings whose values contradict each other are noted in `refused`, and those of which a
        run failed in `failed`.

        Raises
        ------
        Interrupted
            On Ctrl-C, SIGTERM or SIGHUP; finished runs are in the checkpoint.
        """
        plans = self._plans(settings)
        tasks = [(setting, world) for setting in plans for world in self.question.worlds]
        rows: dict[Setting | None, list[list[list[float]]]] = {}
        done = 0
        for place, found in run_tasks(
            lambda task: self.question.runs(plans[task[0]], task[1]),
            tasks,
            keys=[json.dumps([setting, world.number]) for setting, world in tasks],
            checkpoint=self._checkpoint,
            workers=self._workers,
            stop=self._stop,
            progress=progress,
        ):
            done += 1
            setting = tasks[place][0]
            if isinstance(found, Failure):
                self._note_failure(setting, found.reason)
            else:
                rows.setdefault(setting, []).append(found)
        if done < len(tasks):
            raise Interrupted(None, self.kept, self.kept + len(tasks) - done, "trials")
        for setting, there in rows.items():
            if setting not in self.failed:
                self._found[setting] = np.array(there, dtype=np.float64)

    def _plans(self, settings: Sequence[Setting | None]) -> dict[Setting | None, Scenario]:
        """Return the scenarios of the settings that are still to be run."""
        plans: dict[Setting | None, Scenario] = {}
        for setting in settings:
            if setting in self._found or setting in self.refused or setting in self.failed:
                continue
            if setting is None:
                plans[None] = self.question.baseline.based_on(self.question.baseline)
                continue
            try:
                plans[setting] = self.question.plan(setting)
            except ScenarioError as error:
                self.refused[setting] = str(error)
        return plans

    def _note_failure(self, setting: Setting | None, reason: str) -> None:
        if setting is None:
            raise WorkError(f"the baseline could not be run: {reason}")
        self.failed[setting] = reason
