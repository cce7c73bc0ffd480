"""Small jobcentres that plain Python can live through, and randomly drawn worlds."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from heterophony.scenarios import PARAMETERS, Parameter, Scenario, load_scenario
from heterophony.scenarios.scenario import Change
from heterophony.sim import Result, Simulation

ALL_KEPT = ("meetings", "turns", "events")
# One mentor with nine citizens who are all there within two weeks, and staff who come and go.
CASELOAD = "staffing.mentor_caseload"
SIZES = {
    "run.weeks": 14,
    "run.burn_in_weeks": 10,
    "population.first_fill_weeks": 2,
    "staffing.mentors": 1,
    "staffing.caseworker_turnover": 1.0,
    "staffing.mentor_turnover": 0.8,
}
EARLIEST = {"mentor.interrupt_at_course_week": 6, "mentor.free_space_weeks": 9}
DATES = ("dialogue.once_weeks", "process.held_weeks", "process.cancelled_weeks")


# --- random worlds: within hard bounds or plausible ranges ---
MOVED_KINDS = ("behaviour", "lever", "context")
# What only says how large or long a run is stays small, and the calendar's room is respected.
CAPS = {
    "population.jobcentres": (1, 2),
    "population.first_fill_weeks": (0, 6),
    "staffing.mentors": (1, 2),
    "staffing.mentor_caseload": (1, 12),
    "staffing.caseworker_caseload": (5.0, 400.0),
    "population.mentored_share": (0.05, 1.0),
    "meeting.minutes": (1.0, 60.0),
    "meeting.turns": (1, 60),
    "dialogue.caseworkers_attending": (-1, 3),
}
WEEKS, BURN_IN = 12, 9
OWN_CODES = ("codes.caseworker_own", "codes.mentor_own")
STRUCTURES = [
    name
    for name, each in PARAMETERS.items()
    if each.type == "choice" and name.startswith("alternatives.")
]
LONG = 100  # whole numbers that may be larger are spread evenly over their logarithm


def earlier(values: Mapping[str, Any]) -> dict[str, Any]:
    """Bring what happens late in a scenario forward, so that a short run meets it."""
    found = {name: min(int(values[name]), week) for name, week in EARLIEST.items()}
    return found | {name: tuple(sorted({w // 2 for w in values[name]})) for name in DATES}


def tiny_scenario(name: str, overrides: Mapping[str, Any] | None = None) -> Scenario:
    """Load a scenario for a tiny jobcentre: its changes come week by week."""
    loaded = load_scenario(name)
    caseload = {CASELOAD: 9 + (loaded.values[CASELOAD] - 16) // 2}
    values = SIZES | caseload | earlier(loaded.values) | dict(overrides or {})
    changes = tuple(Change(n + 1, each.values) for n, each in enumerate(loaded.changes))
    small = replace(loaded, changes=()).replaced(values)
    return replace(small, changes=changes, root=small.root | {CASELOAD: values[CASELOAD]})


def lived(
    scenario: Scenario, executor: str = "compiled", seed: int = 1, keep: tuple[str, ...] = ALL_KEPT
) -> Result:
    """Run a scenario to its end."""
    return Simulation(scenario, seed, executor, keep).run()  # type: ignore[arg-type]


def number_between(rng: np.random.Generator, low: float, high: float, whole: bool) -> float | int:
    """Draw a number, now and then at one of its bounds."""
    edge = rng.random()
    if edge < 0.1:
        found = low if edge < 0.05 else high
    elif whole and high > LONG:
        found = np.expm1(rng.uniform(np.log1p(low), np.log1p(high)))
    else:
        found = rng.uniform(low, high + (1 if whole else 0))
    return int(min(found, high)) if whole else float(found)


def bounds_of(parameter: Parameter, hard: bool) -> tuple[Any, Any]:
    """Return the bounds to draw between."""
    low, high = parameter.low, parameter.high
    if hard or low is None or high is None:
        low, high = parameter.minimum, parameter.maximum
    if parameter.name in CAPS:
        least, most = CAPS[parameter.name]
        low, high = (min(max(each, least), most) for each in (low, high))
    return low, high


def value_for(rng: np.random.Generator, parameter: Parameter, hard: bool) -> Any:
    """Draw a value of whatever type the parameter has."""
    if parameter.type == "bool":
        return bool(rng.integers(2))
    if parameter.type == "choice":
        return str(rng.choice(parameter.choices))
    if parameter.type == "weeks":
        last = 52 if parameter.maximum == 52 else WEEKS - 1
        return sorted({int(w) for w in rng.integers(1, last + 1, rng.integers(1, 5))})
    if parameter.type == "table":
        return {name: [float(rng.random()) for _ in row] for name, row in parameter.default.items()}
    low, high = bounds_of(parameter, hard)
    if parameter.type == "vector":
        length = len(parameter.default)
        lows = low if isinstance(low, tuple | list) else [low] * length
        highs = high if isinstance(high, tuple | list) else [high] * length
        pairs = zip(lows, highs, strict=True)
        found = [number_between(rng, *pair, parameter.whole) for pair in pairs]
        return found if sum(found) != 0 or parameter.whole else [each + 0.1 for each in found]
    return number_between(rng, low, high, parameter.type == "int")


def random_world(seed: int, moved: float, hard: float) -> Scenario:
    """Draw a scenario: a share `moved` of parameters, `hard` of them to hard bounds."""
    rng = np.random.default_rng(seed)
    values: dict[str, Any] = {"staffing.mentors": 1, "population.first_fill_weeks": 2}
    for name, parameter in PARAMETERS.items():
        if parameter.kind in MOVED_KINDS and rng.random() < moved:
            values[name] = value_for(rng, parameter, bool(rng.random() < hard))
    for name in STRUCTURES:
        if rng.random() < 0.15:
            values[name] = PARAMETERS[name].choices[1]
    for name in OWN_CODES:
        if rng.random() < 0.15:
            values[name] = value_for(rng, PARAMETERS[name], True)
    values |= {"run.weeks": WEEKS, "run.burn_in_weeks": BURN_IN, "run.policy_in_burn_in": True}
    return load_scenario("baseline", without_contradictions(values))


def without_contradictions(values: dict[str, Any]) -> dict[str, Any]:
    """Mend the few combinations that loading refuses."""
    found = dict(values)

    def given(name: str) -> Any:
        return found.get(name, PARAMETERS[name].default)

    for low, high in (
        ("phase.opening_end", "phase.middle_end"),
        ("education.cap_floor", "education.cap_ceiling"),
    ):
        found[low], found[high] = sorted((given(low), given(high)))
    if not given("mentor.enabled") and given("meeting.chair") == "mentor":
        found["meeting.chair"] = "citizen"
    if given("dialogue.attendance") == "mentors":
        found["dialogue.caseworkers_attending"] = -1
    if "process.held_weeks" in found or "process.cancelled_weeks" in found:
        held = set(given("process.held_weeks"))
        found["process.cancelled_weeks"] = sorted(set(given("process.cancelled_weeks")) - held)
    weights = [name for name in PARAMETERS if name.startswith("ownership.weight_")]
    if sum(given(name) for name in weights) <= 0:
        found[weights[0]] = 1.0
    return found


@pytest.fixture(scope="session")
def tiny() -> Callable[..., Scenario]:
    return tiny_scenario


@pytest.fixture(scope="session")
def live() -> Callable[..., Result]:
    return lived


@pytest.fixture(scope="session")
def drawn_world() -> Callable[..., Scenario]:
    return random_world


@pytest.fixture(scope="session")
def drawn_value() -> Callable[..., Any]:
    return value_for
