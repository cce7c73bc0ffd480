"""A first answer in a millisecond, learned from runs of random plans at random jobcentres.

The change that a plan makes is the difference of one smooth function between two places: the levers
with the plan, and the levers as they are. The function is a polynomial whose weights a ridge
regression finds; a plan that changes nothing therefore changes nothing exactly. How far it is off
for plans that it has not seen is part of it, and every answer from it says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import numpy as np

from heterophony.experiments.engine.seeds import keyed_generator
from heterophony.experiments.inputs.own_jobcentre import (
    SETTINGS,
    OwnPlan,
    levers,
    limits_of,
    places,
)
from heterophony.experiments.methods.answers import BESIDE, PRICE, against
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.notice import HEADLINE
from heterophony.scenarios import OUTCOMES, PARAMETERS

LEARNED: Final = (HEADLINE, *BESIDE, *PRICE)
_FOLDS: Final = 5
_SETTINGS_OF_INTERACTION: Final = (
    *SETTINGS,
    "meeting.pre_meeting_minutes",
    "meeting.debrief_minutes",
    "meeting.citizen_involvement",
    "meeting.shared_goals",
    "dialogue.interval_weeks",
)
_SEED: Final = "first answers"
_95: Final = 2.0  # standard deviations on either side


@dataclass(frozen=True)
class FirstAnswers:
    """What was learned, as plain numbers.

    Attributes
    ----------
    terms
        Names of the polynomial's terms.
    weights
        By outcome: one number a term.
    levels
        By outcome: a constant and one number a term, for the level of today.
    errors
        By outcome: the typical error of a change, for plans that were held back.
    """

    terms: tuple[str, ...]
    weights: Mapping[str, Sequence[float]]
    levels: Mapping[str, Sequence[float]]
    errors: Mapping[str, float]

    def answer(self, question: OwnPlan) -> dict[str, Any]:
        """Return the answer document that a page can show at once; it has no runs behind it."""
        today, planned = question.arms
        before = features(today.values)
        step = features(planned.values) - before
        outcomes: dict[str, Any] = {}
        for name in self.weights:
            change = float(step @ np.asarray(self.weights[name]))
            constant, *slope = self.levels[name]
            level = _inside(name, constant + float(before @ np.asarray(slope)))
            outcomes[name] = _figure(name, level, change, self.errors[name])
        there = places(today)
        hours = outcomes["caseworker_hours"]
        return {
            "basis": "emulated",
            "headline": HEADLINE,
            "outcomes": outcomes,
            "against": against(outcomes),
            "hours": {
                "places": there,
                "caseworker": {"total": {"hours": hours["difference"] * there}},
            },
        }


def _figure(name: str, level: float, change: float, error: float) -> dict[str, Any]:
    """Return a figure as `answers.figure` does; its interval is the error of what was learned."""
    smallest = OUTCOMES[name].smallest_difference or 0.0
    low, high = change - _95 * error, change + _95 * error
    good = OUTCOMES[name].good
    word = "unsettled"
    if abs(change) < smallest and abs(change) + error < 2.0 * smallest:
        word = "none"
    elif abs(change) >= smallest and (low > 0.0 or high < 0.0):
        word = "better" if (change > 0.0) is (good != "less") else "worse"
    numbers = {"baseline": level, "policy": level + change, "difference": change}
    return {**numbers, "low": low, "high": high, "verdict": "", "standing": word}


def _inside(name: str, level: float) -> float:
    declared = OUTCOMES[name]
    low = -np.inf if declared.minimum is None else declared.minimum
    high = np.inf if declared.maximum is None else declared.maximum
    return float(min(max(level, low), high))


def features(values: Mapping[str, Any]) -> Numbers:
    """Return the terms of the polynomial at the values of a scenario, in the order of `terms`."""
    single = {name: _shares(name, values[name]) for name in _varied()}
    row = [each for parts in single.values() for each in parts]
    for one, other in combinations(_interacting(), 2):
        row.append(single[one][0] * single[other][0])
    return np.array(row, dtype=np.float64)


def terms() -> tuple[str, ...]:
    """Return the names of the terms of `features`."""
    found: list[str] = []
    for name in _varied():
        found += [f"{name}/{part}" for part in range(len(_shares(name, PARAMETERS[name].default)))]
    pairs = combinations(_interacting(), 2)
    return (*found, *(f"{one}*{other}" for one, other in pairs))


def _varied() -> list[str]:
    return list(dict.fromkeys([*SETTINGS, *levers()]))


def _interacting() -> list[str]:
    return [name for name in _SETTINGS_OF_INTERACTION if name in PARAMETERS]


def _shares(name: str, value: Any) -> list[float]:
    """Return a setting as some numbers between about 0 and 1."""
    parameter = PARAMETERS[name]
    if parameter.type == "bool":
        return [float(bool(value))]
    if parameter.type == "choice":
        return [float(value == choice) for choice in parameter.choices[1:]] or [0.0]
    low, high = float(parameter.low), float(parameter.high)
    share = (float(value) - low) / (high - low)
    found = [share, share * share]
    if parameter.unit == "weeks" and "interval" in name:
        often = 1.0 / float(value) if value else 0.0
        found = [min(often, 1.0), *found, min(often, 1.0) ** 2]
    return found


def random_questions(count: int) -> list[OwnPlan]:
    """Return random plans at random jobcentres, the same for the same count of them.

    Every second jobcentre is the study's; a plan moves one lever to four.
    """
    chances = keyed_generator(_SEED)
    names = list(levers())
    found: list[OwnPlan] = []
    while len(found) < count:
        own = {} if len(found) % 2 else {name: _drawn(name, chances) for name in SETTINGS}
        moved = chances.choice(len(names), size=int(chances.integers(1, 5)), replace=False)
        likely = [name for name in _interacting() if name in levers()]
        chosen = {likely[int(chances.integers(len(likely)))], *(names[each] for each in moved)}
        question = OwnPlan(own, {name: _drawn(name, chances) for name in sorted(chosen)})
        if not question.changes_nothing:
            found.append(question)
    return found


def _drawn(name: str, chances: np.random.Generator) -> Any:
    parameter = PARAMETERS[name]
    if parameter.type == "bool":
        return bool(chances.integers(2))
    if parameter.type == "choice":
        return parameter.choices[int(chances.integers(len(parameter.choices)))]
    span = limits_of(parameter)
    low = max(float(parameter.low), span[0] if span else -np.inf)
    value = chances.uniform(low, float(parameter.high))
    return round(value) if parameter.type == "int" else float(value)


def learn(
    questions: Sequence[OwnPlan], found: Sequence[Mapping[str, tuple[float, float]]]
) -> FirstAnswers:
    """Learn from questions and what runs said of them: both arms' means, by outcome."""
    from sklearn.linear_model import RidgeCV
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    before = np.array([features(each.arms[0].values) for each in questions])
    steps = np.array([features(each.arms[1].values) for each in questions]) - before
    strengths = np.logspace(-3, 4, 22)
    weights, levels, errors = {}, {}, {}
    for name in LEARNED:
        both = np.array([each.get(name, (np.nan, np.nan)) for each in found], dtype=np.float64)
        known = ~np.isnan(both).any(axis=1)
        change = both[known, 1] - both[known, 0]
        scale = StandardScaler(with_mean=False)
        ridge = make_pipeline(scale, RidgeCV(strengths, fit_intercept=False))
        guessed = cross_val_predict(ridge, steps[known], change, cv=_FOLDS)
        errors[name] = float(np.sqrt(np.mean((guessed - change) ** 2)))
        ridge.fit(steps[known], change)
        weights[name] = (ridge[-1].coef_ / scale_of(ridge[0])).tolist()
        level = make_pipeline(StandardScaler(), RidgeCV(strengths))
        level.fit(before[known], both[known, 0])
        slope = level[-1].coef_ / scale_of(level[0])
        constant = float(level[-1].intercept_ - slope @ level[0].mean_)
        levels[name] = [constant, *slope.tolist()]
    return FirstAnswers(terms(), weights, levels, errors)


def scale_of(scaler: Any) -> Numbers:
    """Return what a fitted scaler divides by."""
    scale: Numbers = np.asarray(scaler.scale_, dtype=np.float64)
    return scale
