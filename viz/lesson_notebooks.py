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
_STAGED: Final = "baseline"  # the scenario of the page's meetings and year

# The meeting that the page has on stage, for the citizen with the most meetings in a year.
_MEETING = """from heterophony.experiments.commands.meeting_text import meeting_text
from heterophony.experiments.methods import staged_meeting as stage
from heterophony.scenarios import load_scenario

today = load_scenario("{today}")
year = stage.year_of_meetings(today, 1)
citizen = stage.most_met(year.meetings)
row = stage.citizens_year(year, citizen)["meetings"][{meeting}]
print("\\n".join(meeting_text(stage.account(year, row, 1, "{language}"))))"""

_BESIDE = """week = int(year.meetings["week"][row])
policy = stage.policy_from_week(today, load_scenario("{beside}"), week)
other = stage.year_of_meetings(policy, 1, week + 1)
row = stage.row_of(other, citizen, week)
print("\\n".join(meeting_text(stage.account(other, row, 1, "{language}"))))"""

_YEAR = """from heterophony.experiments.methods.jobcentre_year import jobcentre_year
from heterophony.scenarios import load_scenario

year = jobcentre_year(load_scenario("{today}"), 1)
wide = len(year["caseworkers"])
for number, post in enumerate(year["mentors"]):
    pairs = slice(number * wide, (number + 1) * wide)
    own = [sum(week[pairs]) / wide / 100 for week in year["understanding"]]
    left = [week for week, gone in enumerate(post["left"]) if gone]
    print(f"mentor {{number + 1}} leaves in weeks {{left}}; understands the other side:")
    print("   every fourth week:", [round(each, 2) for each in own[::4]])
for number, post in enumerate(year["caseworkers"], start=1):
    short = [week for week, load in enumerate(post["utilisation"]) if load > 1]
    print(f"caseworker {{number}}: preparation in the weeks with too few hours:")
    print("  ", {{week: post["preparation"][week] for week in short}})"""

_POLICY = """import heterophony as hp
from heterophony.scenarios import OUTCOMES

found = hp.compare("{today}", ["{changed}"], replicates={pairs}, seed=1)
policy = found.policies[0]
for name in {outcomes}:
    each = policy.outcomes[name]
    print(f"{{OUTCOMES[name].title['{language}']}} [{{name}}]: {{policy.verdict(name).value}}")
    print(f"   {{each.baseline:.3f}} -> {{each.policy:.3f}}, difference {{each.difference:+.3f}}")
    print(f"   95 % range of the difference: {{each.low:+.3f}} to {{each.high:+.3f}}")"""

# The fault is looked up, so that the cell does not name what is to be found.
_FAULT = """from heterophony.experiments import check_pattern, load_patterns
from heterophony.experiments.inputs.lessons import load_lessons

patterns = load_patterns()
pattern, part = load_lessons()["{lesson}"].experiment.fault.split(".")
copies = {{"sound": {{}}, "with a fault": patterns[pattern].ablations[part].values}}
for copy, values in copies.items():
    for name in {names}:
        result = check_pattern(patterns[name], values=values, pairs=6)
        print(f"{{copy}}: {{patterns[name].title['{language}']}}: {{result.verdict.value}}")
        for each in result.readings:
            span = f"{{each.low:+.3f}} to {{each.high:+.3f}}"
            print(f"   {{each.name:12}} {{each.seen:+.3f}} ({{span}}) {{each.standing.value}}")"""

_ANSWER = """found = load_lessons()["{lesson}"].experiment
print([each.text.{language} for each in found.suspects if each.pattern == found.fault])"""

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
        _text(_guess(lesson, speak)),
        _text(_headed(speak, "step.look", _look(lesson, speak))),
        *(_code(each) for each in _shown(lesson, language)),
        _text(_headed(speak, "step.run", speak("class.lesson.write_seen"))),
        _code(_experiment(lesson, language)),
    ]
    if lesson.experiment.kind == "fault":
        cells += [
            _text(_headed(speak, "which", speak("class.lesson.patterns_how"))),
            _code(_ANSWER.format(lesson=lesson.name, language=language)),
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


def _guess(lesson: Lesson, speak: Words) -> str:
    """Return what can be guessed, and that one should."""
    suspects = [each.text.said(speak.language) for each in lesson.experiment.suspects]
    options = suspects or [speak(f"class.lesson.guess.{name}") for name in ("more", "none", "less")]
    listed = "\n".join(f"- {each}" for each in options)
    return _headed(
        speak, "which" if suspects else "expect", f"{listed}\n\n{speak('class.lesson.guess_first')}"
    )


def _look(lesson: Lesson, speak: Words) -> str:
    look = lesson.texts.look.said(speak.language)
    return f"{look} {speak('class.lesson.look_printed')}" if lesson.experiment.stage.year else look


def _shown(lesson: Lesson, language: str) -> list[str]:
    """Return the cells that print what the lesson looks at, as the page has it."""
    stage = lesson.experiment.stage
    if stage.year:
        return [_YEAR.format(today=_STAGED)]
    cells = [_MEETING.format(today=_STAGED, meeting=stage.meeting, language=language)]
    if stage.beside:
        cells.append(_BESIDE.format(beside=stage.beside, language=language))
    return cells


def _experiment(lesson: Lesson, language: str) -> str:
    experiment = lesson.experiment
    if experiment.kind == "fault":
        names = [each.pattern.partition(".")[0] for each in experiment.suspects]
        return _FAULT.format(lesson=lesson.name, names=names, language=language)
    return _POLICY.format(
        today=experiment.today,
        changed=experiment.changed[0],
        pairs=_PAIRS,
        outcomes=[experiment.outcome, *experiment.beside],
        language=language,
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
