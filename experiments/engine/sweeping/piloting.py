"""Plan ahead: a few runs of a plan that has no store yet, to say what the whole will take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from heterophony.experiments.engine.sweeping.executors import Jobs, executor_for
from heterophony.experiments.engine.sweeping.forecast import Forecast, forecast_of, pilot_of
from heterophony.experiments.engine.sweeping.identity import Agents, present_source
from heterophony.experiments.engine.sweeping.plan import Plan, as_plan
from heterophony.experiments.engine.sweeping.resolving import resolve
from heterophony.experiments.engine.sweeping.running import Means, terms_of
from heterophony.experiments.engine.sweeping.sweeps import first_layout, new_manifest
from heterophony.experiments.engine.sweeping.work import Row
from heterophony.experiments.engine.workers import Stop
from heterophony.experiments.results.errors import Interrupted

_SEEDS = 4  # at least, so that the pilot can tell what seeds buy


def plan_ahead(
    plan: Plan | Mapping[str, object] | str | Path,
    *,
    workers: int | None = None,
    dask: str | None = None,
    time_limit: float | None = None,
    agents: Agents | None = None,
) -> Forecast:
    """Make up to sixteen runs of a plan, and say what the whole will take; nothing is written.

    Parameters
    ----------
    plan, workers, dask, time_limit, agents
        As in `sweep`.

    Raises
    ------
    RequestError
        If the plan is wrong.
    Interrupted
        On Ctrl-C.
    """
    plan, settled = as_plan(plan), Means(workers, dask, time_limit, agents=agents).checked()
    source, design = present_source(settled.agents), resolve(plan)
    manifest = new_manifest(plan, design, source)
    wide = replace(design, replicates=max(_SEEDS, design.replicates))
    pilot = replace(manifest, design=wide, layout=first_layout(wide))
    terms = terms_of(design, source, settled)
    jobs, rows = Jobs(wide, pilot.layout, source), list[Row]()
    numbers = pilot_of(range(pilot.layout.runs), pilot)
    with Stop() as stop, executor_for(jobs, terms, settled.workers, settled.dask) as (make, width):
        for made in make(numbers, stop):
            rows += made
        if stop.asked:
            raise Interrupted(None, len(rows), len(numbers), "runs of a pilot")
    return forecast_of(rows, pilot, manifest, manifest.layout.runs, width)
