"""What a plan takes at one's own jobcentre: hours a year and full posts, by kind of work.

It keeps three things apart: hours (what the scheme takes), load (how much of the staff's time is
booked) and capacity (how many posts there are).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from heterophony.experiments.inputs.own_jobcentre import (
    caseworker_posts,
    hours_of_a_post,
    places,
)
from heterophony.experiments.results.differences import Difference
from heterophony.scenarios import Scenario

SIDES: Final = ("caseworker", "mentor")
# Counted apart: work outside the scheme, and what is part of other hours.
APART: Final = ("background", "funded", "overtime")


def own_hours(
    hours: Mapping[str, Difference], today: Scenario, planned: Scenario
) -> dict[str, Any]:
    """Return what a plan takes and frees at a jobcentre in a year.

    Parameters
    ----------
    hours
        The paired difference of staff hours per citizen-year, by activity.
    today, planned
        Both arms.

    Returns
    -------
    dict
        `places`, and for each side its `total` and its `parts`, which add up to it, `apart` (work
        outside the scheme, and funded hours and overtime, which are part of other hours), and
        `capacity` in posts. Each figure has `per_citizen` (hours a year: `today`, `plan`,
        `change`), and the change in `hours` a year and in full `posts`.
    """
    there = places(today)
    document: dict[str, Any] = {"places": there}
    for side in SIDES:
        post = hours_of_a_post(today, side)
        names = [name for name in hours if name.startswith(f"{side}_hours")]
        figures = {name: _figure(hours[name], there, post) for name in names}
        total = figures.pop(f"{side}_hours", None)
        apart = {name for name in figures if name.rsplit("_", 1)[1] in APART}
        document[side] = {
            "total": total,
            "parts": {n: f for n, f in figures.items() if n not in apart and _is_done(f)},
            "apart": {n: f for n, f in figures.items() if n in apart and _is_done(f)},
            "capacity": {"today": _posts(today, side), "plan": _posts(planned, side)},
        }
    return document


def _figure(found: Difference, there: int, post: float) -> dict[str, Any]:
    change = found.difference
    per_citizen = {"today": found.baseline, "plan": found.policy, "change": change}
    return {"per_citizen": per_citizen, "hours": change * there, "posts": change * there / post}


def _is_done(figure: Mapping[str, Any]) -> bool:
    """Return whether anybody does this work in either arm."""
    return bool(figure["per_citizen"]["today"] or figure["per_citizen"]["plan"])


def _posts(scenario: Scenario, side: str) -> float:
    if side == "mentor":
        return float(scenario.values["staffing.mentors"])
    return caseworker_posts(scenario)
