"""The manifest of a store: what was asked for, resolved, and what the runs were made with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.engine.sweeping.design import Design, Point
from heterophony.experiments.engine.sweeping.files import write_whole
from heterophony.experiments.engine.sweeping.identity import Source, scenario_digest
from heterophony.experiments.engine.sweeping.layout import Layout
from heterophony.experiments.engine.sweeping.parts import POINTS
from heterophony.experiments.results.codec import as_json, plain
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.manifest import (
    MANIFEST,
    read_manifest,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import notice
from heterophony.scenarios.errors import shown

KIND, FORMAT = "sweep", 1
_SHOWN = 5  # differences that are written out


@dataclass(frozen=True)
class Manifest:
    """What a store is.

    Attributes
    ----------
    plan
        The plan's document, as the sweep was begun.
    design, layout
        All points, and all runs in their order, expansions included.
    expansions
        What was asked for later, in order.
    sources
        What the runs were made with: one, unless the sweep went on with changed rules.
    """

    plan: Mapping[str, Any]
    design: Design
    layout: Layout
    expansions: tuple[Mapping[str, Any], ...]
    sources: tuple[Source, ...]

    def document(self) -> dict[str, Any]:
        """Return what is written: nothing in it depends on when or how fast runs were made."""
        design = self.design
        document: dict[str, Any] = plain(
            {
                "tool": "heterophony",
                "kind": KIND,
                "format": FORMAT,
                "plan": self.plan,
                "seed": design.seed,
                "replicates": design.replicates,
                "points": len(design.points),
                "runs": self.layout.runs,
                "varied": list(design.varied),
                "outcomes": list(design.outcomes),
                "expansions": list(self.expansions),
                "stages": self.layout.document(),
                "rules_sha256": self.sources[-1].rules,
                "sources": [each.document() for each in self.sources],
                "scenarios": [scenario_document(each) for each in design.scenarios],
                "notice": notice(),
            }
        )
        return document

    def write(self, store: Path) -> None:
        """Write the manifest, whole."""
        write_whole(store / MANIFEST, as_json(self.document()).encode())

    def with_source(self, source: Source) -> Manifest:
        """Return the manifest of a store whose next runs are made with another source."""
        return replace(self, sources=(*self.sources, source))


def read_store_manifest(store: Path) -> Manifest:
    """Read a store's manifest and its points.

    Raises
    ------
    RequestError
        If the folder is no store of a sweep.
    WorkError
        If its points cannot be read.
    """
    document = read_manifest(store)
    if document.get("kind") != KIND:
        raise RequestError(f"{store} holds a {document.get('kind')}, not the store of a sweep")
    if document.get("format") != FORMAT:
        raise RequestError(
            f"{store} has format {document.get('format')}; this version reads {FORMAT}"
        )
    try:
        return _rebuilt(store, document)
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise WorkError(f"{store} cannot be read as a store: {error}") from error


def _rebuilt(store: Path, document: Mapping[str, Any]) -> Manifest:
    scenarios = tuple(scenario_of(each) for each in document["scenarios"])
    numbers = {each.name: number for number, each in enumerate(scenarios)}
    points: list[Point] = []
    for file in sorted((store / POINTS).glob("*.parquet")):
        columns = ["scenario", "asked", "scenario_sha256"]
        table = pq.read_table(file, columns=columns, partitioning=None).to_pydict()
        rows = zip(*(table[name] for name in columns), strict=True)
        points += [Point(numbers[name], asked, digest) for name, asked, digest in rows]
    if len(points) < document["points"]:
        raise ValueError(f"points are missing: {len(points)} of {document['points']}")
    design = Design(
        scenarios=scenarios,
        varied=tuple(document["varied"]),
        outcomes=tuple(document["outcomes"]),
        seed=document["seed"],
        replicates=document["replicates"],
        points=points[: document["points"]],
    )
    return Manifest(
        plan=document["plan"],
        design=design,
        layout=Layout.of(document["stages"]),
        expansions=tuple(document["expansions"]),
        sources=tuple(Source.of(each) for each in document["sources"]),
    )


def check_plan(store: Path, manifest: Manifest, plan: Mapping[str, Any], frame: Design) -> None:
    """Hold a plan to the store that it is to go on with.

    Raises
    ------
    RequestError
        Naming what differs.
    """
    found = _differences(json.loads(json.dumps(plain(plan))), manifest.plan)
    for mine, kept in zip(frame.scenarios, manifest.design.scenarios, strict=False):
        if scenario_digest(mine) != scenario_digest(kept):
            changed = mine.differences(kept)
            found += [
                f"{mine.name}: {name} is {shown(now)} in the plan, {shown(was)} in the store"
                for name, (now, was) in changed.items()
            ] or [f"{mine.name}: its burn-in or its changes on the way differ"]
    if found:
        more = f"\n... and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        listed = "\n".join(f"  {each}" for each in found[:_SHOWN])
        raise RequestError(
            f"{store} was made by another plan; choose another folder, or bring the plan back:\n"
            f"{listed}{more}"
        )


def _differences(now: Any, was: Any, name: str = "") -> list[str]:
    """Say what differs between two documents, by dotted name."""
    if isinstance(now, dict) and isinstance(was, dict):
        found = []
        for key in dict.fromkeys([*was, *now]):
            inner = f"{name}.{key}" if name else key
            found += _differences(now.get(key), was.get(key), inner)
        return found
    if now == was:
        return []
    return [f"{name} is {shown(now)} in the plan, {shown(was)} in the store"]


def check_source(store: Path, manifest: Manifest, present: Source) -> None:
    """Refuse to go on when the model is no longer the one that the store's runs were made with.

    Raises
    ------
    RequestError
        Naming what changed and what can be done.
    """
    found = present.differences(manifest.sources[-1])
    if found:
        raise RequestError(
            f"{store} is stale: {'; '.join(found)}. Choose another folder to run the plan anew, "
            "or give --accept-stale (accept_stale=True) to keep the rows that are there beside "
            "new ones; the column rules then says which are which"
        )
