"""Numbers, texts and names of outcomes that users hand in: returned plain, or refused."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from numbers import Integral, Real

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import OUTCOMES
from heterophony.scenarios.errors import nearest


def whole_number(value: object, field: str, low: int, high: int, more: str = "") -> int:
    """Return a whole number of any type as an `int`.

    Parameters
    ----------
    field
        What is asked for, for the message.
    low, high
        The allowed range.
    more
        What else the message says of the range.

    Raises
    ------
    RequestError
        If it is no whole number (truth values and decimals are none), or out of range.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise RequestError(
            f"{field} is {value!r}; allowed: a whole number from {low:,} to {high:,}{more}"
        )
    number = int(value)
    if not low <= number <= high:
        raise RequestError(f"{field} is {number}; allowed: {low:,} to {high:,}{more}")
    return number


def positive_number(value: object, field: str, more: str = "") -> float:
    """Return a finite number above 0 of any type as a `float`.

    Raises
    ------
    RequestError
        If it is none.
    """
    number = math.nan
    if isinstance(value, Real | Decimal) and not isinstance(value, bool):
        number = float(value)
    if not 0.0 < number < math.inf:
        raise RequestError(f"{field} is {value!r}; allowed: a number above 0{more}")
    return number


def in_both_languages(text: str | Mapping[str, str], field: str) -> dict[str, str]:
    """Return a text in English and Danish; one that is missing is as the other.

    Raises
    ------
    RequestError
        If it is empty, or in another language.
    """
    texts = {"en": text} if isinstance(text, str) else dict(text)
    if not texts or set(texts) - {"en", "da"} or not all(each.strip() for each in texts.values()):
        raise RequestError(f'{field} = {text!r}; allowed: a text, or {{ en = "...", da = "..." }}')
    first = next(iter(texts.values()))
    return {language: texts.get(language, first) for language in ("en", "da")}


def checked_outcome(name: str, field: str) -> str:
    """Return the name of an outcome as it is.

    Parameters
    ----------
    name
        As it was written.
    field
        Where it was written, for the message.

    Raises
    ------
    RequestError
        If no outcome has this name.
    """
    if name in OUTCOMES:
        return name
    hint = nearest(name, list(OUTCOMES))
    nearest_valid = f" (nearest valid name: {hint})" if hint else ""
    raise RequestError(
        f"{field}: no outcome is called {name!r}{nearest_valid}; "
        "heterophony list outcomes names them all"
    )
