"""A notebook for each lesson, written from the lesson's declaration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from heterophony.experiments.inputs.lessons import Lesson, load_lessons
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.errors import RequestError
from heterophony.viz.words import Words, words

_PAIRS: Final = 12

_POLICY = """import heterophony as hp

found = hp.compare("{today}", ["{changed}"], replicates={pairs}, seed=1)
policy = found.policies[0]
for name in {outcomes}:
    difference = policy.outcomes[name]
    print(f"{{name:32}} {{difference.difference:+.3f}}  {{policy.verdict(name).value}}")"""

# The fault is looked up, so that the cell does not name what is to be found.
_FAULT = """from heterophony.experiments import check_pattern, load_patterns
from heterophony.experiments.inputs.lessons import load_lessons

patterns = load_patterns()
pattern, part = load_lessons()["{lesson}"].experiment.fault.split(".")
copies = {{"sound": {{}}, "with a fault": patterns[pattern].ablations[part].values}}
for copy, values in copies.items():
    for name in {names}:
        result = check_pattern(patterns[name], values=values, pairs=6)
        print(f"{{copy:14}} {{name:4}} {{result.verdict.value}}")"""

# One rule of one agent in plain Python; a small jobcentre, because agents in Python are slow.
_RULE = '''import heterophony as hp


class PatientCaseworker(hp.Caseworker):
    """A caseworker who comes with no more than the citizen can meet."""

    def propose(self, meeting):
        super().propose(meeting)
        mine = meeting.opening_proposal_caseworker
        meeting.opening_proposal_caseworker = min(mine, meeting.citizen.feasible_demand)


SMALL = {
    "staffing__mentors": 2,
    "population__first_fill_weeks": 4,
    "run__weeks": 30,
    "run__burn_in_weeks": 8,
}
for caseworker in (hp.Caseworker, PatientCaseworker):
    model = hp.HeterophonicModel(rng=1, caseworker_class=caseworker, **SMALL)
    found = model.results().outcomes
    print(caseworker.__name__, {name: round(found[name], 3) for name in ("demand", "pressure")})'''


def write_notebooks(folder: Path, language: str, *, force: bool = False) -> list[Path]:
    """Write the notebook of every lesson into a folder; return the files.

    Raises
    ------
    RequestError
        If one exists and may not be replaced; nothing is written then.
    """
    lessons = {
        folder / f"{number}-{lesson.name}-{language}.ipynb": lesson
        for number, lesson in enumerate(load_lessons().values(), start=1)
    }
    for path in lessons:
        if path.exists() and not force:
            raise RequestError(f"{path} exists; give --force to replace it")
    for path, lesson in lessons.items():
        document = notebook(lesson, language)
        write_file(path, (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode())
    return list(lessons)


def notebook(lesson: Lesson, language: str) -> dict[str, Any]:
    """Return a lesson as a notebook: its texts, and cells that run its experiment."""
    speak, texts = words(language), lesson.texts
    theory = "\n\n".join(
        f"{each.text.said(language)} ({each.source.said(language)})" for each in lesson.theory
    )
    cells = [
        _text(f"# {lesson.title.said(language)}\n\n{lesson.question.said(language)}"),
        _text(_headed(speak, "expect", speak("class.lesson.guess_first"))),
        _text(_headed(speak, "step.look", texts.look.said(language))),
        _code(_meeting(lesson, language)),
        _text(_headed(speak, "step.run", speak("class.lesson.write_seen"))),
        _code(_experiment(lesson)),
    ]
    if lesson.experiment.variants:
        cells += [_text(_headed(speak, "variants", speak("class.lesson.rule_own"))), _code(_RULE)]
    limits = f"{texts.limits.said(language)}\n\n{speak('class.invented')} {speak('class.limits')}"
    cells += [
        _text(_headed(speak, "step.theory", theory)),
        _text(_headed(speak, "step.discuss", texts.discuss.said(language))),
        _text(_headed(speak, "limits", limits)),
    ]
    for number, cell in enumerate(cells):
        cell["id"] = f"{lesson.name}-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _meeting(lesson: Lesson, language: str) -> str:
    """Return the cell that prints a meeting of the lesson's way of working."""
    return (
        "from heterophony.experiments.commands.meeting import retold\n"
        "from heterophony.experiments.commands.meeting_text import meeting_text\n\n"
        f'account = retold("{lesson.experiment.today}", (None, None, 1), None, 1, "{language}")\n'
        'print("\\n".join(meeting_text(account)))'
    )


def _experiment(lesson: Lesson) -> str:
    experiment = lesson.experiment
    if experiment.kind == "fault":
        names = [each.pattern.partition(".")[0] for each in experiment.suspects]
        return _FAULT.format(lesson=lesson.name, names=names)
    return _POLICY.format(
        today=experiment.today,
        changed=experiment.changed[0],
        pairs=_PAIRS,
        outcomes=[experiment.outcome, *experiment.beside],
    )


def _headed(speak: Words, key: str, text: str) -> str:
    return f"## {speak(f'class.lesson.{key}')}\n\n{text}"


def _text(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _code(text: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": text,
    }
