"""Policies in every plausible world: assess their robustness, or compare their means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import heterophony
from heterophony.experiments.engine.checkpoint import Checkpoint, unfinished_path
from heterophony.experiments.engine.pools import pool_for
from heterophony.experiments.engine.replicates import check_request
from heterophony.experiments.engine.tasks import Executor
from heterophony.experiments.engine.workers import (
    Failure,
    ProgressCallback,
    Stop,
    checked_workers,
    run_tasks,
)
from heterophony.experiments.inputs.arms import Named, arms_of
from heterophony.experiments.inputs.worlds import PlausibleWorld, Worlds, load_worlds
from heterophony.experiments.methods.comparison import Comparison
from heterophony.experiments.methods.pairs import ArmRun, Clock, PairedSums
from heterophony.experiments.methods.robustness import Robustness
from heterophony.experiments.methods.world_runs import (
    WorldNote,
    WorldPlan,
    averaged,
    effects_frame,
    noted,
    runs_frame,
)
from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import Interrupted, RequestError
from heterophony.experiments.results.identity import scenario_digest
from heterophony.experiments.results.over_worlds import OverWorlds, counted, spread_of
from heterophony.experiments.results.vocabulary import EVERYONE
from heterophony.scenarios import Scenario

Funding = Literal["as-given", "fixed", "funded", "both"]
FUNDINGS = ("as-given", "fixed", "funded", "both")
REPLICATES, PAIRS_OF_COMPARISON = 8, 4
FUNDED = ", funded hours"

_Found = TypeVar("_Found")


def assess_robustness(
    baseline: Named,
    policies: Named | Iterable[Named],
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

    Other parameters are those of `compare`.

    Parameters
    ----------
    worlds
        A number of the shipped set, a file, or worlds as loaded.
    replicates
        Pairs in each world, from 2.
    funding
        Whether the hours for a policy's coordination come out of the same posts (`fixed`), are
        added (`funded`), both ways (`both`), or as each policy says.
    overrides
        Values that hold in every arm and every world, by parameter name.
    out
        The folder that the result will be written to: a checkpoint beside it keeps finished
        worlds, and the same call resumes from it. None: nothing is kept.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request or a scenario is wrong, or the checkpoint is of other work; nothing is run.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; its `finished` holds the worlds that were finished.
    """
    clock = Clock()
    chosen, plan = _asked(baseline, policies, worlds, seed, replicates, executor, overrides)
    plan = replace(plan, arms=_funded(plan.arms, funding))
    path = unfinished_path(out) if out is not None else None
    opened = Checkpoint[WorldNote].open(path, identity_of(plan, chosen), "robustness", WorldNote)
    notes, failed = _in_every_world(plan.note, plan, chosen, opened, workers, progress)
    result = Robustness(
        baseline=plan.arms[0],
        policies=tuple(plan.arms[1:]),
        worlds=chosen,
        seed=plan.seed,
        replicates=plan.replicates,
        executor=executor,
        version=heterophony.__version__,
        finished=tuple(notes),
        failed=failed,
        effects=effects_frame(notes.values()),
        runs=runs_frame([each.number for each in chosen], notes, failed),
        digest=_digest(notes.values()),
        started=clock.began.isoformat(timespec="seconds"),
        seconds=clock.seconds,
        checkpoint=path,
    )
    if result.interrupted:
        raise Interrupted(result, len(notes), len(chosen), "worlds")
    return result


class _World(NamedTuple):
    """What a checkpoint keeps of a world for a comparison of means."""

    note: WorldNote
    seed: int
    means: list[ArmRun]


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
    unfinished: Path | None = None,
) -> Comparison:
    """Run the baseline and each policy in every world, and pair the worlds' means.

    Each world counts once. Differences are means over worlds, and their 95 % intervals are those
    of a mean over worlds; `Comparison.over` says in how many worlds a policy is better and worse,
    and gives the band of nine tenths of the worlds. Parameters are those of `compare`;
    `replicates` is the number of pairs in each world, at least 2, 4 by default.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request, a scenario or the file of worlds is wrong; nothing is run then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; its `finished` holds the worlds that were finished.
    """
    clock = Clock()
    replicates = PAIRS_OF_COMPARISON if replicates is None else replicates
    chosen, plan = _asked(baseline, policies, worlds, seed, replicates, executor, overrides)
    opened = Checkpoint[_World].open(
        unfinished, identity_of(plan, chosen), "comparison over worlds", _World
    )
    work = partial(_with_means, plan)
    done, failed = _in_every_world(work, plan, chosen, opened, workers, progress)
    sums = PairedSums(plan.arms)
    for number, found in done.items():
        sums.add(number, found.seed, found.means)
    notes = {number: found.note for number, found in done.items()}
    result = Comparison.of_pairs(
        sums,
        plan.seed,
        plan.replicates,
        executor,
        clock,
        replicates=plan.replicates,
        digest=_digest(notes.values()),
        over=summed_up(chosen, notes, failed),
        overrides=dict(overrides or {}),
    )
    if result.interrupted:
        raise Interrupted(result, sums.done, len(chosen), "worlds")
    return result


def _with_means(plan: WorldPlan, world: PlausibleWorld) -> _World:
    found = plan.run(world)
    return _World(noted(world.number, found, plan.policies), found.seeds[0], averaged(found))


def _in_every_world(
    work: Callable[[PlausibleWorld], _Found],
    plan: WorldPlan,
    worlds: Worlds,
    checkpoint: Checkpoint[_Found],
    workers: int | None,
    progress: ProgressCallback | None,
) -> tuple[dict[int, _Found], dict[int, str]]:
    """Work in each world that the checkpoint does not hold, then close it.

    Returns what was found and why worlds failed, both by the world's number and in the order of
    the worlds; fewer if the user stops it.
    """
    done: dict[int, _Found] = {}
    failed: dict[int, str] = {}
    most = checked_workers(1 if plan.executor == "agents" else workers, len(worlds))
    runs = len(worlds) * plan.replicates * len(plan.arms)
    with Stop() as stop:
        for place, found in run_tasks(
            work,
            worlds.worlds,
            keys=[str(each.number) for each in worlds],
            checkpoint=checkpoint,
            workers=most,
            stop=stop,
            progress=progress,
            pool=pool_for(most, runs),
        ):
            number = worlds.worlds[place].number
            if isinstance(found, Failure):
                failed[number] = found.reason
            else:
                done[number] = found
    checkpoint.close()
    return done, failed


def _digest(notes: Iterable[WorldNote]) -> str:
    return digest_of(digest for note in notes for digest in note.digests)


def identity_of(plan: WorldPlan, worlds: Worlds) -> dict[str, Any]:
    """Return all that a world's note depends on except the model."""
    return {
        "scenarios": {e.name: scenario_digest(e) for e in plan.arms},
        "worlds": digest_of(repr((each.number, each.values)) for each in worlds),
        "seed": plan.seed,
        "replicates": plan.replicates,
        "executor": plan.executor,
        "overrides": plan.overrides,
    }


def summed_up(
    worlds: Worlds, notes: Mapping[int, WorldNote], failed: Mapping[int, str]
) -> OverWorlds:
    """Return how each policy does over the worlds."""
    table = effects_frame(notes.values())
    result = OverWorlds(len(worlds), len(notes), worlds.source, worlds.stale, failed, {}, {})
    everyone = table[table["group"] == EVERYONE]
    shares: dict[str, dict[str, Any]] = {}
    spreads: dict[str, dict[str, Any]] = {}
    for key, found in everyone.groupby(["policy", "outcome"], sort=False):
        policy, outcome = map(str, key)
        shares.setdefault(policy, {})[outcome] = counted(found["standing"])
        spreads.setdefault(policy, {})[outcome] = spread_of(found["difference"])
    return replace(result, shares=shares, spreads=spreads)


def _asked(
    baseline: Named,
    policies: Named | Iterable[Named],
    worlds: Worlds | int | str | Path,
    seed: int,
    replicates: int,
    executor: Executor,
    overrides: Mapping[str, object] | None,
) -> tuple[Worlds, WorldPlan]:
    """Return the worlds of a request and what is run in each, or refuse it."""
    seed, replicates = check_request(seed, replicates, executor)
    if replicates < 2:
        raise RequestError("replicates is 1; allowed: 2 and more, else a world has no interval")
    chosen = worlds if isinstance(worlds, Worlds) else load_worlds(worlds)
    repeated = [n for n, times in Counter(each.number for each in chosen).items() if times > 1]
    if repeated:
        raise RequestError(f"two worlds of {chosen.source} have the number {repeated[0]}")
    arms = arms_of(baseline, policies, overrides)
    return chosen, WorldPlan(arms, seed, replicates, executor, dict(overrides or {}))


def _funded(arms: Sequence[Scenario], funding: str) -> Sequence[Scenario]:
    """Return the arms with their hours fixed, funded, or each policy both ways."""
    if funding not in FUNDINGS:
        raise RequestError(f"funding is {funding!r}; allowed: {', '.join(FUNDINGS)}")
    if funding == "as-given":
        return arms
    found = [arms[0]]
    for arm in arms[1:]:
        if funding in ("fixed", "both"):
            found.append(arm.replaced({"staffing.funding": "fixed"}))
        if funding in ("funded", "both"):
            named = replace(arm, name=f"{arm.name}{FUNDED}")
            found.append(named.replaced({"staffing.funding": "funded"}))
    return found
