"""Fit parameters to targets: a pilot, runs at many parameter sets, the posterior, a check."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.seeds import checked_seed
from heterophony.experiments.engine.workers import (
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
)
from heterophony.experiments.inputs.arms import resolve
from heterophony.experiments.inputs.calibration_plan import CalibrationPlan, Effort
from heterophony.experiments.methods.calibration_result import Calibration
from heterophony.experiments.methods.calibration_tasks import Answering, CalibrationTask, Point
from heterophony.experiments.methods.emulator import Emulator, hypercube, learned
from heterophony.experiments.methods.pairs import Clock
from heterophony.experiments.methods.posterior import (
    BudgetSpentError,
    Particles,
    checked_targets,
    learned_parameters,
    require_pyabc,
    sample,
)
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import Interrupted, WorkError
from heterophony.scenarios import Scenario

CHECKED_DRAWS = 20
_FIRST_WAVE = 2.0 / 3.0  # of the budget, spread over all the priors; the rest where it matters
_CANDIDATES = 4_000
_MOST_PER_PARTICLE = 100  # questions to the emulator, after which the temperature stays where it is

Announce = Callable[[str], None]


def calibrate(
    scenario: Scenario | str | Path,
    plan: CalibrationPlan,
    *,
    effort: Effort | None = None,
    seed: int = 1,
    out: Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    announce: Announce | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Calibration:
    """Fit the parameters that the plan names to its targets.

    Other parameters are those of `run`.

    Parameters
    ----------
    plan
        Targets and priors, as `load_targets` reads them.
    effort
        How much is simulated; 240 sets of parameters and an emulator unless given.
    out
        Where the results will be written: a checkpoint beside it records finished answers, and the
        same call resumes from them. None: they stay in memory.
    announce
        Called with sentences for people: the time it will take, found by a pilot.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, the targets or the scenario are wrong; nothing is run then.
    Interrupted
        If the user stops it; with `out`, finished answers are in the checkpoint.
    WorkError
        If the budget did not suffice for a single step, or a target is hardly ever defined.
    """
    effort = effort or Effort()
    effort.check()
    known = resolve(scenario, overrides)
    task = CalibrationTask(known, plan, checked_seed(seed), effort.replicates)
    task.check()
    require_pyabc()
    threads = checked_workers(workers, max(2, effort.replicates))
    path = None if out is None else unfinished_path(Path(out))
    identity = task.identity() | asdict(effort)
    checkpoint = Checkpoint[list[float]].open(path, identity, "calibration", list[float])
    clock = Clock()
    with Stop() as stop:
        model = Answering(task, checkpoint, threads, stop)
        proposal, before, after = _fitted(model, effort, progress, announce)
    checkpoint.close()
    return Calibration(
        scenario=task.scenario,
        plan=plan,
        effort=effort,
        seed=task.seed,
        particles=proposal.particles,
        parameters=learned_parameters(plan.priors, proposal.particles),
        targets=checked_targets(plan.targets, before, after),
        emulator_errors=proposal.emulator_errors,
        asked=proposal.asked,
        started=clock.began.isoformat(timespec="seconds"),
        seconds=clock.seconds,
        checkpoint=path,
    )


def _fitted(
    model: Answering,
    effort: Effort,
    progress: ProgressCallback | None,
    announce: Announce | None,
) -> tuple[_Proposal, Numbers, Numbers]:
    """Return what was found, and the answers at the scenario's values and at draws from it."""
    # The matrices are small: threads of linear algebra would only wait for each other, and give
    # other last digits on another number of cores.
    with threadpool_limits(1, "blas"):
        noise = _pilot(model, effort, announce)
        proposal = _PROPOSALS[effort.method](model, effort, noise, progress)
        return proposal, *_check(model, proposal.particles, progress)


def _pilot(model: Answering, effort: Effort, announce: Announce | None) -> Numbers:
    """Run once in the middle of the priors: return the noise of a mean, and say what is to come."""
    task = model.task
    runs = max(effort.replicates, 8)
    pilot = CalibrationTask(task.scenario, task.plan, task.seed, runs)
    middle = task.middle()
    pilot.answers(Point(middle, task.base_of("warm")), model.workers)  # the first one compiles
    clock = time.perf_counter()
    rows = pilot.answers(Point(middle, task.base_of("luck")), model.workers)
    seconds = time.perf_counter() - clock
    noise: Numbers = np.nanvar(rows, axis=0, ddof=1) / effort.replicates
    if announce is not None:
        arms = len(task.plan.arms_needed())
        sets = effort.budget + 2 * CHECKED_DRAWS
        done = len(model.checkpoint)
        left = max(sets - done, 0) * seconds / runs * effort.replicates
        announce(
            f"{sets} sets of parameters, {arms} arms, {effort.replicates} runs each: at most "
            f"{sets * arms * effort.replicates:,} runs"
            + (f", {done} of them kept from before" if done else "")
            + f", {about(left)}, and under a minute or two for the posterior"
        )
    return np.where(np.isnan(noise), 0.0, noise)


def _check(
    model: Answering, particles: Particles, progress: ProgressCallback | None
) -> tuple[Numbers, Numbers]:
    """Return the answers at the scenario's own values and at draws from the posterior."""
    task = model.task
    rows = particles.values(task.plan.priors)[particles.drawn(CHECKED_DRAWS)]
    points = [task.point(row, "check", place) for place, row in enumerate(rows.tolist())]
    start = [task.scenario.values[name] for name in task.plan.parameters]
    unfitted = [task.point(start, "before", place) for place in range(CHECKED_DRAWS)]
    after = model.means(points, progress)
    return model.means(unfitted, progress), after


@dataclass(frozen=True)
class _Proposal:
    """The draws and what they took; attributes as in `Calibration`."""

    particles: Particles
    emulator_errors: tuple[float, ...]
    asked: int


def _by_emulator(
    model: Answering, effort: Effort, noise: Numbers, progress: ProgressCallback | None
) -> _Proposal:
    """Learn from two waves of runs, the second near what the first found credible, and sample."""
    task, plan = model.task, model.task.plan
    fitted = [place for place, each in enumerate(plan.targets) if each.fitted]

    def answered(places: Numbers, start: int) -> Numbers:
        points = [
            task.at_place(row, "design", number)
            for number, row in enumerate(places.tolist(), start=start)
        ]
        means: Numbers = model.means(points, progress)[:, fitted]
        return means

    first = round(effort.budget * _FIRST_WAVE)
    spread = hypercube(plan.priors, first, task.base_of("hypercube"))
    answers = answered(spread, 0)
    emulator = learned(plan.priors, spread, answers)
    near = _credible(task, emulator, effort.budget - first, noise[fitted])
    more = answered(near, first)
    errors = _errors(emulator, near, more, noise[fitted])
    emulator = learned(plan.priors, np.vstack([spread, near]), np.vstack([answers, more]))
    # The design averages luck out, and what is left of it the emulator says itself.
    particles = sample(
        plan,
        _emulated(model, emulator, effort),
        noise=np.zeros(len(fitted)),
        particles=effort.particles,
        seed=f"{task.seed} emulator",
    )
    if particles is None:
        raise WorkError(
            "no values in these ranges come near the figures: not even at the highest temperature "
            "were draws accepted; widen the ranges (low, high) or the figures' uncertainty"
        )
    return _Proposal(particles, errors, effort.budget)


def _emulated(model: Answering, emulator: Emulator, effort: Effort) -> Callable[[Numbers], Numbers]:
    """Return the emulator as the sampler asks it, up to a number of times."""
    left = _MOST_PER_PARTICLE * effort.particles

    def answer(place: Numbers) -> Numbers:
        nonlocal left
        if model.stop.asked:
            raise Interrupted(None, effort.budget, effort.budget, "parameter sets")
        if not left:
            raise BudgetSpentError
        left -= 1
        means, deviations = emulator.predicted(place)
        luck = np.random.standard_normal(means.shape[1])  # noqa: NPY002 - seeded with pyabc's
        drawn: Numbers = means[0] + deviations[0] * luck
        return drawn

    return answer


def _by_model(
    model: Answering, effort: Effort, noise: Numbers, progress: ProgressCallback | None
) -> _Proposal:
    """Let the sampler ask the model each time, always under the same seeds."""
    task, plan = model.task, model.task.plan
    fitted = [place for place, each in enumerate(plan.targets) if each.fitted]
    began = time.perf_counter()
    asked = 0

    def answer(place: Numbers) -> Numbers:
        nonlocal asked
        if asked >= effort.budget:
            raise BudgetSpentError
        means = model.means([task.at_place(place.tolist(), "luck")])
        asked += 1
        if progress is not None:
            progress(Progress(asked, effort.budget, time.perf_counter() - began))
        found: Numbers = means[0][fitted]
        return found

    particles = sample(
        plan, answer, noise=noise[fitted], particles=effort.particles, seed=f"{task.seed} model"
    )
    if particles is None:
        raise WorkError(
            f"a budget of {effort.budget} did not suffice for {effort.particles} particles in the "
            "first step; ask for fewer particles or a larger budget"
        )
    return _Proposal(particles, (), asked)


_PROPOSALS = {"emulator": _by_emulator, "model": _by_model}


def _credible(task: CalibrationTask, emulator: Emulator, count: int, noise: Numbers) -> Numbers:
    """Return the places whose worst target is least far off, by the emulator."""
    priors, targets = task.plan.priors, task.plan.fitted
    places = hypercube(priors, max(_CANDIDATES, 4 * count), task.base_of("candidates"))
    means, deviations = emulator.predicted(places)
    wanted = np.array([each.value for each in targets])
    variance = np.array([each.sd**2 for each in targets]) + noise + deviations**2
    worst = np.max((means - wanted) ** 2 / variance, axis=1)
    return places[np.argsort(worst, kind="stable")[:count]]


def _errors(
    emulator: Emulator, places: Numbers, answers: Numbers, noise: Numbers
) -> tuple[float, ...]:
    means, deviations = emulator.predicted(places)
    off = (answers - means) ** 2 / (deviations**2 + noise)
    return tuple(float(np.sqrt(np.nanmean(column))) for column in off.T)
