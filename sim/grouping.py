"""Outcomes of groups of people that are the same in both arms of a pair, as compiled rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.agents.compiled import compiled
from heterophony.sim.counting import FACTS, count_cases, write_case_outcomes
from heterophony.sim.summing import places

THIRDS = 3
CRISIS_LIKE = 3  # place of the group among those below
GROUPS_COUNTED = 4  # lowest, middle and highest third by resources, crisis-like
_fact = places(FACTS)


@compiled
def quantile_of(ordered: Any, share: float) -> float:
    """Return a quantile of ascending numbers, linear between them (Hyndman & Fan 1996, type 7)."""
    place = (len(ordered) - 1) * share
    before = int(np.floor(place))
    below, above = ordered[before], ordered[min(before + 1, len(ordered) - 1)]
    part = place - before
    step = above - below
    return above - step * (1.0 - part) if part >= 0.5 else below + step * part


@compiled
def ascending(numbers: Any) -> Any:
    """Return numbers in ascending order."""
    order = np.argsort(numbers, kind="mergesort")
    found = np.empty(len(numbers))
    for place in range(len(numbers)):
        found[place] = numbers[order[place]]
    return found


@compiled
def resources_of_people(facts: Any) -> Any:
    """Return the resources of everybody referred from week 0 on, once a person, ascending."""
    cases = facts.shape[1]
    people, resources, counted = np.empty(cases), np.empty(cases), 0
    for case in range(cases):
        if facts[_fact.referred_week, case] >= 0.0:
            people[counted] = facts[_fact.citizen, case]
            resources[counted] = facts[_fact.resources, case]
            counted += 1
    order = np.argsort(people[:counted], kind="mergesort")  # ties stay: the first referral counts
    found, number = np.empty(counted), 0
    for place in range(counted):
        if place == 0 or people[order[place]] != people[order[place - 1]]:
            found[number] = resources[order[place]]
            number += 1
    return ascending(found[:number])


@compiled
def crisis_people(facts: Any) -> Any:
    """Return the numbers of persons with a referral from week 0 on that is near a crisis."""
    found, number = np.empty(facts.shape[1]), 0
    for case in range(facts.shape[1]):
        near = facts[_fact.crisis_near_referral, case] == 1.0
        if near and facts[_fact.referred_week, case] >= 0.0:
            found[number] = facts[_fact.citizen, case]
            number += 1
    return found[:number]


@compiled
def is_among(ordered: Any, number: float) -> bool:
    """Tell whether a number is among ascending ones."""
    place = np.searchsorted(ordered, number)
    return bool(place < len(ordered) and ordered[place] == number)


@compiled
def write_members(facts: Any, low: float, high: float, in_crisis: Any, members: Any) -> None:
    """Write which cases belong to each group, [group, case]."""
    for case in range(facts.shape[1]):
        resources = facts[_fact.resources, case]
        third = int(resources >= low) + int(resources >= high)
        for group in range(THIRDS):
            members[group, case] = third == group
        crisis = third == 0 and is_among(in_crisis, facts[_fact.citizen, case])
        members[CRISIS_LIKE, case] = crisis


@compiled
def write_arm(facts: Any, weeks: int, members: Any, found: Any) -> None:
    """Write what one arm counts of each group: referrals from week 0 on, then its outcomes."""
    counted = np.empty((found.shape[1] - 1, facts.shape[1]))
    count_cases(facts, weeks, counted)
    for group in range(GROUPS_COUNTED):
        referrals = 0.0
        for case in range(facts.shape[1]):
            if members[group, case] and facts[_fact.referred_week, case] >= 0.0:
                referrals += 1.0
        found[group, 0] = referrals
        write_case_outcomes(counted, members[group], found[group, 1:])


@compiled
def write_groups(ours: Any, our_weeks: int, theirs: Any, their_weeks: int, found: Any) -> bool:
    """Write what both arms of a pair count of each group; return whether people part into thirds.

    The thirds are cut at the resources of the baseline's people, each counted once, and hold in
    both arms. A person in crisis at or within eight weeks of a referral in either arm counts so in
    both: otherwise a policy that moves crises would be compared on other people than the baseline.

    Parameters
    ----------
    ours, theirs : facts of the baseline's and the policy's cases, [`counting.FACTS`, case]
    our_weeks, their_weeks : of the runs, from week 0 on
    found : to write, [baseline and policy, group, referrals and `counting.CASE_OUTCOMES`]
    """
    resources = resources_of_people(ours)
    if len(resources) == 0:
        return False
    low, high = quantile_of(resources, 1.0 / 3.0), quantile_of(resources, 2.0 / 3.0)
    if not low < high:
        return False
    in_crisis = ascending(np.concatenate((crisis_people(ours), crisis_people(theirs))))
    members = np.empty((GROUPS_COUNTED, ours.shape[1]), dtype=np.bool_)
    write_members(ours, low, high, in_crisis, members)
    write_arm(ours, our_weeks, members, found[0])
    members = np.empty((GROUPS_COUNTED, theirs.shape[1]), dtype=np.bool_)
    write_members(theirs, low, high, in_crisis, members)
    write_arm(theirs, their_weeks, members, found[1])
    return True
