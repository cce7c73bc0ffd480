"""Every outcome of a run, computed by compiled rules from what the run has counted."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.sim.accounts import HOURS, MONEY, write_hours, write_money
from heterophony.sim.counting import CASE_OUTCOMES, count_cases, write_case_outcomes
from heterophony.sim.outcomes import (
    MEETING_OUTCOMES,
    ORGANISATION_OUTCOMES,
    write_meeting_outcomes,
    write_organisation_outcomes,
)
from heterophony.sim.weekly import WEEKLY_OUTCOMES, write_weekly_outcomes

OUTCOME_NAMES = (
    *WEEKLY_OUTCOMES,
    *CASE_OUTCOMES,
    *MEETING_OUTCOMES,
    *ORGANISATION_OUTCOMES,
    *HOURS,
    *MONEY,
)
_CASES = len(WEEKLY_OUTCOMES)
_MEETINGS = _CASES + len(CASE_OUTCOMES)
_ORGANISATION = _MEETINGS + len(MEETING_OUTCOMES)
_HOURS = _ORGANISATION + len(ORGANISATION_OUTCOMES)
_MONEY = _HOURS + len(HOURS)


@compiled
def write_outcomes(
    weekly: Any, totals: Any, meetings: Any, facts: Any, terms: Any, series: Any, found: Any
) -> None:
    """Write the weekly series and the value of every outcome.

    Parameters
    ----------
    weekly : sums of each week, [week, column]
    totals : sums of the run, [column]
    meetings : sums over all meetings, and over those with a mentor, [2, column]
    facts : of cases, [`counting.FACTS`, case]
    terms : turns of a meeting that counts of acts are given for, then prices: [4, column]
    series : to write, [weekly outcomes, week]
    found : to write, [`OUTCOME_NAMES`]
    """
    weeks, cases = len(weekly), facts.shape[1]
    write_weekly_outcomes(weekly, series, found[:_CASES])
    counted = np.empty((_MEETINGS - _CASES, cases))
    count_cases(facts, weeks, counted)
    write_case_outcomes(counted, np.ones(cases, dtype=np.bool_), found[_CASES:_MEETINGS])
    about_meetings = found[_MEETINGS:_ORGANISATION]
    write_meeting_outcomes(meetings[0], meetings[1], terms[0, 0], about_meetings)
    write_organisation_outcomes(totals, found[_ORGANISATION:_HOURS])
    hours = found[_HOURS:_MONEY]
    write_hours(totals, hours)
    write_money(totals, hours, terms[1:], found[_MONEY:])
