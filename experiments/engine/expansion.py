"""Make a finished store larger: more seeds, more values; only what is new is run."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any, Unpack

from heterophony.experiments.engine.executors import ExecutionOptions, Options
from heterophony.experiments.engine.sweep import fill, resumed
from heterophony.experiments.inputs.checked import whole_number
from heterophony.experiments.inputs.reading import plain_value, refuse
from heterophony.experiments.inputs.resolving import add_points, check_size, checked_lists
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.design import (
    LARGEST_REPLICATES,
    Design,
    Layout,
    Rectangle,
    Stage,
)
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import local_path
from heterophony.experiments.results.identity import Source
from heterophony.experiments.results.locks import locked
from heterophony.experiments.results.parts import encoded, part_name, points_table
from heterophony.experiments.results.store import Store
from heterophony.experiments.results.store_manifest import POINTS, Manifest, read_store_manifest
from heterophony.scenarios.errors import nearest

Values = dict[str, Any]


def expand(
    store: str | Path,
    *,
    replicates: int | None = None,
    values: Mapping[str, Iterable[Any]] | None = None,
    **options: Unpack[Options],
) -> Store:
    """Add seeds or values to a finished store, and run only the runs that are new.

    Rows that are there stay as they are; points that are new get the next numbers. The same call
    resumes after an interruption, and does nothing once everything is there.

    Parameters
    ----------
    store
        The store's folder.
    replicates
        Seeds per point in all, not in addition; those that are there keep their numbers.
    values
        More values of parameters that the store varies. In a grid they are combined with
        everything else; in other designs every point gets a copy with each new value.
    **options
        As in `sweep`.

    Raises
    ------
    RequestError
        If nothing is asked for, the store is not finished, or a parameter is not varied in it.
    WorkError, Interrupted
        As in `sweep`.
    """
    path, how = local_path(store, "the store"), ExecutionOptions(**options)
    source = Source.present(how.agents)
    if replicates is None and not values:
        raise RequestError("expand needs replicates or values: what is to be added")
    wish = _wish(replicates, values or {})
    read_store_manifest(path)  # before a lock is left in a folder that is no store
    with locked(path):
        manifest = resumed(path, read_store_manifest(path), source, how)
        if wish not in manifest.expansions:
            _check_finished(path, manifest)
            grown, before = expanded(manifest, wish), len(manifest.design.points)
            if grown is not manifest:
                if len(grown.design.points) > before:
                    name = part_name(len(manifest.layout.stages))
                    write_file(path / POINTS / name, encoded(points_table(grown.design, before)))
                grown.write(path)
                manifest = grown
        return fill(path, manifest, source, how)


def _wish(replicates: Any, values: Mapping[str, Iterable[Any]]) -> dict[str, Any]:
    """Return what is asked for as a manifest gives it back."""
    try:
        values = plain_value(values)
    except ValueError as error:
        raise RequestError(f"expand: {error}") from None
    if replicates is not None:
        replicates = whole_number(replicates, "replicates", 1, LARGEST_REPLICATES)
    if not isinstance(values, dict):
        raise RequestError(f"values is {values!r}; allowed: lists of values by parameter name")
    problems: list[str] = []
    plain: dict[str, Any] = json.loads(json.dumps(checked_lists(values, "values", problems)))
    refuse(problems, "expand")
    return {"replicates": replicates, "values": plain}


def _check_finished(path: Path, manifest: Manifest) -> None:
    store = Store(path)
    if not store.is_finished:
        raise RequestError(
            f"{path} holds {len(store):,} of {manifest.layout.runs:,} runs; finish it first, with "
            "the line that it was begun with"
        )


def expanded(manifest: Manifest, wish: Mapping[str, Any]) -> Manifest:
    """Return the manifest with one more stage; itself if all of it is there.

    Raises
    ------
    RequestError
        If what is asked for is too much, too little, or not varied.
    """
    design, before = manifest.design, len(manifest.design.points)
    replicates = wish["replicates"] or design.replicates
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
    refuse(problems, "expand")
    stage = Stage.of(
        [
            Rectangle(0, before, design.replicates, replicates),
            Rectangle(before, len(larger.points), 0, replicates),
        ]
    )
    if not stage.runs:
        return manifest
    return replace(
        manifest,
        design=larger,
        layout=Layout((*manifest.layout.stages, stage)),
        expansions=(*manifest.expansions, wish),
    )


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
