"""The plausible worlds that a mailed file carries, packed: some 3 kB a world.

Each world is a list of settings and twelve quantile tables. Settings are decimal numbers, kept as
whole numbers of their last decimal place. Tables are walked anew by a rule of the page
(`sim/quantile_curves.py`), and units in the last place are kept that make them scipy's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.premises import beside_settings
from heterophony.agents.settings import NUMBERS, settings_of
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.inputs.own_jobcentre import START
from heterophony.experiments.inputs.worlds import Worlds
from heterophony.experiments.methods.deepening import PAIRS_IN_A_WORLD
from heterophony.scenarios import load_scenario
from heterophony.sim.quantile_curves import BETA, GAMMA, log_scale_of, missing_units
from heterophony.sim.quantiles import grid, quantile_tables, shapes_of

_DECIMALS: Final = 9  # more than any world's settings have
_LARGEST: Final = 2**30
_AS_AT_THE_START: Final = -1  # a table that the file carries already
_KINDS: Final = {"beta": BETA, "gamma": GAMMA}
Wholes = npt.NDArray[np.int64]


class CarriedWorlds(NamedTuple):
    """What a file carries of its worlds.

    Attributes
    ----------
    data
        Plain values: seeds, places of settings, shapes of tables, what the numbers below are.
    numbers
        Whole numbers as bytes: units that are missing from each table, then settings.
    """

    data: dict[str, Any]
    numbers: bytes


def carried_worlds(worlds: Worlds, seed: int) -> CarriedWorlds:
    """Pack worlds for a file whose runs have a base seed.

    Raises
    ------
    ValueError
        If a world has an odd value or shape that would not come back with the same bits.
    """
    there = [world.applied_to(load_scenario(START)) for world in worlds]
    shapes = [shapes_of(each.values) for each in there]
    tables = [quantile_tables(each.values) for each in there]
    curves, missing = _curves(shapes, tables)
    decimals, whole, exact = _settings(np.array([settings_of(each.values) for each in there]))
    places = {kind: number for number, kind in enumerate(curves)}
    data = {
        "stale": worlds.stale,
        "seeds": [_seeds(seed, world.number) for world in worlds],
        "beside": [beside_settings(each.values).tolist() for each in there],
        "decimals": decimals,
        "exact": exact,
        "nodes": grid().tolist(),
        "curves": list(curves.values()),
        "tables": [[places.get(shape, _AS_AT_THE_START) for shape in each] for each in shapes],
    }
    return CarriedWorlds(data, _planes(missing, 2) + _planes(whole, 4))


def _seeds(seed: int, world: int) -> list[str]:
    """Return the seeds of a world's pairs, as `world_runs.WorldPlan` has them."""
    own = replicate_seed(seed, world)
    return [str(replicate_seed(own, pair)) for pair in range(PAIRS_IN_A_WORLD)]


def _curves(shapes: Sequence[Any], tables: Sequence[Any]) -> tuple[dict[Any, list[float]], Wholes]:
    """Return what each table is walked from, by kind and shapes, and the units missing from it."""
    at_the_start = set(shapes_of(load_scenario(START).values))
    curves: dict[Any, list[float]] = {}
    missing = []
    for several, rows in zip(shapes, tables, strict=True):
        for kind, table in zip(several, rows, strict=True):
            if kind in at_the_start or kind in curves:
                continue
            name, numbers = kind
            scale = log_scale_of(name, numbers)
            curves[kind] = [_KINDS[name], *(*numbers, 0.0)[:2], scale, table[0], table[-1]]
            missing.append(missing_units(name, numbers, scale, grid(), table))
    return curves, np.array(missing)


def _settings(rows: npt.NDArray[np.float64]) -> tuple[dict[int, int], Wholes, dict[int, Any]]:
    """Return the settings that differ from the start's.

    Returns
    -------
    tuple
        Decimal places by place of the settings; whole numbers of the last decimal, [place, world];
        and the settings of all worlds at places that have no decimals, by place.
    """
    start = settings_of(load_scenario(START).values)
    moved = np.flatnonzero((rows != start).any(axis=0)).tolist()
    decimals, whole, exact = {}, [], {}
    for place in moved:
        if place >= NUMBERS:
            raise ValueError("a world has a list of weeks of its own")
        found = _as_decimals(rows[:, place])
        if found is None:
            exact[place] = rows[:, place].tolist()
        else:
            decimals[place] = found[0]
            whole.append(found[1])
    return decimals, np.array(whole), exact


def _as_decimals(values: npt.NDArray[np.float64]) -> tuple[int, Wholes] | None:
    """Return how many decimals some numbers have, and the numbers in units of the last one."""
    for decimals in range(_DECIMALS + 1):
        wholes = np.rint(values * 10.0**decimals)
        if np.abs(wholes).max() < _LARGEST and (wholes / 10.0**decimals == values).all():
            return decimals, wholes.astype(np.int64)
    return None


def _planes(numbers: Wholes, size: int) -> bytes:
    """Write whole numbers byte by byte, all first bytes first; the sign is the last bit."""
    folded = (numbers << 1) ^ (numbers >> 63)
    if folded.size and folded.max() >= 256**size:
        raise ValueError(f"a number does not go into {size} bytes")
    return b"".join(((folded >> 8 * byte) & 255).astype(np.uint8).tobytes() for byte in range(size))
