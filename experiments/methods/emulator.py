"""An emulator of the model's answers, learned from runs at a few hundred parameter sets.

Every set is simulated under seeds of its own, so the emulator averages the model's luck over its
neighbours: a posterior needs a tenth of the runs that it takes to ask the model each time. The
sampler counts what the emulator does not know as uncertainty.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np

from heterophony.experiments.inputs.calibration_plan import Prior
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.errors import WorkError

FEWEST_POINTS = 10


@dataclass(frozen=True)
class _Process:
    """A fitted Gaussian process, laid out so that one point costs microseconds."""

    inside: Numbers  # points it learned from, as shares of the priors, over the lengths
    lengths: Numbers
    amplitude: float
    weights: Numbers
    precision: Numbers
    middle: float
    spread: float

    def predicted(self, inside: Numbers) -> tuple[Numbers, Numbers]:
        """Return mean and standard deviation at points `[points, parameters]`."""
        apart = inside[:, None, :] / self.lengths - self.inside[None, :, :]
        near = self.amplitude * np.exp(-0.5 * np.sum(apart * apart, axis=2))
        variance = self.amplitude - np.sum((near @ self.precision) * near, axis=1)
        mean = self.middle + self.spread * (near @ self.weights)
        return mean, self.spread * np.sqrt(np.maximum(variance, 0.0))


@dataclass(frozen=True)
class Emulator:
    """One Gaussian process for each target, on the priors' scales."""

    priors: tuple[Prior, ...]
    processes: tuple[_Process, ...]

    def predicted(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """Return mean and standard deviation of the answers, `[points, targets]` both.

        The deviation is what the emulator does not know of the model's mean; the luck of single
        runs is averaged out.
        """
        inside = scaled(self.priors, np.atleast_2d(places))
        found = [process.predicted(inside) for process in self.processes]
        return np.array([mean for mean, _ in found]).T, np.array([sd for _, sd in found]).T


def learned(priors: tuple[Prior, ...], places: Numbers, answers: Numbers) -> Emulator:
    """Fit the emulator to answers `[points, targets]` at places `[points, parameters]`.

    Points at which a target is undefined are left out for that target.

    Raises
    ------
    WorkError
        If a target is undefined at all but a few points.
    """
    inside = scaled(priors, places)
    return Emulator(priors, tuple(_fitted(inside, column) for column in answers.T))


def _fitted(inside: Numbers, answers: Numbers) -> _Process:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel

    known = ~np.isnan(answers)
    if np.count_nonzero(known) < FEWEST_POINTS:
        raise WorkError(
            f"a target is undefined at {np.count_nonzero(~known)} of {len(answers)} sets of "
            "parameters: lengthen run.weeks, or leave it out"
        )
    middle, spread = float(answers[known].mean()), float(answers[known].std()) or 1.0
    reach = RBF(np.ones(inside.shape[1]), (0.2, 50.0))
    kernel = ConstantKernel(1.0, (1e-2, 1e3)) * reach + WhiteKernel(0.3, (1e-4, 2.0))
    process = GaussianProcessRegressor(kernel, random_state=0)
    with warnings.catch_warnings():  # a length at its bound says that its parameter does not matter
        warnings.simplefilter("ignore", ConvergenceWarning)
        process.fit(inside[known], (answers[known] - middle) / spread)
    signal = process.kernel_.k1
    lengths = np.atleast_1d(signal.k2.length_scale)
    half = np.linalg.inv(process.L_)
    return _Process(
        inside=inside[known] / lengths,
        lengths=lengths,
        amplitude=float(signal.k1.constant_value),
        weights=np.asarray(process.alpha_, dtype=np.float64),
        precision=half.T @ half,
        middle=middle,
        spread=spread,
    )


def scaled(priors: tuple[Prior, ...], places: Numbers) -> Numbers:
    """Return places as shares of the way through each prior."""
    ends = np.array([each.ends() for each in priors])
    shares: Numbers = (places - ends[:, 0]) / (ends[:, 1] - ends[:, 0])
    return shares


def hypercube(priors: tuple[Prior, ...], count: int, seed: int) -> Numbers:
    """Return places spread evenly over all priors at once, `[count, parameters]`."""
    from scipy.stats import qmc

    shares = qmc.LatinHypercube(len(priors), rng=np.random.default_rng(seed)).random(count)
    ends = np.array([each.ends() for each in priors])
    places: Numbers = ends[:, 0] + shares * (ends[:, 1] - ends[:, 0])
    return places
