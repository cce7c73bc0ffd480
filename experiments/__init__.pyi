"""Public names of the package, for type checkers and for loading at first use."""

from .engine.expansion import expand
from .engine.pilot import Forecast, plan_ahead
from .engine.replay import replay
from .engine.replicates import run
from .engine.seeds import replicate_seed
from .engine.sweep import sweep
from .engine.workers import Progress
from .inputs.claims import Claim, Direction, load_claims
from .inputs.plan import Plan, read_plan
from .inputs.worlds import PlausibleWorld, Worlds, load_worlds, write_worlds
from .methods.assessing import assess_robustness
from .methods.calibration import Calibration, CalibrationPlan, calibrate, load_targets
from .methods.claim_judgement import Judgement, Ruling
from .methods.claim_judging import judge
from .methods.compare import compare
from .methods.comparison import Comparison
from .methods.discovery import Discovery
from .methods.evidence import InventedNumbers, invented_numbers
from .methods.patterns import (
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
from .methods.policy_comparison import PolicyComparison
from .methods.robustness import Robustness
from .methods.sensitivity import Factor, Sensitivity, analyse, assess_sensitivity, factors_of
from .methods.sweep_summary import summarise
from .methods.verdicts import Verdict, verdict
from .methods.world_making import make_worlds
from .results.differences import Difference, Trajectory
from .results.errors import Interrupted, RequestError, WorkError
from .results.over_worlds import Shares, Spread
from .results.run_set import RunSet
from .results.store import Store

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
