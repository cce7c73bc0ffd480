"""A jobcentre as its manager describes it, and a plan for it: the two arms of every answer.

The description becomes the baseline of the comparison. Everything that comes from outside is
checked against the declarations, and nothing is evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, Final

from heterophony.experiments.results.digests import digest_of
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS, Scenario, ScenarioError, load_scenario
from heterophony.scenarios.declarations import Parameter

START: Final = "baseline"
SETTINGS: Final = (
    "staffing.mentors",
    "staffing.mentor_caseload",
    "staffing.caseworker_caseload",
    "meeting.interval_weeks",
    "referral.interviews",
    "staffing.funding",
)
"""What a manager says of the own jobcentre."""

PRESETS: Final[Mapping[str, str]] = MappingProxyType(
    {"study": START, "few-cases": "caseload-45", "many-cases": "caseload-80"}
)
"""Described jobcentres to begin with, and the scenarios of the library that they are."""

CASELOAD: Final = "staffing.caseworker_caseload"
INTERVAL: Final = "meeting.interval_weeks"
FUNDING: Final = "staffing.funding"
LIMITS: Final[Mapping[str, tuple[float, float]]] = MappingProxyType(
    {
        "staffing.mentors": (1, 100),
        "staffing.mentor_caseload": (2, 60),
        CASELOAD: (10, 250),
        INTERVAL: (1, 52),
    }
)
"""Real jobcentres lie further apart than the plausible range of one; others keep that range."""

MOST_PLACES: Final = 1_500  # a larger jobcentre would keep all other visitors of a page waiting
WEEKS_A_YEAR: Final = 52
_MOST: Final = 60  # settings that a request may name
_TYPES: Final = ("float", "int", "bool", "choice")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class OwnPlan:
    """A jobcentre and a plan for it.

    Attributes
    ----------
    jobcentre
        What is special about the jobcentre, by parameter; the rest is as in the study.
    plan
        What the plan changes, by lever.
    assumptions
        What is assumed otherwise in both arms, by parameter of kind `behaviour` or `context`.
    """

    jobcentre: Values = field(default_factory=dict)
    plan: Values = field(default_factory=dict)
    assumptions: Values = field(default_factory=dict)

    @cached_property
    def arms(self) -> tuple[Scenario, Scenario]:
        """The jobcentre as it is, and with the plan.

        Raises
        ------
        RequestError
            If the values contradict each other.
        """
        try:
            today = load_scenario(START).replaced({**self.jobcentre, **self.assumptions})
            planned = today.replaced(dict(self.plan))
        except ScenarioError as error:
            raise RequestError(str(error)) from error
        return replace(today, name="today"), replace(planned, name="plan")

    @cached_property
    def key(self) -> str:
        """The same text for the same question, however it was written."""
        today, planned = self.arms
        declared = load_scenario(START).values
        told = [
            sorted((k, v) for k, v in arm.values.items() if v != declared[k])
            for arm in (today, planned)
        ]
        return digest_of([repr(told)])[:16]

    @property
    def changes_nothing(self) -> bool:
        """Whether the plan leaves the jobcentre as it is."""
        today, planned = self.arms
        return today.values == planned.values


def levers() -> dict[str, Parameter]:
    """Return what a plan may change: every declared lever that is one value."""
    return {n: p for n, p in PARAMETERS.items() if p.kind == "lever" and p.type in _TYPES}


def assumable() -> list[str]:
    """Return what a question may assume otherwise: people's behaviour and the jobcentre's place."""
    return [n for n, p in PARAMETERS.items() if p.kind in ("behaviour", "context")]


def read_plan(document: object) -> OwnPlan:
    """Read a jobcentre and a plan from a document of plain values.

    Raises
    ------
    RequestError
        If it is no such document, or a value is not allowed; the message names the field and what
        is allowed.
    """
    if not isinstance(document, Mapping):
        raise RequestError("the question is no table; allowed: jobcentre, plan, assumptions")
    allowed = {
        "jobcentre": set(SETTINGS),
        "plan": set(levers()),
        "assumptions": set(assumable()),
    }
    parts = {part: _read(document.get(part), part, names) for part, names in allowed.items()}
    found = OwnPlan(**parts)
    if places(found.arms[0]) > MOST_PLACES or places(found.arms[1]) > MOST_PLACES:
        raise RequestError(
            f"staffing.mentors times staffing.mentor_caseload is above {MOST_PLACES:,} places"
        )
    return found


def limits_of(parameter: Parameter) -> tuple[float, float] | None:
    """Return the range that a page allows for a number; None for switches and choices."""
    if parameter.name in LIMITS:
        return LIMITS[parameter.name]
    if parameter.type not in ("float", "int") or parameter.low is None:
        return None
    return float(parameter.low), float(parameter.high)


def _read(part: object, name: str, allowed: set[str]) -> dict[str, Any]:
    """Return the settings of one part, checked."""
    if part is None:
        return {}
    if not isinstance(part, Mapping) or len(part) > _MOST:
        raise RequestError(f"{name} is no table of at most {_MOST} settings")
    unknown = [str(each)[:60] for each in part if each not in allowed]
    if unknown:
        raise RequestError(f"{name}: unknown setting {unknown[0]!r}")
    for key, value in part.items():
        parameter = PARAMETERS[key]
        if parameter.type not in _TYPES or not isinstance(value, float | int | str | bool):
            raise RequestError(f"{name}: {key} is no single value")
        span = limits_of(parameter)
        if span is None:
            continue
        number = isinstance(value, float | int) and not isinstance(value, bool)
        if not number or not span[0] <= float(value) <= span[1]:
            shown = repr(value)[:40]
            raise RequestError(f"{name}: {key} is {shown}; allowed: {span[0]:g} to {span[1]:g}")
    return {key: _whole(PARAMETERS[key], value) for key, value in part.items()}


def _whole(parameter: Parameter, value: Any) -> Any:
    """Return a number as its declaration writes it: 4.0 weeks are 4."""
    if parameter.type == "int" and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@cache
def preset(name: str) -> dict[str, Any]:
    """Return the settings of a described jobcentre, by its name in `PRESETS`."""
    values = load_scenario(PRESETS[name]).values
    return {each: values[each] for each in SETTINGS}


def questions(jobcentre: Values) -> dict[str, dict[str, Any]]:
    """Return what each ready question changes at a jobcentre, by the question's name.

    Two are relative to the jobcentre: twice as many meetings, and three quarters of the cases.
    The others are policies of the library.
    """
    there = {**preset("study"), **jobcentre}
    return {
        "more-often": {INTERVAL: max(1, int(there[INTERVAL]) // 2)},
        "fewer-cases": {CASELOAD: max(5.0, 5.0 * round(0.15 * float(there[CASELOAD])))},
        "talk-first": _of_library("ten-minutes-together-first"),
        "citizen-says": _of_library("citizen-involvement"),
        "shared-goals": _of_library("shared-goals"),
        "dialogue": _of_library("dialogue-back-stage"),
    }


@cache
def _of_library(name: str) -> dict[str, Any]:
    """Return the levers that a policy of the library sets."""
    changed = load_scenario(name).differences(load_scenario(START))
    return {each: value for each, (value, _) in changed.items() if each in levers()}


def places(scenario: Scenario) -> int:
    """Return how many citizens the mentors have together when all places are taken."""
    values = scenario.values
    return int(values["staffing.mentors"]) * int(values["staffing.mentor_caseload"])


def hours_of_a_post(scenario: Scenario, side: str) -> float:
    """Return the hours a year that a full post of one side has for its cases or citizens."""
    values = scenario.values
    return float(values["hours.week"]) * float(values[f"hours.{side}_share"]) * WEEKS_A_YEAR


def caseworker_posts(scenario: Scenario) -> float:
    """Return how many full caseworker posts the cases of the scheme and their other cases fill."""
    share = float(scenario.values["population.mentored_share"])
    return places(scenario) / (float(scenario.values[CASELOAD]) * share)
