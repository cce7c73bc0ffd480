"""Fit: a pilot, runs at many sets of parameters, the posterior, and a check by new runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from heterophony.experiments.engine.kept import Kept, unfinished_folder
from heterophony.experiments.engine.seeds import checked_seed
from heterophony.experiments.engine.workers import ProgressCallback, Stop, checked_workers
from heterophony.experiments.inputs.arms import resolve
from heterophony.experiments.methods.calibration.evaluation import Point, Question, ask
from heterophony.experiments.methods.calibration.plan import CalibrationPlan
from heterophony.experiments.methods.calibration.posterior import (
    checked_targets,
    learned_parameters,
)
from heterophony.experiments.methods.calibration.proposing import by_emulator, by_model
from heterophony.experiments.methods.calibration.result import Calibration
from heterophony.experiments.methods.calibration.smc import require_pyabc
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest

if TYPE_CHECKING:
    from heterophony.experiments.results.differences import Numbers
    from heterophony.scenarios import Scenario

Method = Literal["emulator", "model"]
METHODS: Mapping[str, int] = {"emulator": 240, "model": 3_000}
"""How the posterior is found, with how many sets of parameters are simulated unless told."""

CHECKED_DRAWS = 20
_WORK = "calibration (other targets, scenario, seed, replicates or version)"
WORLDS = 50
_LEAST = {"budget": 30, "replicates": 2, "particles": 20, "worlds": 1}
_MOST = {"budget": 100_000, "replicates": 1_000, "particles": 5_000, "worlds": 1_000}


@dataclass(frozen=True)
class Effort:
    """How much is simulated, and how the posterior is drawn.

    Attributes
    ----------
    method
        `emulator`: the model answers at `budget` sets of parameters, an emulator learns from them
        and is asked by the sampler. `model`: the sampler asks the model each time.
    budget
        Sets of parameters that the model is asked about.
    replicates
        Runs of every arm at each of them.
    particles, worlds
        Draws from the posterior, and how many of them, at most all, are written as worlds.
    """

    method: Method = "emulator"
    budget: int = METHODS["emulator"]
    replicates: int = 4
    particles: int = 200
    worlds: int = WORLDS

    def check(self) -> None:
        """Refuse a method that there is not, and numbers out of range.

        Raises
        ------
        RequestError
            Naming the field, the value and what is allowed.
        """
        if self.method not in METHODS:
            raise RequestError(
                f"method is {self.method!r}; allowed: {', '.join(METHODS)} "
                f"(nearest valid name: {nearest(str(self.method), list(METHODS))})"
            )
        for name, least in _LEAST.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int):
                raise RequestError(f"{name} is {value!r}; allowed: a whole number")
            if not least <= value <= _MOST[name]:
                raise RequestError(f"{name} is {value}; allowed: {least} to {_MOST[name]:,}")
        if self.worlds > self.particles:
            raise RequestError(
                f"worlds is {self.worlds}, but only {self.particles} draws from the posterior are "
                f"kept; allowed: 1 to {self.particles}, or more particles"
            )


def calibrate(
    scenario: Scenario | str | Path,
    plan: CalibrationPlan,
    *,
    effort: Effort | None = None,
    seed: int = 1,
    out: Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    announce: Callable[[str], None] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Calibration:
    """Fit the parameters that the plan names to its targets.

    Parameters
    ----------
    out
        Where the results will be written: finished answers are kept beside it, and the same call
        goes on from them. None: they are kept in memory only.
    announce
        Called with sentences for people: the time it will take, found by a pilot.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, the targets or the scenario are wrong; nothing is run then.
    Interrupted
        On Ctrl-C; with `out`, what was finished is kept.
    WorkError
        If the budget did not suffice for a single step, or a target is hardly ever defined.
    """
    effort = effort or Effort()
    effort.check()
    seed = checked_seed(seed)
    question = Question(resolve(scenario, overrides), plan, seed, effort.replicates)
    question.check()
    require_pyabc()
    threads = checked_workers(workers, max(2, effort.replicates))
    folder = unfinished_folder(out) if out is not None else None
    kept = Kept.opened(folder, f"answers {question.fingerprint()} {effort}", _WORK)
    began, clock = datetime.now(UTC), time.perf_counter()
    from threadpoolctl import threadpool_limits

    # The matrices are small: threads of linear algebra would only wait for each other, and give
    # other last digits on another number of cores.
    with Stop() as stop, threadpool_limits(1, "blas"):
        noise = _pilot(question, effort, kept, threads, announce)
        propose = by_emulator if effort.method == "emulator" else by_model
        proposal = propose(
            question, effort, kept, noise=noise, workers=threads, stop=stop, progress=progress
        )
        parameters = learned_parameters(plan.priors, proposal.particles)
        rows = proposal.particles.values(plan.priors)[proposal.particles.drawn(CHECKED_DRAWS)]
        points = [_point(question, row, "check", place) for place, row in enumerate(rows.tolist())]
        start = [question.scenario.values[each.parameter] for each in plan.priors]
        before = [_point(question, start, "before", place) for place in range(CHECKED_DRAWS)]
        after = ask(question, points, kept, workers=threads, stop=stop, progress=progress)
        was = ask(question, before, kept, workers=threads, stop=stop, progress=progress)
    return Calibration(
        scenario=question.scenario,
        plan=plan,
        effort=effort,
        seed=seed,
        particles=proposal.particles,
        parameters=parameters,
        targets=checked_targets(plan.targets, was, after),
        emulator_errors=proposal.emulator_errors,
        asked=proposal.asked,
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        folder=folder,
    )


def _point(question: Question, row: list[float], use: str, number: int) -> Point:
    names = [each.parameter for each in question.plan.priors]
    values = dict(zip(names, map(float, row), strict=True))
    return Point(values, question.base_of(use, number))


def _pilot(
    question: Question,
    effort: Effort,
    kept: Kept,
    workers: int,
    announce: Callable[[str], None] | None,
) -> Numbers:
    """Ask once in the middle of the priors: return the noise of a mean, and say what is to come."""
    runs = max(effort.replicates, 8)
    pilot = Question(question.scenario, question.plan, question.seed, runs)
    point = Point(question.middle(), question.base_of("luck"))
    pilot.answers(Point(point.values, question.base_of("warm")), workers)  # the first one compiles
    clock = time.perf_counter()
    rows = pilot.answers(point, workers)
    seconds = time.perf_counter() - clock
    noise: Numbers = np.nanvar(rows, axis=0, ddof=1) / effort.replicates
    if announce is not None:
        arms = len(question.plan.arms_needed())
        sets = effort.budget + 2 * CHECKED_DRAWS
        each = seconds / runs * effort.replicates
        kept_before = f", {len(kept.answers)} of them kept from before" if kept.answers else ""
        announce(
            f"{sets} sets of parameters, {arms} arms, {effort.replicates} runs each: at most "
            f"{sets * arms * effort.replicates:,} runs{kept_before}, "
            f"{about(max(sets - len(kept.answers), 0) * each)}, and under a minute or two for the "
            "posterior"
        )
    return np.where(np.isnan(noise), 0.0, noise)
