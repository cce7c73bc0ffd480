"""Values of all parameters as one vector of numbers, which Python and a page pass to rules.

Each parameter has a first place and a length, by its declaration. A number is stored as it is, an
unset one as 0, a switch as 0 or 1, a choice as its index, a vector or table in declared order. A
list of weeks has a place for each week that may be in it: 1 if the week is. These lists come last,
so that the first `NUMBERS` places hold all else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.scenarios import PARAMETERS, Parameter

Settings = npt.NDArray[np.float64]


class Place(NamedTuple):
    """Where settings hold a parameter.

    Attributes
    ----------
    first : its first place
    length : how many places it has
    earliest : the week that the first place stands for, in a list of weeks; else 0
    """

    first: int
    length: int
    earliest: int


def _length(parameter: Parameter) -> int:
    if parameter.type == "weeks":
        assert parameter.minimum is not None
        assert parameter.maximum is not None
        return int(parameter.maximum) - int(parameter.minimum) + 1
    if parameter.type == "table":
        return sum(len(numbers) for numbers in parameter.default.values())
    return len(parameter.components) if parameter.type == "vector" else 1


def _placed() -> dict[str, Place]:
    """Give every parameter its places, lists of weeks last."""
    found, first = {}, 0
    for each in sorted(PARAMETERS.values(), key=lambda parameter: parameter.type == "weeks"):
        earliest = int(each.minimum or 0) if each.type == "weeks" else 0
        found[each.name] = Place(first, _length(each), earliest)
        first += _length(each)
    return found


SETTINGS = _placed()
COUNT = sum(place.length for place in SETTINGS.values())
NUMBERS = min(SETTINGS[each.name].first for each in PARAMETERS.values() if each.type == "weeks")


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Lay out checked values of all parameters, by dotted name, as a vector of `COUNT` numbers."""
    settings, numbers = np.zeros(COUNT), []
    for name, parameter in PARAMETERS.items():
        value = values[name]
        if parameter.type == "weeks":
            first, _, earliest = SETTINGS[name]
            settings[[first + week - earliest for week in value]] = 1.0
        elif parameter.type == "choice":
            numbers.append(parameter.choices.index(value))
        elif parameter.type == "vector":
            numbers.extend(value)
        elif parameter.type == "table":
            numbers.extend(number for key in parameter.default for number in value[key])
        else:
            numbers.append(0 if value is None else value)
    settings[:NUMBERS] = numbers
    return settings
