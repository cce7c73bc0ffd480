"""The verb `doctor`: what works here."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

import heterophony
from heterophony.agents.compiled import COMPILATION_OFF
from heterophony.agents.prepared_rules import finding
from heterophony.agents.rule_folders import cache_folder, spare_folder, why_not_writable
from heterophony.experiments.commands import options
from heterophony.experiments.commands.deliver import deliver
from heterophony.experiments.commands.printing import progress_bar, table
from heterophony.experiments.engine.workers import checked_workers
from heterophony.scenarios import list_scenarios

_NEEDED = ("mesa", "numba", "numpy", "scipy", "networkx", "pandas", "pyarrow", "typer", "rich")
_PAGE = ("starlette", "uvicorn")


class Check(NamedTuple):
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def register(app: typer.Typer) -> None:
    """Join the verb to the command."""
    app.command(
        "doctor",
        short_help="Say what works here.",
        epilog="Example: heterophony doctor --warm",
    )(doctor)


def doctor(
    warm: Annotated[
        bool, typer.Option("--warm", help="Compile the rules now, if they are not yet.")
    ] = False,
    as_document: options.JsonOption = False,
) -> None:
    """Say what works here: versions, cores, compiled rules, what the pages need.

    The exit code is 1 if something that is needed does not work.
    """
    checks = [*_libraries(), _cores(), *_rules(warm), *_page()]
    rows = [(each.name, "ok" if each.ok else "FAILS", each.detail) for each in checks]
    deliver(
        document=lambda: {each.name: {"ok": each.ok, "detail": each.detail} for each in checks},
        show=lambda: table("", ("", "", ""), rows),
        as_document=as_document,
        failed=not all(each.ok for each in checks),
    )


def _libraries() -> Iterator[Check]:
    words = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("python", sys.version_info >= (3, 11), words)
    yield Check("heterophony", True, f"{heterophony.__version__} in {Path(__file__).parents[2]}")
    for name in _NEEDED:
        yield _installed(name)


def _installed(name: str) -> Check:
    try:
        return Check(name, True, version(name))
    except PackageNotFoundError:
        return Check(name, False, "not installed; pip install heterophony brings it")


def _cores() -> Check:
    usable = checked_workers(None, sys.maxsize)
    return Check("cores", True, f"{os.cpu_count()} here, {usable} to be used")


def _rules(warm: bool) -> Iterator[Check]:
    """Look at the folder of compiled rules, after filling it if that is asked for."""
    if warm:
        yield _warmed()
    yield Check("scenarios", True, f"{len(list_scenarios())} in the library")
    found = finding()
    ahead = found.library.level if found.library else "not used"
    if found.reason:
        ahead = f"{ahead}: {found.reason}"
    yield Check("rules compiled ahead", True, ahead)
    folder = cache_folder()
    files = list(folder.glob("**/*.nbc")) if folder.is_dir() else []
    size = sum(each.stat().st_size for each in files) / 2**20
    state = (
        f"{len(files)} files, {size:.1f} MB"
        if files
        else _empty(found.library is None or found.stale)
    )
    if COMPILATION_OFF:
        state = "switched off by NUMBA_DISABLE_JIT; runs are slow"
    yield _kept(folder, state, warm=bool(files))


def _empty(compiles: bool) -> str:
    """Say what an empty folder means: nothing, where the rules were compiled ahead."""
    return "empty, the next run compiles" if compiles else "empty, and no run needs it"


def _kept(folder: Path, state: str, *, warm: bool) -> Check:
    """Try whether rules can be kept in the usual folder, or else in the temporary one."""
    reason = why_not_writable(folder)
    if not reason:
        return Check("compiled rules", True, f"{folder}: {state}")
    spare = spare_folder(folder.name)
    nowhere = bool(why_not_writable(spare))
    kept = "every process compiles anew" if nowhere else f"new ones are kept in {spare}"
    advice = f"{kept}; set NUMBA_CACHE_DIR to a folder that can be written"
    return Check(
        "compiled rules",
        warm or not nowhere,
        f"{folder}: {state}; not writable ({reason}); {advice}",
    )


def _warmed() -> Check:
    from heterophony.experiments.engine.replicates import run

    started = time.perf_counter()
    with progress_bar("rules"):
        run("baseline", overrides={"run.weeks": 1}, keep=("meetings", "turns", "panel", "events"))
    return Check("warmed up", True, f"{time.perf_counter() - started:.1f} s")


def _page() -> Iterator[Check]:
    """Look at what the page needs to work without a network."""
    if find_spec("starlette") is None:
        yield Check("page", True, "Starlette is not installed: all works but heterophony ui")
        return
    for name in _PAGE:
        yield _installed(name)
    spec = find_spec("heterophony.viz")
    places = list(spec.submodule_search_locations or ()) if spec else []
    parts = [each for place in places for each in Path(place).glob("assets/page/*")]
    yield Check("page assets", bool(parts), f"{len(parts)} files, served without any network")
