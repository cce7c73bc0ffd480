"""Outcomes of a run that are counted over its cases, for everybody or for groups of people.

Each outcome covers the cases with enough time left: "52w" outcomes cover people referred in weeks 0
to `run.weeks - 52`, likewise 26 and 8; drop-out and persistence cover starters who have 52 or 26
weeks left. An undefined outcome is NaN, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import CASE_COLUMNS, DATED_COLUMNS
from heterophony.agents.citizen_columns import FAR_AWAY, FOREVER, NEVER
from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import STATUS_NAMES
from heterophony.sim.summing import mean_of_known, places

YEAR = 52
HALF_YEAR = 26
_TRACKED = {
    "ownership_8w": 8,
    "ownership_26w": HALF_YEAR,
    "ownership_52w": YEAR,
    "in_education_52w": YEAR,
    "in_job_52w": YEAR,
    "improved_true_39w": 39,
    "improved_in_mentor_view_39w": 39,
    "improved_in_caseworker_view_39w": 39,
    "improved_in_citizen_view_39w": 39,
}
# Columns of cases that outcomes use; weeks are NaN where something never happened.
FACTS = (
    *_TRACKED,
    "citizen",
    "resources",
    "crisis_near_referral",
    *DATED_COLUMNS,
    "lost",  # 1: out of sight at the end
    "ordered_start",
    "residual",
    "plan_match_at_referral",
    "trust_caseworker_at_referral",
)
CASE_OUTCOMES = (
    *_TRACKED,
    "education_start_52w",
    "own_education_start_52w",
    "ordered_education_start_52w",
    "job_start_52w",
    "lost_52w",
    "caseworker_change_52w",
    "education_dropout_52w",
    "education_persistence_26w",
    "persistence_26w_own",
    "persistence_26w_ordered",
    "plan_match_at_referral",
    "trust_caseworker_at_referral",
    "residual_referral_share",
)
LOST = STATUS_NAMES.index("lost")
PERSONS_PER_SLOT = 1000  # room for numbers of persons within a slot's number of a citizen
_fact = places(FACTS)
_found = places(CASE_OUTCOMES)
_WINDOWS = np.array(list(_TRACKED.values()))

_CASE_NAMES = [column.name for column in CASE_COLUMNS]
_of = places(_CASE_NAMES)
_DATES = np.array([(FACTS.index(name), _CASE_NAMES.index(name)) for name in DATED_COLUMNS])
_WHOLE = np.array(
    [
        (FACTS.index(name), _CASE_NAMES.index(name))
        for name in ("crisis_near_referral", "ordered_start", "residual")
    ]
)
_MEASURED = np.array(
    [
        (FACTS.index(name), _CASE_NAMES.index(name))
        for name in (
            *_TRACKED, "resources", "plan_match_at_referral", "trust_caseworker_at_referral",
        )
    ]
)  # fmt: skip

Cases = Mapping[str, Any]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]


@compiled
def write_facts(whole: Any, measured: Any, facts: Any) -> None:
    """Write the columns of cases that outcomes use.

    Parameters
    ----------
    whole, measured : rows of cases as whole numbers and as floats, [case, column]: one memory
    facts : to write, [`FACTS`, case]
    """
    for case in range(len(whole)):
        person = whole[case, _of.slot] * PERSONS_PER_SLOT + whole[case, _of.generation]
        facts[_fact.citizen, case] = person
        facts[_fact.lost, case] = 1.0 if whole[case, _of.fate] == LOST else 0.0
        for each in range(len(_DATES)):
            week = whole[case, _DATES[each, 1]]
            never = week == FAR_AWAY or week == NEVER or week == FOREVER
            facts[_DATES[each, 0], case] = np.nan if never else week
        for each in range(len(_WHOLE)):
            facts[_WHOLE[each, 0], case] = whole[case, _WHOLE[each, 1]]
        for each in range(len(_MEASURED)):
            facts[_MEASURED[each, 0], case] = measured[case, _MEASURED[each, 1]]


@compiled
def count_case(facts: Any, case: int, weeks: int, counted: Any) -> None:
    """Write what each outcome counts of a case: a number, 1 for yes, 0 for no.

    NaN means that an outcome does not cover this case. A week that never was is NaN too, and
    comparisons with it are false.
    """
    for outcome in range(len(CASE_OUTCOMES)):
        counted[outcome, case] = np.nan
    referred = facts[_fact.referred_week, case]
    if referred >= 0.0:
        counted[_found.plan_match_at_referral, case] = facts[_fact.plan_match_at_referral, case]
        trust = facts[_fact.trust_caseworker_at_referral, case]
        counted[_found.trust_caseworker_at_referral, case] = trust
        counted[_found.residual_referral_share, case] = facts[_fact.residual, case] != 0.0
        for outcome in range(len(_WINDOWS)):
            if referred <= weeks - _WINDOWS[outcome]:
                counted[outcome, case] = facts[outcome, case]
        if referred <= weeks - YEAR:
            count_the_year(facts, case, referred, counted)
    count_staying(facts, case, weeks, counted)


@compiled
def count_the_year(facts: Any, case: int, referred: float, counted: Any) -> None:
    """Count what happens within a year of a referral."""
    start = facts[_fact.education_week, case] - referred <= YEAR
    ordered = facts[_fact.ordered_start, case] == 1.0
    counted[_found.education_start_52w, case] = start
    counted[_found.own_education_start_52w, case] = start and not ordered
    counted[_found.ordered_education_start_52w, case] = start and ordered
    counted[_found.job_start_52w, case] = facts[_fact.job_week, case] - referred <= YEAR
    ended = facts[_fact.ended_week, case] - referred <= YEAR
    counted[_found.lost_52w, case] = ended and facts[_fact.lost, case] == 1.0
    changed = facts[_fact.caseworker_change_week, case] - referred <= YEAR
    counted[_found.caseworker_change_52w, case] = changed


@compiled
def count_staying(facts: Any, case: int, weeks: int, counted: Any) -> None:
    """Count drop-out within a year and persistence for half a year, among starters."""
    start = facts[_fact.education_week, case]
    if not start >= 0.0:
        return
    stop = facts[_fact.dropout_week, case]
    stayed = np.inf if np.isnan(stop) else stop - start
    if start <= weeks - YEAR:
        counted[_found.education_dropout_52w, case] = stayed <= YEAR
    if start <= weeks - HALF_YEAR:
        persists = stayed > HALF_YEAR
        counted[_found.education_persistence_26w, case] = persists
        if facts[_fact.ordered_start, case] == 0.0:
            counted[_found.persistence_26w_own, case] = persists
        elif facts[_fact.ordered_start, case] == 1.0:
            counted[_found.persistence_26w_ordered, case] = persists


@compiled
def count_cases(facts: Any, weeks: int, counted: Any) -> None:
    """Write what each outcome counts of every case, [`CASE_OUTCOMES`, case]."""
    for case in range(facts.shape[1]):
        count_case(facts, case, weeks, counted)


@compiled
def write_case_outcomes(counted: Any, among: Any, found: Any) -> None:
    """Write the mean of what each outcome counts among some cases, NaN where nothing is.

    Parameters
    ----------
    counted : [`CASE_OUTCOMES`, case]
    among : whether a case is counted, [case]
    found : to write, [`CASE_OUTCOMES`]
    """
    chosen, scratch = np.empty(len(among)), np.empty(len(among))
    for outcome in range(len(counted)):
        for case in range(len(among)):
            chosen[case] = counted[outcome, case] if among[case] else np.nan
        found[outcome] = mean_of_known(chosen, scratch)


def facts_of(cases: Cases) -> Numbers:
    """Return the facts of columns of one entry per referral, [`FACTS`, case]."""
    known = {**cases, "lost": np.asarray(cases["fate"]) == "lost"}
    return np.array([np.asarray(known[name]) for name in FACTS], dtype=np.float64)


def case_outcomes(cases: Cases, weeks: int) -> dict[str, float]:
    """Return the outcomes that are about people referred, from one entry per referral."""
    return outcomes_of_groups(cases, weeks, [np.ones(len(cases["citizen"]), dtype=np.bool_)])[0]


def outcomes_of_groups(cases: Cases, weeks: int, groups: Iterable[Mask]) -> list[dict[str, float]]:
    """Return the outcomes that are about people referred, of some groups of them.

    Parameters
    ----------
    cases : columns of one entry per referral
    weeks : of the run, from week 0 on
    groups : for each group, which cases belong to it
    """
    facts = facts_of(cases)
    counted = np.empty((len(CASE_OUTCOMES), facts.shape[1]))
    count_cases(facts, weeks, counted)
    outcomes = []
    for group in groups:
        found = np.empty(len(CASE_OUTCOMES))
        write_case_outcomes(counted, np.asarray(group, dtype=np.bool_), found)
        outcomes.append(dict(zip(CASE_OUTCOMES, found.tolist(), strict=True)))
    return outcomes
