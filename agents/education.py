"""Education, job, loss, closing, drop-out and return (model, 3.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heterophony.agents.bounded import clip, clip01, happens
from heterophony.agents.citizen_columns import NEVER
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.events import (
    EVENT_DROPOUT,
    EVENT_JOB,
    EVENT_LOST,
    EVENT_ORDERED_START,
    EVENT_OWN_START,
    note,
)
from heterophony.agents.living import realism
from heterophony.agents.portable_math import exponential, power
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    CLOSED,
    COURSE,
    EDUCATION,
    FOR_DROPOUT,
    FOR_JOB,
    FOR_LOST,
    FOR_ORDERED_START,
    FOR_OWN_START,
    FOR_RETURN,
    JOB,
    LOST,
    REFERRED,
    RETURNING,
    TWO_PARTY,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled_inside
def drive_of(citizen: CitizenRow, params: Parameters) -> float:
    """Return the drive towards education: ownership and autonomy, 0-1.

    Without a mentor course (referred, two-party, in education after one) a constant replaces
    ownership.
    """
    on_course = citizen.had_mentor == 1 and (
        citizen.status == COURSE or citizen.status == EDUCATION
    )
    ownership = citizen.ownership if on_course else params.education_control_ownership
    mine = params.education_drive_ownership
    return mine * ownership + (1.0 - mine) * citizen.autonomy


@compiled_inside
def own_start_hazard(citizen: CitizenRow, params: Parameters, intake: bool) -> float:
    """Return the weekly hazard of starting education on one's own.

    A citizen who knows of more openings starts more often (source M7).
    """
    readiness = citizen.education_readiness - params.education_own_readiness_zero
    drive = params.education_drive_zero + params.education_drive_gain * drive_of(citizen, params)
    season = params.education_intake_factor if intake else params.education_other_weeks
    return (
        params.education_own_start
        * exponential(params.education_own_readiness * readiness)
        * drive
        * (1.0 + params.opening_effect * (citizen.openings_known - params.opening_reference))
        * (1.0 - params.education_crisis_stop * citizen.in_crisis)
        * season
    )


@compiled
def ordered_start_chance(citizen: CitizenRow, params: Parameters) -> float:
    """Return the chance that a citizen under an order starts education in an intake week.

    A citizen does not start on an order that does not fit (pattern T28).
    """
    fit = realism(citizen, params) / params.education_order_realism_ref
    fit = power(fit, params.education_order_realism)
    return clip(
        params.education_ordered_start * min(params.education_order_realism_max, fit), 0.0, 1.0
    )


@compiled_inside
def job_hazard(citizen: CitizenRow, params: Parameters) -> float:
    """Return the weekly hazard of a job; the caseworker's knowledge of the case raises it (T25)."""
    known = params.education_job_knowledge_base
    known += params.education_job_knowledge * citizen.knowledge_caseworker
    mastery = params.education_job_mastery * (citizen.everyday_mastery - params.education_job_zero)
    return params.education_job * exponential(mastery) * known


@compiled
def start_education(w: State, citizen: CitizenRow, week: int, ordered: bool) -> None:
    """Let the citizen start education; this fulfils an order and ends the course."""
    citizen.status = EDUCATION
    citizen.order_stands = 0
    citizen.order_from_start = 0
    citizen.ordered = 1 if ordered else 0
    citizen.education_week = week
    case = w.cases[citizen.case]
    case.education_week = week
    case.ordered_start = 1 if ordered else 0
    case.ended_week = week
    case.fate = EDUCATION
    note(w, citizen, EVENT_ORDERED_START if ordered else EVENT_OWN_START, week)


class Chances(NamedTuple):
    """A week's draws and hazards for each way to leave a course."""

    own_draw: float
    own_hazard: float
    job_draw: float
    job_hazard: float
    lost_draw: float


@compiled_inside
def chances_of(citizen: CitizenRow, params: Parameters, intake: bool) -> Chances:
    """Draw and compute what may end a citizen's course this week."""
    key, life = citizen.key, citizen.life_week
    return Chances(
        uniform(key, life, FOR_OWN_START),
        own_start_hazard(citizen, params, intake),
        uniform(key, life, FOR_JOB),
        job_hazard(citizen, params),
        uniform(key, life, FOR_LOST),
    )


@compiled
def leave_or_stay(
    w: State, citizen: CitizenRow, params: Parameters, week: int, intake: bool, chances: Chances
) -> None:
    """Apply the first that happens: own start, ordered start, job, lost, longest course over."""
    if happens(chances.own_draw, chances.own_hazard):
        start_education(w, citizen, week, False)
        return
    if citizen.order_stands and intake:
        u = uniform(citizen.key, citizen.life_week, FOR_ORDERED_START)
        if u < ordered_start_chance(citizen, params):
            start_education(w, citizen, week, True)
            return
    if happens(chances.job_draw, chances.job_hazard):
        citizen.status = JOB
        w.cases[citizen.case].job_week = week
        note(w, citizen, EVENT_JOB, week)
        return
    absent = citizen.missed_in_a_row >= params.education_lost_after
    chance = params.education_lost_noshow if absent else params.education_lost
    if chances.lost_draw < chance:
        citizen.status = LOST
        note(w, citizen, EVENT_LOST, week)
        return
    on_course = citizen.status == COURSE or citizen.status == TWO_PARTY
    if on_course and week - citizen.course_week >= params.education_max_weeks:
        citizen.status = CLOSED


@compiled
def dropout_hazard(citizen: CitizenRow, params: Parameters) -> float:
    """Return the weekly hazard of dropping out of education; about half do within a year (S46).

    It is higher after an ordered start, the more so the less autonomous the citizen is (sources M9,
    S52).
    """
    ability = (
        params.education_ability_const
        + params.education_ability_u * citizen.education_readiness
        + params.education_ability_e * citizen.everyday_mastery
    )
    missing = max(params.education_drop_level - ability, 0.0)
    before = min(citizen.prior_dropouts, params.education_e_cap)
    return (
        params.education_dropout
        * exponential(params.education_drop_readiness * missing)
        * exponential(params.education_drop_previous * before)
        * (1.0 + params.education_drop_crisis * citizen.in_crisis)
        * (1.0 + params.education_drop_ordered * citizen.ordered * (1.0 - citizen.autonomy))
        * exponential(
            -params.education_drop_drive
            * (drive_of(citizen, params) - params.education_drop_drive_zero)
        )
    )


@compiled
def study(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Draw whether a citizen in education stays, or drops out and perhaps comes back later."""
    u = uniform(citizen.key, citizen.life_week, FOR_DROPOUT)
    if not happens(u, dropout_hazard(citizen, params)):
        return
    w.cases[citizen.case].dropout_week = week
    note(w, citizen, EVENT_DROPOUT, week)
    citizen.prior_dropouts += 1.0
    citizen.education_readiness = clip01(
        params.education_return_readiness * citizen.education_readiness
    )
    if uniform(citizen.key, citizen.life_week, FOR_RETURN) < params.education_return_share:
        citizen.status = RETURNING
        citizen.return_week = week + params.education_return_delay
    else:
        citizen.status = CLOSED
        citizen.return_week = NEVER


@compiled_inside
def live_exits(
    w: State, citizen: CitizenRow, params: Parameters, week: int, intake: bool, last: bool
) -> None:
    """Apply what may end a case; the crisis profile's own order lapses after its intake."""
    status = citizen.status
    if status == REFERRED or status == COURSE or status == TWO_PARTY:
        leave_or_stay(w, citizen, params, week, intake, chances_of(citizen, params, intake))
    elif status == EDUCATION:
        study(w, citizen, params, week)
    if last:
        let_order_lapse(citizen)


@compiled
def let_order_lapse(citizen: CitizenRow) -> None:
    """Let the crisis profile's own order lapse."""
    if citizen.order_from_start:
        citizen.order_stands = 0
        citizen.order_from_start = 0
