"""The workload as usually written, first part: the organisation and its staff as plain objects.

Mixins for the models and agents of Mesa and of AgentPy.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from heterophony.benchmarks.workload.inputs import INTERVAL, MEASURES, MONTH, Inputs


def share(value: float) -> float:
    """Clip a value to the range from 0 to 1."""
    return 0.0 if value < 0.0 else 1.0 if value > 1.0 else value


def push(state: float, dose: float) -> float:
    """Move a state by a share of its remaining distance."""
    dose = -1.0 if dose < -1.0 else 1.0 if dose > 1.0 else dose
    return state + dose * (1.0 - state) if dose >= 0.0 else state + dose * state


class Organisation:
    """The state that both models hold beside their agents."""

    def found(self, inputs: Inputs) -> None:
        """Read the numbers, before any agent exists."""
        self.numbers = SimpleNamespace(**inputs.numbers)
        self.week = 0
        posts = self.numbers.posts
        self.pairs = [
            [self.numbers.coordination_initial_understanding] * posts for _ in range(inputs.mentors)
        ]
        self.left = [[1.0] * posts for _ in range(inputs.mentors)]
        self.sums = SimpleNamespace()
        self.kept: list[list[float]] = []

    def settle(
        self, inputs: Inputs, mentors: list[Any], caseworkers: list[Any], citizens: Iterable[Any]
    ) -> None:
        """Give all agents their places."""
        horizon = float(inputs.staff[0]["horizon"])
        for worker in mentors:
            worker.start(horizon, self.numbers.dialogue_mentor_commitment)
        for worker in caseworkers:
            worker.start(horizon, self.numbers.dialogue_caseworker_commitment)
        for citizen, row in zip(citizens, inputs.citizens, strict=True):
            citizen.start(row, mentors, caseworkers)

    def open_week(self) -> None:
        """Set the week's sums to zero."""
        self.sums = SimpleNamespace(**dict.fromkeys(MEASURES, 0.0))

    def close_week(self) -> None:
        """Let understanding grow; keep the week's sums."""
        for pairs, left in zip(self.pairs, self.left, strict=True):
            for post, remains in enumerate(left):
                u = 1.0 - (1.0 - pairs[post]) * remains
                if self.week % MONTH == MONTH - 1:
                    start = self.numbers.coordination_initial_understanding
                    u += self.numbers.understanding_drift * (start - u)
                pairs[post] = u
                left[post] = 1.0
        self.week += 1
        self.kept.append([getattr(self.sums, name) for name in MEASURES])


class Staff:
    """A professional: cases, hours, a horizon."""

    model: Any

    def start(self, horizon: float, commitment: float) -> None:
        """Fill the post."""
        self.commitment = commitment
        self.horizon = horizon
        self.cases: list[Any] = []
        self.foreign_heard = 0
        self.preparation = self.session_share = 0.0

    def meetings(self) -> int:
        """Count this week's meetings."""
        turn = self.model.week % INTERVAL
        return sum(citizen.meeting_week == turn for citizen in self.cases)

    def learn(self) -> None:
        """Widen the horizon by foreign codes heard, and let it drift back."""
        p = self.model.numbers
        horizon = self.horizon
        for _ in range(self.foreign_heard):
            resonance = 2.0 * horizon * 2.0 * (1.0 - horizon)
            horizon = push(horizon, p.learning_meeting * self.commitment * resonance)
        self.horizon = horizon + p.learning_drift * (p.learning_floor - horizon)
        self.foreign_heard = 0


class PlainCaseworker(Staff):
    """A caseworker: prepares meetings in the remaining hours."""

    def plan_week(self) -> None:
        """Allocate the hours of a week."""
        p = self.model.numbers
        others = p.staffing_caseworker_caseload * (1.0 - p.population_mentored_share)
        background = p.hours_background * others + p.hours_background_course * len(self.cases)
        hours = p.hours_week * p.hours_caseworker_share - background
        meetings = self.meetings()
        left = max(hours - (p.meeting_minutes / 60.0 + p.hours_record) * meetings, 0.0)
        wanted = p.hours_preparation * meetings
        self.preparation = share(left / wanted) if wanted > 0.0 else 1.0


class PlainMentor(Staff):
    """A mentor: gives sessions in the remaining hours."""

    def plan_week(self) -> None:
        """Allocate the hours of a week."""
        p = self.model.numbers
        held = (p.meeting_minutes / 60.0 + p.hours_shield) * self.meetings()
        left = max(p.hours_week * p.hours_mentor_share - held, 0.0)
        wanted = p.mentor_session_hours * len(self.cases)
        self.session_share = share(left / wanted) if wanted > 0.0 else 1.0
