"""The plan that a visitor of the page makes: five levers within their declared bounds.

All input from outside, a link or a slider, passes through this module; none of it is evaluated.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from urllib.parse import parse_qsl, urlencode

from heterophony.scenarios import PARAMETERS, Scenario, load_scenario
from heterophony.viz.words import LANGUAGES

BASELINE: Final = "baseline"
EXAMPLE: Final = "ten-minutes-together-first"
STEPS: Final = {
    "meeting.interval_weeks": 1.0,
    "meeting.pre_meeting_minutes": 5.0,
    "meeting.debrief_minutes": 5.0,
    "staffing.caseworker_caseload": 5.0,
    "meeting.citizen_involvement": 0.1,
}
LEVERS: Final = tuple(STEPS)
LONGEST_LINK: Final = 2_000  # characters of a link that are read; our own links are shorter

Values = tuple[float, ...]
"""One value a lever, in the order of `LEVERS`."""


@dataclass(frozen=True)
class Control:
    """One slider: plausible range as declared, step, and the value of today."""

    name: str
    low: float
    high: float
    step: float
    today: float
    whole: bool

    def inside(self, value: float) -> float:
        """Return the nearest value that the slider can take; today's where it is no number."""
        if not math.isfinite(value):
            return self.today
        steps = round((min(max(value, self.low), self.high) - self.low) / self.step)
        return round(min(self.low + steps * self.step, self.high), 6)


@dataclass(frozen=True)
class Link:
    """The values that a link asks for, and notes on those that could not be used."""

    values: Values
    language: str | None
    adjusted: tuple[str, ...]
    ignored: tuple[str, ...]


@cache
def today() -> Scenario:
    """Return the jobcentre as it is today."""
    return load_scenario(BASELINE)


@cache
def controls() -> dict[str, Control]:
    """Return the sliders, in their order."""
    found = {}
    for name, step in STEPS.items():
        parameter = PARAMETERS[name]
        value = float(today().values[name])
        found[name] = Control(
            name, float(parameter.low), float(parameter.high), step, value, parameter.type == "int"
        )
    return found


def todays_values() -> Values:
    """Return today's values of the levers."""
    return tuple(control.today for control in controls().values())


def example_values() -> Values:
    """Return the levers of the plan with which the page starts."""
    values = load_scenario(EXAMPLE).values
    return tuple(control.inside(float(values[name])) for name, control in controls().items())


def scenario_of(values: Values) -> Scenario:
    """Return the jobcentre with the levers at `values`."""
    changed: dict[str, object] = {}
    for control, value in zip(controls().values(), values, strict=True):
        kept = control.inside(value)
        changed[control.name] = round(kept) if control.whole else kept
    return replace(today().replaced(changed), name="plan")


def read_link(query: str | None) -> Link:
    """Read the part of a link after the question mark; correct wrong values and name them."""
    given: dict[str, str] = {}
    ignored: list[str] = []
    adjusted: list[str] = []
    language = None
    for name, text in parse_qsl((query or "").lstrip("?")[:LONGEST_LINK]):
        if name == "lang" and text in LANGUAGES:
            language = text
        elif name in STEPS:
            given[name] = text
        elif name != "lang":
            ignored.append(name[:40])
    if not any(name in given for name in STEPS):
        return Link(example_values(), language, (), tuple(ignored[:5]))
    values = []
    for control in controls().values():
        value, kept = _number(given.get(control.name), control), control.today
        if value is not None:
            kept = control.inside(value)
            if not math.isclose(kept, value):
                adjusted.append(control.name)
        elif control.name in given:
            ignored.append(control.name)
        values.append(kept)
    return Link(tuple(values), language, tuple(adjusted), tuple(ignored[:5]))


def _number(text: str | None, control: Control) -> float | None:
    """Return the number that `text` writes; None for none, with a decimal comma allowed."""
    if text is None or len(text) > 20:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def link_of(values: Values, language: str) -> str:
    """Return the part of the page's address that keeps plan and language."""
    pairs: Mapping[str, str] = {
        name: f"{value:g}" for name, value in zip(LEVERS, values, strict=True)
    }
    return urlencode({"lang": language, **pairs})
