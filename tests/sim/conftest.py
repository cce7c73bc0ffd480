"""Small jobcentres, so that every scenario can be lived through week by week in plain Python."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from heterophony.scenarios import Scenario, load_scenario
from heterophony.scenarios.scenario import Change
from heterophony.sim import Result, Simulation

ALL_KEPT = ("meetings", "turns", "events")
# One mentor with sixteen citizens who are all there within two weeks, and staff who come and go.
SIZES = {
    "run.weeks": 20,
    "run.burn_in_weeks": 14,
    "population.first_fill_weeks": 2,
    "staffing.mentors": 1,
    "staffing.caseworker_turnover": 1.0,
    "staffing.mentor_turnover": 0.8,
}
EARLIEST = {"mentor.interrupt_at_course_week": 6, "mentor.free_space_weeks": 9}
DATES = ("dialogue.once_weeks", "process.held_weeks", "process.cancelled_weeks")


def earlier(values: Mapping[str, Any]) -> dict[str, Any]:
    """Bring what happens late in a scenario forward, so that a short run meets it."""
    found = {name: min(int(values[name]), week) for name, week in EARLIEST.items()}
    return found | {name: tuple(sorted({w // 2 for w in values[name]})) for name in DATES}


def tiny_scenario(name: str, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Load a scenario for a tiny jobcentre: its changes come every other week."""
    loaded = load_scenario(name)
    values = SIZES | earlier(loaded.values) | dict(overrides or {})
    changes = tuple(
        Change(2 * number + 2, {k: v for k, v in each.values.items() if k != "run.weeks"})
        for number, each in enumerate(loaded.changes)
    )
    small = replace(loaded, changes=()).replaced(values)
    return replace(small, changes=changes)


def lived(
    scenario: Scenario, executor: str = "compiled", seed: int = 1, keep: tuple[str, ...] = ALL_KEPT
) -> Result:
    """Run a scenario to its end."""
    return Simulation(scenario, seed, executor, keep).run()  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def tiny() -> Callable[..., Scenario]:
    return tiny_scenario


@pytest.fixture(scope="session")
def live() -> Callable[..., Result]:
    return lived
