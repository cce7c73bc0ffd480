"""Make a finished store larger: more seeds, more values; only what is new is run."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.sweeping.design import Design
from heterophony.experiments.engine.sweeping.files import locked
from heterophony.experiments.engine.sweeping.identity import Agents, present_source
from heterophony.experiments.engine.sweeping.keeper import Say
from heterophony.experiments.engine.sweeping.layout import Layout, Rectangle, Stage
from heterophony.experiments.engine.sweeping.manifest import Manifest, read_store_manifest
from heterophony.experiments.engine.sweeping.parts import (
    POINTS,
    part_name,
    points_table,
    write_table,
)
from heterophony.experiments.engine.sweeping.resolving import add_points, check_size, checked_lists
from heterophony.experiments.engine.sweeping.running import LOG, Means, fill
from heterophony.experiments.engine.sweeping.sweeps import taken_up
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios.errors import nearest

if TYPE_CHECKING:
    from heterophony.experiments.engine.sweeping.store import Store

    Values = dict[str, Any]


def expand(
    store: str | Path,
    *,
    replicates: int | None = None,
    values: Mapping[str, Sequence[object]] | None = None,
    workers: int | None = None,
    dask: str | None = None,
    time_limit: float | None = None,
    retry: bool = False,
    accept_stale: bool = False,
    agents: Agents | None = None,
    progress: ProgressCallback | None = None,
    say: Say = LOG,
) -> Store:
    """Add seeds or values to a finished store, and run only the runs that are new.

    Rows that are there stay as they are; points that are new get the next numbers. The same call
    goes on after an interruption, and does nothing once all is there.

    Parameters
    ----------
    store
        The store's folder.
    replicates
        Seeds per point in all, not in addition; those that are there keep their numbers.
    values
        More values of parameters that the store varies. In a grid they are combined with
        everything else; in other designs every point gets a copy with each new value.
    workers, dask, time_limit, retry, accept_stale, agents, progress, say
        As in `sweep`.

    Raises
    ------
    RequestError
        If nothing is asked for, the store is not finished, or a parameter is not varied in it.
    WorkError, Interrupted
        As in `sweep`.
    """
    path = Path(store)
    settled = Means(workers, dask, time_limit, retry, agents, progress, say).checked()
    source = present_source(settled.agents)
    if replicates is None and not values:
        raise RequestError("expand needs replicates or values: what is to be added")
    wish = {"replicates": replicates, "values": _plain(values or {})}
    read_store_manifest(path)  # before a lock is left in a folder that is no store
    with locked(path):
        manifest = read_store_manifest(path)
        manifest = taken_up(path, manifest, source, accept_stale=accept_stale)
        if wish not in manifest.expansions:
            _check_finished(path, manifest)
            manifest = _expanded(path, manifest, wish)
        return fill(path, manifest, source, settled)


def _check_finished(path: Path, manifest: Manifest) -> None:
    from heterophony.experiments.engine.sweeping.store import Store

    store = Store(path)
    if not store.is_finished:
        raise RequestError(
            f"{path} holds {len(store):,} of {manifest.layout.runs:,} runs; finish it first, with "
            "the line that it was begun with"
        )


def _expanded(path: Path, manifest: Manifest, wish: Mapping[str, Any]) -> Manifest:
    """Return the manifest with one more stage, and write it; new points first."""
    design, before = manifest.design, len(manifest.design.points)
    replicates = wish["replicates"] or design.replicates
    check_request(design.seed, replicates, "compiled")
    if replicates < design.replicates:
        raise RequestError(
            f"replicates is {replicates}; the store has {design.replicates} already: ask for the "
            "number that there shall be in all"
        )
    larger = replace(design, points=list(design.points), replicates=replicates)
    problems: list[str] = []
    if wish["values"]:
        _add(larger, wish["values"], problems)
    check_size(len(larger.points), len(larger.varied), replicates, problems)
    if problems:
        raise RequestError("\n".join(f"expand: {each}" for each in dict.fromkeys(problems)))
    rectangles = [
        Rectangle(0, before, design.replicates, replicates),
        Rectangle(before, len(larger.points), 0, replicates),
    ]
    new = [each for each in rectangles if each.size]
    if not new:
        return manifest  # all of it is there
    if len(larger.points) > before:
        table = points_table(larger, before)
        write_table(path / POINTS / part_name(len(manifest.layout.stages)), table)
    grown = replace(
        manifest,
        design=larger,
        layout=Layout((*manifest.layout.stages, Stage.of(new))),
        expansions=(*manifest.expansions, wish),
    )
    grown.write(path)
    return grown


def _add(design: Design, values: Mapping[str, Any], problems: list[str]) -> None:
    """Add the points that new values make to the design; those that are there are left out."""
    for name in values:
        if name not in design.varied:
            varied = ", ".join(design.varied) or "nothing"
            hint = f"; nearest: {nearest(name, design.varied)}" if design.varied else ""
            problems.append(f"{name} is not varied in this store (varied: {varied}{hint})")
    lists = checked_lists(values, "values", problems)
    if problems:
        return
    known = {_key(point.scenario, point.values) for point in design.points}
    coming = _combinations(design, lists)
    wanted = ((s, asked) for s, asked in coming if _key(s, asked) not in known)
    add_points(design, wanted, problems)


def _combinations(design: Design, lists: Mapping[str, list[Any]]) -> Iterator[tuple[int, Values]]:
    """Return every point's other values with each of the new ones, each combination once.

    Where the points are a grid, several parameters with new values also meet each other's old ones.
    """
    others: dict[str, tuple[int, Values]] = {}
    old: dict[str, dict[str, Any]] = {name: {} for name in lists}
    for point in design.points:
        rest = {k: v for k, v in point.values.items() if k not in lists}
        others.setdefault(_key(point.scenario, rest), (point.scenario, rest))
        for name in lists:
            if name in point.values:
                value = point.values[name]
                old[name].setdefault(json.dumps(value), value)
    is_grid = len(others) * math.prod(map(len, old.values())) == len(design.points)
    axes = {
        name: list(((old[name] if is_grid else {}) | {json.dumps(v): v for v in values}).values())
        for name, values in lists.items()
    }
    for (scenario, rest), chosen in product(others.values(), product(*axes.values())):
        asked = {**rest, **dict(zip(axes, chosen, strict=True))}
        yield scenario, {name: asked[name] for name in design.varied if name in asked}


def _key(scenario: int, values: Values) -> str:
    return json.dumps([scenario, values], sort_keys=True)


def _plain(values: Mapping[str, Sequence[object]]) -> dict[str, Any]:
    """Return the values as a manifest gives them back."""
    problems: list[str] = []
    plain: dict[str, Any] = json.loads(json.dumps(checked_lists(values, "values", problems)))
    if problems:
        raise RequestError("\n".join(problems))
    return plain
