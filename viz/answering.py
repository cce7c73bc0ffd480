"""Compute the answer to a plan: in the background, in stages, one at a time a visitor."""

import contextlib
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from heterophony.experiments import Comparison, Interrupted, run
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.viz.plan import Values, example_values, scenario_of, today
from heterophony.viz.theatre import Turn

STAGES: Final = (4, 16, 50)  # jobcentres of the first quick answer, refined up to the full one
SEED: Final = 1
AT_ONCE: Final = 2  # computations under way on this machine, whoever asked for them
SETTLED: Final = 26  # weeks after which a meeting has a history

_room = threading.BoundedSemaphore(AT_ONCE)
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


def answers(
    values: Values, wanted: Callable[[], bool], stages: Sequence[int] = STAGES
) -> Generator[Comparison, None, None]:
    """Compare the plan with today on ever more jobcentres; each answer as soon as it is there.

    While the caller shows one answer, the runs of the next go on. Close it when done.

    Parameters
    ----------
    values
        The plan's levers.
    wanted
        Whether the answer is still wanted, asked after every pair.
    stages
        Numbers of pairs of runs, ascending; never more than the full stage.

    Raises
    ------
    Superseded
        As soon as it is not wanted any more.
    """
    make_ready()
    while not _room.acquire(timeout=0.2):
        if not wanted():
            raise Superseded
    kept = [min(pairs, STAGES[-1]) for pairs in stages]
    try:
        with closing(_ensemble().refined(scenario_of(values), kept, wanted=wanted)) as found:
            yield from found
    except Interrupted as moved_on:
        raise Superseded from moved_on
    finally:
        _room.release()


@cache
def _ensemble() -> Ensemble:
    """Return the runs of today's jobcentre and of the plans asked for last, for all visitors.

    Today's are run once, so that a lever that moves costs the runs of its own plan alone; a
    computation that nobody wants any more leaves what it has run.
    """
    return Ensemble(today(), seed=SEED)


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
            _ensemble().compare(scenario_of(example_values()), 1, workers=1)
            _ready.set()


def warm_up() -> None:
    """Get ready before the first visitor asks, with the plan that the page starts with."""
    with contextlib.suppress(Exception):  # the visitor's own computation will tell what is wrong
        for _ in answers(example_values(), lambda: True):
            pass
