"""The arms of a comparison as users name them: scenarios that may be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import Any

from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import Scenario, load_scenario

Named = Scenario | str | Path
"""A scenario, its name in the library, or the path of its file."""

CALENDAR = ("run.weeks", "run.burn_in_weeks", "run.start_week_of_year", "run.policy_in_burn_in")
"""What both arms of a pair share; otherwise weeks would be compared that do not belong together."""


def resolve(scenario: Named, overrides: Mapping[str, object] | None) -> Scenario:
    """Return the scenario itself, loaded by name or path where needed, with values replaced.

    Raises
    ------
    RequestError, heterophony.scenarios.ScenarioError
        If it is no scenario, or is wrong.
    """
    if isinstance(scenario, str | Path):
        return load_scenario(scenario, overrides)
    if not isinstance(scenario, Scenario):
        raise RequestError(
            f"{_shortened(scenario)} is no scenario; allowed: a Scenario, a name in the library, "
            "the path of a file"
        )
    return scenario.replaced(dict(overrides)) if overrides else scenario


def arms_of(
    baseline: Named, policies: Named | Iterable[Named], overrides: Mapping[str, object] | None
) -> list[Scenario]:
    """Return the scenarios to run, the baseline first, all with the baseline's levers in burn-in.

    Raises
    ------
    RequestError
        If there is no policy, if two arms have one name, or if an arm has another calendar.
    """
    several = _policies(policies)
    if not several:
        raise RequestError("compare needs at least one policy beside the baseline")
    start = resolve(baseline, None)
    arms = [resolve(each, overrides).based_on(start) for each in (baseline, *several)]
    names = [each.name for each in arms[1:]]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f"two policies are called {name!r}; give each its own name")
    for given, arm in zip(several, arms[1:], strict=True):
        # A scenario that Python code derived from the baseline keeps its name; one file may not
        # have the name of another.
        written = isinstance(given, str | Path)
        if written and arm.name == arms[0].name and not same_premises(arms[0], arm):
            raise RequestError(
                f"{given} is called {arm.name!r}, as the baseline is; give it another name"
            )
        _check_calendar(arms[0], arm)
    return arms


def same_premises(baseline: Scenario, policy: Scenario) -> str:
    """Say that a policy assumes exactly what its baseline assumes; empty if anything differs."""
    if (baseline.premises(), baseline.root) != (policy.premises(), policy.root):
        return ""
    return (
        f"the policy {policy.name} assumes exactly what {baseline.name} assumes: every difference "
        "between them is 0, whatever the people and the luck"
    )


def refuse_same_premises(baseline: Scenario, policy: Scenario) -> None:
    """Refuse to look for what a difference depends on where there can be none.

    Raises
    ------
    RequestError
        If both assume the same.
    """
    same = same_premises(baseline, policy)
    if same:
        raise RequestError(f"{same}; choose another policy")


def _policies(policies: Any) -> Sequence[Named]:
    """Return the policies as a sequence, whatever collection they come in."""
    if isinstance(policies, Scenario | str | Path):
        return [policies]
    if isinstance(policies, Mapping) or not isinstance(policies, Iterable):
        raise RequestError(
            f"policies is {_shortened(policies)}; allowed: a scenario, or a list of scenarios"
        )
    if isinstance(policies, Set):  # a set has no order of its own
        return sorted(policies, key=lambda each: str(getattr(each, "name", each)))
    return list(policies)


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"a {type(value).__name__}"


def _check_calendar(baseline: Scenario, policy: Scenario) -> None:
    for name in CALENDAR:
        first, second = baseline.values[name], policy.values[name]
        if first != second:
            raise RequestError(
                f"{name} is {second} in {policy.name} and {first} in {baseline.name}; "
                f"a pair shares its calendar: set it for both, as in --set {name}={first}"
            )
