"""What the declarations of a mailed policy page say in addition to those of the live page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

import heterophony
from heterophony.experiments.inputs.own_jobcentre import (
    CASELOAD,
    INTERVAL,
    SETTINGS,
    START,
    assumable,
    levers,
    limits_of,
    questions,
    read_plan,
)
from heterophony.experiments.methods.deepening import CASELOADS
from heterophony.experiments.methods.lever_map import usual_values
from heterophony.experiments.results.digests import model_digest
from heterophony.experiments.results.errors import RequestError
from heterophony.scenarios import PARAMETERS, load_scenario
from heterophony.viz.computing import MAP_WORLDS, SETTLED_WEEKS
from heterophony.viz.engine_world import shares_of_one
from heterophony.viz.shown_levers import drawable

FIRST: Final = "more-often"  # the question that is open where none is asked for
_RELATIVE: Final[Mapping[str, str]] = {"more-often": INTERVAL, "fewer-cases": CASELOAD}
_SHOWN_DIGITS: Final = 12  # of a digest


def moved_names() -> list[str]:
    """Return what a jobcentre and a plan may say."""
    return list(dict.fromkeys([*SETTINGS, *levers()]))


def assumed_names() -> list[str]:
    """Return what a link may assume otherwise in a file."""
    single = ("float", "int", "bool", "choice")
    return [name for name in assumable() if PARAMETERS[name].type in single]


def mailed_declarations(scenario: str, language: str, command: str, worlds: int) -> dict[str, Any]:
    """Return the declarations for a file that opens with a scenario and carries some worlds."""
    values = load_scenario(START).values
    made = {
        "version": heterophony.__version__,
        "model": model_digest()[:_SHOWN_DIGITS],
        "command": command,
    }
    plan = {name: _text(value) for name, value in first_plan(scenario).items()}
    return {
        "values": {name: values[name] for name in moved_names()},
        "levers": list(levers()),
        "assumable": assumed_names(),
        "shares": shares_of_one(),
        "questions": {name: _question(name, plan) for name, plan in questions({}).items()},
        "caseload": CASELOAD,
        "caseloads": list(CASELOADS),
        "axes": {name: usual_values(name) for name in drawable()},
        "worlds": worlds,
        "map_worlds": MAP_WORLDS,
        "settled_weeks": SETTLED_WEEKS,
        "made": made,
        "first": urlencode({"lang": language} | plan),
    }


def _question(name: str, plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a ready question changes: a plan, or a lever's value at each own value of it."""
    lever = _RELATIVE.get(name)
    if lever is None:
        return {"plan": plan}
    least, most = limits_of(PARAMETERS[lever]) or (0.0, 0.0)
    there = range(int(least), int(most) + 1)
    return {"lever": lever, "listed": {own: questions({lever: own})[name][lever] for own in there}}


def first_plan(scenario: str) -> dict[str, Any]:
    """Return the plan that a scenario is on the page; the first question for the baseline itself.

    Raises
    ------
    RequestError
        If the scenario changes what is no lever of the page, or changes in mid-run.
    """
    found = load_scenario(scenario)
    changed = {name: new for name, (new, _) in found.differences(load_scenario(START)).items()}
    if not changed and not found.changes:
        return dict(questions({})[FIRST])
    if found.changes:
        raise RequestError(f"{scenario} changes in mid-run, which a plan of the page cannot")
    try:
        return dict(read_plan({"plan": changed}).plan)
    except RequestError as error:
        raise RequestError(f"{scenario} cannot be a plan of the page: {error}") from None


def _text(value: Any) -> str:
    """Write a value as the page's links have it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
