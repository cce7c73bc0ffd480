"""Policies in every plausible world: the request, the work, and what comes out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import heterophony
from heterophony.experiments.arms import arms_of
from heterophony.experiments.digests import digest_of
from heterophony.experiments.errors import Interrupted, RequestError
from heterophony.experiments.replicates import Executor, check_request
from heterophony.experiments.robustness.effects import Effects
from heterophony.experiments.robustness.gathering import WorldPlan
from heterophony.experiments.robustness.result import Robustness
from heterophony.experiments.workers import ProgressCallback, Stop
from heterophony.experiments.worlds import Worlds, load_worlds

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

Funding = Literal["as-given", "fixed", "funded", "both"]
FUNDINGS = ("as-given", "fixed", "funded", "both")
REPLICATES = 8
FUNDED = ", funded hours"


def assess_robustness(
    baseline: Scenario | str | Path,
    policies: Scenario | str | Path | Sequence[Scenario | str | Path],
    *,
    worlds: Worlds | int | str | Path = 100,
    seed: int = 1,
    replicates: int = REPLICATES,
    funding: Funding = "as-given",
    executor: Executor = "compiled",
    workers: int | None = None,
    progress: ProgressCallback | None = None,
    overrides: Mapping[str, object] | None = None,
) -> Robustness:
    """Run the baseline and every policy in every world under shared seeds.

    Parameters
    ----------
    worlds
        A number of the shipped set, a file, or worlds as loaded.
    replicates
        Pairs in each world, from 2.
    funding
        Whether the hours that a policy's coordination takes come out of the same posts (`fixed`),
        are added (`funded`), both beside each other, or as each policy says.
    overrides
        Values that hold in every arm and every world, by parameter name.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the worlds that were finished.
    """
    check_request(seed, replicates, executor)
    if replicates < 2:
        raise RequestError("replicates is 1; allowed: 2 and more, else a world has no interval")
    chosen = worlds if isinstance(worlds, Worlds) else load_worlds(worlds)
    arms = _funded(arms_of(baseline, policies, overrides), funding)
    effects = Effects([each.name for each in arms[1:]])
    began, clock = datetime.now(UTC), time.perf_counter()
    plan = WorldPlan(
        arms, chosen.worlds, seed, replicates, executor, workers, dict(overrides or {})
    )
    with Stop() as stop:
        for found in plan.run(stop, progress):
            effects.add(found)
    result = Robustness(
        baseline=arms[0],
        policies=tuple(arms[1:]),
        worlds=chosen,
        seed=seed,
        replicates=replicates,
        executor=executor,
        version=heterophony.__version__,
        finished=tuple(effects.worlds),
        failed=effects.failed,
        effects=effects.frame(),
        runs=effects.runs(),
        digest=digest_of(effects.digests),
        started=began.isoformat(timespec="seconds"),
        seconds=time.perf_counter() - clock,
    )
    if result.interrupted:
        raise Interrupted(result, len(effects.worlds), len(chosen), "worlds")
    return result


def _funded(arms: list[Scenario], funding: str) -> list[Scenario]:
    """Return the arms with their hours fixed, funded, or each policy both ways."""
    if funding not in FUNDINGS:
        raise RequestError(f"funding is {funding!r}; allowed: {', '.join(FUNDINGS)}")
    if funding == "as-given":
        return arms
    kept = [arms[0]]
    for arm in arms[1:]:
        if funding in ("fixed", "both"):
            kept.append(arm.replaced({"staffing.funding": "fixed"}))
        if funding in ("funded", "both"):
            named = replace(arm, name=f"{arm.name}{FUNDED}")
            kept.append(named.replaced({"staffing.funding": "funded"}))
    return kept
