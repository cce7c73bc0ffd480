"""Patterns and what became of them, as JSON."""

from __future__ import annotations

from typing import Any

from heterophony.experiments.methods.patterns.rules import expectation
from heterophony.scenarios.patterns_declared import Pattern, Reading

EVIDENCE_WORDS = {
    "recorded": "recorded",
    "staff": "said by staff",
    "relayed": "literature that the study relays",
    "inference": "inference of the design",
    "wider": "wider literature",
}


def pattern_document(pattern: Pattern) -> dict[str, Any]:
    """Return all that is declared about a pattern."""
    readings = list(pattern.readings.values())
    return {
        "name": pattern.id,
        "id": pattern.id,
        "title": dict(pattern.title),
        "statement": dict(pattern.statement),
        "evidence": EVIDENCE_WORDS[pattern.evidence],
        "source": pattern.source,
        "mechanism": pattern.mechanism,
        "expected": "; ".join(f"{each.name} {expectation(each)}" for each in readings),
        "arms": {name: dict(values) for name, values in pattern.arms.items()},
        "readings": [reading_document(each) for each in readings],
        "built_in": list(pattern.built_in),
        "by_a_hair": list(pattern.by_a_hair),
        "ablations": [
            {
                "name": each.name,
                "mechanism": each.mechanism,
                "values": dict(each.values),
                "destroys": list(each.destroys),
            }
            for each in pattern.ablations.values()
        ],
        "note": pattern.note,
    }


def reading_document(reading: Reading) -> dict[str, Any]:
    """Return all that is declared about a reading."""
    what = reading.study or reading.outcome
    return {
        "name": reading.name,
        "title": dict(reading.title),
        "reads": reading.reads,
        "arms": list(reading.arms),
        "of": f"{what} less {reading.less}" if reading.less else what,
        "expected": expectation(reading),
        "smallest_difference": reading.smallest,
        "pairs": reading.pairs,
        "required": reading.required,
        "evidence": EVIDENCE_WORDS[reading.evidence],
        "reference": reading.reference,
        "built_in": reading.built_in,
        "by_a_hair": reading.by_a_hair,
        "note": reading.note,
    }
