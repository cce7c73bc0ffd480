"""A scenario: resolved values of every parameter, and changes in later weeks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from heterophony.scenarios.consistency import impossible, norm_shares, unwise
from heterophony.scenarios.declarations import Words, load_parameters
from heterophony.scenarios.errors import Problem, ScenarioError
from heterophony.scenarios.settings import apply_settings, read_settings

__all__ = ["Change", "Scenario", "levers_of", "overridden"]


@dataclass(frozen=True, slots=True)
class Change:
    """Parameters that change in one week.

    Attributes
    ----------
    week : int
        Counted from week 0, the end of burn-in.
    values : dict
        The parameters that change, by dotted name.
    """

    week: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Scenario:
    """The assumptions of a run. `load_scenario` makes it; do not change its dictionaries.

    Attributes
    ----------
    name, path : str
        Name as in the file, and the file.
    title, summary : mapping
        Text by language, `en` and `da`.
    evidence : str
        Passage or source behind the scenario, and what of it is assumption.
    values : dict
        Every parameter by dotted name, from week 0 on.
    root : dict
        Every parameter during burn-in: as `values`, but each lever as at the root of the chain of
        `extends`, so that a policy starts in a running jobcentre.
    changes : tuple of Change
        In the order of their weeks.
    warnings : tuple of str
        Settings that run, but perhaps not as intended.
    """

    name: str
    title: Words
    summary: Words
    evidence: str
    path: str
    values: dict[str, Any]
    root: dict[str, Any]
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def premises(self) -> list[tuple[int, dict[str, Any]]]:
        """Return the first week of each period of constant values, with all values in it.

        Burn-in comes first, under a negative week; with `run.policy_in_burn_in` it forms one period
        with the weeks that follow.
        """
        burn_in = int(self.values["run.burn_in_weeks"])
        stretches = [(-burn_in, dict(self.values))]
        if burn_in and not self.values["run.policy_in_burn_in"]:
            stretches = [(-burn_in, dict(self.root)), (0, dict(self.values))]
        for change in self.changes:
            current = stretches[-1][1] | change.values
            if change.week == stretches[-1][0]:
                stretches[-1] = (change.week, current)
            else:
                stretches.append((change.week, current))
        return stretches

    def baseline_values(self) -> dict[str, Any]:
        """Return the values that funded hours are counted against: those of burn-in."""
        return dict(self.root)

    def based_on(self, other: Scenario) -> Scenario:
        """Return this scenario as a policy that replaces `other`: burn-in has its levers."""
        return replace(self, root=self.values | levers_of(other.values))

    def replaced(self, values: Mapping[str, object] | None = None, /, **named: object) -> Scenario:
        """Return this scenario with other values from week 0; names are dotted.

        Levers are policy: they do not change burn-in.

        Raises
        ------
        ScenarioError
            If a name is unknown, or a value or the combination is not allowed.
        """
        return overridden(self, {**(values or {}), **named}, "given values")

    def differences(self, other: Scenario) -> dict[str, tuple[Any, Any]]:
        """Return the parameters that differ from week 0, with this value and the other's."""
        return {
            name: (value, other.values.get(name))
            for name, value in self.values.items()
            if name not in other.values or value != other.values[name]
        }

    def to_toml(self, *, complete: bool = False) -> str:
        """Write the scenario as a file that loads to the same values.

        Parameters
        ----------
        complete : bool
            Write every parameter, not only those that differ from their defaults.
        """
        from heterophony.scenarios.writing import scenario_toml  # tomlkit is slow to import

        parameters = load_parameters()

        def differing(values: Mapping[str, Any]) -> dict[str, Any]:
            return {k: value for k, value in values.items() if value != parameters[k].default}

        # Burn-in takes its levers from the baseline, whose levers are the defaults.
        levers = {k: value for k, value in self.root.items() if parameters[k].kind == "lever"}
        return scenario_toml(
            {key: getattr(self, key) for key in ("name", "title", "summary", "evidence")},
            self.values if complete else differing(self.values),
            differing(levers),
            [(change.week, change.values) for change in self.changes],
        )


def levers_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that management decides."""
    return {
        name: values[name]
        for name, parameter in load_parameters().items()
        if parameter.kind == "lever"
    }


def overridden(scenario: Scenario, values: Mapping[str, object], source: str) -> Scenario:
    """Return `scenario` with some values replaced and everything checked again.

    A shorter horizon leaves out later changes, with a warning. A change of a parameter that is
    replaced here still happens in its week.
    """
    problems: list[Problem] = []
    resolved = dict(scenario.values)
    apply_settings(resolved, read_settings(values, source, problems))
    if not problems:
        norm_shares(resolved, source, problems)
    if problems:
        raise ScenarioError(problems)
    done = finished(replace(scenario, values=resolved), scenario.root, source)
    passing = [
        f"{name} holds until week {change.week}, when the scenario changes it"
        for change in done.changes
        for name in change.values
        if resolved[name] != scenario.values[name]
    ]
    return replace(done, warnings=(*done.warnings, *passing)) if passing else done


def finished(scenario: Scenario, levers: Mapping[str, Any], source: str) -> Scenario:
    """Complete a scenario: burn-in with the given levers, changes inside the horizon, warnings.

    Raises
    ------
    ScenarioError
        If any period of the scenario combines values that contradict each other.
    """
    values, horizon = scenario.values, scenario.values["run.weeks"]
    kept = tuple(change for change in scenario.changes if change.week < horizon)
    warnings = unwise(values)
    if len(kept) < len(scenario.changes):
        left_out = len(scenario.changes) - len(kept)
        warnings.append(f"run.weeks = {horizon} leaves out {left_out} later change(s) of premises")
    done = replace(
        scenario, root=values | levers_of(levers), changes=kept, warnings=tuple(warnings)
    )
    problems = impossible(values, source)
    for week, premises in done.premises()[1:]:
        for problem in impossible(premises, f"{source}, from week {week}"):
            if problem.message not in {known.message for known in problems}:
                problems.append(problem)
    if problems:
        raise ScenarioError(problems)
    return done
