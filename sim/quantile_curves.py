"""Quantile tables made anew from a few numbers a shape: what a page carries of each world.

scipy's tables are 3.5 kB a shape. A page has both ends of a table and walks from node to node: the
mass between two nodes is known, so the next quantile is where the density has added up to it. That
comes within some units in the last place of scipy's table, and a list of small whole numbers says
how many units are missing. With them the table is scipy's, bit for bit.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import special

from heterophony.agents.compiled import compiled
from heterophony.agents.portable_math import exponential, logarithm

GAMMA, BETA = 0, 1
# Nodes and weights of Gauss and Legendre from 0 to 1, as `numpy.polynomial.legendre.leggauss(6)`
# finds them. Written out: what solves for them there may round otherwise on another machine.
_PARTS = np.array(
    [
        *(0.03376524289842403, 0.16939530676686776, 0.38069040695840156),
        *(0.6193095930415985, 0.8306046932331322, 0.9662347571015759),
    ]
)
_SHARES = np.array(
    [
        *(0.08566224618958514, 0.18038078652406936, 0.23395696728634552),
        *(0.23395696728634552, 0.18038078652406936, 0.08566224618958514),
    ]
)
_ROUNDS = 3  # of Newton's method, which doubles the digits in each


@compiled
def density(kind: int, a: float, b: float, log_scale: float, at: float) -> float:
    """Return the density of a gamma distribution (of scale 1) or a beta distribution."""
    log = (a - 1.0) * logarithm(at) - log_scale
    return exponential(log - at if kind == GAMMA else log + (b - 1.0) * logarithm(1.0 - at))


@compiled
def step_to(mass: float, kind: int, a: float, b: float, log_scale: float, start: float) -> float:
    """Return how far from `start` the density has added up to some mass; both may be negative."""
    step = mass / density(kind, a, b, log_scale, start)
    for _ in range(_ROUNDS):
        added = 0.0
        for point in range(len(_PARTS)):
            place = start + step * _PARTS[point]
            added += _SHARES[point] * density(kind, a, b, log_scale, place)
        step -= (step * added - mass) / density(kind, a, b, log_scale, start + step)
    return step


@compiled
def write_quantiles(
    kind: int, a: float, b: float, log_scale: float, nodes: Any, missing: Any, table: Any, bits: Any
) -> None:
    """Write the quantiles between both ends of a table.

    Parameters
    ----------
    kind : `GAMMA` or `BETA`
    a, b : its shapes; a gamma distribution has no second one
    log_scale : logarithm of what the density is divided by: a gamma or beta function
    nodes : probabilities, ascending, [node]
    missing : units in the last place to add, [node]
    table : to write, [node]; its first and last value are there already
    bits : the same memory as whole numbers
    """
    last, middle = len(nodes) - 1, len(nodes) // 2
    at = table[0]
    for node in range(1, middle + 1):
        at += step_to(nodes[node] - nodes[node - 1], kind, a, b, log_scale, at)
        table[node] = at
    at = 1.0 - table[last] if kind == BETA else table[last]
    for node in range(last - 1, middle, -1):
        mass = nodes[node + 1] - nodes[node]
        if kind == BETA:  # counted from 1, where its mirror image begins
            at += step_to(mass, kind, b, a, log_scale, at)
            table[node] = 1.0 - at
        else:
            at += step_to(-mass, kind, a, b, log_scale, at)
            table[node] = at
    for node in range(1, last):
        bits[node] += missing[node]


def log_scale_of(kind: str, shapes: tuple[float, ...]) -> float:
    """Return the logarithm of what a density is divided by."""
    return float(special.betaln(*shapes) if kind == "beta" else special.gammaln(*shapes))


def made_anew(
    kind: str,
    shapes: tuple[float, ...],
    log_scale: float,
    ends: tuple[float, float],
    nodes: npt.NDArray[np.float64],
    missing: npt.NDArray[np.int64],
) -> npt.NDArray[np.float64]:
    """Return a table from what is kept of it, [node]; see `write_quantiles`."""
    table = np.zeros(len(nodes))
    table[[0, -1]] = ends
    a, b = (*shapes, 0.0)[:2]
    number = BETA if kind == "beta" else GAMMA
    write_quantiles(number, a, b, log_scale, nodes, missing, table, table.view(np.int64))
    return table


def missing_units(
    kind: str,
    shapes: tuple[float, ...],
    log_scale: float,
    nodes: npt.NDArray[np.float64],
    table: npt.NDArray[np.float64],
) -> npt.NDArray[np.int64]:
    """Return what is missing from a walk between the ends of a table, in units, [node]."""
    nothing = np.zeros(len(nodes), dtype=np.int64)
    found = made_anew(kind, shapes, log_scale, (table[0], table[-1]), nodes, nothing)
    return np.asarray(table.view(np.int64) - found.view(np.int64))
