"""Lessons for a class, declared in `lessons/`: texts in both languages, one experiment each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from heterophony.experiments.inputs.patterns import load_patterns
from heterophony.experiments.inputs.reading import read_struct, read_toml, refuse
from heterophony.scenarios import OUTCOMES

SHORTEST, LONGEST = 10, 20  # minutes


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    da: str

    def said(self, language: str) -> str:
        """Return the text of one language."""
        return self.da if language == "da" else self.en


class Theory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an author says, and who."""

    source: Text
    text: Text


class Suspect(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part that may be broken: an ablation of a declared pattern, as `T10.shield`."""

    pattern: str
    text: Text


class Variant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule of the model stated otherwise: values of structural alternatives."""

    values: dict[str, bool | int | float | str]
    text: Text


class StagedAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a lesson looks at: a meeting of the theatre, beside a policy ("" for none), or the year.

    The meeting is a number among those of the citizen on stage, None for no meeting.
    """

    meeting: int | None = None
    beside: str = ""
    year: bool = False


class Experiment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is run.

    Attributes
    ----------
    kind
        "policy": scenarios in `changed` against `today`. "fault": declared patterns in the sound
        model and in one with `fault` planted.
    outcome, beside
        What the guess is about, and what is shown beside it.
    variants
        Rules stated otherwise, to choose from after the fault is found.
    """

    kind: Literal["policy", "fault"]
    today: str
    stage: StagedAt
    changed: list[str] = []
    outcome: str = ""
    beside: list[str] = []
    fault: str = ""
    suspects: list[Suspect] = []
    variants: list[Variant] = []


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to look at, what the model can't say, what to discuss, notes for the teacher."""

    look: Text
    limits: Text
    discuss: Text
    notes: Text


class Lesson(msgspec.Struct, frozen=True):
    """One lesson."""

    name: Annotated[str, Meta(description="a word")]
    minutes: Annotated[int, Meta(ge=SHORTEST, le=LONGEST, description="10 to 20 minutes")]
    title: Annotated[Text, Meta(description="a text as { en, da }")]
    question: Annotated[Text, Meta(description="a text as { en, da }")]
    experiment: Annotated[Experiment, Meta(description="a table that says what is run")]
    texts: Annotated[Texts, Meta(description="a table with look, limits, discuss, notes")]
    theory: Annotated[list[Theory], Meta(min_length=1, description="tables with source and text")]


@cache
def load_lessons() -> Mapping[str, Lesson]:
    """Return the package's lessons by name, in the order in which they are taught."""
    found = {}
    with as_file(files(__package__).joinpath("lessons")) as folder:
        for file in sorted(folder.glob("*.toml")):
            lesson = read_lesson(read_toml(file, "lesson"), file)
            found[lesson.name] = lesson
    return MappingProxyType(found)


def read_lesson(table: Mapping[str, Any], file: Path) -> Lesson:
    """Return a lesson from its table.

    Raises
    ------
    RequestError
        If a key is unknown or missing, a value is not allowed, or a name is of nothing declared.
    """
    lesson = read_struct(Lesson, table, file.name)
    experiment = lesson.experiment
    problems = [
        f"{name!r} is no declared outcome"
        for name in (*([experiment.outcome] if experiment.outcome else []), *experiment.beside)
        if name not in OUTCOMES
    ]
    parts = [each.pattern for each in experiment.suspects]
    problems += [f"{part!r} is no ablation of a pattern" for part in parts if not _known(part)]
    if experiment.kind == "policy" and not (experiment.changed and experiment.outcome):
        problems.append("a policy experiment needs `changed` and `outcome`")
    if (experiment.stage.meeting is None) != experiment.stage.year:
        problems.append("`stage` needs a `meeting`, or `year = true`, and not both")
    if experiment.kind == "fault" and experiment.fault not in parts:
        problems.append("the fault must be one of the suspects")
    refuse(problems, file.name)
    return lesson


def _known(part: str) -> bool:
    pattern, _, ablation = part.partition(".")
    declared = load_patterns().get(pattern)
    return declared is not None and ablation in declared.ablations
