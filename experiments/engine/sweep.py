"""Run a plan into a store: begun once, resumed by the same call until it is complete."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Unpack

from heterophony.experiments.engine.executors import ExecutionOptions, Options, executor_for
from heterophony.experiments.engine.pilot import forecast_of, pilot_of
from heterophony.experiments.engine.store_writer import StoreWriter
from heterophony.experiments.engine.workers import Progress, Stop
from heterophony.experiments.inputs.plan import Plan, as_plan
from heterophony.experiments.inputs.resolving import resolve, resolve_frame
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.design import Design
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.folders import check_target, local_path
from heterophony.experiments.results.identity import Source, scenario_digest
from heterophony.experiments.results.locks import LOCK, locked
from heterophony.experiments.results.manifest import MANIFEST
from heterophony.experiments.results.parts import (
    TIMING,
    Row,
    encoded,
    part_name,
    points_table,
)
from heterophony.experiments.results.store import CONTENTS, Store, read_contents, write_contents
from heterophony.experiments.results.store_manifest import (
    POINTS,
    Manifest,
    first_line,
    read_store_manifest,
)
from heterophony.scenarios.errors import shown

SESSIONS = "_sessions.jsonl"  # readers of a folder of tables pass over such a name
_BEGUN = {LOCK, f"{LOCK}-holder", POINTS}  # what a folder holds that was killed at its beginning
_LONG = 200  # runs from which a pilot says what is to come
_WORTH_SAYING = 20.0  # seconds
_SHOWN = 5  # differences that are written out


def sweep(
    plan: Plan | Mapping[str, object] | str | Path,
    out: str | Path,
    **options: Unpack[Options],
) -> Store:
    """Run a plan into a store, or resume one that was interrupted.

    The finished store is the same, byte for byte (`timing/` apart), whatever the workers and
    however often it was killed on the way. Runs that fail are rows, with a reason.

    Parameters
    ----------
    plan
        A `Plan`, a table like its file, or the file's path.
    out
        The store's folder; new, empty, or a store of the same plan.
    **options
        How runs are made: `workers`, `dask`, `time_limit`, `retry`, `accept_stale`, `agents`,
        `progress`, `say`; see `ExecutionOptions`.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the plan is wrong, or is not the store's; nothing is run then.
    WorkError
        If the store cannot be written or the cluster is lost; finished runs are kept.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; finished runs are kept, and the same call resumes.
    """
    plan, out, how = as_plan(plan), local_path(out), ExecutionOptions(**options)
    source = Source.present(how.agents)
    design = None if (out / MANIFEST).exists() else resolve(plan)
    _check_folder(out)
    out.mkdir(parents=True, exist_ok=True)
    with locked(out):
        if design is not None and not (out / MANIFEST).exists():
            manifest = Manifest.new(plan.document(), design, source)
            # The manifest is last: without it a folder is no store.
            write_file(out / POINTS / part_name(0), encoded(points_table(design, 0)))
            manifest.write(out)
        else:
            manifest = read_store_manifest(out)
            check_plan(out, manifest, plan.document(), resolve_frame(plan))
            manifest = resumed(out, manifest, source, how)
        return fill(out, manifest, source, how)


def resumed(out: Path, manifest: Manifest, source: Source, how: ExecutionOptions) -> Manifest:
    """Return the manifest of a store to go on with; a changed model is noted in it if accepted.

    Raises
    ------
    RequestError
        If the model has changed, or the manifest's scenarios are not those of its points.
    """
    if not how.accept_stale:
        check_source(out, manifest, source)
    check_scenarios(out, manifest.design)
    if source != manifest.sources[-1]:
        manifest = manifest.with_source(source)
        manifest.write(out)
    return manifest


def fill(path: Path, manifest: Manifest, source: Source, how: ExecutionOptions) -> Store:
    """Make every missing run of a store that this process has locked.

    Raises
    ------
    Interrupted
        When asked to stop; every finished run is kept.
    WorkError
        If rows cannot be written, or the cluster is lost.
    """
    clock = time.perf_counter()
    digests = read_contents(path).get("files", {})
    writer = StoreWriter(path, manifest, digests=digests, retry=how.retry, say=how.say)
    missing = writer.missing()
    made, stopped = 0, False
    if missing:
        (path / CONTENTS).unlink(missing_ok=True)
        try:
            made, stopped = _make(missing, manifest, source, how, writer)
        finally:
            _note_session(path, how, len(missing) - len(writer.missing()), clock)
            writer.close()
    if stopped and made < len(missing):
        done = manifest.layout.runs - len(missing) + made
        raise Interrupted(Store(path), done, manifest.layout.runs, "runs")
    writer.finish()
    writer.close()
    store = Store(path)
    write_contents(store)
    return store


def _make(
    missing: list[int],
    manifest: Manifest,
    source: Source,
    how: ExecutionOptions,
    writer: StoreWriter,
) -> tuple[int, bool]:
    """Make runs; return how many were made, and whether they were interrupted."""
    jobs = how.jobs(manifest, source)
    started, made = time.perf_counter(), 0
    with Stop() as stop, executor_for(jobs, how) as (execute, width):
        pilot = pilot_of(missing, manifest.layout) if len(missing) >= _LONG else []
        first = set(pilot)
        for numbers in (pilot, [number for number in missing if number not in first]):
            rows: list[Row] = []
            for made_now in execute(numbers, stop) if numbers else ():
                writer.add(made_now)
                made += len(made_now)
                rows += made_now if numbers is pilot else ()
                if how.progress is not None:
                    seconds = time.perf_counter() - started
                    how.progress(Progress(made, len(missing), seconds))
            if rows and not stop.asked:
                found = forecast_of(rows, manifest, manifest, len(missing) - made, width)
                if found.seconds > _WORTH_SAYING:
                    how.say(str(found))
        return made, stop.asked


def _note_session(path: Path, how: ExecutionOptions, made: int, clock: float) -> None:
    """Add when, where and how runs were made to `timing/`."""
    line: dict[str, Any] = {
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.perf_counter() - clock, 3),
        "runs": made,
        "workers": how.workers,
        "dask": how.dask,
        "time_limit": how.time_limit,
        "machine": socket.gethostname(),
        "command": sys.argv,
    }
    with suppress(OSError):  # a full disk has been reported already
        (path / TIMING).mkdir(exist_ok=True)
        with (path / TIMING / SESSIONS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")


def _check_folder(out: Path) -> None:
    """Refuse a folder that holds anything but a store, begun or not."""
    present = {each.name for each in out.iterdir()} if out.is_dir() else set()
    if MANIFEST in present:
        return
    foreign = sorted(present - _BEGUN)
    if foreign and (out / POINTS).is_dir():
        raise RequestError(
            f"{out} has lost its {MANIFEST}; `heterophony store repair {out}` brings it back"
        )
    if foreign:
        raise RequestError(
            f"{out} holds files that are not the store of a sweep ({', '.join(foreign[:3])}); "
            "choose a new or an empty folder"
        )
    if not present:
        check_target(out)


def check_plan(store: Path, manifest: Manifest, plan: Mapping[str, Any], frame: Design) -> None:
    """Check that a plan is the plan of the store that it resumes.

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


def check_scenarios(store: Path, design: Design) -> None:
    """Refuse a store whose scenarios are not those that its points were made of.

    The version before wrote manifests without a hash. The first point of each scenario tells.

    Raises
    ------
    RequestError
        Naming the scenario.
    """
    for number in range(len(design.scenarios)):
        place = next((p for p, each in enumerate(design.points) if each.scenario == number), None)
        try:
            if place is None or scenario_digest(design.scenario(place)) != (
                design.points[place].digest
            ):
                raise ValueError("it is not the one that its points were made of")
        except (LookupError, TypeError, ValueError) as error:
            name = design.scenarios[number].name
            raise RequestError(
                f"{store / MANIFEST} is not as heterophony wrote it: scenario {name}: "
                f"{first_line(error)}. Bring the original back"
            ) from error
