"""The workload in plain Mesa with keyed draws: the shared rules, as pure Python.

Meant for compilation off (`NUMBA_DISABLE_JIT=1`), when a rule is a plain function of an object with
attributes: the same functions that `numba_loop.py` compiles act on Mesa agents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from heterophony.agents import living, ownership
from heterophony.agents.draws import uniform
from heterophony.agents.vocabulary import FOR_ACT, FOR_CODE, FOR_SPEAKER, FOR_UPTAKE
from heterophony.benchmarks.workload import (
    model1_meeting,
    numba_loop,
    slice_meeting,
    slice_rules,
    slice_staff,
)
from heterophony.benchmarks.workload.inputs import (
    INTERVAL,
    KEYS,
    MEASURES,
    TURNS,
    Inputs,
)
from heterophony.benchmarks.workload.model1_meeting import (
    BY_CITIZEN,
    MAY_MEASURE,
    MEASURED,
    ROOM_FOR_TURNS,
    converse,
    count_in,
    meet,
)
from heterophony.benchmarks.workload.model1_turns import CONNECTED_FOREIGN, UNCONNECTED
from heterophony.benchmarks.workload.slice_meeting import Talk, uptake_in
from heterophony.benchmarks.workload.slice_rules import (
    be_followed,
    drift,
    leaves,
    live_crisis,
    live_session,
    move_ownership,
)

_DRAWING = (
    living,
    ownership,
    model1_meeting,
    slice_meeting,
    slice_rules,
)  # where rules draw in a week


class Citizen(mesa.Agent):
    """A citizen whose attributes are the columns of the workload."""

    def __init__(self, model: Jobcentre, row: Any) -> None:
        super().__init__(model)
        for name in row.dtype.names:
            setattr(self, name, row[name] if name in KEYS else row[name].item())

    def live_week(self) -> None:
        """Run a week by the shared rules."""
        model, p = self.model, self.model.premises
        sums, post = model.sums, self.caseworker % p.posts
        mentor, worker = model.mentors[self.mentor], model.caseworkers[self.caseworker]
        u = model.pairs[self.mentor][post]
        came, stepped = live_session(self, p, mentor.session_share)
        sums.attended += came
        sums.own_steps += stepped
        sums.understanding += u
        if model.week % INTERVAL == self.meeting_week:
            talk = meet(model.turns, self, mentor, worker, p, u, model.week)
            model.left[self.mentor][post] *= 1.0 - p.understanding_meeting * uptake_in(talk)
            numba_loop.add_up_meeting(sums, talk)
        drift(self, p, u)
        move_ownership(self, p, model.normal)
        live_crisis(self, p, model.week)
        numba_loop.add_up(sums, self)
        goes = leaves(self, p)
        self.life_week += 1
        if goes:
            sums.left += 1.0
            be_followed(self, p, model.normal)


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
        self.turns = [0] * ROOM_FOR_TURNS
        start = p.coordination_initial_understanding
        self.pairs = [[start] * p.posts for _ in range(inputs.mentors)]
        self.left = [[1.0] * p.posts for _ in range(inputs.mentors)]
        self.mentors = [Staff(self, inputs.staff[0]) for _ in range(inputs.mentors)]
        self.caseworkers = [Staff(self, inputs.staff[0]) for _ in range(inputs.caseworkers)]
        self.citizens = [Citizen(self, row) for row in inputs.citizens]
        self.week = 0
        self.kept: list[list[float]] = []

    def step(self) -> None:
        """Run one week."""
        p = self.premises
        self.sums = SimpleNamespace(**dict.fromkeys(MEASURES, 0.0))
        slice_staff.count_cases(self.citizens, self.mentors, self.caseworkers, self.week)
        for worker in self.caseworkers:
            slice_staff.plan_caseworker_week(worker, p)
        for worker in self.mentors:
            slice_staff.plan_mentor_week(worker, p)
        for citizen in self.citizens:
            citizen.live_week()
        for worker in self.caseworkers:
            slice_staff.learn(worker, p, p.dialogue_caseworker_commitment)
        for worker in self.mentors:
            slice_staff.learn(worker, p, p.dialogue_mentor_commitment)
        for pairs, left in zip(self.pairs, self.left, strict=True):
            for post in range(p.posts):
                pairs[post] = slice_staff.understand(pairs[post], left[post], p, self.week)
                left[post] = 1.0
        self.week += 1
        self.kept.append([getattr(self.sums, name) for name in MEASURES])


def _drawn_in(key: Any, turns: Sequence[int]) -> Iterator[float]:
    """Return the numbers that a conversation draws without looking ahead, in order."""
    asked = 0
    for turn, said in enumerate(turns):
        if not asked:
            yield uniform(key, turn, FOR_SPEAKER)
        asked = count_in(said, MEASURED)
        if count_in(said, BY_CITIZEN):
            yield uniform(key, turn, FOR_ACT)
            continue
        yield uniform(key, turn, FOR_CODE)
        if count_in(said, UNCONNECTED + 1) or count_in(said, CONNECTED_FOREIGN + 1):
            yield uniform(key, turn, FOR_UPTAKE)
        if count_in(said, MAY_MEASURE):
            yield uniform(key, turn, FOR_ACT)


@contextmanager
def _writing_down(numbers: list[float] | None) -> Iterator[None]:
    """Record draws in `numbers`, if it is given."""
    if numbers is None:
        yield
        return

    def drawn(*key: Any) -> float:
        numbers.append(uniform(*key))
        return numbers[-1]

    def conversed(turns: Any, key: Any, *rest: Any) -> Talk:
        before = len(numbers)
        talk = converse(turns, key, *rest)
        numbers[before:] = _drawn_in(key, turns[:TURNS])
        return talk

    for rules in _DRAWING:
        vars(rules)["uniform"] = drawn
    vars(model1_meeting)["converse"] = conversed
    try:
        yield
    finally:
        for rules in _DRAWING:
            vars(rules)["uniform"] = uniform
        vars(model1_meeting)["converse"] = converse


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums.

    `chance`, a list, records every uniform number that is drawn after the start, in order.
    """
    model = Jobcentre(inputs)

    def run() -> np.ndarray:
        with _writing_down(chance):
            for _ in range(inputs.weeks):
                model.step()
        return np.array(model.kept)

    return run
