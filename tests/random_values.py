"""Random values of every parameter inside its hard bounds; tests load this by `runpy`."""

import random
from typing import Any

from heterophony.scenarios import PARAMETERS, Parameter, ScenarioError, load_scenario

# How large a run is and how long it takes: given, so that many runs take little time.
FRAME = ("run.weeks", "run.burn_in_weeks", "population.jobcentres")
MOST_MENTORS, MOST_PLACES = 4, 12
LISTED = 6  # weeks in a list at most


def drawn_number(parameter: Parameter, chance: random.Random) -> float:
    """Draw a number between the hard bounds; one in eight is a bound itself."""
    low, high = parameter.minimum, parameter.maximum
    assert low is not None
    assert high is not None
    number = chance.choice([low, high]) if chance.random() < 1 / 8 else chance.uniform(low, high)
    return round(number) if parameter.whole or parameter.type == "int" else number


def drawn_value(parameter: Parameter, chance: random.Random) -> Any:
    """Draw a value that the declaration allows."""
    if parameter.type == "bool":
        return chance.random() < 0.5
    if parameter.type == "choice":
        return chance.choice(parameter.choices)
    if parameter.type == "weeks":
        assert parameter.minimum is not None
        assert parameter.maximum is not None
        weeks = range(int(parameter.minimum), int(parameter.maximum) + 1)
        return sorted(chance.sample(weeks, chance.randint(0, LISTED)))
    if parameter.type == "vector":
        return [drawn_number(parameter, chance) for _ in parameter.components]
    if parameter.type == "table":
        drawn = parameter.default.items()
        return {key: [drawn_number(parameter, chance) for _ in rates] for key, rates in drawn}
    if parameter.default is None and chance.random() < 0.5:
        return None
    return drawn_number(parameter, chance)


def allowed_values(seed: int, weeks: int = 30, burn_in: int = 12) -> dict[str, Any]:
    """Draw values that a scenario may have: drawn anew where a refusal names them."""
    chance = random.Random(seed)
    names = [name for name in PARAMETERS if name not in FRAME]
    values = {name: drawn_value(PARAMETERS[name], chance) for name in names}
    values |= {
        "run.weeks": weeks,
        "run.burn_in_weeks": burn_in,
        "staffing.mentors": chance.randint(1, MOST_MENTORS),
        "staffing.mentor_caseload": chance.randint(1, MOST_PLACES),
        "alternatives.meeting": "turns",  # counts need a first pass
    }
    while refusal := refused(values):
        named = [name for name in names if name in refusal]
        assert named, refusal
        name = chance.choice(named)
        values[name] = drawn_value(PARAMETERS[name], chance)
    return values


def refused(values: dict[str, Any]) -> str:
    """Return why a scenario may not have these values; empty if it may."""
    try:
        load_scenario("baseline", values)
    except ScenarioError as error:
        return str(error)
    return ""
