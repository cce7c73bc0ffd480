"""Public names of the package, for type checkers and for loading at first use."""

from .engine.expansion import expand
from .engine.pilot import Forecast, plan_ahead
from .engine.progress_line import ProgressLine
from .engine.replay import replay
from .engine.replicates import run
from .engine.seeds import replicate_seed
from .engine.sweep import sweep
from .engine.workers import Progress
from .inputs.calibration_plan import CalibrationPlan, Effort
from .inputs.claims import Claim, Direction, load_claims
from .inputs.factors import factors_of
from .inputs.own_figures import OwnFigure, read_figures
from .inputs.patterns import (
    Ablation,
    Pattern,
    PatternReading,
    Reading,
    load_patterns,
    load_predictions,
)
from .inputs.plan import Plan, read_plan
from .inputs.readings import RunReading
from .inputs.search_effort import SearchEffort
from .inputs.targets import load_targets, read_targets
from .inputs.worlds import PlausibleWorld, Worlds, load_worlds, write_worlds
from .methods.assessing import assess_robustness
from .methods.calibration import calibrate
from .methods.calibration_result import Calibration
from .methods.cases import Cases, discover_cases
from .methods.claim_judgement import Judgement, Ruling
from .methods.claim_judging import judge
from .methods.compare import compare
from .methods.comparison import Comparison
from .methods.discovery import Discovery
from .methods.evidence import invented_numbers
from .methods.evidence_result import InventedNumbers
from .methods.lever_effects import LeverEffects, lever_effects
from .methods.own_figures import FiguresBeside, compare_figures
from .methods.own_outcomes import add_outcome, add_outcomes, remove_outcome
from .methods.patterns.checking import check_all, check_pattern
from .methods.policy_comparison import PolicyComparison
from .methods.rerun import rerun
from .methods.responses import FunctionResponse
from .methods.robustness import Robustness
from .methods.search_result import Search
from .methods.searching import search
from .methods.sensitivity import analyse, assess_sensitivity
from .methods.survey import survey
from .methods.sweep_summary import summarise
from .methods.verdicts import Verdict, verdict
from .methods.within import compare_within
from .methods.world_making import make_worlds
from .results.designs import Factor
from .results.differences import Difference, Trajectory
from .results.errors import Interrupted, RequestError, WorkError
from .results.over_worlds import Shares, Spread
from .results.patterns import PatternResult, ReadingResult, Scoreboard
from .results.rerun import Rerun
from .results.run_set import RunSet
from .results.sensitivity import Sensitivity
from .results.store import Store
from .results.survey import Survey

__all__ = [
    "Ablation",
    "Calibration",
    "CalibrationPlan",
    "Cases",
    "Claim",
    "Comparison",
    "Difference",
    "Direction",
    "Discovery",
    "Effort",
    "Factor",
    "FiguresBeside",
    "Forecast",
    "FunctionResponse",
    "Interrupted",
    "InventedNumbers",
    "Judgement",
    "LeverEffects",
    "OwnFigure",
    "Pattern",
    "PatternReading",
    "PatternResult",
    "Plan",
    "PlausibleWorld",
    "PolicyComparison",
    "Progress",
    "ProgressLine",
    "Reading",
    "ReadingResult",
    "RequestError",
    "Rerun",
    "Robustness",
    "Ruling",
    "RunReading",
    "RunSet",
    "Scoreboard",
    "Search",
    "SearchEffort",
    "Sensitivity",
    "Shares",
    "Spread",
    "Store",
    "Survey",
    "Trajectory",
    "Verdict",
    "WorkError",
    "Worlds",
    "add_outcome",
    "add_outcomes",
    "analyse",
    "assess_robustness",
    "assess_sensitivity",
    "calibrate",
    "check_all",
    "check_pattern",
    "compare",
    "compare_figures",
    "compare_within",
    "discover_cases",
    "expand",
    "factors_of",
    "invented_numbers",
    "judge",
    "lever_effects",
    "load_claims",
    "load_patterns",
    "load_predictions",
    "load_targets",
    "load_worlds",
    "make_worlds",
    "plan_ahead",
    "read_figures",
    "read_plan",
    "read_targets",
    "remove_outcome",
    "replay",
    "replicate_seed",
    "rerun",
    "run",
    "search",
    "summarise",
    "survey",
    "sweep",
    "verdict",
    "write_worlds",
]
