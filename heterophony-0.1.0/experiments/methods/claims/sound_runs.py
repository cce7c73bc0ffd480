"""Properties of runs: order, executor, seed, shared people, burn-in, hours, funding."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.vocabulary import NOBODY
from heterophony.experiments.methods.claims.reordering import disagreeing, shuffled_to_the_end

if TYPE_CHECKING:
    from heterophony.experiments.methods.claims.soundness import Trial

_TRAITS = ("resources", "reactance", "internalised_discourse", "trait_autonomy", "alliance_speed")
_DRAWN = {
    "citizens": _TRAITS,
    "caseworkers": ("key", "weights", "pacing"),
    "mentors": ("key",),
    "slots": ("key",),
}
_TALK = {"meeting.pre_meeting_minutes": 20.0, "meeting.debrief_minutes": 10.0}
# A fifth of a post for sixteen people who meet every week: more is asked than there is.
_SCARCE = {"staffing.caseworker_caseload": 200.0, "meeting.interval_weeks": 1}
_ROUNDING = 1e-9


def order(trial: Trial) -> str:
    """Give the same results, whoever is walked first."""
    usual = trial.run().run()
    other = shuffled_to_the_end(trial.started(), trial.seed)
    wrong = disagreeing(usual, other)
    return f"other outcomes where citizens are walked otherwise: {_named(wrong)}" if wrong else ""


def executors(trial: Trial) -> str:
    """Give the same bits by both executors."""
    digests = {
        trial.run(executor=each, keep=("meetings", "events")).run().digest()
        for each in ("compiled", "agents")
    }
    return "the two executors give different results" if len(digests) > 1 else ""


def seed(trial: Trial) -> str:
    """Give other people, other staff and other luck under another seed."""
    first, second = (trial.run(seed=trial.seed + each).world for each in (0, 1))
    same = [
        f"{column} of {table}"
        for table, columns in _DRAWN.items()
        for column in columns
        if _equal(getattr(first, table)[column], getattr(second, table)[column])
    ]
    return f"the same under another seed: {_named(same)}" if same else ""


def people(trial: Trial) -> str:
    """Share people between two policies under one seed."""
    first, second = (_traits(trial.run(each)) for each in ({}, {"meeting.interval_weeks": 8}))
    shared = first.keys() & second.keys()
    if not shared:
        return "two policies share nobody"
    other = [person for person in shared if first[person] != second[person]]
    return f"{len(other)} of {len(shared)} people are others under another policy" if other else ""


def burn_in(trial: Trial) -> str:
    """Leave burn-in alone: at week 0 both arms stand where they stood."""
    arms = []
    for values in ({}, {**_TALK, "referral.interviews": 2, "staffing.funding": "funded"}):
        simulation = trial.started(values)
        simulation.advance(-simulation.week)
        arms.append(simulation.world)
    for table in ("citizens", "caseworkers", "mentors"):
        first, second = (getattr(world, table) for world in arms)
        here = [rows.view(np.ndarray) for rows in (first, second)]
        if not np.array_equal(here[0], here[1]):
            return f"the policy has changed {table} before week 0"
    return ""


def hours(trial: Trial) -> str:
    """Let hours run out: no week spends more than the staff in post have, where none are added."""
    values = {**_TALK, **_SCARCE, "staffing.funding": "fixed"}
    simulation = trial.started(values)
    premises = simulation.world.premises
    while not simulation.finished:
        week, world = simulation.week, simulation.world
        p = premises[-1] if week >= 0 else premises[0]
        there = 0.0
        for worker in world.caseworkers:
            if worker.exists and worker.vacant_until <= week:
                there += float(p.hours_week * p.hours_caseworker_share * worker.fraction)
        before = 0.0 if week == 0 else _spent(world.totals[0])
        simulation.advance(1)
        spent = _spent(simulation.world.totals[0]) - before
        if spent > there + 1e-6:
            return f"in week {week} caseworkers spend {spent:.1f} hours of {there:.1f}"
    return ""


def funding(trial: Trial) -> str:
    """Count funded hours once: no more is added than the talk that is paid for takes."""
    world = trial.run({**_TALK, "staffing.funding": "funded"}).world
    totals = world.totals[0]
    for side in ("caseworker", "mentor"):
        added, taken = totals[f"{side}_funded"], totals[f"{side}_coordination"]
        if added > taken + _ROUNDING:
            return f"{added:.2f} hours of the {side}s are funded, and {taken:.2f} are spent on it"
    return ""


PROPERTIES: dict[str, Callable[[Trial], str]] = {
    "order of citizens": order,
    "executors agree": executors,
    "seed reaches everything": seed,
    "policies share their people": people,
    "burn-in is left alone": burn_in,
    "hours run out": hours,
    "funded hours count once": funding,
}


def _spent(totals: Any) -> float:
    """Return hours spent by caseworkers beyond overtime and what was added; spare ones left out."""
    activities = ("background", "interviews", "meetings", "preparation", "coordination", "dialogue")
    spent = sum(float(totals[f"caseworker_{each}"]) for each in activities)
    return spent - float(totals.caseworker_overtime + totals.caseworker_funded)


def _traits(simulation: Any) -> dict[tuple[int, int], tuple[float, ...]]:
    rows = simulation.world.citizens
    here = rows[rows["status"] != NOBODY]
    return {
        (int(row["slot"]), int(row["generation"])): tuple(float(row[name]) for name in _TRAITS)
        for row in here
    }


def _equal(first: Any, second: Any) -> bool:
    """Tell whether two columns agree in as many rows as both have."""
    length = min(len(first), len(second))
    return bool(length) and bool(np.array_equal(first[:length], second[:length]))


def _named(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"
