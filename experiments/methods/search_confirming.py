"""The plans that a search found, compared with the baseline under seeds that chose none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from heterophony.experiments.engine.seeds import named_seed
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.inputs.search_effort import SearchEffort
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.aims import Robust
from heterophony.experiments.methods.assessing import assess_robustness
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.search_front import chosen
from heterophony.experiments.methods.search_trials import Question, Setting, Trials
from heterophony.experiments.results.errors import WorkError
from heterophony.scenarios import Scenario


def plans_of(trials: Trials, by: Robust, most: int) -> dict[Setting, Scenario]:
    """Return the settings that are worth confirming, as policies named plan-1, plan-2, ...

    Raises
    ------
    WorkError
        If there is none.
    """
    question = trials.question
    settings = [each for each in trials.settings if not _is_baseline(question, each)]
    places = chosen([trials.scores(each, by) for each in settings], most)
    if not places:
        raise WorkError("no setting of the levers differs from the baseline and has all aims")
    return {
        settings[place]: _named(question, settings[place], number)
        for number, place in enumerate(places, start=1)
    }


def _named(question: Question, setting: Setting, number: int) -> Scenario:
    words = ", ".join(f"{name} = {value}" for name, value in question.values(setting).items())
    return replace(
        question.plan(setting, f"plan-{number}"),
        title={"en": f"Plan {number}", "da": f"Plan {number}"},
        summary={"en": f"{words}.", "da": f"{words}."},
        evidence="A setting of levers that a search proposed; an assumption, not a finding.",
    )


def _is_baseline(question: Question, setting: Setting) -> bool:
    values = question.baseline.values
    return all(values.get(name) == value for name, value in question.values(setting).items())


def confirmed(
    question: Question,
    plans: Sequence[Scenario],
    worlds: Worlds,
    effort: SearchEffort,
    workers: int | None,
    progress: ProgressCallback | None,
    out: Path | None,
) -> Robustness:
    """Compare the plans with the baseline in every world, under seeds that chose none of them."""
    return assess_robustness(
        question.baseline,
        plans,
        worlds=worlds,
        seed=named_seed(question.seed, "confirm a search"),
        replicates=effort.confirm,
        workers=workers,
        progress=progress,
        out=None if out is None else confirming(out),
    )


def confirming(out: Path) -> Path:
    """Return the folder whose checkpoint keeps what was confirmed so far."""
    return out.with_name(f"{out.name}.confirm")
