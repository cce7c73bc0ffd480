"""The workload in plain Mesa with keyed draws: the shared rules, as pure Python.

Meant for compilation off (`NUMBA_DISABLE_JIT=1`), when a rule is a plain function of an object with
attributes: the same functions that `numba_loop.py` compiles act on Mesa agents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from heterophony.agents.draws import uniform
from heterophony.benchmarks.workload import numba_loop, slice_meeting, slice_rules
from heterophony.benchmarks.workload.inputs import (
    INTERVAL,
    KEYS,
    MEASURES,
    Inputs,
)
from heterophony.benchmarks.workload.slice_meeting import meet
from heterophony.benchmarks.workload.slice_rules import (
    arrive,
    basis_of,
    drift,
    leaves,
    live_crisis,
    live_session,
    move_ownership,
)

_LISTS = ("usual", "closing", "mentors", "caseworker_pull", "mentor_pull")


class Citizen(mesa.Agent):
    """A citizen whose attributes are the columns of the workload."""

    def __init__(self, model: Jobcentre, row: Any) -> None:
        super().__init__(model)
        for name in row.dtype.names:
            setattr(self, name, row[name] if name in KEYS else row[name].item())

    def live_week(self) -> None:
        """Live through a week by the shared rules."""
        model, p = self.model, self.model.premises
        sums, post = model.sums, self.caseworker % p.posts
        mentor, worker = model.mentors[self.mentor], model.caseworkers[self.caseworker]
        u = model.pairs[self.mentor][post]
        live_session(self, p, mentor.session_share, sums)
        if model.week % INTERVAL == self.meeting_week:
            uptake = meet(model.room, self, mentor, worker, p, u, model.week)
            model.left[self.mentor][post] *= 1.0 - p.understanding_meeting * uptake
            numba_loop.add_up_meeting(sums, model.room)
        drift(self, p, u)
        move_ownership(self, p, model.normal, basis_of(self, p))
        live_crisis(self, p, model.week)
        numba_loop.add_up(sums, self)
        sums.understanding += u
        self.life_week += 1
        if leaves(self, p):
            sums.left += 1.0
            self.generation += 1
            arrive(self, p, model.normal)


class Staff(mesa.Agent):
    """A mentor or caseworker."""

    def __init__(self, model: Jobcentre, row: Any) -> None:
        super().__init__(model)
        for name in row.dtype.names:
            setattr(self, name, row[name].item())


class Jobcentre(mesa.Model):
    """The jobcentre: a step is a week."""

    def __init__(self, inputs: Inputs) -> None:
        super().__init__(seed=inputs.seed)
        p = self.premises = SimpleNamespace(**inputs.numbers)
        p.shares_with_mentor = np.array(p.shares_with_mentor)  # rules read it by two numbers
        self.normal = inputs.normal.tolist()
        self.room = SimpleNamespace(**{name: [0.0] * 4 for name in _LISTS})
        start = p.coordination_initial_understanding
        self.pairs = [[start] * p.posts for _ in range(inputs.mentors)]
        self.left = [[1.0] * p.posts for _ in range(inputs.mentors)]
        self.mentors = [Staff(self, inputs.staff[0]) for _ in range(inputs.mentors)]
        self.caseworkers = [Staff(self, inputs.staff[0]) for _ in range(inputs.caseworkers)]
        self.citizens = [Citizen(self, row) for row in inputs.citizens]
        self.week = 0
        self.kept: list[list[float]] = []

    def step(self) -> None:
        """Let one week pass."""
        p = self.premises
        self.sums = SimpleNamespace(**dict.fromkeys(MEASURES, 0.0))
        numba_loop.count_cases(self.citizens, self.mentors, self.caseworkers, self.week)
        for worker in self.caseworkers:
            numba_loop.plan_caseworker_week(worker, p)
        for worker in self.mentors:
            numba_loop.plan_mentor_week(worker, p)
        for citizen in self.citizens:
            citizen.live_week()
        for worker in self.caseworkers:
            numba_loop.learn(worker, p, p.dialogue_caseworker_commitment)
        for worker in self.mentors:
            numba_loop.learn(worker, p, p.dialogue_mentor_commitment)
        for pairs, left in zip(self.pairs, self.left, strict=True):
            for post in range(p.posts):
                pairs[post] = numba_loop.understand(pairs[post], left[post], p, self.week)
                left[post] = 1.0
        self.week += 1
        self.kept.append([getattr(self.sums, name) for name in MEASURES])


@contextmanager
def _writing_down(numbers: list[float] | None) -> Iterator[None]:
    """Gather what is drawn in `numbers`, if they are asked for."""

    def drawn(*key: Any) -> float:
        u = uniform(*key)
        if numbers is not None:
            numbers.append(u)
        return u

    for rules in (slice_meeting, slice_rules):
        vars(rules)["uniform"] = uniform if numbers is None else drawn
    try:
        yield
    finally:
        for rules in (slice_meeting, slice_rules):
            vars(rules)["uniform"] = uniform


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Make everything ready; return what lives through the weeks, and returns their sums.

    `chance`, a list, gathers every uniform number that is drawn after the start, in order.
    """
    model = Jobcentre(inputs)

    def run() -> np.ndarray:
        with _writing_down(chance):
            for _ in range(inputs.weeks):
                model.step()
        return np.array(model.kept)

    return run
