"""The arms of a comparison: which scenarios, under which common premises, with which runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from heterophony.experiments.engine.replicates import Executor, resolve
from heterophony.experiments.engine.workers import Failure, attempted
from heterophony.experiments.methods.groups import GroupValues, group_values
from heterophony.experiments.methods.pairing import Numbers
from heterophony.experiments.results.errors import RequestError

if TYPE_CHECKING:
    from heterophony.scenarios import Scenario
    from heterophony.sim import Result

Table = Literal["outcomes", "weekly", "hours"]

# A pair shares a calendar: without it weeks would be compared that do not belong together.
_COMMON = ("run.weeks", "run.burn_in_weeks", "run.start_week_of_year", "run.policy_in_burn_in")


@dataclass(frozen=True)
class ArmRun:
    """What a comparison needs of one run: names, and values `[names]` or `[names, weeks]`.

    `groups` holds a policy's groups of people with the baseline's own; None for the baseline.
    """

    names: dict[Table, tuple[str, ...]]
    values: dict[Table, Numbers]
    digest: str
    groups: GroupValues | None = None


def arms_of(
    baseline: Scenario | str | Path,
    policies: Scenario | str | Path | Sequence[Scenario | str | Path],
    overrides: Mapping[str, object] | None,
) -> list[Scenario]:
    """Return the scenarios to run, the baseline first, all with the baseline's levers in burn-in.

    Raises
    ------
    RequestError
        If there is no policy, if two bear one name, or if an arm has another calendar.
    """
    several = (
        policies if isinstance(policies, Sequence) and not isinstance(policies, str) else [policies]
    )
    if not several:
        raise RequestError("compare needs at least one policy beside the baseline")
    start = resolve(baseline, None)
    arms = [resolve(each, overrides).based_on(start) for each in (baseline, *several)]
    names = [each.name for each in arms[1:]]
    for name in names:
        if names.count(name) > 1:
            raise RequestError(f"two policies are called {name!r}; give each its own name")
    for arm in arms[1:]:
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
    """Refuse to look for what a difference hangs on where there can be none.

    Raises
    ------
    RequestError
        If both assume the same.
    """
    same = same_premises(baseline, policy)
    if same:
        raise RequestError(f"{same}; choose another policy")


def one_replicate(task: tuple[Sequence[Scenario], int, Executor]) -> list[ArmRun]:
    """Simulate every arm under one seed, the baseline first."""
    from heterophony.sim import Simulation

    arms, seed, executor = task
    baseline = Simulation(arms[0], seed=seed, executor=executor).run().let_go()
    return [arm_run(baseline), *(beside(baseline, policy, executor) for policy in arms[1:])]


def attempt(task: tuple[Sequence[Scenario], int, Executor]) -> list[ArmRun] | str:
    """Simulate every arm under one seed; return the reason instead if a run of them fails.

    A failing run costs its own pair and no other. With `HETEROPHONY_DEBUG` set it ends the work,
    with its whole traceback.
    """
    found = attempted(one_replicate, task, named=lambda each: f"seed {each[1]}")
    return found.reason if isinstance(found, Failure) else found


def beside(baseline: Result, policy: Scenario, executor: Executor = "compiled") -> ArmRun:
    """Simulate a policy under the seed of a baseline's run, with its groups of people."""
    from heterophony.sim import Simulation

    result = Simulation(policy, seed=baseline.seed, executor=executor).run()
    return arm_run(result, group_values(baseline, result))


def _check_calendar(baseline: Scenario, policy: Scenario) -> None:
    for name in _COMMON:
        first, second = baseline.values[name], policy.values[name]
        if first != second:
            raise RequestError(
                f"{name} is {second} in {policy.name} and {first} in {baseline.name}; "
                f"a pair shares its calendar: set it for both, as in --set {name}={first}"
            )


def arm_run(result: Result, groups: GroupValues | None = None) -> ArmRun:
    """Keep of a run what a comparison needs."""
    names: dict[Table, tuple[str, ...]] = {
        "outcomes": tuple(result.outcomes),
        "weekly": tuple(result.weekly),
        "hours": tuple(result.hours),
    }
    values: dict[Table, Numbers] = {
        "outcomes": np.array(list(result.outcomes.values()), dtype=np.float64),
        "weekly": np.array(list(result.weekly.values()), dtype=np.float64),
        "hours": np.array(list(result.hours.values()), dtype=np.float64),
    }
    return ArmRun(names, values, result.digest(), groups)
