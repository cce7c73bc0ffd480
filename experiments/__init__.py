"""Many runs: replicated, compared, kept.

============================  ==================================================================
`run`                         simulate one scenario under many seeds: a `RunSet`
`compare`                     policies beside a baseline, in pairs that share a seed: a `Comparison`
`RunSet`, `Comparison`        what comes out, as tables and as folders of files
`Difference`, `Trajectory`    a paired difference with its interval: of a run, and week by week
`Verdict`, `verdict`          more, less, no difference worth mentioning, or uncertain
`sweep`, `Plan`, `Store`      a plan of many runs, and the store that it is run into
`expand`, `replay`            make a store larger; make one run of it again, whole
`replicate_seed`              the seed of the r-th replicate of a base seed
============================  ==================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heterophony.experiments.comparison import Comparison, PolicyComparison
    from heterophony.experiments.errors import Interrupted, RequestError, WorkError
    from heterophony.experiments.paired_runs import compare
    from heterophony.experiments.pairing import Difference, Trajectory
    from heterophony.experiments.replicates import RunSet, run
    from heterophony.experiments.seeds import replicate_seed
    from heterophony.experiments.sweeping import Plan, Store, expand, replay, sweep
    from heterophony.experiments.verdicts import Verdict, verdict
    from heterophony.experiments.workers import Progress

__all__ = [
    "Comparison",
    "Difference",
    "Interrupted",
    "Plan",
    "PolicyComparison",
    "Progress",
    "RequestError",
    "RunSet",
    "Store",
    "Trajectory",
    "Verdict",
    "WorkError",
    "compare",
    "expand",
    "replay",
    "replicate_seed",
    "run",
    "sweep",
    "verdict",
]

_HOMES = {
    "Comparison": "comparison",
    "Difference": "pairing",
    "Interrupted": "errors",
    "Plan": "sweeping",
    "PolicyComparison": "comparison",
    "Progress": "workers",
    "RequestError": "errors",
    "RunSet": "replicates",
    "Store": "sweeping",
    "Trajectory": "pairing",
    "Verdict": "verdicts",
    "WorkError": "errors",
    "compare": "paired_runs",
    "expand": "sweeping",
    "replay": "sweeping",
    "replicate_seed": "seeds",
    "run": "replicates",
    "sweep": "sweeping",
    "verdict": "verdicts",
}


def __getattr__(name: str) -> object:
    """Load the public `name` from its module and keep it here.

    Raises
    ------
    AttributeError
        If `name` is not public.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
