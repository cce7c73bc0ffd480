"""Many runs: replicated, compared, kept.

============================  ==================================================================
`run`                         simulate one scenario under many seeds: a `RunSet`
`compare`                     policies beside a baseline, in pairs that share a seed: a `Comparison`
`RunSet`, `Comparison`        what comes out, as tables and as folders of files
`Difference`, `Trajectory`    a paired difference with its interval: of a run, and week by week
`Verdict`, `verdict`          more, less, no difference worth mentioning, or uncertain
`assess_robustness`           policies beside a baseline in every plausible world: a `Robustness`
`load_worlds`                 plausible worlds: the first N that ship, or those of a file
`make_worlds`                 search for such worlds by evidence, and write them with the rejected
`assess_sensitivity`          which assumptions an outcome or a difference hangs on
`invented_numbers`            the invented numbers on which a comparison rests
`load_claims`, `judge`        sentences for a council, tried: a list of `Judgement`
`load_targets`, `calibrate`   figures of one's own, and parameters fitted to them
`load_patterns`, `check_all`  what the model is held to, and whether it holds: a `Scoreboard`
`sweep`, `Plan`, `Store`      a plan of many runs, and the store that it is run into
`expand`, `replay`            make a store larger; make one run of it again, whole
`replicate_seed`              the seed of the r-th replicate of a base seed
============================  ==================================================================

Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily

if TYPE_CHECKING:
    from heterophony.experiments.calibration import Calibration, calibrate, load_targets
    from heterophony.experiments.claims import Judgement, judge, load_claims
    from heterophony.experiments.comparison import Comparison, PolicyComparison
    from heterophony.experiments.errors import Interrupted, RequestError, WorkError
    from heterophony.experiments.evidence import InventedNumbers, invented_numbers
    from heterophony.experiments.paired_runs import compare
    from heterophony.experiments.pairing import Difference, Trajectory
    from heterophony.experiments.patterns import Scoreboard, check_all, load_patterns
    from heterophony.experiments.replicates import RunSet, run
    from heterophony.experiments.robustness import Robustness, assess_robustness
    from heterophony.experiments.seeds import replicate_seed
    from heterophony.experiments.sensitivity import Sensitivity, assess_sensitivity
    from heterophony.experiments.sweeping import Plan, Store, expand, replay, sweep
    from heterophony.experiments.verdicts import Verdict, verdict
    from heterophony.experiments.workers import Progress
    from heterophony.experiments.worlds import PlausibleWorld, Worlds, load_worlds
    from heterophony.experiments.worlds.making import make_worlds

__all__ = [
    "Calibration",
    "Comparison",
    "Difference",
    "Interrupted",
    "InventedNumbers",
    "Judgement",
    "Plan",
    "PlausibleWorld",
    "PolicyComparison",
    "Progress",
    "RequestError",
    "Robustness",
    "RunSet",
    "Scoreboard",
    "Sensitivity",
    "Store",
    "Trajectory",
    "Verdict",
    "WorkError",
    "Worlds",
    "assess_robustness",
    "assess_sensitivity",
    "calibrate",
    "check_all",
    "compare",
    "expand",
    "invented_numbers",
    "judge",
    "load_claims",
    "load_patterns",
    "load_targets",
    "load_worlds",
    "make_worlds",
    "replay",
    "replicate_seed",
    "run",
    "sweep",
    "verdict",
]

_HOMES = {
    "Calibration": "calibration",
    "Comparison": "comparison",
    "Difference": "pairing",
    "Interrupted": "errors",
    "InventedNumbers": "evidence",
    "Judgement": "claims",
    "Plan": "sweeping",
    "PlausibleWorld": "worlds",
    "PolicyComparison": "comparison",
    "Progress": "workers",
    "RequestError": "errors",
    "Robustness": "robustness",
    "RunSet": "replicates",
    "Scoreboard": "patterns",
    "Sensitivity": "sensitivity",
    "Store": "sweeping",
    "Trajectory": "pairing",
    "Verdict": "verdicts",
    "WorkError": "errors",
    "Worlds": "worlds",
    "assess_robustness": "robustness",
    "assess_sensitivity": "sensitivity",
    "calibrate": "calibration",
    "check_all": "patterns",
    "compare": "paired_runs",
    "expand": "sweeping",
    "invented_numbers": "evidence",
    "judge": "claims",
    "load_claims": "claims",
    "load_patterns": "patterns",
    "load_targets": "calibration",
    "load_worlds": "worlds",
    "make_worlds": "worlds.making",
    "replay": "sweeping",
    "replicate_seed": "seeds",
    "run": "replicates",
    "sweep": "sweeping",
    "verdict": "verdicts",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
