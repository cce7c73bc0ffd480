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

Packages of the version before (`heterophony.experiments.sweeping` and others) still lead here and
warn. Each name is loaded at first use, so that the command's help does not wait for pandas.
"""

from typing import TYPE_CHECKING

from heterophony.experiments.lazily import lazily
from heterophony.experiments.moved import install

if TYPE_CHECKING:
    from heterophony.experiments.engine.replicates import RunSet, run
    from heterophony.experiments.engine.seeds import replicate_seed
    from heterophony.experiments.engine.sweeping import (
        Forecast,
        Plan,
        Store,
        expand,
        plan_ahead,
        read_plan,
        replay,
        summarise,
        sweep,
    )
    from heterophony.experiments.engine.workers import Progress
    from heterophony.experiments.methods.calibration import (
        Calibration,
        CalibrationPlan,
        calibrate,
        load_targets,
    )
    from heterophony.experiments.methods.claims import (
        Claim,
        Direction,
        Judgement,
        Ruling,
        judge,
        load_claims,
    )
    from heterophony.experiments.methods.comparison import Comparison, PolicyComparison
    from heterophony.experiments.methods.evidence import InventedNumbers, invented_numbers
    from heterophony.experiments.methods.paired_runs import compare
    from heterophony.experiments.methods.pairing import Difference, Trajectory
    from heterophony.experiments.methods.patterns import (
        Ablation,
        Pattern,
        PatternResult,
        Reading,
        ReadingResult,
        Scoreboard,
        check_all,
        check_pattern,
        load_patterns,
    )
    from heterophony.experiments.methods.robustness import (
        Discovery,
        Robustness,
        Shares,
        Spread,
        assess_robustness,
    )
    from heterophony.experiments.methods.sensitivity import (
        Factor,
        Sensitivity,
        analyse,
        assess_sensitivity,
        factors_of,
    )
    from heterophony.experiments.methods.verdicts import Verdict, verdict
    from heterophony.experiments.methods.worlds import (
        PlausibleWorld,
        Worlds,
        load_worlds,
        write_worlds,
    )
    from heterophony.experiments.methods.worlds.making import make_worlds
    from heterophony.experiments.results.errors import Interrupted, RequestError, WorkError

__all__ = [
    "Ablation",
    "Calibration",
    "CalibrationPlan",
    "Claim",
    "Comparison",
    "Difference",
    "Direction",
    "Discovery",
    "Factor",
    "Forecast",
    "Interrupted",
    "InventedNumbers",
    "Judgement",
    "Pattern",
    "PatternResult",
    "Plan",
    "PlausibleWorld",
    "PolicyComparison",
    "Progress",
    "Reading",
    "ReadingResult",
    "RequestError",
    "Robustness",
    "Ruling",
    "RunSet",
    "Scoreboard",
    "Sensitivity",
    "Shares",
    "Spread",
    "Store",
    "Trajectory",
    "Verdict",
    "WorkError",
    "Worlds",
    "analyse",
    "assess_robustness",
    "assess_sensitivity",
    "calibrate",
    "check_all",
    "check_pattern",
    "compare",
    "expand",
    "factors_of",
    "invented_numbers",
    "judge",
    "load_claims",
    "load_patterns",
    "load_targets",
    "load_worlds",
    "make_worlds",
    "plan_ahead",
    "read_plan",
    "replay",
    "replicate_seed",
    "run",
    "summarise",
    "sweep",
    "verdict",
    "write_worlds",
]

_HOMES = {
    "Ablation": "methods.patterns",
    "Calibration": "methods.calibration",
    "CalibrationPlan": "methods.calibration",
    "Claim": "methods.claims",
    "Comparison": "methods.comparison",
    "Difference": "methods.pairing",
    "Direction": "methods.claims",
    "Discovery": "methods.robustness",
    "Factor": "methods.sensitivity",
    "Forecast": "engine.sweeping",
    "Interrupted": "results.errors",
    "InventedNumbers": "methods.evidence",
    "Judgement": "methods.claims",
    "Pattern": "methods.patterns",
    "PatternResult": "methods.patterns",
    "Plan": "engine.sweeping",
    "PlausibleWorld": "methods.worlds",
    "PolicyComparison": "methods.comparison",
    "Progress": "engine.workers",
    "Reading": "methods.patterns",
    "ReadingResult": "methods.patterns",
    "RequestError": "results.errors",
    "Robustness": "methods.robustness",
    "Ruling": "methods.claims",
    "RunSet": "engine.replicates",
    "Scoreboard": "methods.patterns",
    "Sensitivity": "methods.sensitivity",
    "Shares": "methods.robustness",
    "Spread": "methods.robustness",
    "Store": "engine.sweeping",
    "Trajectory": "methods.pairing",
    "Verdict": "methods.verdicts",
    "WorkError": "results.errors",
    "Worlds": "methods.worlds",
    "analyse": "methods.sensitivity",
    "assess_robustness": "methods.robustness",
    "assess_sensitivity": "methods.sensitivity",
    "calibrate": "methods.calibration",
    "check_all": "methods.patterns",
    "check_pattern": "methods.patterns",
    "compare": "methods.paired_runs",
    "expand": "engine.sweeping",
    "factors_of": "methods.sensitivity",
    "invented_numbers": "methods.evidence",
    "judge": "methods.claims",
    "load_claims": "methods.claims",
    "load_patterns": "methods.patterns",
    "load_targets": "methods.calibration",
    "load_worlds": "methods.worlds",
    "make_worlds": "methods.worlds.making",
    "plan_ahead": "engine.sweeping",
    "read_plan": "engine.sweeping",
    "replay": "engine.sweeping",
    "replicate_seed": "engine.seeds",
    "run": "engine.replicates",
    "summarise": "engine.sweeping",
    "sweep": "engine.sweeping",
    "verdict": "methods.verdicts",
    "write_worlds": "methods.worlds",
}

__getattr__, __dir__ = lazily(__name__, _HOMES)
install()
