"""The posterior: drawn by sequential Monte Carlo (pyabc), and what it says of each parameter.

Targets come with a standard deviation, so the likelihood is known and nobody has to choose a
distance: pyabc's stochastic acceptor draws from the exact posterior of noisy figures once its
temperature has come down to 1 (Wilkinson 2013).

pyabc draws from NumPy's global random numbers. They are seeded here while it runs and then put
back; it proposes in one thread, so that the same seed gives the same particles, on one machine and
with one set of library versions.
"""

from __future__ import annotations

import hashlib
import logging
import math
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from heterophony.experiments.inputs.calibration_plan import CalibrationPlan, Prior, Target
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import RequestError

_FAR = 1e3  # standard deviations at which an undefined answer is set: never accepted
MOST_STEPS = 8  # temperatures from the prior down to 1
LITTLE = 0.2  # learned less than this share of the range: not identified
_95 = 1.96
_TAIL = 0.05
_TOGETHER = 0.6  # correlation from which two parameters are known only together


@dataclass(frozen=True)
class Particles:
    """Draws from the posterior.

    Attributes
    ----------
    places
        Parameters on the scales of their priors, `[particles, parameters]`.
    weights
        Their weights, which sum to 1.
    temperature
        1 if the posterior was reached; above it, the draws are wider than the figures warrant.
    steps
        Finished generations.
    """

    places: Numbers
    weights: Numbers
    temperature: float
    steps: int

    @property
    def effective(self) -> float:
        """How many independent draws they are worth."""
        return float(1.0 / np.sum(self.weights**2))

    def values(self, priors: tuple[Prior, ...]) -> Numbers:
        """Return the parameters' values, `[particles, parameters]`."""
        columns = [
            [prior.value(place) for place in column]
            for prior, column in zip(priors, self.places.T.tolist(), strict=True)
        ]
        return np.array(columns, dtype=np.float64).T

    def drawn(self, count: int) -> list[int]:
        """Return evenly spread draws by weight: rows of `places`, the same each time."""
        ends = np.cumsum(self.weights)
        wanted = (np.arange(count) + 0.5) / count * ends[-1]
        return [int(row) for row in np.searchsorted(ends, wanted)]


@dataclass(frozen=True)
class LearnedParameter:
    """One parameter before and after.

    Attributes
    ----------
    median, low, high
        Of the posterior; `low` and `high` bound its middle 90 %.
    learned
        1 less the width of the middle 90 %, posterior over prior, on the prior's scale: 0 nothing,
        1 everything. Below 0 where the posterior piles up at both ends.
    with_others
        Parameters with which it is strongly correlated in the posterior: the targets say more of
        them together than of each.
    """

    prior: Prior
    median: float
    low: float
    high: float
    learned: float
    with_others: tuple[str, ...]

    @property
    def identified(self) -> bool:
        """Whether the targets say anything of it by itself."""
        return self.learned >= LITTLE


@dataclass(frozen=True)
class CheckedTarget:
    """One target compared with new runs.

    Attributes
    ----------
    before
        The model's mean at the scenario's own values.
    after, error
        Its mean over draws from the posterior, under seeds that the fit has not seen, and the
        standard error of that mean.
    low, high
        The middle 90 % of single draws, each of a few runs.
    """

    target: Target
    before: float
    after: float
    error: float
    low: float
    high: float

    @property
    def distance(self) -> float:
        """How far the model's mean lies from the figure, in standard deviations of both."""
        return (self.after - self.target.value) / math.hypot(self.target.sd, self.error)

    @property
    def reached(self) -> bool:
        """Whether the figure's 95 % interval and the model's mean agree."""
        return abs(self.distance) <= _95


Answer = Callable[[Numbers], Numbers]
"""From places on the priors' scales to what the model says of the fitted targets."""


class BudgetSpentError(Exception):
    """Raised by an answer to end the sampling with the last finished step."""


def require_pyabc() -> Any:
    """Return pyabc.

    Raises
    ------
    RequestError
        If it is not installed, with the line that installs it.
    """
    try:
        import pyabc
    except ImportError:
        raise RequestError(
            "calibrate needs pyabc, which is not installed here: pip install "
            "'heterophony[calibration]'"
        ) from None
    for name in ("ABC", "ABC.History", "ABC.Population"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return pyabc


def sample(
    plan: CalibrationPlan,
    answer: Answer,
    *,
    noise: Numbers,
    particles: int,
    seed: str,
) -> Particles | None:
    """Draw `particles` from the posterior; None if not even one step was finished.

    Parameters
    ----------
    noise
        Variance of the answers to the fitted targets that comes from the model's luck, added to
        that of the figures.
    """
    pyabc = require_pyabc()
    wanted = np.array([each.value for each in plan.fitted])
    variance = np.array([each.sd**2 for each in plan.fitted]) + noise
    far = wanted + _FAR * np.sqrt(variance)

    def model(place: Any) -> dict[str, Numbers]:
        means = answer(np.array([float(place[name]) for name in plan.parameters]))
        return {"means": np.where(np.isnan(means), far, means)}

    ranges = {each.parameter: each.ends() for each in plan.priors}
    prior = pyabc.Distribution(
        {name: pyabc.RV("uniform", low, high - low) for name, (low, high) in ranges.items()}
    )
    with _seeded(seed), tempfile.TemporaryDirectory(prefix="heterophony-") as folder:
        run = pyabc.ABCSMC(
            model,
            prior,
            pyabc.IndependentNormalKernel(var=list(variance)),
            population_size=particles,
            sampler=pyabc.SingleCoreSampler(),
            eps=pyabc.Temperature(),
            acceptor=pyabc.StochasticAcceptor(),
        )
        run.new(f"sqlite:///{Path(folder) / 'particles.db'}", {"means": wanted})
        with suppress(BudgetSpentError):
            run.run(max_nr_populations=MOST_STEPS)
        return _last(run.history, plan.parameters)


def _last(history: Any, names: list[str]) -> Particles | None:
    """Return the last finished generation."""
    last = history.max_t
    if last < 0:
        return None
    table, weights = history.get_distribution(t=last)
    populations = history.get_all_populations()
    temperature = float(populations.loc[populations["t"] == last, "epsilon"].iloc[0])
    return Particles(
        places=table[names].to_numpy(dtype=np.float64),
        weights=np.asarray(weights, dtype=np.float64),
        temperature=temperature,
        steps=int(last) + 1,
    )


@contextmanager
def _seeded(seed: str) -> Iterator[None]:
    """Seed NumPy's global random numbers for pyabc, and restore their state afterwards."""
    words = hashlib.blake2b(f"heterophony sampling {seed}".encode(), digest_size=4).digest()
    before = np.random.get_state()  # noqa: NPY002 - the only source pyabc draws from
    np.random.seed(int.from_bytes(words, "little"))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002


def learned_parameters(
    priors: Sequence[Prior], particles: Particles
) -> tuple[LearnedParameter, ...]:
    """Compare posterior and prior, parameter by parameter."""
    together = _correlations(particles)
    found = []
    for place, prior in enumerate(priors):
        ends = _weighted_quantiles(
            particles.places[:, place], particles.weights, (_TAIL, 0.5, 1.0 - _TAIL)
        )
        low, high = prior.ends()
        width = (1.0 - 2.0 * _TAIL) * (high - low)
        others = tuple(
            other.parameter
            for number, other in enumerate(priors)
            if number != place and abs(together[place, number]) >= _TOGETHER
        )
        below, median, above = (prior.value(each) for each in ends)
        learned = float(1.0 - (ends[2] - ends[0]) / width)
        found.append(LearnedParameter(prior, median, below, above, learned, others))
    return tuple(found)


def checked_targets(
    targets: Sequence[Target], before: Numbers, after: Numbers
) -> tuple[CheckedTarget, ...]:
    """Compare each target with answers `[draws, targets]` before and after the fit."""
    columns = zip(targets, before.T, after.T, strict=True)
    return tuple(_checked(target, was, now) for target, was, now in columns)


def _checked(target: Target, was: Numbers, now: Numbers) -> CheckedTarget:
    earlier, known = was[~np.isnan(was)], now[~np.isnan(now)]
    if not len(known):
        known = np.array([np.nan])
    low, high = np.quantile(known, (_TAIL, 1.0 - _TAIL))
    return CheckedTarget(
        target=target,
        before=float(earlier.mean()) if len(earlier) else math.nan,
        after=float(known.mean()),
        error=float(known.std(ddof=1) / math.sqrt(len(known))) if len(known) > 1 else math.nan,
        low=float(low),
        high=float(high),
    )


def _weighted_quantiles(values: Numbers, weights: Numbers, wanted: Sequence[float]) -> list[float]:
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(each) for each in np.interp(wanted, share / weights.sum(), values[order])]


def _correlations(particles: Particles) -> Numbers:
    covered = np.atleast_2d(np.cov(particles.places, rowvar=False, aweights=particles.weights))
    spread = np.sqrt(np.maximum(np.diag(covered), 1e-300))
    found: Numbers = covered / np.outer(spread, spread)
    return found
