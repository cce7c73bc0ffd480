"""Two ways to a posterior: an emulator that learned from the model, or the model itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heterophony.experiments.engine.kept import Kept
from heterophony.experiments.engine.workers import Progress, ProgressCallback, Stop
from heterophony.experiments.methods.calibration.emulator import Emulator, hypercube, learned
from heterophony.experiments.methods.calibration.evaluation import Point, Question, ask
from heterophony.experiments.methods.calibration.smc import BudgetSpentError, Particles, sample
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import Interrupted, WorkError

if TYPE_CHECKING:
    from heterophony.experiments.methods.calibration.fitting import Effort

_FIRST_WAVE = 2.0 / 3.0  # of the budget, spread over all the priors; the rest where it matters
_CANDIDATES = 4_000
_MOST_PER_PARTICLE = 100  # questions to the emulator, after which the temperature stays where it is


@dataclass(frozen=True)
class Proposal:
    """The draws, and how they were come by.

    Attributes
    ----------
    emulator_errors
        By fitted target, how far the first wave's emulator was off at the second wave's points, as
        a root mean square in its own standard deviations: near 1 where it knows what it does not
        know. Empty without an emulator.
    asked
        Sets of parameters that the model was asked about.
    """

    particles: Particles
    emulator_errors: tuple[float, ...]
    asked: int


def by_emulator(
    question: Question,
    effort: Effort,
    kept: Kept,
    *,
    noise: Numbers,
    workers: int,
    stop: Stop,
    progress: ProgressCallback | None,
) -> Proposal:
    """Learn from two waves of runs, the second near what the first found credible, and sample."""
    plan = question.plan
    fitted = [place for place, each in enumerate(plan.targets) if each.fitted]
    first = round(effort.budget * _FIRST_WAVE)

    def answered(places: Numbers, start: int) -> Numbers:
        points = [
            _point(question, row, question.base_of("design", start + number))
            for number, row in enumerate(places.tolist())
        ]
        means = ask(question, points, kept, workers=workers, stop=stop, progress=progress)
        found: Numbers = means[:, fitted]
        return found

    spread = hypercube(plan.priors, first, question.base_of("hypercube"))
    answers = answered(spread, 0)
    emulator = learned(plan.priors, spread, answers)
    near = _credible(question, emulator, effort.budget - first, noise[fitted])
    more = answered(near, first)
    errors = _errors(emulator, near, more, noise[fitted])
    emulator = learned(plan.priors, np.vstack([spread, near]), np.vstack([answers, more]))

    left = _MOST_PER_PARTICLE * effort.particles

    def answer(place: Numbers) -> Numbers:
        nonlocal left
        if stop.asked:
            raise Interrupted(None, effort.budget, effort.budget)
        if not left:
            raise BudgetSpentError
        left -= 1
        means, deviations = emulator.predicted(place)
        luck = np.random.standard_normal(len(fitted))  # noqa: NPY002 - seeded with pyabc's
        drawn: Numbers = means[0] + deviations[0] * luck
        return drawn

    # The design averages luck out, and what is left of it the emulator says itself.
    particles = sample(
        plan,
        answer,
        noise=np.zeros(len(fitted)),
        particles=effort.particles,
        seed=f"{question.seed} emulator",
    )
    if particles is None:
        raise WorkError(
            "no values in these ranges come near the figures: not even at the highest temperature "
            "were draws accepted; widen the ranges (low, high) or the figures' uncertainty"
        )
    return Proposal(particles, errors, effort.budget)


def by_model(
    question: Question,
    effort: Effort,
    kept: Kept,
    *,
    noise: Numbers,
    workers: int,
    stop: Stop,
    progress: ProgressCallback | None,
) -> Proposal:
    """Let the sampler ask the model each time, always under the same seeds."""
    import time

    plan = question.plan
    fitted = [place for place, each in enumerate(plan.targets) if each.fitted]
    base, began = question.base_of("luck"), time.perf_counter()
    asked = 0

    def answer(place: Numbers) -> Numbers:
        nonlocal asked
        if asked >= effort.budget:
            raise BudgetSpentError
        point = _point(question, place.tolist(), base)
        means = ask(question, [point], kept, workers=workers, stop=stop)
        asked += 1
        if progress is not None:
            progress(Progress(asked, effort.budget, time.perf_counter() - began))
        found: Numbers = means[0][fitted]
        return found

    particles = sample(
        plan,
        answer,
        noise=noise[fitted],
        particles=effort.particles,
        seed=f"{question.seed} model",
    )
    if particles is None:
        raise WorkError(
            f"a budget of {effort.budget} did not suffice for {effort.particles} particles in the "
            "first step; ask for fewer particles or a larger budget"
        )
    return Proposal(particles, (), asked)


def _point(question: Question, places: list[float], base: int) -> Point:
    values = {
        prior.parameter: prior.value(place)
        for prior, place in zip(question.plan.priors, places, strict=True)
    }
    return Point(values, base)


def _credible(question: Question, emulator: Emulator, count: int, noise: Numbers) -> Numbers:
    """Return the places whose worst target is least far off, by the emulator."""
    priors, targets = question.plan.priors, question.plan.fitted
    places = hypercube(priors, max(_CANDIDATES, 4 * count), question.base_of("candidates"))
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
