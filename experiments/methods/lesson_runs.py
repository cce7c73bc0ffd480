"""What a lesson runs: policies or rules compared, or patterns in a sound and a broken model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from heterophony.experiments.inputs.lessons import Lesson
from heterophony.experiments.inputs.patterns import load_patterns
from heterophony.experiments.methods.compare import compare
from heterophony.experiments.methods.patterns.checking import check_all
from heterophony.experiments.methods.policy_comparison import PolicyComparison
from heterophony.experiments.results.patterns import PatternResult
from heterophony.scenarios import load_scenario

PAIRS: Final = 12
PATTERN_PAIRS: Final = 6


def compared(lesson: Lesson, seed: int, pairs: int = PAIRS) -> PolicyComparison:
    """Compare a lesson's policy with its way of today."""
    experiment = lesson.experiment
    found = compare(experiment.today, experiment.changed, seed=seed, replicates=pairs)
    return found.policies[0]


def outcome_row(found: PolicyComparison, outcome: str) -> dict[str, Any]:
    """Return one outcome's levels, difference and verdict."""
    difference = found.outcomes[outcome]
    return {
        "outcome": outcome,
        "today": difference.baseline,
        "changed": difference.policy,
        "difference": difference.difference,
        "low": difference.low,
        "high": difference.high,
        "verdict": found.verdict(outcome).name.lower(),
    }


def rule_variants(lesson: Lesson, seed: int, pairs: int = PAIRS) -> list[PolicyComparison]:
    """Compare the model with each variant in which one of its rules is stated otherwise."""
    today = load_scenario(lesson.experiment.today)
    rules = [
        replace(today.replaced(each.values), name=f"rule-{number}")
        for number, each in enumerate(lesson.experiment.variants, start=1)
    ]
    if not rules:
        return []
    return list(compare(today, rules, seed=seed, replicates=pairs).policies)


def with_fault(
    lesson: Lesson, seed: int, pairs: int = PATTERN_PAIRS
) -> tuple[list[PatternResult], list[PatternResult]]:
    """Hold a lesson's patterns against the sound model, and against the one with its fault."""
    declared = load_patterns()
    names = [each.pattern.partition(".")[0] for each in lesson.experiment.suspects]
    patterns = [declared[name] for name in names]
    pattern, _, part = lesson.experiment.fault.partition(".")
    broken: Mapping[str, object] = declared[pattern].ablations[part].values
    sound, faulty = (
        check_all(patterns, values=values, pairs=pairs, seed=seed) for values in ({}, broken)
    )
    return list(sound.results), list(faulty.results)
