"""Parameters as rules read them: one record with a field per parameter, choices as numbers.

The dotted name becomes a field name (`meeting.interval_weeks` is `p.meeting_interval_weeks`). The
record also has the weekly drift of every half-life, and a few values derived from others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.agenda import write_agenda
from heterophony.agents.columns import Rows
from heterophony.agents.compiled import compiled
from heterophony.agents.exact_power import power_of_two
from heterophony.agents.prepared_tables import THIRDS, computed_quantiles, prepared_thirds
from heterophony.agents.settings import SETTINGS, settings_of
from heterophony.agents.vocabulary import CARE
from heterophony.scenarios import PARAMETERS, Parameter

if TYPE_CHECKING:
    from heterophony.agents.fields import Parameters

REGIMES = (
    "flat",
    "active_passive_2006",
    "active_passive_2011",
    "staircase_2016",
    "none",
    "all_or_nothing",
)
STEPS = 4  # of the staircase of 2016
CRISIS_NEAR_WEEKS = 8  # a crisis "at or within eight weeks of referral" counts as near it
# Values of the record that settings do not contain, by place in `beside_settings`.
BESIDE = ("resources_lower", "resources_upper", "small_steps_weight", "mentor_care")

# Source of a word of the record: none (0, or written by `write_agenda`); a number of the settings,
# as a float or as a whole number; the drift of a half-life in the settings; a value beside the
# settings; a constant.
NOTHING, NUMBER, WHOLE, DRIFT, NOT_SET, CONSTANT = range(6)


class _Field(NamedTuple):
    """A field of the record: its name and form, and the source of each of its words."""

    name: str
    form: tuple[Any, ...]
    sources: Sequence[tuple[int, int]]


def field_name(name: str) -> str:
    """Return the field of the record that holds a parameter."""
    return name.replace(".", "_")


def drift_name(name: str) -> str:
    """Return the field that holds the weekly drift of a half-life."""
    return field_name(name).replace("half_life", "drift")


def _fields_of(parameter: Parameter) -> list[_Field]:
    """Return the fields of the record for one parameter."""
    first, length, _ = SETTINGS[parameter.name]
    field = field_name(parameter.name)
    if parameter.type == "weeks":
        return []  # dates go into the calendar
    if parameter.type == "table":
        return [_Field(field, ("f8", (len(REGIMES), STEPS)), _rates(parameter, first))]
    if parameter.type == "vector":
        places = range(first, first + length)
        return [_Field(field, ("f8", (length,)), [(NUMBER, place) for place in places])]
    if parameter.type in ("int", "bool", "choice"):
        return [_Field(field, ("i8",), [(WHOLE, first)])]
    found = [_Field(field, ("f8",), [(NUMBER, first)])]
    if "half_life" in parameter.name:
        found.append(_Field(drift_name(parameter.name), ("f8",), [(DRIFT, first)]))
    return found


def _rates(parameter: Parameter, first: int) -> list[tuple[int, int]]:
    """Spread refund rates over regimes and steps; the last rate given holds for the rest."""
    sources = {}
    for regime, rates in parameter.default.items():
        sources[regime] = [(NUMBER, first + min(step, len(rates) - 1)) for step in range(STEPS)]
        first += len(rates)
    none = [(NOTHING, 0)] * STEPS
    return [source for regime in REGIMES for source in sources.get(regime, none)]


@cache
def _fields() -> list[_Field]:
    """List the fields of the record, in order."""
    care = SETTINGS["codes.caseworker"].first + CARE
    later = [(NOTHING, 0)] * 3
    return [
        *(field for parameter in PARAMETERS.values() for field in _fields_of(parameter)),
        _Field("trait_resources_terciles", ("f8", (2,)), [(NOT_SET, 0), (NOT_SET, 1)]),
        _Field("default_small_steps_weight", ("f8",), [(NOT_SET, 2)]),
        _Field("usual_caseworker_care", ("f8",), [(NUMBER, care)]),
        _Field("default_mentor_care", ("f8",), [(NOT_SET, 3)]),
        _Field("crisis_near_weeks", ("i8",), [(CONSTANT, CRISIS_NEAR_WEEKS)]),
        *(
            _Field(name, ("f8", (3,)), later)
            for name in ("agenda_with_mentor", "agenda_alone", "mentor_parts")
        ),
    ]


@cache
def premises_type() -> np.dtype[Any]:
    """Build the record type from the declared parameters; each of its words has 8 bytes."""
    return np.dtype([(field.name, *field.form) for field in _fields()], align=True)


_SOURCES = np.array([source for field in _fields() for source in field.sources])


@compiled
def source_number(source: int, place: int, settings: Any, beside: Any) -> float:
    """Return a number of the record: from the settings, from beside them, or a weekly drift."""
    if source == NUMBER:
        return float(settings[place])
    if source == DRIFT:
        return 1.0 - power_of_two(-1.0 / settings[place])
    return float(beside[place]) if source == NOT_SET else 0.0


@compiled
def write_premises(params: Parameters, words: Any, settings: Any, beside: Any) -> None:
    """Write the record of one set of premises.

    Parameters
    ----------
    params : the record
    words : its memory as whole numbers, [words]
    settings : values of all parameters, [`agents.settings.COUNT`]
    beside : values that settings do not contain, [`BESIDE`]
    """
    for word in range(len(words)):
        source, place = _SOURCES[word, 0], _SOURCES[word, 1]
        if source == WHOLE:
            words[word] = int(settings[place])
        elif source == CONSTANT:
            words[word] = place
        else:
            number = source_number(source, place, settings, beside)
            words[word] = np.float64(number).view(np.int64)
    write_agenda(params)


def beside_settings(values: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """Return values that settings do not contain: terciles of resources, two defaults, [`BESIDE`].

    The terciles come from scipy, like the quantile tables; a page has them for the shapes it
    offers.
    """
    a, b = values["trait.resources"]
    thirds = prepared_thirds("beta", (a, b))
    if thirds is None:
        thirds = computed_quantiles("beta", (a, b), np.array(THIRDS))
    lower, upper = thirds
    small_steps = PARAMETERS["meeting.small_steps_weight"].default
    return np.array([lower, upper, small_steps, PARAMETERS["codes.mentor"].default[CARE]])


def words_of(records: Rows) -> npt.NDArray[np.int64]:
    """See records as whole numbers, [records, words], on the same memory."""
    return records.view(np.ndarray).view(np.int64).reshape(len(records), -1)


def premises_records(all_values: Sequence[Mapping[str, Any]]) -> Rows:
    """Make one record per set of values."""
    settings = np.array([settings_of(values) for values in all_values])
    return records_of(settings, np.array([beside_settings(values) for values in all_values]))


def records_of(settings: npt.NDArray[np.float64], beside: npt.NDArray[np.float64]) -> Rows:
    """Make one record per row of settings and of values beside them (`write_premises`)."""
    records = np.zeros(len(settings), premises_type()).view(np.recarray)
    for record, words, *given in zip(records, words_of(records), settings, beside, strict=True):
        write_premises(record, words, *given)
    return records
