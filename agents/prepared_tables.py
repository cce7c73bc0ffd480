"""Quantile tables that come with the package, for the shapes of the library's scenarios.

scipy's quantiles differ in last bits between kinds of processor, and with them every result. The
tables of `make rules` are the same everywhere; other shapes are scipy's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.draws import QUANTILE_NODES
from heterophony.agents.prepared_rules import FOLDER

FILE = FOLDER / "quantiles.npy"
KINDS = ("normal", "beta", "gamma")
_SHAPES = 2  # numbers that a kind has at most
THIRDS = (1.0 / 3.0, 2.0 / 3.0)

Row = npt.NDArray[np.float64]


def row_of(kind: str, shapes: Sequence[float], nodes: Row, thirds: Row) -> Row:
    """Return a row of the file: kind and shapes, what lies at the nodes, and at both thirds."""
    head = [KINDS.index(kind), *shapes, *[0.0] * (_SHAPES - len(shapes))]
    return np.concatenate([head, nodes, thirds])


@cache
def _kept() -> dict[tuple[float, ...], Row]:
    """Read the file; return nothing if it is missing or has other nodes."""
    try:
        rows = np.load(FILE, allow_pickle=False)
    except (EOFError, OSError, ValueError):
        return {}
    first, last = 1 + _SHAPES, len(THIRDS)
    if rows.ndim != 2 or rows.shape[1] != first + QUANTILE_NODES + last:
        return {}
    rows.setflags(write=False)
    return {tuple(row[:first].tolist()): row[first:] for row in rows}


def computed_quantiles(kind: str, shapes: Sequence[Any], at: Any) -> Row:
    """Return scipy's quantiles of a distribution at some probabilities, or of some shapes."""
    from scipy import special  # as slow to import as ten runs, and a library's shape needs none

    kinds: dict[str, Callable[..., Any]] = {
        "normal": special.ndtri,
        "beta": special.betaincinv,
        "gamma": special.gammaincinv,
        "student": special.stdtrit,
    }
    return np.asarray(kinds[kind](*shapes, at), dtype=np.float64)


def _found(kind: str, shapes: Sequence[float]) -> Row | None:
    key = (KINDS.index(kind), *shapes, *[0.0] * (_SHAPES - len(shapes)))
    return _kept().get(tuple(map(float, key)))


def prepared_quantiles(kind: str, shapes: Sequence[float]) -> Row | None:
    """Return the quantiles at the nodes, [node], not to be written to; None for other shapes."""
    row = _found(kind, shapes)
    return None if row is None else row[:QUANTILE_NODES]


def prepared_thirds(kind: str, shapes: Sequence[float]) -> Row | None:
    """Return the quantiles at one and two thirds; None for other shapes."""
    row = _found(kind, shapes)
    return None if row is None else row[QUANTILE_NODES:]
