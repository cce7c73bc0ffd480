"""Quantile functions as tables on an even grid of log odds, made by scipy and read by rules.

Between nodes they are linear: the greatest error of a probability is below 1e-4. Tables depend on
the shapes alone and are kept, so that a run of many replicates makes them once.

The grid is computed with decimals, because the platform's exponential differs by processor. The
tables of every shape in the library are then the same on all of them (`tests/sim/test_same_bits.py`
holds that); scipy's tables of other shapes may still differ in last bits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Context, Decimal
from functools import cache, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from heterophony.agents.draws import LOGIT_LIMIT, QUANTILE_NODES
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
    kinds: dict[str, Callable[..., Any]] = {
        "normal": special.ndtri,
        "beta": special.betaincinv,
        "gamma": special.gammaincinv,
    }
    table = np.asarray(kinds[kind](*shapes, grid()), dtype=np.float64)
    table.setflags(write=False)
    return table


def quantile_tables(values: Mapping[str, Any]) -> Table:
    """Return the tables that one set of premises needs, [kind, node]."""
    tables = np.empty((QUANTILE_ROWS, QUANTILE_NODES))
    tables[Q_NORMAL] = _table("normal", ())
    for row, name in _BETA_ROWS.items():
        tables[row] = _table("beta", tuple(float(shape) for shape in values[name]))
    for domain, shape in enumerate(values["trait.needs"]):
        tables[Q_NEEDS + domain] = _table("gamma", (float(shape),))
    return tables
