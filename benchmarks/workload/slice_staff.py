"""The rules of staff in the workload: allocation of hours before a week, learning after it.

Compiled they serve the numba loop, with compilation off the Mesa model that shares them.
"""

from __future__ import annotations

from typing import Any

from heterophony.agents.bounded import HOUR, clip01, positive_part, relax, saturating_step
from heterophony.agents.caseworker_week import background_hours, weekly_hours
from heterophony.agents.compiled import compiled
from heterophony.agents.learning import resonance
from heterophony.benchmarks.workload.inputs import INTERVAL, MONTH


@compiled
def count_cases(citizens: Any, mentors: Any, caseworkers: Any, week: int) -> None:
    """Count citizens as cases of both professionals, and a week's meetings."""
    for row in range(len(citizens)):
        citizen = citizens[row]
        mentor, worker = mentors[citizen.mentor], caseworkers[citizen.caseworker]
        mentor.cases += 1
        worker.cases += 1
        if week % INTERVAL == citizen.meeting_week:
            mentor.meetings += 1
            worker.meetings += 1


@compiled
def plan_caseworker_week(worker: Any, p: Any) -> None:
    """Give the hours that background cases and meetings leave to preparing meetings."""
    hours = weekly_hours(p, 1.0) - background_hours(p, 1.0, 0, worker.cases)
    left = positive_part(hours - (p.meeting_minutes / HOUR + p.hours_record) * worker.meetings)
    wanted = p.hours_preparation * worker.meetings
    worker.preparation = clip01(left / wanted) if wanted > 0.0 else 1.0
    worker.cases, worker.meetings = 0, 0


@compiled
def plan_mentor_week(worker: Any, p: Any) -> None:
    """Give the hours that meetings leave to sessions."""
    hours = p.hours_week * p.hours_mentor_share
    left = positive_part(hours - (p.meeting_minutes / HOUR + p.hours_shield) * worker.meetings)
    wanted = p.mentor_session_hours * worker.cases
    worker.session_share = clip01(left / wanted) if wanted > 0.0 else 1.0
    worker.cases, worker.meetings = 0, 0


@compiled
def learn(worker: Any, p: Any, commitment: float) -> None:
    """Widen the horizon by foreign codes heard, and let it drift back."""
    for _ in range(worker.foreign_heard):
        dose = p.learning_meeting * commitment * resonance(p, worker.horizon)
        worker.horizon = saturating_step(worker.horizon, dose)
    worker.horizon = relax(worker.horizon, p.learning_floor, p.learning_drift)
    worker.foreign_heard = 0


@compiled
def understand(u: float, left: float, p: Any, week: int) -> float:
    """Let understanding grow with the week's meetings, and fade once a month."""
    u = 1.0 - (1.0 - u) * left
    if week % MONTH == MONTH - 1:
        return relax(u, p.coordination_initial_understanding, p.understanding_drift)
    return u


@compiled
def plan_all(citizens: Any, mentors: Any, caseworkers: Any, p: Any, week: int) -> None:
    """Allocate the hours of a week for all staff."""
    count_cases(citizens, mentors, caseworkers, week)
    for k in range(len(caseworkers)):
        plan_caseworker_week(caseworkers[k], p)
    for m in range(len(mentors)):
        plan_mentor_week(mentors[m], p)


@compiled
def learn_all(mentors: Any, caseworkers: Any, pairs: Any, left: Any, p: Any, week: int) -> None:
    """Update the horizons of staff and the understanding of pairs."""
    for k in range(len(caseworkers)):
        learn(caseworkers[k], p, p.dialogue_caseworker_commitment)
    for m in range(len(mentors)):
        learn(mentors[m], p, p.dialogue_mentor_commitment)
        for post in range(pairs.shape[1]):
            pairs[m, post] = understand(pairs[m, post], left[m, post], p, week)
            left[m, post] = 1.0
