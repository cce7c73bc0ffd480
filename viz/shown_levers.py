"""How the page shows levers: which first, in which groups, in which steps and units."""

from __future__ import annotations

import math
from typing import Any, Final

from heterophony.experiments.inputs.own_jobcentre import (
    CASELOAD,
    FUNDING,
    INTERVAL,
    MOST_PLACES,
    PRESETS,
    SETTINGS,
    assumable,
    levers,
    limits_of,
    preset,
)
from heterophony.experiments.methods.answers import OF_GROUPS
from heterophony.experiments.methods.lever_map import AXES
from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.scenarios.declarations import Parameter
from heterophony.viz.measures import measure_of
from heterophony.viz.translated import source_words

FIRST: Final = (
    INTERVAL,
    "meeting.pre_meeting_minutes",
    "meeting.debrief_minutes",
    CASELOAD,
    "meeting.citizen_involvement",
)
OF_TEN: Final = ("meeting.citizen_involvement",)  # shown as so many of ten meetings
_GROUPS: Final = {
    "meetings": ("meeting", "agenda"),
    "referral": ("referral",),
    "staff": ("staffing", "mentor"),
    "together": ("coordination", "dialogue", "process"),
    "rules": ("measurement", "refund", "law"),
}
_STEPS: Final = {
    "meeting.pre_meeting_minutes": 5.0,
    "meeting.debrief_minutes": 5.0,
    CASELOAD: 5.0,
    "meeting.citizen_involvement": 0.1,
}
_PARTS: Final = 20
_OUTCOME_FIELDS: Final = ("factor", "decimals", "good", "smallest")


def declared() -> dict[str, Any]:
    """Return what the page needs of the declarations, as plain values."""
    wanted = dict.fromkeys([*SETTINGS, *levers()])
    return {
        "parameters": {name: _parameter(PARAMETERS[name]) for name in wanted},
        "settings": list(SETTINGS),
        "first": [name for name in FIRST if name in PARAMETERS],
        "funding": FUNDING,
        "groups": _groups(),
        "presets": {name: preset(name) for name in PRESETS},
        "most_places": MOST_PLACES,
        "axes": list(AXES),
        "drawable": drawable(),
        "outcomes": {name: _outcome(name) for name in OUTCOMES},
        "of_groups": list(OF_GROUPS),
    }


def assumed_titles() -> dict[str, Any]:
    """Return the title of every parameter: a rule of what turns the answer may name any."""
    return {name: {"title": dict(parameter.title)} for name, parameter in PARAMETERS.items()}


def assumptions() -> dict[str, Any]:
    """Return title, range, source and confidence of every parameter; whether it can be tried."""
    tried = set(assumable())
    return {
        name: _parameter(parameter) | {"assumable": name in tried}
        for name, parameter in PARAMETERS.items()
    }


def drawable() -> list[str]:
    """Return the levers over which a map can be drawn."""
    found = []
    for name, parameter in levers().items():
        if parameter.type in ("bool", "choice") or limits_of(parameter) is not None:
            found.append(name)
    return found


def _groups() -> list[dict[str, Any]]:
    """Return all levers that are not among the first, by group; none is left out."""
    sections = {section: group for group, several in _GROUPS.items() for section in several}
    found: dict[str, list[str]] = {group: [] for group in (*_GROUPS, "other")}
    for name, parameter in levers().items():
        if name not in (*FIRST, FUNDING):
            found[sections.get(parameter.section, "other")].append(name)
    return [{"group": group, "levers": names} for group, names in found.items() if names]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    document = {
        "title": dict(parameter.title),
        "help": dict(parameter.help),
        "type": parameter.type,
        "unit": parameter.unit,
        "default": parameter.default if parameter.type != "table" else None,
        "choices": list(parameter.choices),
        "source": source_words(parameter.source),
        "confidence": parameter.confidence,
    }
    span = limits_of(parameter)
    if span is None and parameter.type in ("float", "int"):
        document |= {"least": parameter.minimum, "most": parameter.maximum}
    if span is not None:
        low, high = float(parameter.low), float(parameter.high)
        document |= {"low": low, "high": high, "least": span[0], "most": span[1]}
        document["step"] = _step(parameter, low, high)
        document["shown"] = _shown(parameter)
    return document


def _shown(parameter: Parameter) -> str:
    """Return how a number is shown: as it is, in per cent, or as so many of ten."""
    if parameter.name in OF_TEN:
        return "of_ten"
    share = parameter.unit in ("0-1", "share", "probability") and parameter.type == "float"
    return "percent" if share else "plain"


def _step(parameter: Parameter, low: float, high: float) -> float:
    if parameter.type == "int":
        return 1.0
    if parameter.name in _STEPS:
        return _STEPS[parameter.name]
    raw = (high - low) / _PARTS
    power = 10.0 ** math.floor(math.log10(raw))
    return float(next(part * power for part in (1, 2, 5, 10) if part * power >= raw * 0.999))


def _outcome(name: str) -> dict[str, Any]:
    shown = measure_of(OUTCOMES[name])
    document: dict[str, Any] = {field: getattr(shown, field) for field in _OUTCOME_FIELDS}
    return {
        **document,
        "title": dict(shown.titles),
        "help": dict(shown.help),
        "unit": shown.unit_key,
    }
