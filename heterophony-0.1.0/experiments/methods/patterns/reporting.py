"""The scoreboard and the table of ablations, as JSON."""

from __future__ import annotations

from typing import Any

import heterophony
from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.methods.patterns.ablations import AblationResult, AblationTable
from heterophony.experiments.methods.patterns.checking import (
    PatternResult,
    ReadingResult,
    Scoreboard,
)
from heterophony.experiments.methods.patterns.documents import EVIDENCE_WORDS, pattern_document
from heterophony.experiments.methods.patterns.rules import PatternVerdict
from heterophony.experiments.results.notice import notice


def scoreboard_document(
    board: Scoreboard, ablations: AblationTable | None = None
) -> dict[str, Any]:
    """Return how every pattern stands, and what became of those whose mechanism was off."""
    document = {
        "patterns": [pattern_row(each) for each in board.results],
        "passed": board.count(PatternVerdict.PASS),
        "failed": board.count(PatternVerdict.FAIL),
        "uncertain": board.count(PatternVerdict.UNCERTAIN),
        "asked": board.asked,
        "set": dict(board.values),
        "interrupted": board.interrupted,
        "seed": board.seed,
        "pairs": board.pairs if board.pairs is not None else "as declared",
        "runs": board.runs,
        "seconds": round(board.seconds, 1),
        "version": heterophony.__version__,
        "rules_sha256": SOURCE_DIGEST,
        "notice": notice(),
    }
    if ablations is not None:
        document["ablations"] = [ablation_row(each) for each in ablations.results]
        document["ablation_runs"] = ablations.runs
        document["ablation_seconds"] = round(ablations.seconds, 1)
    return document


def pattern_row(result: PatternResult) -> dict[str, Any]:
    """Return a pattern as declared and as seen; `seen` is of the reading that decides."""
    decides = deciding(result)
    declared = pattern_document(result.pattern)
    return {
        **{key: declared[key] for key in ("id", "title", "evidence", "source", "mechanism")},
        "reading": decides.name,
        "expected": decides.expected,
        "seen": decides.seen,
        "low": decides.low,
        "high": decides.high,
        "verdict": result.verdict.value,
        "built_in": declared["built_in"],
        "by_a_hair": declared["by_a_hair"],
        "readings": [reading_row(result, each) for each in result.readings],
        "note": result.pattern.note,
    }


def deciding(result: PatternResult) -> ReadingResult:
    """Return the first required reading that stands as the pattern does."""
    required = [each for each in result.readings if each.required]
    worst = {PatternVerdict.FAIL: "fails", PatternVerdict.UNCERTAIN: "uncertain"}
    wanted = worst.get(result.verdict, "holds")
    return next(each for each in required if each.standing.value == wanted)


def reading_row(result: PatternResult, reading: ReadingResult) -> dict[str, Any]:
    """Return a reading as seen, beside what the independent implementation saw."""
    declared = result.pattern.readings[reading.name]
    return {
        "name": reading.name,
        "title": dict(declared.title),
        "expected": reading.expected,
        "smallest_difference": declared.smallest,
        "seen": reading.seen,
        "low": reading.low,
        "high": reading.high,
        "pairs": reading.pairs,
        "standing": reading.standing.value,
        "holds": reading.holds,
        "required": reading.required,
        "evidence": EVIDENCE_WORDS[declared.evidence],
        "reference": declared.reference,
        "built_in": declared.built_in,
        "by_a_hair": declared.by_a_hair,
        "note": declared.note,
    }


def ablation_row(result: AblationResult) -> dict[str, Any]:
    """Return a reading with its mechanism on and off."""
    return {
        "id": result.pattern.id,
        "ablation": result.ablation.name,
        "mechanism": result.ablation.mechanism,
        "switch": dict(result.ablation.values),
        "reading": result.on.name,
        "expected": result.on.expected,
        "seen_with": result.on.seen,
        "seen_without": result.off.seen,
        "low_without": result.off.low,
        "high_without": result.off.high,
        "pairs": result.off.pairs,
        "destroyed": result.fate.value,
    }
