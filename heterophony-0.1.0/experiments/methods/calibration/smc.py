"""Sequential Monte Carlo by pyabc: from the priors to the posterior, step by step.

Targets come with a standard deviation, so the likelihood is known and nothing is accepted by a
distance that somebody would have to choose: pyabc's stochastic acceptor draws from the exact
posterior of noisy figures once its temperature has come down to 1 (Wilkinson 2013).

pyabc draws from NumPy's global random numbers. They are seeded here for the time it runs and put
back as they were; it proposes in one thread, so that the same seed gives the same particles, on
one machine and with one set of library versions.
"""

from __future__ import annotations

import hashlib
import logging
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from heterophony.experiments.methods.calibration.plan import CalibrationPlan, Prior
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import RequestError

_FAR = 1e3  # standard deviations at which an undefined answer is set: never accepted
MOST_STEPS = 8  # temperatures from the prior down to 1

Answer = Callable[[Numbers], Numbers]
"""From places on the priors' scales to what the model says of the fitted targets."""


class BudgetSpentError(Exception):
    """Raised by an answer to end the sampling with the last step that was finished."""


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
        Generations that were finished.
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
    names = [each.parameter for each in plan.priors]

    def model(place: Any) -> dict[str, Numbers]:
        means = answer(np.array([float(place[name]) for name in names]))
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
        return _last(run.history, names)


def _last(history: Any, names: list[str]) -> Particles | None:
    """Return the last generation that was finished."""
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
    """Lend NumPy's global random numbers to pyabc, seeded, and put them back as they were."""
    words = hashlib.blake2b(f"heterophony sampling {seed}".encode(), digest_size=4).digest()
    before = np.random.get_state()  # noqa: NPY002 - the only source pyabc draws from
    np.random.seed(int.from_bytes(words, "little"))  # noqa: NPY002
    try:
        yield
    finally:
        np.random.set_state(before)  # noqa: NPY002
