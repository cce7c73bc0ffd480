"""Who leaves and what is lost: posts, trust, knowledge, plan, orders, handover (model, 3.12)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import YEAR, happens, positive_part, saturating_step
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, quantile, uniform
from heterophony.agents.learning import first_safety
from heterophony.agents.vocabulary import (
    CARE,
    COURSE,
    EDUCATION,
    FOR_CARE_WEIGHT,
    FOR_PACING,
    FOR_TURNOVER,
    NEED_DOMAINS,
    Q_PACING,
    REFERRED,
    TWO_PARTY,
    WAITING,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, Parameters, WorkerRow


@compiled
def quits(worker: WorkerRow, params: Parameters, rate: float, week: int) -> bool:
    """Draw whether the person in a filled post quits; overload makes it likelier."""
    overload = 1.0 + params.turnover_overload * positive_part(worker.utilisation - 1.0)
    return happens(uniform(worker.key, week, FOR_TURNOVER), rate / YEAR * overload)


@compiled
def new_person_in_post(worker: WorkerRow, params: Parameters) -> None:
    """Give a new person in a post the starting horizon and safety."""
    worker.horizon = params.learning_start
    worker.safety = first_safety(params)


@compiled
def new_caseworker(worker: CaseworkerRow, params: Parameters, quantiles: Any) -> None:
    """Draw care weight and pacing of a new caseworker (spread: study l.2156-2166)."""
    person = child_key(worker.key, 0, worker.generation)
    spread = params.codes_caseworker_care_spread * (2.0 * uniform(person, 0, FOR_CARE_WEIGHT) - 1.0)
    usual = params.codes_caseworker[CARE]
    care = min(max(usual + spread, 0.0), 1.0)
    rest = 1.0 - usual
    for code in range(4):
        if code == CARE:
            worker.weights[code] = care
        else:
            part = params.codes_caseworker[code] / rest if rest > 0.0 else 1.0 / 3.0
            worker.weights[code] = (1.0 - care) * part
    worker.pacing = quantile(quantiles[Q_PACING], uniform(person, 0, FOR_PACING))
    new_person_in_post(worker, params)


@compiled
def new_mentor(worker: WorkerRow, params: Parameters) -> None:
    """Set up a new mentor; mentors share their department's weights of codes."""
    for code in range(4):
        worker.weights[code] = params.codes_mentor[code]
    new_person_in_post(worker, params)


@compiled
def newcomer_understanding(params: Parameters) -> float:
    """Return a newcomer's first understanding with each colleague on the other side, 0-1."""
    return positive_part(params.coordination_initial_understanding - params.turnover_newcomer_gap)


@compiled
def lose_caseworker(citizen: CitizenRow, params: Parameters) -> bool:
    """Take away a citizen's caseworker; return whether the citizen's case was affected.

    Most trust and knowledge is lost, and plan and demand are pulled to template and standard; less
    so with a handover (study l.25-33, 437-439, 2057; sources S41, S42). A citizen not yet
    interviewed is not affected; in education only trust and knowledge are.
    """
    status = citizen.status
    if status == WAITING and citizen.interviews_held == 0:
        return False
    cared = status == WAITING or status == REFERRED or status == COURSE or status == TWO_PARTY
    if not cared and status != EDUCATION:
        return False
    handover = params.staffing_handover
    kept = params.turnover_trust_kept_handover_k if handover else params.turnover_trust_kept
    start = params.state_trust_caseworker_start
    citizen.trust_caseworker = start + kept * (citizen.trust_caseworker - start)
    if handover:
        citizen.knowledge_caseworker *= params.turnover_knowledge_handover
    else:
        citizen.knowledge_caseworker = params.knowledge_after_change
    if not cared:
        return False
    citizen.last_alignment = FAR_AWAY
    citizen.change_fatigue = saturating_step(citizen.change_fatigue, params.turnover_fatigue)
    citizen.consistency = saturating_step(citizen.consistency, -params.turnover_consistency)
    if status == WAITING:
        return False
    for domain in range(NEED_DOMAINS):
        citizen.plan[domain] += params.turnover_plan_pull * (
            params.plan_template[domain] - citizen.plan[domain]
        )
    citizen.demand += params.turnover_demand_pull * (params.law_standard_demand - citizen.demand)
    return True


@compiled
def lose_mentor(citizen: CitizenRow, params: Parameters) -> bool:
    """Take away the mentor of a citizen on a course; return whether there was one.

    The former level of trust is remembered: it is relearned faster (pattern T27).
    """
    if citizen.status != COURSE or citizen.mentor_gone:
        return False
    handover = params.staffing_handover
    kept = params.turnover_trust_kept_handover_m if handover else params.turnover_trust_kept
    start = params.state_trust_mentor_start
    citizen.former_trust = max(citizen.former_trust, citizen.trust_mentor)
    citizen.trust_mentor = start + kept * (citizen.trust_mentor - start)
    known = params.turnover_knowledge_handover if handover else params.turnover_knowledge_kept_m
    citizen.knowledge_mentor *= known
    citizen.change_fatigue = saturating_step(citizen.change_fatigue, params.turnover_fatigue_m)
    citizen.last_alignment = FAR_AWAY
    return True
