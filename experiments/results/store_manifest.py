"""The manifest of a store: what was asked for, resolved, and what the runs were made with.

It carries its own hash and that of the points. A copy is kept with the points, so that
`heterophony store repair` can bring it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import as_json
from heterophony.experiments.results.design import (
    LARGEST_REPLICATES,
    Design,
    Layout,
    Point,
    Rectangle,
    Stage,
)
from heterophony.experiments.results.digests import digest_of, sha256_of
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.identity import Source
from heterophony.experiments.results.manifest import (
    MANIFEST,
    read_manifest,
    scenario_document,
    scenario_of,
)
from heterophony.experiments.results.notice import notice
from heterophony.scenarios import OUTCOMES, PARAMETERS
from heterophony.scenarios.errors import shown

KIND, FORMAT = "sweep", 1
POINTS = "points"
COPY = "_manifest.json"  # readers of a folder of tables pass over such a name
LARGEST_POINTS = 100_000
LARGEST_RUNS = 1_000_000
_HASH = "manifest_sha256"

_Count = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_RUNS)]
_Rectangle = tuple[_Count, _Count, _Count, _Count]


class _Stage(msgspec.Struct):
    block: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_RUNS)]
    rectangles: list[_Rectangle]


class _Document(msgspec.Struct):
    """What a manifest must hold to be read; other keys are for people."""

    plan: dict[str, Any]
    seed: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    replicates: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_REPLICATES)]
    points: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_POINTS)]
    runs: _Count
    varied: list[str]
    outcomes: list[str]
    expansions: list[dict[str, Any]]
    stages: Annotated[list[_Stage], msgspec.Meta(min_length=1)]
    sources: Annotated[list[Source], msgspec.Meta(min_length=1)]
    scenarios: Annotated[list[dict[str, Any]], msgspec.Meta(min_length=1)]
    points_sha256: str = ""  # unknown to the version before


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
        The models that made the runs: one, unless a changed model resumed the sweep.
    """

    plan: Mapping[str, Any]
    design: Design
    layout: Layout
    expansions: tuple[Mapping[str, Any], ...]
    sources: tuple[Source, ...]

    @classmethod
    def new(cls, plan: Mapping[str, Any], design: Design, source: Source) -> Manifest:
        """Return the manifest of a new store."""
        return cls(plan, design, Layout.of(len(design.points), design.replicates), (), (source,))

    def document(self) -> dict[str, Any]:
        """Return what is written: nothing in it depends on when or how fast runs were made."""
        design = self.design
        document: dict[str, Any] = {
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
            "stages": [
                {"block": stage.block, "rectangles": list(stage.rectangles)}
                for stage in self.layout.stages
            ],
            "rules_sha256": self.sources[-1].rules,
            "sources": [msgspec.to_builtins(each) for each in self.sources],
            "scenarios": [scenario_document(each) for each in design.scenarios],
            "points_sha256": points_digest(design.points),
            "notice": notice(),
        }
        document = json.loads(as_json(document))
        return {**document, _HASH: sha256_of(document)}

    def write(self, store: Path) -> None:
        """Write the manifest and its copy, each atomically; the copy first."""
        content = as_json(self.document()).encode()
        write_file(store / POINTS / COPY, content)
        write_file(store / MANIFEST, content)

    def with_source(self, source: Source) -> Manifest:
        """Return the manifest of a store whose next runs are made with another source."""
        return replace(self, sources=(*self.sources, source))


def points_digest(points: list[Point]) -> str:
    """Return one hash of all points."""
    return digest_of(f"{each.scenario}/{each.asked}/{each.digest}\n" for each in points)


def read_store_manifest(store: Path) -> Manifest:
    """Read a store's manifest and its points.

    Raises
    ------
    RequestError
        If the folder is no store of a sweep, or its manifest has been edited.
    WorkError
        If its points cannot be read, or are not those of the manifest.
    """
    document, design = read_design(store)
    design.points += read_points(store, design)[: document.points]
    if len(design.points) < document.points:
        raise _damaged(store, f"points are missing: {len(design.points):,} of {document.points:,}")
    if document.points_sha256 not in ("", points_digest(design.points)):
        raise _damaged(store, "its points are not those of its manifest")
    return manifest_of(document, design)


def read_design(store: Path) -> tuple[_Document, Design]:
    """Read what a manifest holds without its points, and the design that is to hold them.

    Raises
    ------
    RequestError
        As in `read_store_manifest`.
    """
    found = read_manifest(store)
    if found.get("kind") != KIND:
        raise RequestError(
            f"{store} holds a {shown(found.get('kind')).strip(chr(34))}, not the store of a sweep"
        )
    if found.get("format") != FORMAT:
        raise RequestError(
            f"{store} has format {shown(found.get('format'))}; this version reads {FORMAT}"
        )
    try:
        if _HASH in found and sha256_of(_without_hash(found)) != found[_HASH]:
            raise RequestError(
                f"{store / MANIFEST} is not as heterophony wrote it: its hash differs. Bring the "
                f"original back; {store / POINTS / COPY} is a copy"
            )
        document = msgspec.convert(found, _Document)
        _check(document)
        design = Design(
            scenarios=tuple(scenario_of(each) for each in document.scenarios),
            varied=tuple(document.varied),
            outcomes=tuple(document.outcomes),
            seed=document.seed,
            replicates=document.replicates,
            points=[],
        )
    except RequestError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        reason = " ".join(str(error).split())[:200]
        raise RequestError(f"{store} cannot be read as a store: {reason}") from error
    return document, design


def read_points(store: Path, design: Design) -> list[Point]:
    """Return the points that a store's tables hold, in order.

    Raises
    ------
    WorkError
        If a table cannot be read.
    """
    numbers = {each.name: number for number, each in enumerate(design.scenarios)}
    names = ["scenario", "asked", "scenario_sha256"]
    points: list[Point] = []
    try:
        for file in sorted((store / POINTS).glob("*.parquet")):
            table = pq.read_table(file, columns=names, partitioning=None)
            rows = zip(*(table[name].to_pylist() for name in names), strict=True)
            points += [Point(numbers[name], asked, digest) for name, asked, digest in rows]
        for point in points:
            if not isinstance(point.digest, str) or not isinstance(point.values, dict):
                raise TypeError("a point has no values")
    except (OSError, LookupError, TypeError, ValueError, pa.ArrowException) as error:
        raise _damaged(store, f"its points are unreadable ({first_line(error)})") from error
    return points


def manifest_of(document: _Document, design: Design) -> Manifest:
    """Return the manifest of a document and the design with its points."""
    stages = (
        Stage(each.block, tuple(Rectangle(*corners) for corners in each.rectangles))
        for each in document.stages
    )
    expansions, sources = tuple(document.expansions), tuple(document.sources)
    return Manifest(document.plan, design, Layout(tuple(stages)), expansions, sources)


def first_line(error: Exception) -> str:
    """Return the first line of an error's message, or its kind."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def _without_hash(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != _HASH}


def _damaged(store: Path, why: str) -> WorkError:
    return WorkError(
        f"{store} cannot be read as a store: {why}; `heterophony store repair {store}` rebuilds "
        "what can be rebuilt"
    )


def _check(document: _Document) -> None:
    """Hold the parts of a manifest to each other and to what this version declares.

    Raises
    ------
    ValueError
        If they do not fit.
    """
    for name in document.varied:
        whole, _, part = name.rpartition(".")
        if name not in PARAMETERS and (
            whole not in PARAMETERS
            or PARAMETERS[whole].type not in ("vector", "table")
            or part not in (*PARAMETERS[whole].components, *_keys(PARAMETERS[whole].default))
        ):
            raise ValueError(f"varied names {name!r}, which is no parameter of this version")
    unknown = [name for name in document.outcomes if name not in OUTCOMES]
    if unknown or not document.outcomes:
        raise ValueError(f"outcomes names {unknown}, which this version does not declare")
    columns = [*document.varied, *document.outcomes]
    if len(set(columns)) < len(columns):
        raise ValueError("varied or outcomes names one column twice")
    corners = [each for stage in document.stages for each in stage.rectangles]
    for left, right, first, end in corners:
        if not (left < right <= document.points and first < end <= document.replicates):
            raise ValueError("stages hold runs beyond its points and replicates")
    size = sum((right - left) * (end - first) for left, right, first, end in corners)
    if size != document.runs or size != document.points * document.replicates:
        raise ValueError(f"stages hold {size:,} runs, and runs is {document.runs:,}")
    if document.seed != document.plan.get("seed", document.seed):
        raise ValueError("seed is not the plan's")


def _keys(default: Any) -> tuple[str, ...]:
    return tuple(default) if isinstance(default, Mapping) else ()
