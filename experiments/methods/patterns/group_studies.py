"""Studies of groups of people: outcomes of those with little and much of something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from heterophony.agents.vocabulary import COURSE, TWO_PARTY
from heterophony.experiments.methods.patterns.panels import (
    HIGHEST,
    LOWEST,
    MIDDLE,
    Mask,
    Panel,
    Study,
    declared,
    mean_of,
)
from heterophony.sim.counting import outcomes_of_groups

if TYPE_CHECKING:
    from heterophony.sim import Result, Simulation

YEAR = 52


def _third_of(outcome: str, column: str, third: int) -> Study:
    """Return the study of an outcome among a third of the cases by one of their columns."""

    def read(simulation: Simulation, result: Result) -> float:
        cases, weeks = result.citizens, int(result.scenario.values["run.weeks"])
        chosen = third_by(np.asarray(cases[column], dtype=np.float64), third)
        return outcomes_of_groups(cases, weeks, [chosen])[0][outcome]

    return Study(read, ())


def third_by(values: Any, third: int) -> Mask:
    """Return who is in the lowest, middle or highest third of what is defined."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.zeros(len(values), dtype=bool)
    low, high = np.quantile(known, [1.0 / 3.0, 2.0 / 3.0])
    inside = {LOWEST: values <= low, MIDDLE: (values > low) & (values < high)}
    return np.asarray(inside.get(third, values >= high))


ownership_52w_little_discourse = _third_of("ownership_52w", "internalised_discourse", LOWEST)
ownership_52w_much_discourse = _third_of("ownership_52w", "internalised_discourse", HIGHEST)
ownership_26w_low_match = _third_of("ownership_26w", "plan_match_at_referral", LOWEST)
ownership_26w_middle_match = _third_of("ownership_26w", "plan_match_at_referral", MIDDLE)
ownership_26w_high_match = _third_of("ownership_26w", "plan_match_at_referral", HIGHEST)
education_start_low_resources = _third_of("education_start_52w", "resources", LOWEST)
education_start_middle_resources = _third_of("education_start_52w", "resources", MIDDLE)
education_start_high_resources = _third_of("education_start_52w", "resources", HIGHEST)


@declared()
def persistence_ordered_and_own(simulation: Simulation, result: Result) -> tuple[float, float]:
    """Return the share that stays 26 weeks after an ordered start, and after an own one."""
    return (
        result.outcomes["persistence_26w_ordered"],
        result.outcomes["persistence_26w_own"],
    )


@declared("panel")
def fatigue_after_a_year(simulation: Simulation, result: Result) -> float:
    """Return tiredness of change in course week 52, with a mentor, without, or after a loss."""
    return _after_a_year(Panel(simulation, result), "change_fatigue")


@declared("panel")
def autonomy_after_a_year(simulation: Simulation, result: Result) -> float:
    """Return autonomy in course week 52, with a mentor, without, or after a loss."""
    return _after_a_year(Panel(simulation, result), "autonomy")


def _after_a_year(panel: Panel, column: str) -> float:
    on_course = np.isin(panel.matrix("status"), (COURSE, TWO_PARTY))
    week = np.arange(panel.weeks) - panel.matrix("course_week")
    return mean_of(panel.matrix(column)[on_course & (week == YEAR)])
