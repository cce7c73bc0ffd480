"""Many runs: replicated, compared, kept.

============================  ==================================================================
`run`                         simulate one scenario under many seeds: a `RunSet`
`compare`                     policies beside a baseline, in pairs that share a seed: a `Comparison`
`RunSet`, `Comparison`        what comes out, as tables and as folders of files
`Difference`, `Trajectory`    a paired difference with its interval: of a run, and week by week
`Verdict`, `verdict`          more, less, no difference worth mentioning, or uncertain
`assess_robustness`           policies beside a baseline in every plausible world: a `Robustness`
`load_worlds`                 plausible worlds: the first N that ship, or those of a file
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
    from heterophony.experiments.robustness import Robustness, assess_robustness
    from heterophony.experiments.seeds import replicate_seed
    from heterophony.experiments.verdicts import Verdict, verdict
    from heterophony.experiments.workers import Progress
    from heterophony.experiments.worlds import PlausibleWorld, Worlds, load_worlds

__all__ = [
    "Comparison",
    "Difference",
    "Interrupted",
    "PlausibleWorld",
    "PolicyComparison",
    "Progress",
    "RequestError",
    "Robustness",
    "RunSet",
    "Trajectory",
    "Verdict",
    "WorkError",
    "Worlds",
    "assess_robustness",
    "compare",
    "load_worlds",
    "replicate_seed",
    "run",
    "verdict",
]

_HOMES = {
    "Comparison": "comparison",
    "Difference": "pairing",
    "Interrupted": "errors",
    "PlausibleWorld": "worlds",
    "PolicyComparison": "comparison",
    "Progress": "workers",
    "RequestError": "errors",
    "Robustness": "robustness",
    "RunSet": "replicates",
    "Trajectory": "pairing",
    "Verdict": "verdicts",
    "WorkError": "errors",
    "Worlds": "worlds",
    "assess_robustness": "robustness",
    "compare": "paired_runs",
    "load_worlds": "worlds",
    "replicate_seed": "seeds",
    "run": "replicates",
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
