"""Set a lever in the baseline and in each policy, and see which policy repairs what that does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from heterophony.experiments.engine.sweep import sweep
from heterophony.experiments.engine.workers import ProgressCallback
from heterophony.experiments.inputs.arms import Named, arms_of
from heterophony.experiments.methods.lever_effects import LeverEffects, lever_effects
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.store import Store

PAIRS = 50


def compare_within(
    baseline: Named,
    policies: Named | Iterable[Named],
    lever: str,
    start: Any,
    end: Any,
    *,
    replicates: int = PAIRS,
    seed: int = 1,
    overrides: Mapping[str, object] | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> LeverEffects:
    """Set a lever to `end` instead of `start` in the baseline and in each policy, in pairs.

    Every policy is compared with the baseline that has the same setting of the lever. The result's
    `interactions` say of each policy whether it repairs the harm of the change, or only adds a good
    of its own. Other parameters are those of `compare`.

    Parameters
    ----------
    lever
        The name of a parameter that management sets, and that no policy sets itself.
    start, end
        Its values before and after the change.
    overrides
        Values that hold in every arm, by parameter name.
    out
        A folder for the runs: a store, which resumes; see `sweep`. None keeps the result only.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If the request is wrong, or a policy sets the lever itself; nothing is run then.
    Interrupted
        On Ctrl-C, SIGTERM or SIGHUP; with `out` finished runs are kept.
    """
    arms = arms_of(baseline, policies, overrides)
    for policy in arms[1:]:
        changed = {*policy.differences(arms[0]), *(n for c in policy.changes for n in c.values)}
        if lever in changed:
            raise RequestError(
                f"{lever} is what {policy.name} sets itself; name policies that leave it alone"
            )
    plan = {
        "scenarios": arms,
        "replicates": replicates,
        "seed": seed,
        "grid": {lever: [start, end]},
    }

    def effects(store: Store) -> LeverEffects:
        return lever_effects(store, lever, start, end)

    if out is not None:
        return effects(sweep(plan, out, workers=workers, progress=progress))
    with tempfile.TemporaryDirectory(prefix="heterophony-within-") as folder:
        return effects(sweep(plan, Path(folder) / "store", workers=workers, progress=progress))
