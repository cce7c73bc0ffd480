"""What a mailed file needs to retell meetings: lines in both languages, and kinds of acts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from heterophony.agents.meeting_columns import MEETING_COLUMNS, TURN_COLUMNS, TURN_TYPE
from heterophony.agents.vocabulary import (
    ACT_NAMES,
    CODE_NAMES,
    ORIENTATION_NAMES,
    PHASE_NAMES,
    SPEAKER_NAMES,
)
from heterophony.experiments.inputs.line_bank import JOINED, LANGUAGES, Line, load_line_bank
from heterophony.experiments.methods.lead_slots import BUILT_ON, OPTIONAL
from heterophony.experiments.methods.retelling import CONTRADICTED_BY
from heterophony.experiments.results.logged_turns import REPAIRS, SHORT, TELLINGS

_NAMES: Final[Mapping[str, Any]] = {
    "speaker": SPEAKER_NAMES,
    "code": CODE_NAMES,
    "act": ACT_NAMES,
    "phase": PHASE_NAMES,
    "orientation": {str(number): name for number, name in ORIENTATION_NAMES.items()},
}


def talk_layout() -> dict[str, Any]:
    """Say where a meeting's week, length and turns lie, and what their numbers are called."""
    columns = [column.name for column in MEETING_COLUMNS]
    fields: Mapping[str, Any] = TURN_TYPE.fields or {}
    whole = [each.name for each in TURN_COLUMNS if fields[each.name][0].kind == "i"]
    return {
        "meetings": {"columns": len(columns)}
        | {name: columns.index(name) for name in ("week", "turns")},
        "turns": {
            "bytes": TURN_TYPE.itemsize,
            "fields": {
                name: {"at": fields[name][1]} | ({"names": _NAMES[name]} if name in _NAMES else {})
                for name in whole
            },
        },
    }


def carried_lines() -> dict[str, Any]:
    """Return all lines by language, and what the retelling says of acts (`assets/page/mailed`)."""
    return {
        "kinds": {
            "optional": dict(OPTIONAL),
            "builtOn": list(BUILT_ON),
            "contradictedBy": {act: list(acts) for act, acts in CONTRADICTED_BY.items()},
            "repairs": list(REPAIRS),
            "tellings": list(TELLINGS),
            "short": SHORT,
        },
        "banks": {language: _bank(language) for language in LANGUAGES},
    }


def _bank(language: str) -> dict[str, Any]:
    bank = load_line_bank(language)
    return {
        "topics": list(dict.fromkeys(topic for topic, _ in bank.topics)),
        "names": {" ".join(key): name for key, name in bank.topics.items()},
        "withMentor": sorted(bank.with_mentor),
        "onTopic": {" ".join(key): line.text for key, line in bank.on_topic.items()},
        "anywhere": {" ".join(key): _pool(pool) for key, pool in bank.anywhere.items()},
        "leads": {" ".join(key): _pool(pool) for key, pool in bank.leads.items()},
        "and": JOINED[language],
    }


def _pool(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Return lines with their claims; truths are 0 or 1, as in `turn_facts.facts_of`."""

    def plain(value: str | int) -> str | int:
        return value if isinstance(value, str) else int(value)

    return [
        {"text": line.text, "claims": {name: plain(value) for name, value in line.claims.items()}}
        for line in lines
    ]
