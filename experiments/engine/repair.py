"""Check a store, and rebuild what can be rebuilt: manifest, points, parts and runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from heterophony.experiments.engine.executors import ExecutionOptions, Options
from heterophony.experiments.engine.expansion import expanded
from heterophony.experiments.engine.sweep import fill, resumed
from heterophony.experiments.inputs.plan import plan_of
from heterophony.experiments.inputs.resolving import resolve
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.digests import file_digest
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.folders import local_path
from heterophony.experiments.results.identity import Source
from heterophony.experiments.results.locks import locked
from heterophony.experiments.results.manifest import MANIFEST
from heterophony.experiments.results.parts import (
    RUNS,
    UnreadableError,
    encoded,
    part_name,
    points_table,
    read_part,
    runs_schema,
)
from heterophony.experiments.results.store import Store, read_contents
from heterophony.experiments.results.store_manifest import (
    COPY,
    POINTS,
    Manifest,
    manifest_of,
    points_digest,
    read_design,
    read_store_manifest,
)


def check(store: str | Path) -> list[str]:
    """Return what is wrong with a store, a sentence each; nothing is written.

    Parameters
    ----------
    store
        The store's folder.

    Raises
    ------
    RequestError
        If the folder is no store, or its manifest is missing, damaged or edited.
    """
    path = local_path(store, "the store")
    try:
        manifest = read_store_manifest(path)
    except WorkError as error:
        return [str(error)]
    return [*_wrong_parts(path, manifest), *_wrong_files(path), *_wrong_copy(path)]


def _wrong_parts(path: Path, manifest: Manifest) -> Iterator[str]:
    schema, missing = runs_schema(manifest.design), 0
    for block in range(manifest.layout.blocks):
        part = path / RUNS / part_name(block)
        members = manifest.layout.members(block)
        if not part.exists():
            missing += len(members)
            continue
        try:
            read_part(part, schema, [manifest.layout.run(number) for number in members])
        except UnreadableError as error:
            yield f"{part} is unreadable: {error}"
    if missing:
        yield f"{missing:,} of {manifest.layout.runs:,} runs are missing from the table"


def _wrong_files(path: Path) -> Iterator[str]:
    yield from (
        f"{file} is not as heterophony wrote it: its hash differs" for file in _edited(path)
    )


def _edited(path: Path) -> Iterator[Path]:
    """Yield the files of a finished store that are not as they were when it was finished."""
    for name, digest in read_contents(path).get("files", {}).items():
        file = path / name
        if path in file.parents and file.is_file() and file_digest(file) != digest:
            yield file


def _wrong_copy(path: Path) -> Iterator[str]:
    """Say that the copy of the manifest could not replace it."""
    copy = path / POINTS / COPY
    listed = copy.relative_to(path).as_posix() in read_contents(path).get("files", {})
    if not copy.exists() and not listed:  # earlier versions made none
        return
    if not copy.is_file() or copy.read_bytes() != (path / MANIFEST).read_bytes():
        yield f"{copy} is not a copy of the manifest: store repair writes it again"


def repair(store: str | Path, **options: Unpack[Options]) -> Store:
    """Rebuild a store: its manifest from the copy, its points from the plan, then missing runs.

    Parts that cannot be read or were edited move to `aside/`, and their runs are made again.

    Parameters
    ----------
    store
        The store's folder.
    **options
        As in `sweep`.

    Raises
    ------
    RequestError
        If the manifest and its copy are both lost, or the model has changed.
    WorkError, Interrupted
        As in `sweep`; or if the plan gives other points than the store had.
    """
    path, how = local_path(store, "the store"), ExecutionOptions(**options)
    if not path.is_dir():
        raise RequestError(f"there is no store {str(path)!r}")
    with locked(path):
        _restore_manifest(path, how)
        try:
            manifest = read_store_manifest(path)
            edited = any(file.parent.name == POINTS and file.name != COPY for file in _edited(path))
        except WorkError:
            edited = True
        if edited:
            manifest = _restore_points(path, how)
        _restore_copy(path, how)
        source = Source.present(how.agents)
        return fill(path, resumed(path, manifest, source, how), source, how)


def _restore_manifest(path: Path, how: ExecutionOptions) -> None:
    """Put the copy in the place of a manifest that is missing, damaged or edited."""
    try:
        read_design(path)
    except RequestError as error:
        copy = path / POINTS / COPY
        try:
            content = copy.read_bytes()
        except OSError:
            raise RequestError(
                f"{error}. It cannot be repaired: {copy}, the copy of the manifest, is missing too"
            ) from None
        broken = path / MANIFEST
        kept = broken.read_bytes() if broken.is_file() else None
        write_file(broken, content)
        try:
            read_design(path)
        except RequestError:
            if kept is not None:
                write_file(broken, kept)
            else:
                broken.unlink()
            raise RequestError(f"{error}. Its copy, {copy}, is damaged too") from None
        how.say(f"{path / MANIFEST} is restored from {copy}")


def _restore_copy(path: Path, how: ExecutionOptions) -> None:
    """Write the copy of a good manifest again where it is missing or damaged."""
    copy = path / POINTS / COPY
    if not any(_wrong_copy(path)):
        return
    if copy.is_dir():
        raise WorkError(f"{copy} is a directory, not a file; remove it")
    write_file(copy, (path / MANIFEST).read_bytes())
    how.say(f"{copy} is written again from {MANIFEST}")


def _restore_points(path: Path, how: ExecutionOptions) -> Manifest:
    """Write the points again from the plan and what was added later, and hold them to the hash."""
    document, frame = read_design(path)
    plan = plan_of({**document.plan, "set": {}}, str(path / MANIFEST), path)
    design = resolve(replace(plan, scenarios=frame.scenarios))
    source = document.sources[0]
    manifest, starts = Manifest.new(document.plan, design, source), [0]
    for wish in document.expansions:
        starts.append(len(manifest.design.points))
        manifest = expanded(manifest, wish)
    if points_digest(manifest.design.points) != document.points_sha256:
        raise WorkError(f"{path} cannot be repaired: its plan gives other points than it had")
    for number, start in enumerate(starts):
        table = points_table(manifest.design, start)
        count = ([*starts, len(manifest.design.points)][number + 1]) - start
        if count:
            write_file(path / POINTS / part_name(number), encoded(table.slice(0, count)))
    how.say(f"{path / POINTS} is written again from the plan in {MANIFEST}")
    frame.points = manifest.design.points
    return manifest_of(document, frame)
