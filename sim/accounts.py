"""Hours and money of a run: by activity, in ranges, never one net sum (model, 3.13).

Per citizen-year on support: waiting, referred or on a course. Costs after an exit are left out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import (
    CASEWORKER_ACTIVITIES,
    MENTOR_ACTIVITIES,
    TOTAL_COLUMNS,
)
from heterophony.agents.compiled import compiled
from heterophony.agents.settings import SETTINGS
from heterophony.scenarios import PARAMETERS
from heterophony.sim.summing import places, ratio

YEAR = 52
# Funded hours are contained in the activities they pay for, overtime in that of interviews;
# background is spent on all cases, also those without a mentor course.
_BESIDE = ("funded", "overtime", "background")
_SIDES = {"caseworker": CASEWORKER_ACTIVITIES, "mentor": MENTOR_ACTIVITIES}
HOURS = tuple(
    name
    for side, activities in _SIDES.items()
    for name in (f"{side}_hours", *(f"{side}_hours_{activity}" for activity in activities))
)
_ACCOUNTS = (
    "benefit_cost",
    "refund_income",
    "municipal_net_cost",
    "staff_cost",
    "running_cost_refund",
)
_RANGES = ("", "_low", "_high")  # at the prices set, and at both ends of their declared range
MONEY = tuple(f"{name}{suffix}" for suffix in _RANGES for name in _ACCOUNTS)
_PRICED = (
    "accounts.wage",
    "accounts.benefit_25_29",
    "accounts.benefit_under_25",
    "refund.running_cost_ceiling",
)
PRICES = (*_PRICED, "refund.running_cost_share")
TERMS = 1 + len(_RANGES)  # rows of the constants behind outcomes
_PRICE_PLACES = np.array([SETTINGS[name].first for name in PRICES])
_NORM_TURNS = SETTINGS["meeting.norm_turns"].first

_TOTALS = [column.name for column in TOTAL_COLUMNS]
_total = places(_TOTALS)
_found = places(HOURS)
_account = places(_ACCOUNTS)
_price = places(name.split(".")[1] for name in PRICES)
# For each activity: column of its hours, where it and its side's sum are written, 1 if it counts.
_ACTIVITIES = np.array(
    [
        (
            _TOTALS.index(f"{side}_{activity}"),
            HOURS.index(f"{side}_hours_{activity}"),
            HOURS.index(f"{side}_hours"),
            int(activity not in _BESIDE),
        )
        for side, activities in _SIDES.items()
        for activity in activities
    ]
)


@compiled
def citizen_years(totals: Any) -> float:
    """Return the years on support that people spent from week 0 on."""
    return (totals[_total.support_weeks_older] + totals[_total.support_weeks_younger]) / YEAR


@compiled
def write_hours(totals: Any, found: Any) -> None:
    """Write hours per citizen-year by side and activity, and both sides' sums.

    The caseworkers' sum leaves out the background, most of which belongs to other cases; it is
    listed by itself. Funded hours and overtime are listed apart and are part of other activities.

    Parameters
    ----------
    totals : sums of the run, [column of the totals]
    found : to write, [`HOURS`]
    """
    years = citizen_years(totals)
    found[_found.caseworker_hours] = 0.0
    found[_found.mentor_hours] = 0.0
    for each in range(len(_ACTIVITIES)):
        hours = ratio(totals[_ACTIVITIES[each, 0]], years)
        found[_ACTIVITIES[each, 1]] = hours
        if _ACTIVITIES[each, 3] == 1:
            found[_ACTIVITIES[each, 2]] += hours


@compiled
def write_money(totals: Any, hours: Any, prices: Any, found: Any) -> None:
    """Write DKK per citizen-year: benefit, refund, staff and running-cost refund, as ranges.

    Parameters
    ----------
    totals : sums of the run, [column of the totals]
    hours : per citizen-year, [`HOURS`]
    prices : as set, low and high, [3, `PRICES`]
    found : to write, [`MONEY`]
    """
    accounts = len(found) // len(prices)
    for row in range(len(prices)):
        first = row * accounts
        write_accounts(totals, hours, prices[row], found[first : first + accounts])


@compiled
def write_accounts(totals: Any, hours: Any, prices: Any, found: Any) -> None:
    """Write what is paid and refunded per citizen-year at one set of prices."""
    years = citizen_years(totals)
    older, younger = prices[_price.benefit_25_29], prices[_price.benefit_under_25]
    benefit = totals[_total.support_weeks_older] * older
    benefit += totals[_total.support_weeks_younger] * younger
    refund = totals[_total.refunded_weeks_older] * older
    refund += totals[_total.refunded_weeks_younger] * younger
    found[_account.benefit_cost] = ratio(benefit, years)
    found[_account.refund_income] = ratio(refund, years)
    found[_account.municipal_net_cost] = ratio(benefit - refund, years)
    staff = hours[_found.caseworker_hours] + hours[_found.mentor_hours]
    found[_account.staff_cost] = staff * prices[_price.wage]
    covered = hours[_found.mentor_hours] * prices[_price.wage]
    if covered > prices[_price.running_cost_ceiling]:
        covered = prices[_price.running_cost_ceiling]
    found[_account.running_cost_refund] = prices[_price.running_cost_share] * covered


def price_ranges() -> npt.NDArray[np.float64]:
    """Return both ends of the declared range of prices, [low and high, prices with a range]."""
    declared = [PARAMETERS[name] for name in _PRICED]
    return np.array([[each.low for each in declared], [each.high for each in declared]], float)


@compiled
def write_terms(settings: Any, ranges: Any, terms: Any) -> None:
    """Write the constants behind outcomes: the norm of turns, then prices in three rows.

    Prices are those set, then both ends of their declared range around the value set; the share of
    running costs that is refunded has no range.

    Parameters
    ----------
    settings : values of all parameters from week 0 on, [`agents.settings.COUNT`]
    ranges : of prices (`price_ranges`)
    terms : to write, [4, `PRICES`]
    """
    for price in range(len(_PRICE_PLACES)):
        chosen = settings[_PRICE_PLACES[price]]
        terms[0, price] = settings[_NORM_TURNS]
        terms[1:, price] = chosen
        if price < ranges.shape[1]:
            terms[2, price] = min(chosen, ranges[0, price])
            terms[3, price] = max(chosen, ranges[1, price])
