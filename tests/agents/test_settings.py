"""Settings hold every value, and the records, sizes and calendar that rules write from them."""

import math
import runpy
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import special

from heterophony.agents.exact_power import power_of_two
from heterophony.agents.premises import CRISIS_NEAR_WEEKS, REGIMES, STEPS, drift_name, field_name
from heterophony.agents.settings import COUNT, NUMBERS, SETTINGS, settings_of
from heterophony.agents.vocabulary import CARE
from heterophony.scenarios import PARAMETERS, Parameter, Scenario, list_scenarios, load_scenario
from heterophony.sim.prepared import prepare

NAMES = [each.name for each in list_scenarios()]
EXACT = Context(prec=50)
allowed_values = runpy.run_path(str(Path(__file__).parents[1] / "random_values.py"))[
    "allowed_values"
]


def value_at(parameter: Parameter, numbers: list[float]) -> Any:
    """Read one value back from its places."""
    if parameter.type == "weeks":
        assert parameter.minimum is not None
        return tuple(int(parameter.minimum) + week for week, held in enumerate(numbers) if held)
    if parameter.type == "table":
        rest = iter(numbers)
        return {key: tuple(next(rest) for _ in rates) for key, rates in parameter.default.items()}
    if parameter.type == "vector":
        return tuple(numbers)
    (number,) = numbers
    if parameter.type == "choice":
        return parameter.choices[int(number)]
    if parameter.default is None and not number:
        return None
    return {"bool": bool, "int": int, "float": float}[parameter.type](number)


def nearest_drift(half_life: float) -> float:
    return 1.0 - float(EXACT.power(2, Decimal(-1.0 / half_life)))


def record_by_hand(values: dict[str, Any]) -> dict[str, Any]:
    """What the record of some values has to hold, less the shares of turns."""
    found: dict[str, Any] = {}
    for name, parameter in PARAMETERS.items():
        value = values[name]
        if parameter.type == "weeks":
            continue
        if parameter.type == "choice":
            value = parameter.choices.index(value)
        if parameter.type == "table":
            value = [
                [value[regime][min(step, len(value[regime]) - 1)] for step in range(STEPS)]
                if regime in value
                else [0.0] * STEPS
                for regime in REGIMES
            ]
        found[field_name(name)] = 0 if value is None else value
        if "half_life" in name:
            found[drift_name(name)] = nearest_drift(value)
    return found | {
        "trait_resources_terciles": special.betaincinv(*values["trait.resources"], [1 / 3, 2 / 3]),
        "default_small_steps_weight": PARAMETERS["meeting.small_steps_weight"].default,
        "usual_caseworker_care": values["codes.caseworker"][CARE],
        "default_mentor_care": PARAMETERS["codes.mentor"].default[CARE],
        "crisis_near_weeks": CRISIS_NEAR_WEEKS,
    }


def day_by_hand(values: dict[str, Any], week: int) -> dict[str, int]:
    """What happens in one week of a run."""
    of_year = (values["run.start_week_of_year"] + week - 1) % 52 + 1
    intakes, held = values["education.intake_weeks"], values["process.held_weeks"]
    every = values["dialogue.interval_weeks"]
    regular = every and week and week % every == 0
    step = (1 if week == min(held) else 2) if week in held else 0
    return {
        "week_of_year": of_year,
        "intake": of_year in intakes,
        "intake_ends": of_year in intakes and of_year % 52 + 1 not in intakes,
        "dialogue": bool(regular or week in values["dialogue.once_weeks"]),
        "process": -1 if week in values["process.cancelled_weeks"] else step,
    }


def sizes_by_hand(premises: list[tuple[int, dict[str, Any]]]) -> dict[str, int]:
    """How large the tables of a scenario have to be, less places for people and cases."""
    found = {"weeks": premises[0][1]["run.weeks"], "mentors": 0, "posts": 1, "slots": 0, "turns": 0}
    found["days"] = found["weeks"] - premises[0][0]
    for _, values in premises:
        slots = values["staffing.mentors"] * values["staffing.mentor_caseload"]
        of_post = values["staffing.caseworker_caseload"] * values["population.mentored_share"]
        minutes = values["meeting.norm_turns"] / values["meeting.norm_minutes"]
        turns = max(1.0, values["meeting.turns"] or 0, minutes * values["meeting.minutes"])
        found["mentors"] = max(found["mentors"], values["staffing.mentors"])
        found["slots"] = max(found["slots"], slots)
        found["posts"] = max(found["posts"], math.ceil(round(slots / max(of_post, 1e-9), 9)))
        found["turns"] = max(found["turns"], min(int(turns) + 1, 1000))
    return found


def assert_prepared_as_by_hand(scenario: Scenario) -> None:
    ready, premises = prepare(scenario), scenario.premises()
    every_record = [*zip(ready.records, (values for _, values in premises), strict=True)]
    for record, values in [*every_record, (ready.baseline[0], scenario.baseline_values())]:
        for name, expected in record_by_hand(values).items():
            assert np.array_equal(record[name], expected), name
    for size, expected in sizes_by_hand(premises).items():
        assert ready.sizes[size] == expected, size
    assert len(ready.calendar) == ready.sizes["days"]
    for place, day in enumerate(ready.calendar):
        week = premises[0][0] + place
        number = sum(first <= week for first, _ in premises) - 1
        begins = week == premises[number][0]
        assert (day.week, day.premises, day.premises_begin) == (week, number, begins)
        for name, expected in day_by_hand(premises[number][1], week).items():
            assert day[name] == expected, (week, name)


def assert_settings_hold(values: dict[str, Any]) -> None:
    settings = settings_of(values).tolist()
    for name, parameter in PARAMETERS.items():
        first, length, _ = SETTINGS[name]
        assert value_at(parameter, settings[first : first + length]) == values[name], name


def test_every_parameter_has_places_of_its_own_and_lists_of_weeks_come_last():
    places = sorted(SETTINGS.values())
    ends = [place.first + place.length for place in places]
    assert [place.first for place in places] == [0, *ends[:-1]]
    assert ends[-1] == COUNT
    for name, place in SETTINGS.items():
        assert (place.first >= NUMBERS) == (PARAMETERS[name].type == "weeks")


@pytest.mark.parametrize("name", NAMES)
def test_settings_of_the_library_hold_every_value(name):
    scenario = load_scenario(name)
    for values in (scenario.values, scenario.root, *(held for _, held in scenario.premises())):
        assert_settings_hold(values)


@pytest.mark.parametrize("name", NAMES)
def test_records_sizes_and_calendar_of_the_library_are_those_worked_out_by_hand(name):
    assert_prepared_as_by_hand(load_scenario(name))


@pytest.mark.parametrize("seed", range(5))
def test_so_are_those_of_random_values(seed):
    scenario = load_scenario("baseline", allowed_values(seed))
    assert_settings_hold(scenario.values)
    assert_prepared_as_by_hand(scenario)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5, 300))
def test_so_are_those_of_many_more(seed):
    test_so_are_those_of_random_values(seed)


@pytest.mark.parametrize(
    ("mentors", "caseload", "share", "posts"), [(3, 3, 0.3, 10), (7, 3, 0.7, 10), (21, 1, 0.7, 30)]
)
def test_a_part_of_a_post_that_is_only_rounding_needs_no_post(mentors, caseload, share, posts):
    assert mentors * caseload / (caseload * share) > posts
    values = {
        "staffing.mentors": mentors,
        "staffing.mentor_caseload": caseload,
        "staffing.caseworker_caseload": caseload,
        "population.mentored_share": share,
    }
    assert prepare(load_scenario("baseline", values)).sizes["posts"] == posts


def test_a_power_of_two_is_the_nearest_double():
    draws = np.random.default_rng(20261130)
    half_lives = [0.1, 1400.0, *np.exp(draws.uniform(np.log(0.1), np.log(1400.0), 2000)).tolist()]
    for exponent in [
        *(-1.0 / each for each in half_lives),
        *draws.uniform(-900, 900, 500).tolist(),
    ]:
        assert power_of_two(exponent) == float(EXACT.power(2, Decimal(exponent))), exponent
