"""Compute the answer to a plan: in the background, in stages, one per visitor at a time."""

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
AT_ONCE: Final = 2  # computations that may run on this machine at once, for all visitors
SETTLED: Final = 26  # weeks after which a meeting has a history

_room = threading.BoundedSemaphore(AT_ONCE)
_compiling = threading.Lock()
_ready = threading.Event()


class Superseded(Exception):  # noqa: N818  not an error: the visitor changed the plan
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
    """Compare the plan with today on more and more jobcentres; yield each answer when it is ready.

    While the caller shows one answer, the runs of the next one continue. Close the generator
    when done.

    Parameters
    ----------
    values
        The plan's levers.
    wanted
        Returns whether the answer is still wanted; called after every pair.
    stages
        Numbers of pairs of runs, ascending; never more than the full stage.

    Raises
    ------
    Superseded
        As soon as the answer is no longer wanted.
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
    """Return the cached runs of today's jobcentre and of the most recent plans, for all visitors.

    Today's jobcentre is run once, so that a moved lever costs only the runs of its own plan. An
    abandoned computation keeps the runs that it has finished.
    """
    return Ensemble(today(), seed=SEED)


@dataclass(frozen=True)
class Scene:
    """A meeting turn by turn, and the graph of understanding at the end of its run."""

    turns: Sequence[Turn]
    understanding: Any


def one_meeting(values: Values, number: int) -> Scene:
    """Return a three-party meeting with the plan, from its second half year on.

    `number` counts the meetings of one simulated jobcentre.
    """
    held = run(scenario_of(values), seed=SEED, keep=("meetings", "turns")).results[0]
    weeks = np.asarray((held.meetings or {})["week"])
    settled = np.flatnonzero(weeks >= min(SETTLED, weeks.max(initial=0)))
    turns: Sequence[Turn] = []
    if settled.size:
        turns = held.turns(int(settled[number % settled.size]))
    return Scene(turns, held.graphs()[1])


def make_ready() -> None:
    """Run once in one thread before all others, so that the rules are compiled only once."""
    with _compiling:
        if not _ready.is_set():
            _ensemble().compare(scenario_of(example_values()), 1, workers=1)
            _ready.set()


def warm_up() -> None:
    """Compute the page's first plan before the first visitor asks."""
    with contextlib.suppress(Exception):  # the visitor's own computation will report what is wrong
        for _ in answers(example_values(), lambda: True):
            pass
