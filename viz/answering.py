"""Compute the answer to a plan: in the background, in two stages, one at a time a visitor."""

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from heterophony.experiments import Comparison, Progress, compare, run
from heterophony.viz.plan import Values, example_values, scenario_of, today
from heterophony.viz.theatre import Turn

STAGES: Final = (5, 30)  # jobcentres of the first quick answer and of the full one
SEED: Final = 1
AT_ONCE: Final = 2  # computations under way on this machine, whoever asked for them
SETTLED: Final = 26  # weeks after which a meeting has a history
KEPT: Final = 64  # answers kept, for all visitors

_room = threading.BoundedSemaphore(AT_ONCE)
_answers: OrderedDict[tuple[Values, int], Comparison] = OrderedDict()
_lock = threading.Lock()
_compiling = threading.Lock()
_ready = threading.Event()


class Superseded(Exception):  # noqa: N818  it is no error: somebody moved on
    """The plan has changed since this computation began."""


@dataclass(frozen=True)
class Answer:
    """A comparison of a plan with today, and whether it is the full one."""

    values: Values
    comparison: Comparison
    full: bool


def answer(values: Values, pairs: int, wanted: Callable[[], bool]) -> Comparison:
    """Compare the plan with today on `pairs` jobcentres.

    Parameters
    ----------
    values
        The plan's levers.
    pairs
        How many pairs of runs; never more than the full stage.
    wanted
        Whether the answer is still wanted, asked after every pair.

    Raises
    ------
    Superseded
        As soon as it is not wanted any more.
    """
    key = (values, min(pairs, STAGES[-1]))
    known = _recall(key)
    if known is not None:
        return known

    def check(_: Progress | None = None) -> None:
        if not wanted():
            raise Superseded

    make_ready()
    while not _room.acquire(timeout=0.2):
        check()
    try:
        check()
        found = compare(
            today(), [scenario_of(values)], seed=SEED, replicates=key[1], progress=check
        )
    finally:
        _room.release()
    _keep(key, found)
    return found


def _recall(key: tuple[Values, int]) -> Comparison | None:
    with _lock:
        found = _answers.get(key)
        if found is not None:
            _answers.move_to_end(key)
        return found


def _keep(key: tuple[Values, int], found: Comparison) -> None:
    with _lock:
        _answers[key] = found
        while len(_answers) > KEPT:
            _answers.popitem(last=False)


@dataclass(frozen=True)
class Scene:
    """A meeting turn by turn, and who understands whom at the end of that run."""

    turns: Sequence[Turn]
    understanding: Any


def one_meeting(values: Values, number: int) -> Scene:
    """Return a three-party meeting with the plan, from its second half year on.

    `number` counts on through the meetings of one simulated jobcentre.
    """
    held = run(scenario_of(values), seed=SEED, keep=("meetings", "turns")).results[0]
    weeks = np.asarray((held.meetings or {})["week"])
    settled = np.flatnonzero(weeks >= min(SETTLED, weeks.max(initial=0)))
    turns: Sequence[Turn] = []
    if settled.size:
        turns = held.turns(int(settled[number % settled.size]))
    return Scene(turns, held.graphs()[1])


def make_ready() -> None:
    """Run once in one thread before any other, so that the rules are compiled once."""
    with _compiling:
        if not _ready.is_set():
            compare(today(), [scenario_of(example_values())], seed=SEED, replicates=1, workers=1)
            _ready.set()


def warm_up() -> None:
    """Get ready before the first visitor asks."""
    with contextlib.suppress(Exception):  # the visitor's own computation will tell what is wrong
        make_ready()
