"""What was learned of each parameter, and whether the targets were reached."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heterophony.experiments.methods.calibration.plan import Prior, Target
from heterophony.experiments.methods.calibration.smc import Particles
from heterophony.experiments.results.differences import Numbers

TAIL = 0.05
LITTLE = 0.2  # learned less than this share of the range: not identified
_TOGETHER = 0.6  # correlation from which two parameters are known only together
_95 = 1.96


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
    """One target beside what new runs say.

    Attributes
    ----------
    before
        The model's mean at the scenario's own values.
    after, error
        Its mean over draws from the posterior, under seeds that the fit has not seen, and the
        standard error of that mean.
    low, high
        The middle 90 % of single draws, each of a few runs.
    distance
        From the figure, in standard deviations of figure and mean together.
    """

    target: Target
    before: float
    after: float
    error: float
    low: float
    high: float

    @property
    def distance(self) -> float:
        """How far the model's mean lies from the figure, in standard deviations."""
        return (self.after - self.target.value) / math.hypot(self.target.sd, self.error)

    @property
    def reached(self) -> bool:
        """Whether the figure's 95 % interval and the model's mean agree."""
        return abs(self.distance) <= _95


def learned_parameters(
    priors: Sequence[Prior], particles: Particles
) -> tuple[LearnedParameter, ...]:
    """Compare posterior and prior, parameter by parameter."""
    together = _correlations(particles)
    found = []
    for place, prior in enumerate(priors):
        quantiles = weighted_quantiles(
            particles.places[:, place], particles.weights, (TAIL, 0.5, 1.0 - TAIL)
        )
        low, high = prior.ends()
        width = (1.0 - 2.0 * TAIL) * (high - low)
        others = tuple(
            other.parameter
            for number, other in enumerate(priors)
            if number != place and abs(together[place, number]) >= _TOGETHER
        )
        values = [prior.value(each) for each in quantiles]
        learned = 1.0 - (quantiles[2] - quantiles[0]) / width
        found.append(
            LearnedParameter(prior, values[1], values[0], values[2], float(learned), others)
        )
    return tuple(found)


def checked_targets(
    targets: Sequence[Target], before: Numbers, after: Numbers
) -> tuple[CheckedTarget, ...]:
    """Set each target beside answers `[draws, targets]` before and after the fit."""
    found = []
    for place, target in enumerate(targets):
        was, now = before[:, place], after[:, place]
        known = now[~np.isnan(now)]
        if not len(known):
            known = np.array([np.nan])
        low, high = np.quantile(known, (TAIL, 1.0 - TAIL))
        error = float(known.std(ddof=1) / math.sqrt(len(known))) if len(known) > 1 else math.nan
        earlier = was[~np.isnan(was)]
        found.append(
            CheckedTarget(
                target=target,
                before=float(earlier.mean()) if len(earlier) else math.nan,
                after=float(known.mean()),
                error=error,
                low=float(low),
                high=float(high),
            )
        )
    return tuple(found)


def weighted_quantiles(values: Numbers, weights: Numbers, wanted: Sequence[float]) -> list[float]:
    """Return quantiles of weighted values."""
    order = np.argsort(values, kind="stable")
    share = np.cumsum(weights[order]) - 0.5 * weights[order]
    return [float(each) for each in np.interp(wanted, share / weights.sum(), values[order])]


def _correlations(particles: Particles) -> Numbers:
    covered = np.atleast_2d(np.cov(particles.places, rowvar=False, aweights=particles.weights))
    spread = np.sqrt(np.maximum(np.diag(covered), 1e-300))
    found: Numbers = covered / np.outer(spread, spread)
    return found
