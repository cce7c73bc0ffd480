"""What is assumed: every parameter and outcome, and the library of scenarios and policies.

`PARAMETERS` and `OUTCOMES` are read from their files when first asked for, so that importing this
package stays quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.scenarios.declarations import (
    Outcome,
    Parameter,
    load_outcomes,
    load_parameters,
    load_sections,
)
from heterophony.scenarios.errors import Problem, ScenarioError
from heterophony.scenarios.loading import ScenarioSummary, list_scenarios, load_scenario
from heterophony.scenarios.scenario import Change, Scenario
from heterophony.scenarios.settings import parse_assignment

if TYPE_CHECKING:
    OUTCOMES: dict[str, Outcome]
    PARAMETERS: dict[str, Parameter]

__all__ = [
    "OUTCOMES",
    "PARAMETERS",
    "Change",
    "Outcome",
    "Parameter",
    "Problem",
    "Scenario",
    "ScenarioError",
    "ScenarioSummary",
    "list_scenarios",
    "load_scenario",
    "load_sections",
    "parse_assignment",
]


def __getattr__(name: str) -> Any:
    """Read the declarations when they are first asked for."""
    if name == "PARAMETERS":
        return load_parameters()
    if name == "OUTCOMES":
        return load_outcomes()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
