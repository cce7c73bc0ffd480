"""Compare policies over plausible worlds: each world counts once, whatever its pairs."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import heterophony
from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.engine.workers import ProgressCallback, Stop
from heterophony.experiments.inputs.arms import Named, arms_of
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.groups import GroupValues
from heterophony.experiments.methods.pairs import ArmRun, PairedSums
from heterophony.experiments.methods.robustness.effects import Effects
from heterophony.experiments.methods.robustness.gathering import WorldPlan, WorldRuns
from heterophony.experiments.methods.robustness.spread import OverWorlds
from heterophony.experiments.methods.worlds import Worlds, load_worlds
from heterophony.experiments.results.differences import Numbers
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError

PAIRS = 4
"""Pairs in each world unless asked otherwise: worlds tell more than luck does."""


def compare_over_worlds(
    baseline: Named,
    policies: Named | Iterable[Named],
    worlds: Worlds | int | str | Path,
    *,
    seed: int = 1,
    replicates: int | None = None,
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Comparison:
    """Run the baseline and each policy in every world, and pair them.

    A world's value is its mean over its pairs. Differences are means over worlds, and their 95 %
    intervals are those of a mean over worlds; `Comparison.over` says in how many worlds a policy
    is better and worse, and where nine tenths of the worlds lie. Parameters are those of
    `compare`; `replicates` is the number of pairs in each world, at least 2, 4 unless given.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, a scenario or the file of worlds is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the worlds that were finished.
    """
    replicates = PAIRS if replicates is None else replicates
    check_request(seed, replicates, executor)
    if replicates < 2:
        raise RequestError("replicates is 1; with worlds at least 2, else a world tells no luck")
    chosen = worlds if isinstance(worlds, Worlds) else load_worlds(worlds)
    arms = arms_of(baseline, policies, overrides)
    began, clock = datetime.now(UTC), time.perf_counter()
    sums, effects = PairedSums(arms), Effects([each.name for each in arms[1:]])
    plan = WorldPlan(
        arms, chosen.worlds, seed, replicates, executor, workers, dict(overrides or {})
    )
    with Stop() as stop:
        for found in plan.run(stop, progress):
            effects.add(found)
            if not found.failure:
                sums.add(found.world.number, found.seeds[0], averaged(found))
    over = OverWorlds.of(effects, chosen)
    result = Comparison(
        baseline=arms[0],
        policies=sums.policies(),
        seed=seed,
        asked=replicates,
        replicates=replicates,
        executor=executor,
        version=heterophony.__version__,
        runs=pd.DataFrame(sums.rows),
        digest=digest_of(effects.digests),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
        over=over,
    )
    if result.interrupted:
        raise Interrupted(result, sums.done, len(chosen), "worlds")
    return result


def averaged(found: WorldRuns) -> list[ArmRun]:
    """Return one run per arm that holds the means over a world's pairs."""
    return [_mean([pair[arm] for pair in found.runs]) for arm in range(len(found.arms))]


def _mean(runs: Sequence[ArmRun]) -> ArmRun:
    first = runs[0]
    values = {table: _defined_mean([each.values[table] for each in runs]) for table in first.values}
    known = [each.groups for each in runs if each.groups is not None]
    groups = None
    if known:
        both = (_defined_mean([each[side] for each in known]) for side in (1, 2))
        groups = GroupValues(known[0].names, *both)
    return ArmRun(first.names, values, digest_of(each.digest for each in runs), groups)


def _defined_mean(values: Sequence[Any]) -> Numbers:
    """Return the mean over the runs in which a value is defined; NaN where in none."""
    stacked = np.stack(values)
    known = ~np.isnan(stacked)
    counts = known.sum(axis=0)
    total = np.where(known, stacked, 0.0).sum(axis=0)
    means: Numbers = np.where(counts > 0, total / np.maximum(counts, 1), np.nan)
    return means
