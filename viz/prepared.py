"""The answers that were prepared, as the page looks them up; it opens at once where they fit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from heterophony.experiments.inputs.own_jobcentre import PRESETS, OwnPlan, preset
from heterophony.experiments.methods.first_answers import FirstAnswers, terms

FILE: Final = Path(__file__).with_name("assets") / "prepared.json"


@dataclass(frozen=True)
class Prepared:
    """What the file holds, by question.

    Attributes
    ----------
    made_by
        The digest of the model that made it; empty where there is no file.
    answers
        By the key of a question: `answer` and `depth`.
    maps
        By the key of a jobcentre without a plan.
    first
        What answers all other questions at once; None where it does not fit the declarations.
    """

    made_by: str
    answers: Mapping[str, Mapping[str, Any]]
    maps: Mapping[str, Mapping[str, Any]]
    first: FirstAnswers | None


def read_prepared(path: Path = FILE) -> Prepared:
    """Read the file; what is missing or does not fit the declarations is left out."""
    try:
        document = json.loads(path.read_text("utf-8"))
        made_by = str(document["model_sha256"])
        answers = {each["key"]: each for each in document["answers"]}
        maps = {
            OwnPlan(preset(name)).key: found
            for name, found in document["maps"].items()
            if name in PRESETS
        }
        found = document["first"]
    except (OSError, ValueError, KeyError, TypeError):
        return Prepared("", {}, {}, None)
    first = None
    if tuple(found.get("terms", ())) == terms():
        first = FirstAnswers(terms(), found["weights"], found["levels"], found["errors"])
    return Prepared(made_by, answers, maps, first)
