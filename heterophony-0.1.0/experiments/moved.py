"""Packages of the version before, kept as aliases for one release.

Their public names are now names of `heterophony.experiments` itself. Importing such a package, or
asking `heterophony.experiments` for it, still works and warns once.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_loader
from types import ModuleType

HOME = "heterophony.experiments"
# Package of the version before -> its public names; all of them are names of HOME.
MOVED: dict[str, tuple[str, ...]] = {
    "calibration": ("Calibration", "CalibrationPlan", "calibrate", "load_targets"),
    "claims": ("Claim", "Direction", "Judgement", "Ruling", "judge", "load_claims"),
    "patterns": (
        *("Ablation", "Pattern", "PatternResult", "Reading", "ReadingResult", "Scoreboard"),
        *("check", "check_all", "load_patterns"),
    ),
    "robustness": ("Discovery", "Robustness", "Shares", "Spread", "assess_robustness"),
    "sensitivity": ("Factor", "Sensitivity", "analyse", "assess_sensitivity", "factors_of"),
    "sweeping": (
        *("Forecast", "Plan", "Store", "expand", "plan_ahead", "read_plan", "replay"),
        *("summarise", "sweep"),
    ),
    "worlds": ("PlausibleWorld", "Worlds", "load_worlds", "write_worlds"),
}
# Names that are too general for the shared namespace bear another name there.
_RENAMED = {"check": "check_pattern"}


class _MovedPackages:
    """Finds and loads the packages of the version before."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return a spec for a moved package, else None, as the import system asks."""
        parent, _, last = name.rpartition(".")
        if parent != HOME or last not in MOVED:
            return None
        return spec_from_loader(name, self)  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Let the import system make the module."""
        return None

    def exec_module(self, module: ModuleType) -> None:
        """Let every public name of the package lead to its new home, and warn."""
        public = MOVED[module.__name__.rpartition(".")[2]]
        warnings.warn(
            f"{module.__name__} has moved: import its names from {HOME}",
            DeprecationWarning,
            stacklevel=2,
        )

        def load(name: str) -> object:
            if name not in public:
                raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")
            return getattr(import_module(HOME), _RENAMED.get(name, name))

        vars(module).update(__getattr__=load, __all__=list(public), __dir__=lambda: list(public))


def install() -> None:
    """Let the import system find the moved packages, after everything else."""
    if not any(isinstance(each, _MovedPackages) for each in sys.meta_path):
        sys.meta_path.append(_MovedPackages())
