"""Make one run of a store again, with all its tables: weeks, citizens, meetings, turns, events."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.sweep import check_scenarios
from heterophony.experiments.engine.tasks import Task, simulate
from heterophony.experiments.results.errors import RequestError, WorkError
from heterophony.experiments.results.folders import check_target
from heterophony.experiments.results.identity import Agents, Source
from heterophony.experiments.results.parts import DONE
from heterophony.experiments.results.run_set import RunSet
from heterophony.experiments.results.store import Store
from heterophony.scenarios.errors import nearest

_RECORDED = ("meetings", "turns", "panel", "events")


@dataclass(frozen=True)
class Replay:
    """One run, made again.

    Attributes
    ----------
    row
        What the store says of it.
    runs
        The run itself, as `heterophony.run` returns it.
    differing
        Outcomes that are not what the store says: name, then stored and present value.
    """

    row: dict[str, Any]
    runs: RunSet
    differing: dict[str, tuple[float, float]]


def replay(
    store: str | Path,
    run: str,
    *,
    out: str | Path | None = None,
    accept_stale: bool = False,
    agents: Agents | None = None,
) -> Replay:
    """Make a run of a store again, and compare its outcomes with those of its row.

    Parameters
    ----------
    store
        The store's folder.
    run
        The run's id, or the beginning of it if no other id begins so.
    out
        A folder for the run's tables, as `heterophony.run` writes them, with every turn.
    accept_stale
        Make it again although the model has changed since.
    agents
        Classes that act instead of the model's own, as in the sweep.

    Raises
    ------
    RequestError
        If there is no such run, or the model is not the one that it was made with.
    WorkError
        If the run fails again; the error of the model is its cause.
    """
    opened = Store(store)
    row = _row(opened, run)
    if not accept_stale:
        _check_source(opened, row, Source.present(agents))
    check_scenarios(opened.path, opened.design)
    folder = None if out is None else check_target(out, "run")
    runs = _made_again(opened, row, agents or {})
    found = runs.results[0].outcomes
    differing = {
        name: (stored, found[name])
        for name in opened.design.outcomes
        for stored in (_known(row[name]),)
        if row["status"] == DONE and not _same(stored, found[name])
    }
    if folder is not None:
        runs.write(folder)
    return Replay(row, runs, differing)


def _row(store: Store, run: str) -> dict[str, Any]:
    ids = store.read(["id"])["id"]
    matching = ids[ids.str.startswith(run)] if run else ids[:0]
    if len(matching) > 1:
        raise RequestError(f"{len(matching)} ids begin with {run!r}; give more of it")
    if not len(matching):
        hint = f"; nearest: {nearest(run, list(ids))}" if len(ids) else ""
        raise RequestError(
            f"{store.path} holds no run {run!r}{hint}. Ids are in column id of runs/*.parquet"
        )
    found: dict[str, Any] = store.runs.loc[matching.index[0]].to_dict()
    return found


def _check_source(store: Store, row: dict[str, Any], present: Source) -> None:
    """Refuse a run that another model made: it could not come out the same."""
    made_with = [each for each in store.manifest.sources if each.rules == row["rules"]]
    differing = present.differences(made_with[-1]) if made_with else ["the model has changed"]
    if present not in made_with:
        raise RequestError(
            f"run {row['id']} was made with another model: {'; '.join(differing)}. To make it "
            "again all the same, give --accept-stale (accept_stale=True)"
        )


def _made_again(store: Store, row: dict[str, Any], agents: Agents) -> RunSet:
    design, replicate = store.design, int(row["replicate"])
    scenario = design.scenario(int(row["point"]))
    began, clock = datetime.now(UTC), time.perf_counter()
    try:
        result = simulate(Task(scenario, int(row["seed"]), record=_RECORDED, agents=agents))
    except Exception as error:
        raise WorkError(
            f"run {row['id']} fails when it is made again: {type(error).__name__}: {error} "
            f"(the store says: {row['status']}, {row['reason']})"
        ) from error
    return RunSet(
        scenario=scenario,
        seed=design.seed,
        executor=result.executor,
        asked=1,
        replicates=(replicate,),
        results=(result,),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
    )


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _same(first: float, second: float) -> bool:
    return first == second or (math.isnan(first) and math.isnan(second))
