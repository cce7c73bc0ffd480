"""Hours and money of a run: by activity, in ranges, never one net sum (model, 3.13).

Per citizen-year on support: waiting, referred or on a course. What follows an exit lies outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from heterophony.agents.book_columns import CASEWORKER_ACTIVITIES, MENTOR_ACTIVITIES
from heterophony.scenarios import PARAMETERS
from heterophony.sim.aggregates import Aggregates
from heterophony.sim.weekly import added_up, ratio

YEAR = 52
# Funded hours are contained in the activities they pay for; overtime in that of interviews.
_BESIDE = ("funded", "overtime")
# Background is spent on all cases, also those without a mentor course.
_OTHER_CASES = ("background",)


def citizen_years(totals: Mapping[str, float]) -> float:
    """Return the years on support that people spent from week 0 on."""
    return (totals["support_weeks_older"] + totals["support_weeks_younger"]) / YEAR


def hours_by_activity(aggregates: Aggregates) -> dict[str, float]:
    """Return hours per citizen-year by side and activity, and both sides' sums.

    The caseworkers' sum leaves out the background, most of which belongs to other cases; it is
    listed by itself. Funded hours and overtime are listed apart and are part of other activities.
    """
    totals = aggregates.totals
    years = citizen_years(totals)
    found: dict[str, float] = {}
    for side, activities in (
        ("caseworker", CASEWORKER_ACTIVITIES),
        ("mentor", MENTOR_ACTIVITIES),
    ):
        spent = {each: ratio(totals[f"{side}_{each}"], years) for each in activities}
        own = [amount for each, amount in spent.items() if each not in _BESIDE + _OTHER_CASES]
        found[f"{side}_hours"] = added_up(own)
        found.update({f"{side}_hours_{each}": amount for each, amount in spent.items()})
    return found


def money(aggregates: Aggregates, values: Mapping[str, Any]) -> dict[str, float]:
    """Return DKK per citizen-year: benefit, refund, staff and running-cost refund, as ranges.

    `_low` and `_high` take the declared ranges of wage, benefits and the ceiling.
    """
    found: dict[str, float] = {}
    totals, hours = aggregates.totals, hours_by_activity(aggregates)
    for suffix, prices in _prices(values).items():
        accounts = _accounts(totals, values, prices, hours)
        found.update({f"{name}{suffix}": amount for name, amount in accounts.items()})
    return found


_PRICED = (
    "accounts.wage",
    "accounts.benefit_25_29",
    "accounts.benefit_under_25",
    "refund.running_cost_ceiling",
)


def _prices(values: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Return prices as set, and at both ends of their declared range around the value set."""
    chosen = {name: float(values[name]) for name in _PRICED}
    low = {name: min(chosen[name], float(PARAMETERS[name].low)) for name in _PRICED}
    high = {name: max(chosen[name], float(PARAMETERS[name].high)) for name in _PRICED}
    return {"": chosen, "_low": low, "_high": high}


def _accounts(
    totals: Mapping[str, float],
    values: Mapping[str, Any],
    prices: Mapping[str, float],
    hours: Mapping[str, float],
) -> dict[str, float]:
    years = citizen_years(totals)
    older, younger = prices["accounts.benefit_25_29"], prices["accounts.benefit_under_25"]
    benefit = totals["support_weeks_older"] * older + totals["support_weeks_younger"] * younger
    refund = totals["refunded_weeks_older"] * older + totals["refunded_weeks_younger"] * younger
    staff = (hours["caseworker_hours"] + hours["mentor_hours"]) * prices["accounts.wage"]
    course_costs = hours["mentor_hours"] * prices["accounts.wage"]
    covered = min(course_costs, prices["refund.running_cost_ceiling"])
    return {
        "benefit_cost": ratio(benefit, years),
        "refund_income": ratio(refund, years),
        "municipal_net_cost": ratio(benefit - refund, years),
        "staff_cost": staff,
        "running_cost_refund": values["refund.running_cost_share"] * covered,
    }
