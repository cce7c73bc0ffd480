"""What a search is after: outcomes and costs, each with the direction that is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heterophony.experiments.inputs.own_jobcentre import caseworker_posts, places
from heterophony.experiments.methods.verdicts import Sign, Size, verdict
from heterophony.experiments.results.differences import Difference, Numbers
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.notice import HEADLINE
from heterophony.scenarios import OUTCOMES, Scenario
from heterophony.scenarios.errors import nearest

STAFFHOURS, POSTS = "staff_hours", "posts"
HOURS = ("caseworker_hours", "mentor_hours")
_COSTS = {
    STAFFHOURS: "Staff hours on the scheme, both sides, per citizen-year",
    POSTS: "Full posts per 100 citizens of the scheme, other cases of its caseworkers included",
}
DEFAULT = (HEADLINE, STAFFHOURS, POSTS)


class Robust(StrEnum):
    """How the worlds are summed up while a search looks for plans."""

    mean = "mean"
    worst = "worst"
    share = "share"


@dataclass(frozen=True)
class Aim:
    """One thing that a search wants more or less of.

    Attributes
    ----------
    name
        A run outcome, `staff_hours` or `posts`.
    less
        Whether less of it is wanted.
    smallest
        The smallest difference that matters; None where any does.
    """

    name: str
    less: bool
    smallest: float | None

    @property
    def title(self) -> str:
        """What it is, in English."""
        return _COSTS.get(self.name) or OUTCOMES[self.name].title["en"]

    @property
    def is_cost(self) -> bool:
        """Whether it is a price, not an outcome of people."""
        return self.name in _COSTS

    def of(self, scenario: Scenario, outcomes: Mapping[str, float]) -> float:
        """Return its value in a run."""
        if self.name == POSTS:
            posts = caseworker_posts(scenario) + float(scenario.values["staffing.mentors"])
            return 100.0 * posts / places(scenario)
        if self.name == STAFFHOURS:
            return sum(outcomes[each] for each in HOURS)
        return outcomes[self.name]

    def gain(self, differences: Numbers) -> Numbers:
        """Return differences with the sign that makes more better."""
        return -differences if self.less else differences

    def score(self, differences: Numbers, by: Robust) -> float:
        """Return how good a plan's differences over the worlds are: more is better.

        Parameters
        ----------
        differences
            Plan less baseline, one number a world, NaN where undefined.
        by
            Their mean; the least favourable world; or the share of worlds in which the plan is
            better by an amount that matters (for a cost the mean: every hour counts).
        """
        found = self.gain(differences[~np.isnan(differences)])
        if not len(found):
            return float("nan")
        if by is Robust.worst:
            return float(found.min())
        if by is Robust.share and not self.is_cost:
            return float(np.mean(found >= (self.smallest or 0.0)))
        return float(found.mean())

    def stands(self, difference: Difference) -> tuple[str, bool]:
        """Return `better`, `worse`, `same` or `open`, and whether the size surely is worth it."""
        said = verdict(difference, self.smallest)
        if said.sign is Sign.NONE:
            return "same", False
        if said.sign not in (Sign.MORE, Sign.LESS):
            return "open", False
        better = (said.sign is Sign.LESS) == self.less
        return ("better" if better else "worse"), said.size is Size.MATTERS


def aims_of(names: Iterable[str]) -> tuple[Aim, ...]:
    """Return the aims of these names, each wanted in the direction that serves the citizen.

    Where an outcome serves nobody in particular, as hours and money do, less of it is wanted.

    Raises
    ------
    RequestError
        If a name is unknown, given twice, or there are fewer than two.
    """
    asked = list(names)
    allowed = [*_COSTS, *OUTCOMES]
    for name in asked:
        if name not in allowed:
            near = nearest(name, allowed)
            hint = f"; nearest valid name: {near}" if near else ""
            raise RequestError(f"aim: {name!r} is no outcome, {STAFFHOURS} or {POSTS}{hint}")
        if asked.count(name) > 1:
            raise RequestError(f"aim {name} is given twice")
    if len(asked) < 2:
        raise RequestError(
            "a search needs at least two aims, such as ownership_52w and staff_hours: with one "
            "there is nothing to weigh"
        )
    return tuple(map(_aim, asked))


def _aim(name: str) -> Aim:
    if name == POSTS:
        return Aim(name, True, None)
    declared = OUTCOMES[HOURS[0] if name == STAFFHOURS else name]
    return Aim(name, declared.good != "more", declared.smallest_difference)
