"""Search over levers: plans that no other surely beats, in plausible worlds, on fresh seeds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.seeds import checked_seed, replicate_seed
from heterophony.experiments.engine.tasks import Task, simulate
from heterophony.experiments.engine.workers import (
    Progress,
    ProgressCallback,
    Stop,
    checked_workers,
)
from heterophony.experiments.inputs.arms import Named, resolve
from heterophony.experiments.inputs.levers import combinations, levers_of
from heterophony.experiments.inputs.search_effort import SearchEffort
from heterophony.experiments.inputs.worlds import Worlds, load_worlds
from heterophony.experiments.methods.aims import DEFAULT, Robust, aims_of
from heterophony.experiments.methods.pairs import Clock
from heterophony.experiments.methods.search_confirming import confirmed, confirming, plans_of
from heterophony.experiments.methods.search_proposals import proposals, require_optuna
from heterophony.experiments.methods.search_result import Search
from heterophony.experiments.methods.search_tables import found_by
from heterophony.experiments.methods.search_trials import Question, Setting, Trials
from heterophony.experiments.results.durations import about
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.identity import scenario_digest

Announce = Callable[[str], None]


def search(
    baseline: Named,
    levers: str | Iterable[str] | Mapping[str, Sequence[Any]],
    *,
    aims: Iterable[str] = DEFAULT,
    worlds: Worlds | int | str | Path = 10,
    by: str = Robust.worst,
    effort: SearchEffort | None = None,
    seed: int = 1,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    announce: Announce | None = None,
    overrides: Mapping[str, object] | None = None,
    out: Path | None = None,
) -> Search:
    """Try settings of levers in plausible worlds, and confirm the best on fresh seeds.

    Other parameters are those of `compare`.

    Parameters
    ----------
    levers
        As `levers_of` reads them: `["meeting.interval_weeks=4,8,12", "meeting.shared_goals"]`.
    aims
        At least two of: outcomes of a run, `staff_hours`, `posts`. A plan is weighed in all.
    worlds
        A number of the shipped set, a file, or worlds as loaded; at least 2.
    by
        How the worlds are summed up while settings are tried: `mean`, `worst` or `share`.
    effort
        How much is run: settings, plans, and pairs in each world; `SearchEffort()` unless given.
    announce
        Called with a sentence for people: the time it will take.
    out
        The folder that the result will be written to: checkpoints beside it keep finished runs,
        and the same call resumes from them. None: nothing is kept.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, a lever's value or the scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP.
    WorkError
        If no setting could be run.
    """
    clock = Clock()
    effort = effort or SearchEffort()
    effort.check()
    chosen_worlds = load_worlds(worlds) if not isinstance(worlds, Worlds) else worlds
    if len(chosen_worlds) < 2:
        raise RequestError("worlds is 1; allowed: 2 and more, else nothing has an interval")
    question = Question(
        baseline=resolve(baseline, overrides),
        levers=levers_of(levers),
        aims=aims_of(aims),
        worlds=tuple(chosen_worlds),
        replicates=effort.pairs,
        seed=checked_seed(seed),
    )
    question.check()
    summed = _summed(by)
    if combinations(question.levers) > effort.budget:
        require_optuna()
    trials = _tried(question, effort, summed, workers, progress, announce, out)
    plans = plans_of(trials, summed, effort.most)
    over = confirmed(question, [*plans.values()], chosen_worlds, effort, workers, progress, out)
    return found_by(trials, plans, summed, effort, chosen_worlds, over, clock)


def _summed(by: str) -> Robust:
    try:
        return Robust(by)
    except ValueError:
        raise RequestError(f"by is {by!r}; allowed: {', '.join(Robust)}") from None


def _tried(
    question: Question,
    effort: SearchEffort,
    by: Robust,
    workers: int | None,
    progress: ProgressCallback | None,
    announce: Announce | None,
    out: Path | None,
) -> Trials:
    """Try settings until the budget is spent."""
    threads = checked_workers(workers, max(2, len(question.worlds)))
    path = None if out is None else unfinished_path(out)
    checkpoint = Checkpoint[list[list[float]]].open(
        path, _identity(question), "search", list[list[float]]
    )
    with Stop() as stop:
        trials = Trials(question, checkpoint, threads, stop)
        if announce is not None:
            announce(_forecast(question, effort, trials.kept, threads))

        def scores(setting: Setting) -> list[float] | None:
            known = setting not in trials.refused and setting not in trials.failed
            return trials.scores(setting, by) if known else None

        total = min(effort.budget, combinations(question.levers)) + 1
        watched = _Whole(progress, total * len(question.worlds), trials.kept)
        trials.try_all([None], watched.part)
        rounds = proposals(
            question.levers, len(question.aims), effort.budget, question.seed, scores
        )
        for settings in rounds:
            trials.try_all(list(settings), watched.part)
    checkpoint.close()
    if not trials.settings:
        why = next(iter((*trials.refused.values(), *trials.failed.values())), "none was proposed")
        raise WorkError(f"no setting of the levers could be run: {why}")
    return trials


class _Whole:
    """Progress over all generations of a search, although each is worked on by itself."""

    def __init__(self, shown: ProgressCallback | None, total: int, kept: int) -> None:
        self._shown, self._total, self._kept = shown, total, kept
        self._done = 0
        self._began = time.perf_counter()

    def part(self, now: Progress) -> None:
        """Take in how far a generation has come."""
        if self._shown is not None:
            seconds = time.perf_counter() - self._began
            done = min(self._done + now.done, self._total)
            self._shown(Progress(done, self._total, seconds, min(self._kept, done)))
        if now.done == now.total:
            self._done += now.total


def _forecast(question: Question, effort: SearchEffort, kept: int, threads: int) -> str:
    """Run the baseline twice, and say from the second run how long the search takes."""
    baseline, worlds = question.baseline, len(question.worlds)
    simulate(Task(baseline, replicate_seed(question.seed, 0)))  # the first one compiles
    began = time.perf_counter()
    simulate(Task(baseline, replicate_seed(question.seed, 0)))
    seconds = (time.perf_counter() - began) / threads
    every = combinations(question.levers)
    tried = min(effort.budget, every)
    runs = (tried + 1) * worlds * effort.pairs
    again = (min(effort.most, tried) + 1) * worlds * effort.confirm
    left = max(runs - kept * effort.pairs, 0) + again
    return (
        f"{every:,} settings of {len(question.levers)} levers, "
        f"{'all' if tried == every else f'{tried:,} at most'} tried in {worlds} worlds: "
        f"{runs:,} runs{', some of them kept from before' if kept else ''}; "
        f"then at most {again:,} under fresh seeds: {about(left * seconds)}"
    )


def _identity(question: Question) -> dict[str, Any]:
    """Return all that a trial depends on, its setting, its world's number and the model apart."""
    return {
        "baseline": scenario_digest(question.baseline),
        "levers": {each.name: list(each.values) for each in question.levers},
        "aims": [each.name for each in question.aims],
        "worlds": repr([(each.number, sorted(each.values.items())) for each in question.worlds]),
        "pairs": question.replicates,
        "seed": question.seed,
    }


def forget_unfinished(out: Path) -> None:
    """Remove the checkpoints of a search that has been written."""
    for path in (unfinished_path(out), unfinished_path(confirming(out))):
        path.unlink(missing_ok=True)
