"""Parameters as rules read them: one record with a field per parameter, choices as numbers.

The dotted name becomes a field name (`meeting.interval_weeks` is `p.meeting_interval_weeks`).
Beside every half-life stands its weekly drift, and a few values that follow from others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from scipy import special

from heterophony.agents.agenda import write_agenda
from heterophony.agents.columns import Rows
from heterophony.agents.vocabulary import CARE
from heterophony.scenarios import PARAMETERS, Parameter

REGIMES = (
    "flat",
    "active_passive_2006",
    "active_passive_2011",
    "staircase_2016",
    "none",
    "all_or_nothing",
)
STEPS = 4  # of the staircase of 2016
CRISIS_NEAR_WEEKS = 8  # "at or within eight weeks of referral": how crisis-like is told
UNSET_TURNS = 0


def field_name(name: str) -> str:
    """Return the field of the record that holds a parameter."""
    return name.replace(".", "_")


def drift_name(name: str) -> str:
    """Return the field that holds the weekly drift of a half-life."""
    return field_name(name).replace("half_life", "drift")


@cache
def premises_type() -> np.dtype[Any]:
    """Build the record type from the declared parameters."""
    fields: list[Any] = []
    for name, parameter in PARAMETERS.items():
        fields.extend(_fields_of(name, parameter))
    fields += [
        ("trait_resources_terciles", "f8", (2,)),
        ("default_small_steps_weight", "f8"),
        ("usual_caseworker_care", "f8"),
        ("default_mentor_care", "f8"),
        ("crisis_near_weeks", "i8"),
        ("agenda_with_mentor", "f8", (3,)),
        ("agenda_alone", "f8", (3,)),
        ("mentor_parts", "f8", (3,)),
    ]
    return np.dtype(fields, align=True)


def _fields_of(name: str, parameter: Parameter) -> list[Any]:
    field = field_name(name)
    if parameter.type == "weeks":
        return []  # dates go into the calendar
    if parameter.type == "table":
        return [(field, "f8", (len(REGIMES), STEPS))]
    if parameter.type == "vector":
        return [(field, "f8", (len(parameter.default),))]
    if parameter.type in ("int", "bool", "choice"):
        return [(field, "i8")]
    if "half_life" in name:
        return [(field, "f8"), (drift_name(name), "f8")]
    return [(field, "f8")]


def _rates(table: Mapping[str, Sequence[float]]) -> np.ndarray[Any, Any]:
    """Spread refund rates over regimes and steps; the last rate given holds for the rest."""
    rates = np.zeros((len(REGIMES), STEPS))
    for row, regime in enumerate(REGIMES):
        given = list(table.get(regime, ())) or [0.0]
        rates[row] = (given + [given[-1]] * STEPS)[:STEPS]
    return rates


def _entries_of(name: str, parameter: Parameter, value: Any) -> tuple[Any, ...]:
    """Return what stands in the fields of one parameter."""
    kind = parameter.type
    if kind == "float":
        if "half_life" in name:
            return value, 1.0 - 2.0 ** (-1.0 / value)
        return (value,)
    if kind == "weeks":
        return ()
    if kind == "choice":
        return (parameter.choices.index(value),)
    if kind == "table":
        return (_rates(value),)
    if name == "meeting.turns":
        return (UNSET_TURNS if value is None else value,)
    return (value,)


def fill_premises(records: Rows, place: int, values: Mapping[str, Any]) -> None:
    """Write the values of all parameters into one record."""
    entries: list[Any] = []
    for name, parameter in PARAMETERS.items():
        entries.extend(_entries_of(name, parameter, values[name]))
    a, b = values["trait.resources"]
    entries.append(special.betaincinv(a, b, np.array([1.0, 2.0]) / 3.0))
    entries.append(PARAMETERS["meeting.small_steps_weight"].default)
    entries += [values["codes.caseworker"][CARE], PARAMETERS["codes.mentor"].default[CARE]]
    entries.append(CRISIS_NEAR_WEEKS)
    entries += [np.zeros(3)] * 3  # shares of turns follow from the rest
    np.asarray(records)[place] = tuple(entries)
    write_agenda(records[place])


def premises_records(all_values: Sequence[Mapping[str, Any]]) -> Rows:
    """Make one record per set of values."""
    records = np.zeros(len(all_values), premises_type()).view(np.recarray)
    for place, values in enumerate(all_values):
        fill_premises(records, place, values)
    return records
