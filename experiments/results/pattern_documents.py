"""Patterns, scoreboards and ablations as JSON, and the folder of a scoreboard."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import heterophony
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.folders import write_folder
from heterophony.experiments.results.manifest import common_manifest
from heterophony.experiments.results.notice import notice
from heterophony.experiments.results.patterns import (
    AblationResult,
    PatternResult,
    PatternVerdict,
    ReadingResult,
    Scoreboard,
)
from heterophony.experiments.results.patterns_page import validation_page
from heterophony.experiments.results.tables import write_text
from heterophony.scenarios.patterns_declared import Pattern, Reading

KIND = "validation"
EVIDENCE_WORDS = {
    "recorded": "recorded",
    "staff": "said by staff",
    "relayed": "literature that the study relays",
    "inference": "inference of the design",
    "wider": "wider literature",
    "predicted": "prediction, opened",
}
KNOWN = (
    "Registered before anybody had run them on the first model. They have been known since their "
    "opening: whatever holds now proves nothing more, and they do not count among the patterns."
)
"""What to know of the predictions, beside their verdicts."""
_PREDICTED = {
    PatternVerdict.PASS: "holds",
    PatternVerdict.FAIL: "fails",
    PatternVerdict.UNCERTAIN: "uncertain",
}


def scoreboard_document(board: Scoreboard) -> dict[str, Any]:
    """Return every pattern's verdict, and what became of those whose mechanism was off."""
    document = {
        "patterns": [_pattern_row(each) for each in board.patterns],
        "passed": board.count(PatternVerdict.PASS),
        "failed": board.count(PatternVerdict.FAIL),
        "uncertain": board.count(PatternVerdict.UNCERTAIN),
        "asked": board.asked,
        "set": dict(board.values),
        "interrupted": board.interrupted,
        "seed": board.seed,
        "threads": board.threads,
        "command": shlex.join(["heterophony", *sys.argv[1:]]),
        "pairs": board.pairs if board.pairs is not None else "as declared",
        "runs": board.runs,
        "seconds": round(board.seconds, 1),
        "version": heterophony.__version__,
        "model_sha256": model_digest(),
        "notice": notice(),
    }
    if board.predictions:
        document["predictions"] = [_prediction_row(each) for each in board.predictions]
        document["predictions_note"] = KNOWN
    if board.other_seeds:
        document["other_seeds"] = [_seed_row(*each) for each in board.other_seeds.items()]
    if board.ablations is not None:
        document["ablations"] = [_ablation_row(each) for each in board.ablations]
        document["ablation_runs"] = board.ablation_runs
    return document


def write_scoreboard(board: Scoreboard, out: str | Path) -> Path:
    """Write the scoreboard as a folder, remove its checkpoint, and return the folder.

    Raises
    ------
    RequestError, WorkError
        If it must not or cannot be written; see `write_folder`.
    """
    document = plain(scoreboard_document(board))
    about = {key: document[key] for key in ("seed", "pairs", "set", "command", "seconds")}
    writers = {
        "validation.json": write_text(as_json(document)),
        "validation.md": write_text(validation_page(document)),
    }
    written = write_folder(Path(out), writers, common_manifest(KIND, about))
    board.discard_checkpoint()
    return written


def expectation(reading: Reading) -> str:
    """Write what a reading expects, as people read it."""
    if reading.expected != "band":
        return reading.expected
    if reading.high is None:
        return f"at least {reading.low:g}"
    if reading.low is None:
        return f"at most {reading.high:g}"
    return f"{reading.low:g} to {reading.high:g}"


def pattern_document(pattern: Pattern) -> dict[str, Any]:
    """Return all that is declared about a pattern."""
    readings = list(pattern.readings.values())
    return {
        "name": pattern.id,
        **_of(pattern, "id", "title", "statement"),
        "evidence": EVIDENCE_WORDS[pattern.evidence],
        **_of(pattern, "source", "mechanism"),
        "expected": "; ".join(f"{each.name} {expectation(each)}" for each in readings),
        "arms": {name: dict(values) for name, values in pattern.arms.items()},
        "readings": [_declared_reading(each) for each in readings],
        "built_in": list(pattern.built_in),
        "by_a_hair": list(pattern.by_a_hair),
        "ablations": [
            _of(each, "name", "mechanism", "values", "destroys")
            for each in pattern.ablations.values()
        ],
        "note": pattern.note,
        "counts": pattern.counts and pattern.opening is None,
        "opening": None if pattern.opening is None else asdict(pattern.opening),
    }


def _declared_reading(reading: Reading) -> dict[str, Any]:
    what = reading.study or reading.outcome
    return {
        **_of(reading, "name", "title", "reads", "arms"),
        "of": f"{what} less {reading.less}" if reading.less else what,
        "expected": expectation(reading),
        "smallest_difference": reading.smallest,
        **_of(reading, "pairs", "required"),
        "evidence": EVIDENCE_WORDS[reading.evidence],
        **_of(reading, "reference", "built_in", "by_a_hair", "note"),
    }


def _pattern_row(result: PatternResult) -> dict[str, Any]:
    """Return a pattern as declared and as seen; `seen` is of the reading that decides."""
    declared = pattern_document(result.pattern)
    return {
        **{key: declared[key] for key in ("id", "title", "evidence", "source", "mechanism")},
        "reading": deciding(result).name,
        **_of(deciding(result), "expected", "seen", "low", "high"),
        "verdict": result.verdict.value,
        **{key: declared[key] for key in ("built_in", "by_a_hair")},
        "readings": [_reading_row(result, each) for each in result.readings],
        **{key: declared[key] for key in ("note", "counts")},
    }


def _prediction_row(result: PatternResult) -> dict[str, Any]:
    """Return a prediction as registered, with its verdict at the opening and now."""
    row = _pattern_row(result)
    del row["counts"]
    required = [each for each in result.readings if each.required]
    declared = pattern_document(result.pattern)
    return row | {
        "registered": declared["statement"],
        "opening": declared["opening"],
        "verdict": _PREDICTED[result.verdict],
        "parts": len(required),
        "parts_holding": sum(each.holds for each in required),
    }


def _seed_row(seed: int, results: Sequence[PatternResult]) -> dict[str, Any]:
    """Return the verdicts under another base seed, and how many patterns have each."""
    counted = [each.verdict for each in results if each.counts]
    names = {"passed": "PASS", "failed": "FAIL", "uncertain": "UNCERTAIN"}
    return {
        "seed": seed,
        **{name: counted.count(PatternVerdict[verdict]) for name, verdict in names.items()},
        "verdicts": {
            each.id: _PREDICTED[each.verdict] if each.is_prediction else each.verdict.value
            for each in results
        },
    }


def deciding(result: PatternResult) -> ReadingResult:
    """Return the first required reading whose standing gives the pattern its verdict."""
    required = [each for each in result.readings if each.required]
    worst = {PatternVerdict.FAIL: "fails", PatternVerdict.UNCERTAIN: "uncertain"}
    wanted = worst.get(result.verdict, "holds")
    return next(each for each in required if each.standing.value == wanted)


def _reading_row(result: PatternResult, reading: ReadingResult) -> dict[str, Any]:
    """Return a reading as seen here and by the independent implementation."""
    declared = result.pattern.readings[reading.name]
    return {
        "name": reading.name,
        "title": declared.title,
        "expected": reading.expected,
        "smallest_difference": declared.smallest,
        **_of(reading, "seen", "low", "high", "pairs"),
        "standing": reading.standing.value,
        **_of(reading, "holds", "required"),
        "evidence": EVIDENCE_WORDS[declared.evidence],
        **_of(declared, "reference", "built_in", "by_a_hair", "note"),
    }


def _ablation_row(result: AblationResult) -> dict[str, Any]:
    """Return a reading with its mechanism on and off."""
    return {
        "id": result.pattern.id,
        "ablation": result.ablation.name,
        "mechanism": result.ablation.mechanism,
        "switch": result.ablation.values,
        "reading": result.on.name,
        "expected": result.on.expected,
        "seen_with": result.on.seen,
        "seen_without": result.off.seen,
        "low_without": result.off.low,
        "high_without": result.off.high,
        "pairs": result.off.pairs,
        "destroyed": result.fate.value,
    }


def _of(data: object, *names: str) -> dict[str, Any]:
    """Return some attributes as JSON holds them."""
    found = {name: getattr(data, name) for name in names}
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in found.items()
    }
