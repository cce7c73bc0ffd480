"""Policies in every plausible world: the request, the work, and what comes out."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import heterophony
from heterophony.agents.compiled import SOURCE_DIGEST
from heterophony.experiments.engine.kept import Kept, unfinished_folder
from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.engine.workers import ProgressCallback, Stop
from heterophony.experiments.inputs.arms import arms_of
from heterophony.experiments.methods.robustness.effects import Effects, Note, noted
from heterophony.experiments.methods.robustness.gathering import WorldPlan
from heterophony.experiments.methods.robustness.result import Robustness
from heterophony.experiments.methods.worlds import Worlds, load_worlds
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario

Funding = Literal["as-given", "fixed", "funded", "both"]
FUNDINGS = ("as-given", "fixed", "funded", "both")
REPLICATES = 8
_WORK = "robustness (other worlds, scenarios, seed, replicates or version)"
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
    out: Path | None = None,
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
    out
        Where the result will be written: finished worlds are kept beside it, and the same call
        goes on with them. None: they are kept in memory only.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong; nothing is run then.
    Interrupted
        On Ctrl-C; its `finished` holds the worlds that were finished, and with `out` they are
        kept.
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
    folder = unfinished_folder(out) if out is not None else None
    kept = Kept.opened(folder, _fingerprint(plan), _WORK)
    for note in _noted(plan, kept, progress):
        effects.take(note)
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
        folder=folder,
    )
    if result.interrupted:
        raise Interrupted(result, len(effects.worlds), len(chosen), "worlds")
    return result


def _noted(plan: WorldPlan, kept: Kept, progress: ProgressCallback | None) -> list[Note]:
    """Run the worlds of which nothing is kept; return the notes of all, in their order."""
    policies = [each.name for each in plan.arms[1:]]
    missing = [each for each in plan.worlds if str(each.number) not in kept.answers]
    failed: dict[str, Note] = {}
    with Stop() as stop:
        for found in replace(plan, worlds=missing).run(stop, progress):
            note, key = noted(found, policies), str(found.world.number)
            if found.failure:  # it may go well another time
                failed[key] = note
            else:
                kept.keep(key, note)
    notes = kept.answers | failed
    return [notes[str(each.number)] for each in plan.worlds if str(each.number) in notes]


def _fingerprint(plan: WorldPlan) -> str:
    """Return a hash of all that a world's note depends on."""
    arms = [(each.name, each.values, each.root, each.changes) for each in plan.arms]
    worlds = [(each.number, each.values) for each in plan.worlds]
    how = (plan.seed, plan.replicates, plan.executor, plan.overrides, SOURCE_DIGEST)
    return digest_of(map(repr, (*arms, *worlds, how)))


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
