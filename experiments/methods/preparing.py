"""Answers that are ready before anybody asks: described jobcentres, ready questions, maps.

One command makes them, says its time first, and resumes where it was stopped. They are stamped with
the digest of the model, and are stale under another one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Final

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate_detached
from heterophony.experiments.engine.workers import (
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.inputs.own_jobcentre import (
    FUNDING,
    PRESETS,
    OwnPlan,
    preset,
    questions,
)
from heterophony.experiments.inputs.worlds import load_worlds
from heterophony.experiments.methods.answers import answer_of
from heterophony.experiments.methods.deepening import (
    as_document,
    conditions,
    deepened,
    run_condition,
    run_world,
)
from heterophony.experiments.methods.ensemble import Ensemble
from heterophony.experiments.methods.first_answers import LEARNED, learn, random_questions
from heterophony.experiments.methods.lever_map import LeverMap
from heterophony.experiments.results.codec import rounded
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.notice import HEADLINE

FUNDINGS: Final = ("fixed", "funded")
_RUNS_A_SECOND: Final = 28.0  # of one thread, about
_PAIRS_OF_FIRST: Final = 2


@dataclass(frozen=True)
class Effort:
    """How much is run: pairs of an answer, worlds, worlds of a map, and random plans."""

    pairs: int = 50
    condition_pairs: int = 12
    worlds: int = 48
    map_worlds: int = 24
    random_plans: int = 400


FULL: Final = Effort()
QUICK: Final = Effort(8, condition_pairs=2, worlds=10, map_worlds=3, random_plans=80)


@dataclass(frozen=True)
class Ready:
    """One ready question at one described jobcentre, under one way of paying for the hours."""

    preset: str
    question: str
    funding: str
    plan: OwnPlan

    @property
    def key(self) -> str:
        """Its name among the tasks."""
        return f"{self.preset}/{self.question}/{self.funding}"


class Preparation:
    """All that is prepared, as tasks by name."""

    def __init__(self, effort: Effort = FULL) -> None:
        self.effort = effort
        self.worlds = load_worlds(effort.worlds)
        if self.worlds.stale:
            raise RequestError(
                "the plausible worlds are of an earlier model: make publish ONLY=worlds"
            )
        self._ensembles: dict[str, Ensemble] = {}
        self._lock = threading.Lock()

    @cached_property
    def ready(self) -> list[Ready]:
        """Every question at every described jobcentre, with fixed and with funded hours."""
        found = []
        for name in PRESETS:
            own = preset(name)
            for question, plan in questions(own).items():
                for funding in FUNDINGS:
                    asked = OwnPlan(own, {**plan, FUNDING: funding})
                    found.append(Ready(name, question, funding, asked))
        return found

    @cached_property
    def tasks(self) -> dict[str, Callable[[], Any]]:
        """The tasks to run, by name; none depends on another."""
        found: dict[str, Callable[[], Any]] = {}
        for each in self.ready:
            found[each.key] = partial(self._answer, each)
            for case in conditions(each.plan):
                name = f"{each.key}/{case.name}={case.value}"
                found[name] = partial(run_condition, case, self.effort.condition_pairs)
        for name in PRESETS:
            asked = [each.plan for each in self.ready if each.preset == name]
            for place in range(self.effort.worlds):
                found[f"{name}/world {place}"] = partial(run_world, asked, self.worlds, place)
            for place in range(self.effort.map_worlds):
                drawn = LeverMap(OwnPlan(preset(name)))
                found[f"{name}/map {place}"] = partial(drawn.run_world, self.worlds, place)
        for place, question in enumerate(random_questions(self.effort.random_plans)):
            found[f"first {place}"] = partial(_first, question)
        return found

    @property
    def runs(self) -> int:
        """About how many simulations that takes."""
        effort, asked = self.effort, len(self.ready)
        each_condition = sum(
            2 * effort.condition_pairs * len(conditions(each.plan)) for each in self.ready
        )
        in_worlds = effort.worlds * 4 * (asked + len(PRESETS))
        maps = effort.map_worlds * 2 * 31 * len(PRESETS)
        first = effort.random_plans * 2 * _PAIRS_OF_FIRST
        return effort.pairs * (asked + len(PRESETS)) + each_condition + in_worlds + maps + first

    def seconds(self, workers: int) -> float:
        """About how long that takes with so many threads, the rules being compiled."""
        return self.runs / (_RUNS_A_SECOND * workers)

    def run(
        self,
        out: Path,
        *,
        workers: int | None = None,
        progress: ProgressCallback | None = None,
    ) -> dict[str, Any] | None:
        """Run all tasks, resuming what was interrupted; return the document, None if stopped.

        Raises
        ------
        WorkError
            If a task fails.
        RequestError
            If the unfinished work beside `out` is of another model or effort.
        """
        names = list(self.tasks)
        identity = {"effort": asdict(self.effort), "worlds": self.worlds.model_sha256}
        notes = Checkpoint[Any].open(unfinished_path(out), identity, "preparation")
        with Stop() as stop:
            for place, found in run_tasks(
                lambda name: self.tasks[name](),
                names,
                keys=names,
                checkpoint=notes,
                workers=checked_workers(workers, len(names)),
                stop=stop,
                progress=progress,
            ):
                if isinstance(found, Failure):
                    notes.close()
                    raise WorkError(f"{names[place]} failed: {found.reason}")
        if any(name not in notes for name in names):
            notes.close()
            return None
        document = self._document(notes)
        self.finished = notes
        return document

    def _answer(self, each: Ready) -> dict[str, Any]:
        with self._lock:
            today, planned = each.plan.arms
            ensemble = self._ensembles.setdefault(each.preset, Ensemble(today))
        found = ensemble.compare(planned, self.effort.pairs, workers=1)
        return answer_of(found)

    def _document(self, notes: Checkpoint[Any]) -> dict[str, Any]:
        document: dict[str, Any] = rounded(
            {
                "kind": "heterophony prepared answers",
                "model_sha256": model_digest(),
                "made": datetime.now(UTC).date().isoformat(),
                "effort": asdict(self.effort),
                "answers": list(self._answers(notes)),
                "maps": {
                    name: LeverMap(OwnPlan(preset(name))).document(
                        [notes[f"{name}/map {place}"] for place in range(self.effort.map_worlds)]
                    )
                    for name in PRESETS
                },
                "first": self._first_answers(notes),
            }
        )
        return document

    def _answers(self, notes: Checkpoint[Any]) -> Iterator[dict[str, Any]]:
        for each in self.ready:
            place = [other.key for other in self.ready if other.preset == each.preset]
            at = place.index(each.key)
            worlds = [
                notes[f"{each.preset}/world {number}"][at] for number in range(self.effort.worlds)
            ]
            found = {
                (case.name, case.value): notes[f"{each.key}/{case.name}={case.value}"]
                for case in conditions(each.plan)
            }
            answer = notes[each.key]
            yield {
                "key": each.plan.key,
                "preset": each.preset,
                "question": each.question,
                "funding": each.funding,
                "asked": as_document(each.plan),
                "answer": answer,
                "depth": deepened(
                    each.plan, self.worlds, worlds, found, answer["outcomes"][HEADLINE]
                ),
            }

    def _first_answers(self, notes: Checkpoint[Any]) -> dict[str, Any]:
        asked = random_questions(self.effort.random_plans)
        found = [notes[f"first {place}"] for place in range(len(asked))]
        return asdict(learn(asked, found))


def _first(question: OwnPlan) -> dict[str, tuple[float, float]]:
    """Return the means of both arms over some runs, by outcome that is learned."""
    today, planned = question.arms
    sums: dict[str, list[float]] = {name: [0.0, 0.0] for name in LEARNED}
    for place, arm in enumerate(arms_of(today, [planned], None)):
        for number in range(_PAIRS_OF_FIRST):
            outcomes = simulate_detached(Task(arm, replicate_seed(1, number))).outcomes
            for name in LEARNED:
                sums[name][place] += float(outcomes[name]) / _PAIRS_OF_FIRST
    return {name: (both[0], both[1]) for name, both in sums.items()}
