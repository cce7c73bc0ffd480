"""Check one value against its declaration and convert it to its plain form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

from heterophony.scenarios.declarations import Parameter
from heterophony.scenarios.errors import shown

__all__ = ["NotAllowedError", "allowed", "checked", "checked_component", "plain_value"]

UNSET = "unset"


class NotAllowedError(ValueError):
    """A value that its declaration refuses; the message says what is allowed."""


def allowed(parameter: Parameter) -> str:
    """Say which values a parameter may take, with unit and plausible range."""
    kinds = {"float": "a number", "int": "a whole number"}
    span = f"from {_plain(parameter.minimum)} to {_plain(parameter.maximum)}"
    unit = f" ({parameter.unit})" if parameter.unit not in ("", "0-1") else ""
    if parameter.type == "bool":
        return "must be true or false"
    if parameter.type == "choice":
        return "must be one of " + ", ".join(shown(choice) for choice in parameter.choices)
    if parameter.type == "vector":
        parts = ", ".join(parameter.components)
        numbers = "whole numbers" if parameter.whole else "numbers"
        return f"must be a list of {len(parameter.components)} {numbers} {span}{unit}: {parts}"
    if parameter.type == "weeks":
        return f"must be a list of different whole numbers {span}{unit}"
    if parameter.type == "table":
        keys = ", ".join(f"{key} ({len(rates)})" for key, rates in parameter.default.items())
        return f"must be a table of lists of numbers {span}, with these keys and lengths: {keys}"
    unset = f' or "{UNSET}"' if parameter.default is None else ""
    plausible = ""
    if parameter.low is not None:
        plausible = f"; plausible: {_plain(parameter.low)} to {_plain(parameter.high)}"
    return f"must be {kinds[parameter.type]} {span}{unset}{unit}{plausible}"


def _plain(number: float | None) -> str:
    return "any" if number is None else f"{number:g}" if abs(number) < 1e5 else f"{number:.0f}"


def checked(parameter: Parameter, value: object) -> Any:
    """Return `value` in its plain form: float, int, bool, str, tuple, table of tuples or None.

    Numbers, truth values, arrays and series of NumPy and pandas, decimals and ranges are taken as
    the plain numbers and lists that they hold.

    Raises
    ------
    NotAllowedError
        If the type is wrong, or a number is not finite or outside the hard bounds.
    """
    value = plain_value(value)
    match parameter.type:
        case "bool":
            if isinstance(value, bool):
                return value
        case "choice":
            if isinstance(value, str) and value in parameter.choices:
                return value
        case "vector":
            if isinstance(value, list | tuple) and len(value) == len(parameter.components):
                return tuple(_number(parameter, item) for item in value)
        case "weeks":
            if isinstance(value, list | tuple | set | frozenset):
                return _weeks(parameter, list(value))
        case "table":
            if isinstance(value, Mapping) and value.keys() <= parameter.default.keys():
                rates = {key: checked_component(parameter, key, value[key]) for key in value}
                return dict(parameter.default) | rates
        case _:
            if parameter.default is None and (value is None or value == UNSET):
                return None
            return _number(parameter, value)
    raise NotAllowedError(allowed(parameter))


def checked_component(parameter: Parameter, component: str, value: object) -> Any:
    """Return the plain form of one part of a vector, or of one list of a table."""
    if parameter.type == "vector":
        return _number(parameter, value)
    value = plain_value(value)
    length = len(parameter.default[component])
    if not isinstance(value, list | tuple) or len(value) != length:
        raise NotAllowedError(allowed(parameter))
    return tuple(_number(parameter, item) for item in value)


def plain_value(value: Any) -> Any:
    """Return what Python's own types say of a value of NumPy, pandas or `decimal`, else itself."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, range):
        return list(value)
    dimensions = getattr(value, "ndim", None)
    if dimensions == 0:
        return value.item()  # a number or a truth value of NumPy
    if dimensions == 1:
        return value.tolist()  # an array or a series
    return value


def _number(parameter: Parameter, value: object) -> float | int:
    value = plain_value(value)
    if isinstance(value, bool) or not isinstance(value, Real):
        raise NotAllowedError(allowed(parameter))
    low, high = parameter.minimum, parameter.maximum
    # whole numbers stay whole until they are known to be small enough for a float
    number = int(value) if isinstance(value, Integral) else float(value)
    finite = isinstance(number, int) or math.isfinite(number)
    inside = finite and (low is None or number >= low) and (high is None or number <= high)
    is_count = parameter.type in ("int", "weeks")
    if not inside or ((is_count or parameter.whole) and number != int(number)):
        raise NotAllowedError(allowed(parameter))
    # adding zero turns a negative zero into zero, so that equal scenarios have equal files
    return int(number) if is_count else float(number) + 0.0


def _weeks(parameter: Parameter, value: list[object] | tuple[object, ...]) -> tuple[float, ...]:
    weeks = sorted(_number(parameter, item) for item in value)
    if len(set(weeks)) != len(weeks):
        raise NotAllowedError(allowed(parameter))
    return tuple(weeks)
