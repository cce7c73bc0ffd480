"""The classroom's document: real runs, computed once, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import heterophony
from heterophony.experiments.inputs.lessons import load_lessons
from heterophony.experiments.methods.jobcentre_year import jobcentre_year
from heterophony.experiments.methods.lesson_runs import PAIRS
from heterophony.experiments.methods.staged_meeting import STATES, VIEWS
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import load_scenario
from heterophony.viz import page_documents
from heterophony.viz.lesson_documents import lesson_document, lesson_result
from heterophony.viz.stage import Stage
from heterophony.viz.words import words

SEED: Final = 1
POLICIES: Final = ("mentor-chairs", "citizen-chairs", "pre-meeting")  # beside a meeting of today
_SHOWN_DIGITS: Final = 12  # of a digest
# Sentences that the classroom's scripts use; of the page's, those that its parts share.
_PARTS: Final = ("class", "common", "unit", "speaker", "code", "phase", "act")
_SHARED: Final = ("page.plans.today",)


def classroom(language: str, scenario: str = "baseline", seed: int = SEED) -> dict[str, Any]:
    """Run all that the classroom shows.

    Raises
    ------
    heterophony.scenarios.ScenarioError
        If there is no such scenario.
    """
    today = load_scenario(scenario)
    policies = [load_scenario(name) for name in POLICIES]
    return {
        "language": language,
        "words": sentences(language),
        "declared": declared(language),
        "made": {
            "scenario": today.title[language],
            "seed": seed,
            "model": model_digest()[:_SHOWN_DIGITS],
            "version": heterophony.__version__,
        },
        "lessons": [lesson_document(each, language) for each in load_lessons().values()],
        "theatre": Stage(today, policies, seed, language).document(),
        "year": jobcentre_year(today, seed),
    }


def with_results(runs: Mapping[str, Any], pairs: int = PAIRS) -> dict[str, Any]:
    """Return a classroom whose lessons hold what their experiments found."""
    language, seed = runs["language"], runs["made"]["seed"]
    lessons = [
        each | {"result": lesson_run(each["name"], language, seed, pairs)}
        for each in runs["lessons"]
    ]
    return dict(runs) | {"lessons": lessons}


def lesson_run(name: str, language: str, seed: int, pairs: int = PAIRS) -> dict[str, Any]:
    """Run a lesson's experiment.

    Raises
    ------
    RequestError
        If there is no such lesson.
    """
    lessons = load_lessons()
    if name not in lessons:
        raise RequestError(f"no lesson is called {name!r}; there are: {', '.join(lessons)}")
    return lesson_result(lessons[name], language, seed, pairs)


def sentences(language: str) -> dict[str, str]:
    """Return the classroom's sentences by key."""
    every = words(language).sentences
    return {
        key: text for key, text in every.items() if key.split(".", 1)[0] in _PARTS or key in _SHARED
    }


def declared(language: str) -> dict[str, Any]:
    """Return titles and units of the outcomes that the classroom names."""
    found = page_documents.declared()["outcomes"]
    kept = ("factor", "decimals", "unit")
    return {
        "parameters": {},
        "outcomes": {
            name: {
                "title": {language: found[name]["title"][language]},
                **{field: found[name][field] for field in kept},
            }
            for name in (*STATES, *VIEWS["citizen"])
        },
    }
