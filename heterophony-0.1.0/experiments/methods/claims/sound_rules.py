"""Properties of rules: what moves ownership, knowledge, pressure and the front."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.vocabulary import COURSE, NOBODY

if TYPE_CHECKING:
    from heterophony.experiments.methods.claims.soundness import Trial

_TALK = {"meeting.pre_meeting_minutes": 20.0, "coordination.fidelity": "full"}
_PER_TIME = 1.35  # twice the turns in the same minutes: at most so much more threat a meeting


def rate(trial: Trial) -> str:
    """Take counts per time: a log with twice the turns does not threaten twice as much."""
    # Measuring alone makes the impulse here, so that nothing else can hide what it does.
    alone = {"reaction.over": 0.0, "reaction.inconsistency": 0.0, "run.policy_in_burn_in": True}
    short, long = (
        trial.run({**alone, "meeting.turns": turns}).run().outcomes["meeting_impulse"]
        for turns in (30, 60)
    )
    if long > _PER_TIME * short:
        return f"with twice the turns the impulse of a meeting goes from {short:.3f} to {long:.3f}"
    return ""


def untouched(trial: Trial) -> str:
    """Move ownership only through what happens: who has not met yet is where the others are."""
    found = []
    for values in ({}, _TALK):
        simulation = trial.started(values)
        simulation.advance(1 - simulation.week)
        found.append(simulation.world.citizens)
    on_course = (found[0]["status"] == COURSE) & (found[1]["status"] == COURSE)
    no_meeting = (found[0]["meets"] == 0) & (found[1]["meets"] == 0)
    same = on_course & no_meeting & (found[0]["slot"] == found[1]["slot"])
    if not same.any():
        return "nobody is without a meeting in the policy's first week: nothing can be told"
    apart = np.abs(found[0]["ownership"][same] - found[1]["ownership"][same])
    if apart.max() > 1e-6:
        return f"a policy moves ownership by {apart.max():.3f} of people who have not met under it"
    return ""


def contact(trial: Trial) -> str:
    """Let nobody get to know anybody without contact."""
    simulation = trial.started()
    before: dict[tuple[int, int], tuple[float, float]] = {}
    while not simulation.finished:
        week = simulation.week
        simulation.advance(1)
        now: dict[tuple[int, int], tuple[float, float]] = {}
        for row in _present(simulation):
            person = (int(row["slot"]), int(row["generation"]))
            known = (float(row["knowledge_caseworker"]), float(row["knowledge_mentor"]))
            now[person] = known
            if person not in before or row["meets"] > 0 or row["interviewed"]:
                continue
            if known[0] > before[person][0] + 1e-9 and row["last_contact"] != week:
                return f"in week {week} a caseworker knows someone better whom nobody has met"
            if known[1] > before[person][1] + 1e-9 and row["last_attended"] != week:
                return f"in week {week} a mentor knows someone better whom nobody has met"
        before = now
    return ""


def front(trial: Trial) -> str:
    """Let nobody show less than they are on the front stage."""
    result = trial.run(keep=("meetings",)).run()
    gaps = np.asarray(result.meetings["gap"] if result.meetings else [0.0])
    weekly = result.weekly["presented_state"] - result.weekly["true_state"]
    if np.any(gaps < -1e-9) or np.any(weekly[~np.isnan(weekly)] < -1e-9):
        return "what is shown lies below the true state"
    return ""


def bounds(trial: Trial) -> str:
    """Keep states between 0 and 1."""
    from heterophony.agents.citizen_columns import BOUNDED_STATES

    simulation = trial.started()
    while not simulation.finished:
        simulation.advance(4)
        here = _present(simulation)
        for name in BOUNDED_STATES:
            if np.any(here[name] < 0.0) or np.any(here[name] > 1.0):
                return f"{name} leaves its bounds"
    return ""


def pressure(trial: Trial) -> str:
    """Let pressure push ownership down: without its discount the same people have more."""
    usual = trial.run({"run.policy_in_burn_in": True}).run().outcomes
    relieved = trial.run({"run.policy_in_burn_in": True, "ownership.pressure_discount": 0.0}).run()
    if not relieved.outcomes["ownership"] > usual["ownership"]:
        return "without the discount of pressure ownership is no higher"
    return ""


PROPERTIES: dict[str, Callable[[Trial], str]] = {
    "counts are per time": rate,
    "ownership moves only by what happens": untouched,
    "knowledge needs contact": contact,
    "the front lies above the true state": front,
    "states stay in bounds": bounds,
    "pressure takes from ownership": pressure,
}


def _present(simulation: Any) -> Any:
    rows = simulation.world.citizens
    return rows[rows["status"] != NOBODY]
