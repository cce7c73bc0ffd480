"""Run a plan into a store: begun once, gone on with by the same line until it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from heterophony.experiments.engine.sweeping.files import LOCK, locked
from heterophony.experiments.engine.sweeping.identity import Agents, Source, present_source
from heterophony.experiments.engine.sweeping.keeper import Say
from heterophony.experiments.engine.sweeping.layout import Layout, Rectangle, Stage
from heterophony.experiments.engine.sweeping.manifest import (
    Manifest,
    check_plan,
    check_source,
    read_store_manifest,
)
from heterophony.experiments.engine.sweeping.parts import (
    POINTS,
    part_name,
    points_table,
    write_table,
)
from heterophony.experiments.engine.sweeping.plan import Plan, as_plan
from heterophony.experiments.engine.sweeping.resolving import resolve, resolve_frame
from heterophony.experiments.engine.sweeping.running import LOG, Means, fill
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.manifest import MANIFEST

if TYPE_CHECKING:
    from heterophony.experiments.engine.sweeping.design import Design
    from heterophony.experiments.engine.sweeping.store import Store


def sweep(
    plan: Plan | Mapping[str, object] | str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    time_limit: float | None = None,
    retry: bool = False,
    accept_stale: bool = False,
    agents: Agents | None = None,
    progress: ProgressCallback | None = None,
    say: Say = LOG,
) -> Store:
    """Run a plan into a store, or go on with one that was interrupted.

    The finished store is the same, byte for byte (what is timed apart), whatever the workers and
    however often it was killed on the way. Runs that fail are rows, with a reason.

    Parameters
    ----------
    plan
        A `Plan`, a table like its file, or the file's path.
    out
        The store's folder; new, empty, or a store of the same plan.
    workers
        Threads; one per core unless given. With `agents`, processes, and one unless given.
    dask
        The address of a dask.distributed cluster to use instead.
    time_limit
        Seconds that a run may take; one that takes longer becomes a row that says so.
    retry
        Make runs again that failed, timed out or were killed before.
    accept_stale
        Go on although the model has changed since the store was begun.
    agents
        Classes that act instead of the model's own: `citizen_class`, `mentor_class`,
        `caseworker_class`, as for `HeterophonicModel`.
    progress
        Called with how far the work has come.
    say
        Called with what people should know; the log of this package unless given.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the plan is wrong, or is not the store's; nothing is run then.
    WorkError
        If the store cannot be written or the cluster is lost; what was finished is kept.
    Interrupted
        On Ctrl-C; what was finished is kept, and the same call goes on.
    """
    plan, out = as_plan(plan), Path(out)
    settled = Means(workers, dask, time_limit, retry, agents, progress, say).checked()
    source = present_source(settled.agents)
    begun = (out / MANIFEST).exists()
    design = None if begun else resolve(plan)
    _check_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    with locked(out):
        if design is not None and not (out / MANIFEST).exists():
            manifest = _begin(out, plan, design, source)
        else:
            manifest = read_store_manifest(out)
            check_plan(out, manifest, plan.document(), resolve_frame(plan))
            manifest = taken_up(out, manifest, source, accept_stale=accept_stale)
        return fill(out, manifest, source, settled)


def taken_up(out: Path, manifest: Manifest, source: Source, *, accept_stale: bool) -> Manifest:
    """Return the manifest of a store to go on with; a changed model is noted in it if accepted."""
    if not accept_stale:
        check_source(out, manifest, source)
    elif source != manifest.sources[-1]:
        manifest = manifest.with_source(source)
        manifest.write(out)
    return manifest


def first_layout(design: Design) -> Layout:
    """Return the runs of a new store: every point under every replicate."""
    everything = Rectangle(0, len(design.points), 0, design.replicates)
    return Layout((Stage.of([everything]),))


def new_manifest(plan: Plan, design: Design, source: Source) -> Manifest:
    """Return the manifest of a new store."""
    return Manifest(plan.document(), design, first_layout(design), (), (source,))


def _begin(out: Path, plan: Plan, design: Design, source: Source) -> Manifest:
    """Write the points, and last the manifest: without it a folder is no store."""
    write_table(out / POINTS / part_name(0), points_table(design, 0))
    manifest = new_manifest(plan, design, source)
    manifest.write(out)
    return manifest


def _check_folder(out: Path) -> None:
    """Refuse a folder that holds anything but a store, begun or not."""
    present = {each.name for each in out.iterdir()} if out.is_dir() else set()
    if MANIFEST not in present and not present - {LOCK, POINTS}:
        if not present:
            check_target(out)
        return
    if MANIFEST not in present:
        named = ", ".join(sorted(present - {LOCK, POINTS})[:3])
        raise RequestError(
            f"{out} holds files that are not the store of a sweep ({named}); choose a new or an "
            "empty folder"
        )
