"""Lessons and what their runs found, as documents in the words of one language."""

from __future__ import annotations

from typing import Any, Final

from heterophony.experiments.inputs.lessons import Lesson
from heterophony.experiments.methods.lesson_runs import (
    PAIRS,
    compared,
    outcome_row,
    rule_variants,
    with_fault,
)
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.results.patterns import PatternResult
from heterophony.scenarios import load_scenario
from heterophony.viz.measures import measure
from heterophony.viz.sentences import outcome_sentence, verdict_words
from heterophony.viz.words import Words, words

# What a verdict says of the direction; a class guesses one of three.
_DIRECTIONS: Final = {"more": "more", "less": "less"}


def lesson_document(lesson: Lesson, language: str) -> dict[str, Any]:
    """Return a lesson without its results: what it asks, shows and says."""
    experiment, texts = lesson.experiment, lesson.texts
    return {
        "name": lesson.name,
        "minutes": lesson.minutes,
        "title": lesson.title.said(language),
        "question": lesson.question.said(language),
        "kind": experiment.kind,
        "stage": {
            "meeting": experiment.stage.meeting,
            "beside": experiment.stage.beside,
            "turn": experiment.stage.turn,
        },
        **{
            name: getattr(texts, name).said(language)
            for name in ("look", "limits", "discuss", "notes")
        },
        "theory": [
            {"source": each.source.said(language), "text": each.text.said(language)}
            for each in lesson.theory
        ],
        "suspects": [
            {"part": each.pattern, "text": each.text.said(language)} for each in experiment.suspects
        ],
    }


def lesson_result(lesson: Lesson, language: str, seed: int, pairs: int = PAIRS) -> dict[str, Any]:
    """Run a lesson's experiment; return what it found."""
    speak = words(language)
    if lesson.experiment.kind == "fault":
        return _fault_result(lesson, speak, seed, pairs)
    found = compared(lesson, seed, pairs)
    today = load_scenario(lesson.experiment.today).title[language]
    plan = found.scenario.title[language]
    asked, *beside = (lesson.experiment.outcome, *lesson.experiment.beside)
    return {
        "today": today,
        "changed": plan,
        "pairs": pairs,
        "direction": _direction(found, asked),
        "sentence": outcome_sentence(found, asked, today, plan, speak),
        "rows": [_row(found, name, speak) for name in (asked, *beside)],
    }


def _direction(found: PolicyComparison, outcome: str) -> str:
    """Return which guess was right: more, less, none, or unsure."""
    verdict = found.verdict(outcome)
    if verdict.name.lower() in ("none", "uncertain", "undefined"):
        return "none" if verdict.name.lower() == "none" else "unsure"
    return _DIRECTIONS[verdict.sign.value]


def _row(found: PolicyComparison, outcome: str, speak: Words) -> dict[str, Any]:
    """Return an outcome as a table's row shows it."""
    row, shown = outcome_row(found, outcome), measure(outcome)
    return {
        "outcome": outcome,
        "title": shown.with_unit(speak),
        "today": shown.written(row["today"], speak),
        "changed": shown.written(row["changed"], speak),
        "difference": shown.difference_written(row["difference"], speak),
        "verdict": verdict_words(found, outcome, speak),
    }


def _fault_result(lesson: Lesson, speak: Words, seed: int, pairs: int) -> dict[str, Any]:
    """Return the patterns in both versions, which part is broken, and rules stated otherwise."""
    sound, faulty = with_fault(lesson, seed, max(2, pairs // 2))
    today = load_scenario(lesson.experiment.today).title[speak.language]
    variants = zip(lesson.experiment.variants, rule_variants(lesson, seed, pairs), strict=True)
    return {
        "fault": lesson.experiment.fault,
        "patterns": [
            {
                "part": each.pattern,
                "title": one.pattern.title[speak.language],
                "sound": _pattern(one, speak),
                "faulty": _pattern(other, speak),
            }
            for each, one, other in zip(lesson.experiment.suspects, sound, faulty, strict=True)
        ],
        "variants": [
            {
                "text": variant.text.said(speak.language),
                "sentences": [
                    outcome_sentence(found, name, today, speak("class.lesson.rule_changed"), speak)
                    for name in lesson.experiment.beside
                ],
            }
            for variant, found in variants
        ],
    }


def _pattern(result: PatternResult, speak: Words) -> dict[str, Any]:
    """Return a pattern's verdict, and each reading with what was expected and seen."""
    language = speak.language
    titles = {name: each.title[language] for name, each in result.pattern.readings.items()}
    return {
        "verdict": result.verdict.value,
        "readings": [
            {
                "title": titles[each.name],
                "expected": each.expected,
                "seen": speak.number(each.seen, 3),
                "standing": each.standing.value,
            }
            for each in result.readings
            if each.required
        ],
    }
