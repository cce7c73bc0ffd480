"""A caseworker's week: priorities decide how limited hours are spent (model, 3.1).

The order is protected background, interviews, meetings, other background, dialogue, preparation and
coordination, spare hours. Preparation is dropped first and meetings last: this coping rule of
street-level work makes more coordination self-defeating under fixed hours.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import clip01, saturating_step
from heterophony.agents.caseworker_queue import hold_interviews, hold_meetings, mentor_is_there
from heterophony.agents.columns import Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.dialogue_attendance import attend_dialogue
from heterophony.agents.draws import uniform
from heterophony.agents.practice import (
    added_coordination_hours,
    added_meeting_share,
    funded,
    it_is_practised,
    three_party,
)
from heterophony.agents.state import PLACE, State
from heterophony.agents.vocabulary import (
    COURSE,
    FOR_SPARE,
    TWO_PARTY,
    UNLIMITED_HOURS,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, Parameters

ENOUGH_HOURS = 1e12


@compiled
def weekly_hours(params: Parameters, size: float) -> float:
    """Return a caseworker's hours a week for cases (H_k)."""
    return params.hours_week * params.hours_caseworker_share * size


@compiled
def background_hours(params: Parameters, size: float, waiting: int, on_course: int) -> float:
    """Return the hours a week that all cases cost without any meeting (bg_k)."""
    others = params.staffing_caseworker_caseload * size * (1.0 - params.population_mentored_share)
    return (
        params.hours_background * others
        + params.hours_background_wait * waiting
        + params.hours_background_course * on_course
    )


@compiled
def coordination_asked(
    w: State, worker: CaseworkerRow, params: Parameters, base: Parameters, week: int
) -> Any:
    """Return the hours of preparation and of coordination, and how many of both are funded."""
    jobcentre = w.jobcentre[0]
    preparation, coordination, added = 0.0, 0.0, 0.0
    meeting_share = added_meeting_share(params, base)
    it_added = funded(params) and not base.coordination_it_support
    for place in range(worker.first_case, worker.last_case):
        citizen = w.citizens[w.caseload[place]]
        if citizen.meets > 0:
            preparation += params.hours_preparation
            coordination += citizen.coordination_hours
            added += meeting_share * params.hours_preparation
            added += added_coordination_hours(citizen, params, base)
        if params.coordination_it_support and three_party(citizen):
            w.totals[0].decided_it_support += 1.0
            if mentor_is_there(w, citizen, week) and it_is_practised(citizen, jobcentre, params):
                citizen.it_practised = 1.0
                coordination += params.hours_it_per_case
                if it_added:
                    added += params.hours_it_per_case
                w.totals[0].practised_it_support += 1.0
    return preparation, coordination, added


@compiled
def it_hours_asked(w: State, worker: CaseworkerRow, params: Parameters) -> float:
    """Return the hours that IT support asks of a caseworker this week."""
    hours = 0.0
    if not params.coordination_it_support:
        return hours
    for place in range(worker.first_case, worker.last_case):
        hours += params.hours_it_per_case * w.citizens[w.caseload[place]].it_practised
    return hours


@compiled
def use_spare_hours(w: State, worker: CaseworkerRow, params: Parameters, week: int) -> None:
    """Spend spare hours, in portions, on the citizens whose last contact is longest ago.

    Smaller caseloads mean more contact (source S35 of the model); with unlimited hours everybody is
    contacted each interval.
    """
    spare = worker.hours_left * params.population_mentored_share / params.spare_portion_hours
    odd = 1 if uniform(worker.key, week, FOR_SPARE) < spare - math.floor(spare) else 0
    portions = min(math.floor(spare) + odd, worker.last_case - worker.first_case)
    chosen = 0
    for place in range(worker.first_case, worker.last_case):
        row = w.caseload[place]
        if may_be_contacted(w.citizens[row], params, week):
            chosen = put_in_order(w, worker.first_case, chosen, portions, row)
    for turn in range(chosen):
        w.citizens[w.queue[worker.first_case + turn]].spare_contact = 1
        w.totals[0].caseworker_spare += params.spare_portion_hours


@compiled_inside
def may_be_contacted(citizen: CitizenRow, params: Parameters, week: int) -> bool:
    """Tell whether spare hours may go to a citizen: on a course, and without contact for long."""
    if citizen.status != COURSE and citizen.status != TWO_PARTY:
        return False
    return citizen.meets == 0 and week - citizen.last_contact >= params.spare_interval_weeks


@compiled_inside
def put_in_order(w: State, start: int, length: int, most: int, row: int) -> int:
    """Insert a citizen among the `most` whose last contact is longest ago; return how many."""
    place = length
    while place > 0 and longer_ago(w.citizens[row], w.citizens[w.queue[start + place - 1]]):
        if place < most:
            w.queue[start + place] = w.queue[start + place - 1]
        place -= 1
    if place < most:
        w.queue[start + place] = row
    return min(length + 1, most)


@compiled_inside
def longer_ago(one: Row, other: Row) -> bool:
    """Tell whether a citizen's last contact is longer ago than another's; ties go by slot."""
    if one.last_contact != other.last_contact:
        return one.last_contact < other.last_contact
    if one.slot != other.slot:
        return one.slot < other.slot
    return one.generation < other.generation


@compiled
def keep_spare_contact(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Contact a citizen in spare hours: the caseworker knows more and is trusted more."""
    citizen.knowledge_caseworker = saturating_step(
        citizen.knowledge_caseworker, params.spare_knowledge
    )
    citizen.trust_caseworker = saturating_step(citizen.trust_caseworker, params.spare_trust)
    citizen.last_contact = week
    w.totals[0].spare_contacts += 1.0


@compiled
def plan_caseworker_week(w: State, k: int, params: Parameters, base: Parameters, week: int) -> None:
    """Fill the hours of post `k` by priority and say which encounters take place."""
    worker = w.caseworkers[k]
    worker.preparation = 0.0
    worker.attends_dialogue = 0
    worker.there = 0.0
    worker.foreign_heard = 0
    worker.utilisation = 0.0
    if not worker.exists or worker.vacant_until > week:
        return
    totals = w.totals[0]
    hours = weekly_hours(params, worker.fraction)
    background = background_hours(params, worker.fraction, worker.waiting, worker.on_course)
    protected = min(params.hours_protected * background, params.hours_protected_cap * hours)
    unlimited = params.staffing_funding == UNLIMITED_HOURS
    worker.hours_left = ENOUGH_HOURS if unlimited else hours - protected
    worker.funded_hours = 0.0
    asked = background + hold_interviews(w, worker, params, base, week)
    asked += hold_meetings(w, worker, params, base, week)
    given = min(worker.hours_left, background - protected)
    worker.hours_left -= given
    totals.caseworker_background += protected + given
    preparation, coordination, added = coordination_asked(w, worker, params, base, week)
    rest = preparation + coordination
    if w.calendar[w.counters[PLACE]].dialogue:
        attend_dialogue(w, worker, params, base, week, rest)
        asked += worker.dialogue_hours
    worker.preparation = 1.0
    if rest > 0.0:
        worker.preparation = clip01((worker.hours_left + added) / rest)
    spent = worker.preparation * rest
    funded_part = min(added, spent)
    worker.hours_left = max(0.0, worker.hours_left - (spent - funded_part))
    totals.caseworker_preparation += worker.preparation * preparation
    totals.caseworker_coordination += worker.preparation * coordination
    worker.funded_hours += funded_part
    totals.caseworker_funded += worker.funded_hours
    use_spare_hours(w, worker, params, week)
    asked += it_hours_asked(w, worker, params)
    worker.utilisation = asked / (hours + worker.funded_hours)
