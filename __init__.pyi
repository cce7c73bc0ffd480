"""Public names of the package, for type checkers and for loading at first use."""

from .agents import Caseworker, Citizen, Mentor
from .experiments import (
    ProgressLine,
    assess_robustness,
    assess_sensitivity,
    calibrate,
    check_all,
    compare,
    compare_within,
    discover_cases,
    expand,
    invented_numbers,
    judge,
    lever_effects,
    load_claims,
    load_patterns,
    load_targets,
    load_worlds,
    rerun,
    run,
    survey,
    sweep,
)
from .scenarios import load_scenario
from .scenarios.version import __version__
from .sim import HeterophonicModel, Simulation
from .viz.figures import figure

__all__ = [
    "Caseworker",
    "Citizen",
    "HeterophonicModel",
    "Mentor",
    "Simulation",
    "ProgressLine",
    "__version__",
    "assess_robustness",
    "assess_sensitivity",
    "calibrate",
    "check_all",
    "compare",
    "compare_within",
    "discover_cases",
    "expand",
    "figure",
    "invented_numbers",
    "judge",
    "lever_effects",
    "load_claims",
    "load_patterns",
    "load_scenario",
    "load_targets",
    "load_worlds",
    "rerun",
    "run",
    "survey",
    "sweep",
]
