"""Everything that `make bench` measures, in its order: equality first, then time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from heterophony.benchmarks import ahead_speed, model_speed, page_speed, processes
from heterophony.benchmarks import implementations as known
from heterophony.benchmarks.beside_peers import time_them
from heterophony.benchmarks.checks import check_all
from heterophony.benchmarks.goal_list import goals_of
from heterophony.benchmarks.machine import all_versions, machine
from heterophony.benchmarks.standing import CannotRunError

Told = Callable[[str], None]
LARGE, LARGE_WEEKS = 250, 8  # jobcentres of the workload, 100,000 citizens, and for how long
MANY = 782  # default jobcentres: 100,096 citizens
LONGEST = 100.0  # seconds that the large run of the model may take


class Extent(NamedTuple):
    """How much is measured."""

    turns: int
    runs: int  # turns of ensembles and whole processes
    replicates: int
    changes: int  # of levers on the page
    sizes: tuple[int, ...]
    long: bool  # also the large population, the first use, the sweep


EXTENTS = {
    "quick": Extent(3, 1, 20, 3, (1, 8), False),
    "full": Extent(5, 3, 50, 10, (1, 8, 78, MANY), True),
}


def full_run(folder: Path, extent: str, told: Told) -> dict[str, Any]:
    """Measure; return all of it as one document."""
    how = EXTENTS[extent]
    measured: dict[str, Any] = {
        "tool": "heterophony bench",
        "extent": extent,
        "command": sys.argv,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "versions": all_versions(),
    }
    told("the same arithmetic everywhere")
    measured["checks"] = [vars(check) for check in check_all(known.ALL, folder)]
    measured["workload"] = _workload(folder, how, told)
    measured["model"] = _model(how, told)
    measured["processes"] = _processes(folder, how, told)
    measured["ahead"] = _ahead(folder, how, told)
    measured["page"] = page_speed.page_speed(how.changes, told)
    measured["goals"] = goals_of(measured)
    return measured


def _workload(folder: Path, how: Extent, told: Told) -> dict[str, Any]:
    """Time the workload at the default size, and at 100,000 citizens."""
    small, skipped = time_them(known.ALL, folder, turns=how.turns, told=told)
    found: dict[str, Any] = {"one_jobcentre": small, "skipped": skipped}
    if how.long:
        found["large"], _ = time_them(
            [each for each in known.ALL if each is not known.SHARED],
            folder,
            turns=1,
            jobcentres=LARGE,
            weeks=LARGE_WEEKS,
            told=told,
        )
    return found


def _model(how: Extent, told: Told) -> dict[str, Any]:
    found: dict[str, Any] = model_speed.executors(how.turns, told)
    found["default_run"] = model_speed.default_run(how.turns, told)
    found["ensembles"] = model_speed.ensembles(how.runs, how.replicates, told)
    found["sizes"] = model_speed.sizes(how.sizes, 16, 2, told)
    found["many_cores"] = model_speed.many_cores(found["default_run"]["weeks"].least, told)
    found["replicates"] = how.replicates
    if how.long:
        per_week = found["sizes"][MANY].least / 1e9 * MANY * model_speed.CITIZENS
        weeks = model_speed.HORIZON
        if per_week * weeks * 2 > LONGEST:  # timed once, and once more for its memory
            weeks = max(int(LONGEST / 2 / per_week), 24)
        found["large_run"] = model_speed.large_run(MANY, weeks, told)
    return found


def _ahead(folder: Path, how: Extent, told: Told) -> dict[str, Any]:
    """Measure what rules compiled ahead give."""
    found: dict[str, Any] = {
        "locked": ahead_speed.locked(told),
        "settled": ahead_speed.settled(told),
        "mailed": ahead_speed.mailed_page(folder, told),
    }
    if how.long:
        try:
            found["edited"] = ahead_speed.edited_rule(folder, told)
        except processes.ProcessFailedError as reason:
            found["edited"] = {"reason": str(reason)}
    return found


def _processes(folder: Path, how: Extent, told: Told) -> dict[str, Any]:
    """Time whole processes; report the reason of one that fails."""
    found: dict[str, Any] = {"warm": processes.warm_commands(folder, how.runs, told)}
    if how.long:
        for name, measure in (("sweep", processes.sweep), ("first_use", processes.first_use)):
            try:
                found[name] = measure(folder, told)
            except (processes.ProcessFailedError, CannotRunError) as reason:
                found[name] = {"reason": str(reason)}
    return found
