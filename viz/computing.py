"""What the page's worker processes do; each function is one step, short enough for others to wait.

Questions come in and answers go out as plain values. Nothing here runs in the process that serves
the page, so that no computation can keep it from answering.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np

from heterophony.experiments import load_worlds, run
from heterophony.experiments.inputs.line_bank import LANGUAGES
from heterophony.experiments.inputs.own_jobcentre import OwnPlan, read_plan
from heterophony.experiments.methods.answers import answer_of
from heterophony.experiments.methods.deepening import (
    Case,
    conditions,
    deepened,
    run_condition,
    run_world,
)
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.lever_map import LeverMap
from heterophony.experiments.methods.retelling import retell
from heterophony.experiments.methods.settled_answers import settled_words
from heterophony.experiments.results.codec import rounded
from heterophony.scenarios import load_scenario
from heterophony.sim.result import Turn
from heterophony.viz.classroom import classroom, lesson_run

Document = Mapping[str, Any]

SEED: Final = 1
WORLDS: Final = 24  # in which a question that was not prepared is asked
MAP_WORLDS: Final = 8
_KEPT_JOBCENTRES: Final = 4
_KEPT_PLANS: Final = 8  # of each jobcentre
SETTLED_WEEKS: Final = 26  # weeks after which a meeting has a history
_NICE: Final = 10
_ensembles: OrderedDict[str, Ensemble] = OrderedDict()


class _Here:
    """What holds in this worker: how many threads compute, one for every core if None."""

    threads: int | None = None


def begin(threads: int | None = None) -> None:
    """Prepare a worker: it yields to the server, ends with it, and leaves Ctrl-C to it.

    Parameters
    ----------
    threads
        That it computes on; one for every core if None.
    """
    _Here.threads = threads
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(OSError, AttributeError):
        os.nice(_NICE)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def compiled() -> bool:
    """Run one pair, so that the rules are compiled before anybody waits for them."""
    shorter = {"run.weeks": 30, "run.burn_in_weeks": 26}
    start = load_scenario("baseline", shorter)
    Ensemble(start, seed=SEED).compare(load_scenario("meetings-every-4-weeks", shorter), 1)
    return True


def answer(document: Document, pairs: int) -> Document:
    """Return the answer from the first `pairs` pairs of runs; only new ones are run."""
    question = read_plan(document)
    found = _ensemble_of(question).compare(question.arms[1], pairs, workers=_Here.threads)
    found_answer: Document = rounded(answer_of(found))
    return {**found_answer, "settled": settled_words(found_answer)}


def _ensemble_of(question: OwnPlan) -> Ensemble:
    """Return the runs of a jobcentre; those of the jobcentre asked for longest ago are dropped."""
    key = OwnPlan(question.jobcentre, {}, question.assumptions).key
    if key not in _ensembles:
        _ensembles[key] = Ensemble(question.arms[0], seed=SEED, kept=_KEPT_PLANS)
    _ensembles.move_to_end(key)
    while len(_ensembles) > _KEPT_JOBCENTRES:
        _ensembles.popitem(last=False)
    return _ensembles[key]


def depth_tasks(document: Document) -> list[tuple[str, Any]]:
    """Return the names of the steps that say how sure an answer is."""
    cases = [(case.name, case.value) for case in conditions(read_plan(document))]
    return [*cases, *(("world", place) for place in range(WORLDS))]


def depth_step(document: Document, name: str, value: Any) -> Any:
    """Do one step of `depth_tasks`."""
    question = read_plan(document)
    if name == "world":
        return run_world([question], load_worlds(WORLDS), int(value))[0]
    return run_condition(_case(question, name, value))


def _case(question: OwnPlan, name: str, value: Any) -> Case:
    return next(e for e in conditions(question) if (e.name, e.value) == (name, value))


def depth(
    document: Document, steps: Sequence[tuple[str, Any]], found: Sequence[Any], own: Document
) -> Document:
    """Put the steps together."""
    notes = [note for (name, _), note in zip(steps, found, strict=True) if name == "world"]
    cases = {
        (name, value): note
        for (name, value), note in zip(steps, found, strict=True)
        if name != "world"
    }
    return deepened(read_plan(document), load_worlds(WORLDS), notes, cases, own)


def map_step(document: Document, across: str, up: str, place: int) -> list[float]:
    """Run all tiles of a map in one world."""
    return _map(document, across, up).run_world(load_worlds(MAP_WORLDS), place)


def lever_map(
    document: Document, across: str, up: str, notes: Sequence[Sequence[float]]
) -> Document:
    """Put a map together."""
    return _map(document, across, up).document(notes)


def _map(document: Document, across: str, up: str) -> LeverMap:
    return LeverMap(read_plan(document), across, up, pairs=1)


def meetings(document: Document, number: int) -> dict[str, list[Document]]:
    """Return one meeting today and the one in its place with the plan, turn by turn.

    Each turn has its invented line in every language.

    Both are the same number of meeting, from the second half year on, under the same luck; another
    rhythm brings other people to it.
    """
    today, planned = read_plan(document).arms
    arms = {name: arm.based_on(today) for name, arm in (("today", today), ("plan", planned))}
    return {name: _said(_meeting(arm, number), number) for name, arm in arms.items()}


def classroom_runs(language: str, seed: int) -> Document:
    """Return the runs that the classroom shows."""
    return classroom(language, seed=seed)


def lesson(name: str, language: str, seed: int) -> Document:
    """Run a lesson's experiment."""
    return lesson_run(name, language, seed)


def _meeting(scenario: Any, number: int) -> Sequence[Turn]:
    held = run(scenario, seed=SEED, keep=("meetings", "turns")).results[0]
    weeks = np.asarray((held.meetings or {})["week"])
    settled = np.flatnonzero(weeks >= min(SETTLED_WEEKS, weeks.max(initial=0)))
    return held.turns(int(settled[number % settled.size])) if settled.size else []


def _said(turns: Sequence[Turn], number: int) -> list[Document]:
    told = {language: retell(turns, language, number) for language in LANGUAGES}
    names = ("speaker", "code", "act", "phase", "connected")
    return [
        {name: getattr(turn, name) for name in names}
        | {"line": {language: lines[place].text for language, lines in told.items()}}
        for place, turn in enumerate(turns)
    ]
