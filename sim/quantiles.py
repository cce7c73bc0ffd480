"""Quantile functions as tables on an even grid of log odds, made by scipy and read by rules.

Between nodes they are linear: the greatest error of a probability is below 1e-4. Tables depend on
the shapes alone and are kept, so that a run of many replicates makes them once.

scipy's tables differ in last bits between kinds of processor. Those of every shape in the library
come with the package (`agents/prepared_tables.py`) and are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.draws import LOGIT_LIMIT, QUANTILE_NODES
from heterophony.agents.prepared_tables import computed_quantiles, prepared_quantiles
from heterophony.agents.vocabulary import (
    Q_DISCOURSE,
    Q_MEASURING,
    Q_NEEDS,
    Q_NORMAL,
    Q_OWNERSHIP,
    Q_PACING,
    Q_REACTANCE,
    Q_RESOURCES,
    QUANTILE_ROWS,
)

Table = npt.NDArray[np.float64]
_BETA_ROWS = {
    Q_RESOURCES: "trait.resources",
    Q_REACTANCE: "trait.reactance",
    Q_MEASURING: "trait.measuring",
    Q_DISCOURSE: "trait.discourse",
    Q_OWNERSHIP: "trait.ownership",
    Q_PACING: "caseworker.pacing_shape",
}


@cache
def grid() -> Table:
    """Return the probabilities at the nodes; the array must not be written to."""
    exponential = Context(prec=34).exp
    log_odds = np.linspace(-LOGIT_LIMIT, LOGIT_LIMIT, QUANTILE_NODES).tolist()
    nodes = np.array([1.0 / (1.0 + float(exponential(Decimal(-each)))) for each in log_odds])
    nodes.setflags(write=False)
    return nodes


@lru_cache(maxsize=512)
def _table(kind: str, shapes: tuple[float, ...]) -> Table:
    table = prepared_quantiles(kind, shapes)
    if table is None:
        table = computed_quantiles(kind, shapes, grid())
        table.setflags(write=False)
    return table


def shapes_of(values: Mapping[str, Any]) -> list[tuple[str, tuple[float, ...]]]:
    """Return kind and shapes of each table, in the order of their rows."""
    shapes: dict[int, tuple[str, tuple[float, ...]]] = {Q_NORMAL: ("normal", ())}
    for row, name in _BETA_ROWS.items():
        shapes[row] = ("beta", tuple(float(shape) for shape in values[name]))
    for domain, shape in enumerate(values["trait.needs"]):
        shapes[Q_NEEDS + domain] = ("gamma", (float(shape),))
    return [shapes[row] for row in range(QUANTILE_ROWS)]


def quantile_tables(values: Mapping[str, Any]) -> Table:
    """Return the tables that one set of premises needs, [kind, node]."""
    return np.stack([_table(kind, shapes) for kind, shapes in shapes_of(values)])
