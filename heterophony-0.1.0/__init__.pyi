"""Public names of the package, for type checkers and for loading at first use."""

from .agents import Caseworker, Citizen, Mentor
from .experiments import assess_robustness, compare, load_worlds, run, sweep
from .scenarios import load_scenario
from .scenarios.version import __version__
from .sim import HeterophonicModel, Simulation

__all__ = [
    "Caseworker",
    "Citizen",
    "HeterophonicModel",
    "Mentor",
    "Simulation",
    "__version__",
    "assess_robustness",
    "compare",
    "load_scenario",
    "load_worlds",
    "run",
    "sweep",
]
