"""Paired differences and their documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from heterophony.experiments.results.codec import plain

Numbers = NDArray[np.float64]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Difference:
    """One outcome in both arms, and the mean paired difference (policy less baseline).

    `low` and `high` bound its 95 % t interval. A pair in which either arm is undefined is left out
    of all five numbers; `pairs` counts those that are left. Undefined numbers are NaN: all without
    a pair, the interval with one.
    """

    baseline: float
    policy: float
    difference: float
    low: float
    high: float
    pairs: int


class Trajectory(NamedTuple):
    """One weekly outcome in both arms, and the mean paired difference (policy less baseline).

    Arrays `[weeks]` in the outcome's unit; `low` and `high` bound the 95 % t interval of each week.
    """

    baseline: Numbers
    policy: Numbers
    difference: Numbers
    low: Numbers
    high: Numbers


def difference_document(difference: Difference) -> dict[str, Any]:
    """Return both arms, the paired difference, its interval and the number of pairs."""
    document: dict[str, Any] = plain(vars(difference))
    return document


def difference_documents(differences: Mapping[str, Difference]) -> dict[str, dict[str, Any]]:
    """Return the document of each difference, by outcome."""
    return {name: difference_document(each) for name, each in differences.items()}


def difference_of(document: Mapping[str, Any]) -> Difference:
    """Return the difference that a document holds, with NaN for what is undefined."""
    known: dict[str, Any] = {k: np.nan if v is None else v for k, v in document.items()}
    return Difference(**known)


def differences_of(documents: Mapping[str, Mapping[str, Any]]) -> dict[str, Difference]:
    """Return the difference of each document, by outcome."""
    return {name: difference_of(each) for name, each in documents.items()}
