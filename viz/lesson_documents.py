"""Lessons and what their runs found, as documents in the words of one language."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
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
from heterophony.experiments.methods.verdicts import Size
from heterophony.experiments.results.patterns import PatternResult
from heterophony.scenarios import load_scenario
from heterophony.scenarios.pattern import Reading
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
            "year": experiment.stage.year,
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
        "sentence": _sentence(found, asked, today, plan, speak),
        "rows": [_row(found, name, speak) for name in (asked, *beside)],
    }


def _direction(found: PolicyComparison, outcome: str) -> str:
    """Return which guess was right: more, less, none, or unsure.

    A difference that is too small to matter is none, however sure its sign is.
    """
    verdict = found.verdict(outcome)
    if verdict.size is Size.SMALL:
        return "none"
    return _DIRECTIONS.get(verdict.sign.value, "unsure")


def _sentence(found: PolicyComparison, outcome: str, today: str, plan: str, speak: Words) -> str:
    """Say what a policy does to an outcome; where it is written as 0, how little it is at most."""
    shown = measure(outcome)
    if _is_written_as_0(found, outcome):
        least = speak.number(0.5 * 10**-shown.decimals, shown.decimals + 1)
        return speak(
            "class.lesson.same",
            plan=plan,
            today=today,
            outcome=shown.within(speak),
            least=f"{least} {shown.difference_unit(speak)}".strip(),
        )
    return outcome_sentence(found, outcome, today, plan, speak)


def _row(found: PolicyComparison, outcome: str, speak: Words) -> dict[str, Any]:
    """Return an outcome as a table's row shows it."""
    row, shown = outcome_row(found, outcome), measure(outcome)
    return {
        "outcome": outcome,
        "title": shown.with_unit(speak),
        "today": shown.written(row["today"], speak),
        "changed": shown.written(row["changed"], speak),
        "difference": shown.difference_written(row["difference"], speak),
        "range": _range(
            row["low"], row["high"], partial(shown.difference_written, unit=False), speak
        ),
        "verdict": _verdict(found, outcome, speak),
    }


def _range(low: float, high: float, write: Callable[..., str], speak: Words) -> str:
    """Return a 95 % interval in words; empty where none is defined."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return speak("class.lesson.range", low=write(low, speak), high=write(high, speak))


def _is_written_as_0(found: PolicyComparison, outcome: str) -> bool:
    small = found.verdict(outcome).size is Size.SMALL
    return small and not measure(outcome).shows(found.outcomes[outcome].difference)


def _verdict(found: PolicyComparison, outcome: str, speak: Words) -> str:
    """Return a verdict in words; a difference that is written as 0 is neither more nor less."""
    if _is_written_as_0(found, outcome):
        return speak("verdict.none")
    return verdict_words(found, outcome, speak)


def _fault_result(lesson: Lesson, speak: Words, seed: int, pairs: int) -> dict[str, Any]:
    """Return the patterns in both versions, which part is broken, and rules stated otherwise."""
    sound, faulty = with_fault(lesson, seed, max(2, pairs // 2))
    variants = zip(lesson.experiment.variants, rule_variants(lesson, seed, pairs), strict=True)
    return {
        "fault": lesson.experiment.fault,
        "patterns": [
            {
                "part": each.pattern,
                "title": one.pattern.title[speak.language],
                "statement": one.pattern.statement[speak.language],
                "sound": _pattern(one, speak),
                "faulty": _pattern(other, speak),
            }
            for each, one, other in zip(lesson.experiment.suspects, sound, faulty, strict=True)
        ],
        "pairs": pairs,
        "today": load_scenario(lesson.experiment.today).title[speak.language],
        "changed": speak("class.lesson.rule_changed").capitalize(),
        "variants": [
            {
                "text": variant.text.said(speak.language),
                "rows": [_row(found, name, speak) for name in lesson.experiment.beside],
            }
            for variant, found in variants
        ],
    }


def _pattern(result: PatternResult, speak: Words) -> dict[str, Any]:
    """Return a pattern's verdict, and each reading with what was expected and seen.

    `least` is how large a difference must be to be what is expected; empty if any will do.
    """
    declared = result.pattern.readings
    return {
        "verdict": result.verdict.value,
        "readings": [
            {
                "title": declared[each.name].title[speak.language],
                "expected": each.expected,
                "least": _least(declared[each.name], speak),
                "seen": speak.number(each.seen, 3),
                "range": _range(each.low, each.high, _thousandths, speak),
                "standing": each.standing.value,
            }
            for each in result.readings
            if each.required
        ],
    }


def _least(reading: Reading, speak: Words) -> str:
    signed = reading.expected in ("+", "-")
    return speak.plain(reading.smallest) if signed and reading.smallest else ""


def _thousandths(value: float, speak: Words) -> str:
    return speak.number(value, 3)
