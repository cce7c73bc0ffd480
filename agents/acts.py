"""What a turn does: the acts of caseworker, mentor and citizen, repairs of a slip (model, 3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heterophony.agents.arrival import true_state
from heterophony.agents.bounded import clip01
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.vocabulary import (
    ASKS_FOR_WISH,
    AUTONOMY_ACT,
    CARE,
    CASEWORKER,
    CHAIR_CITIZEN,
    CHAIR_MENTOR,
    DEMAND,
    EDUCATION_CODE,
    EMPATHIC_QUESTION,
    FRONT_CLAIM,
    INFORMATION,
    LEAK,
    MEASURING_QUESTION,
    PROGRESS_CLAIM,
    RECOGNITION,
    REPAIR_ACKNOWLEDGING,
    REPAIR_FUTURE,
    REPAIR_MEDICAL,
    REPAIR_REFRAMING,
    TRANSLATION,
    TROUBLE,
    WISH,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        CitizenRow,
        MeetingRow,
        MentorRow,
        Parameters,
    )

# The acts that are questions, as bits: looked up in one step, without comparing with each.
_QUESTIONS = (1 << MEASURING_QUESTION) | (1 << ASKS_FOR_WISH) | (1 << EMPATHIC_QUESTION)


@compiled
def measuring_in_meetings(params: Parameters) -> float:
    """Return the weight of measuring inside meetings and demands (the alternative of 3.15)."""
    if params.alternatives_measuring_demands:
        return params.measurement_placement_weight
    return params.measurement_reference_weight


@compiled
def measuring_chance(params: Parameters, shared_goals: float) -> float:
    """Return the chance that a turn in law or economy is a measuring question."""
    weight = (
        params.meeting_measuring_base
        + params.meeting_measuring_weight * measuring_in_meetings(params)
    )
    return clip01(
        params.meeting_measuring_rate
        * weight
        * (1.0 - params.meeting_measuring_shared * shared_goals)
    )


class Chances(NamedTuple):
    """What a meeting's draws are held against: plain numbers, the same for all its turns."""

    demand: float
    empathic: float
    empathic_or_recognition: float
    mentor_recognition: float
    measuring: float
    caseworker_hears: float
    mentor_hears: float
    front: float
    front_or_leak: float
    trouble: float
    wish: float


@compiled
def chance_to_hear(params: Parameters, horizon: float, understanding: float) -> float:
    """Return the chance that a foreign code is heard: the horizon, widened by understanding."""
    return 1.0 - (1.0 - horizon) * (1.0 - params.meeting_uptake_understanding * understanding)


@compiled
def chances_in(
    citizen: CitizenRow,
    mentor: MentorRow,
    caseworker: CaseworkerRow,
    params: Parameters,
    meeting: MeetingRow,
) -> Chances:
    """Return what the draws of a meeting are held against; outside a crisis nothing leaks."""
    acts = params.meeting_caseworker_care_acts
    leaks = meeting.role_distance_without_leak if citizen.in_crisis else 0.0
    return Chances(
        params.meeting_demand_share,
        acts[0],
        acts[0] + acts[1],
        params.meeting_mentor_care_acts[0],
        measuring_chance(params, meeting.shared_goals),
        chance_to_hear(params, caseworker.horizon, meeting.understanding),
        chance_to_hear(params, mentor.horizon, meeting.understanding),
        meeting.role_distance,
        leaks,
        trouble_chance(citizen, params, true_state(citizen, params)),
        params.speech_wish_base
        + params.speech_wish_involvement * params.meeting_citizen_involvement,
    )


@compiled_inside
def caseworker_act(chances: Chances, code: int, u: float) -> int:
    """Choose what a caseworker's turn does in its code."""
    if code == EDUCATION_CODE:
        return DEMAND if u < chances.demand else ASKS_FOR_WISH
    if code == CARE:
        if u < chances.empathic:
            return EMPATHIC_QUESTION
        return RECOGNITION if u < chances.empathic_or_recognition else AUTONOMY_ACT
    return MEASURING_QUESTION if u < chances.measuring else INFORMATION


@compiled_inside
def mentor_act(chances: Chances, code: int, u: float) -> int:
    """Choose what a mentor's turn does in its code: translate a small step in that of education."""
    if code == EDUCATION_CODE:
        return TRANSLATION
    if code == CARE:
        return RECOGNITION if u < chances.mentor_recognition else AUTONOMY_ACT
    return INFORMATION


@compiled_inside
def professional_act(chances: Chances, by_caseworker: bool, code: int, u: float) -> int:
    """Choose what a professional's turn does in its code."""
    caseworkers, mentors = caseworker_act(chances, code, u), mentor_act(chances, code, u)
    return caseworkers if by_caseworker else mentors


@compiled_inside
def is_question(act: int) -> int:
    """Return 1 if an act is a question to the citizen, whose turn it then is."""
    return (_QUESTIONS >> act) & 1


@compiled
def repair_kind(params: Parameters, speaker: int, care_share: float, u: float) -> int:
    """Choose how a professional repairs a slip (study l.1684-1696).

    The caseworker acknowledges as far as care weighs, else points to the future or to medicine;
    the mentor acknowledges or reframes.
    """
    if speaker == CASEWORKER:
        if u < care_share:
            return REPAIR_ACKNOWLEDGING
        if u < care_share + (1.0 - care_share) * params.slip_caseworker_future:
            return REPAIR_FUTURE
        return REPAIR_MEDICAL
    return REPAIR_ACKNOWLEDGING if u < params.slip_mentor_acknowledges else REPAIR_REFRAMING


@compiled
def trouble_chance(citizen: CitizenRow, params: Parameters, state: float) -> float:
    """Return the chance that an authentic turn tells of trouble.

    Plain speech costs a dependent citizen, and comes easier when somebody else than the
    caseworker chairs (study l.1704-1718).
    """
    dependence = params.speech_dependence * min(
        1.0, citizen.weeks_on_support / params.speech_dependence_weeks
    )
    factor = 1.0
    if params.meeting_chair == CHAIR_MENTOR:
        factor = params.speech_mentor_chair
    elif params.meeting_chair == CHAIR_CITIZEN:
        factor = params.speech_citizen_chair
    return clip01((1.0 - state) * (1.0 - dependence) * factor)


@compiled_inside
def citizen_act(chances: Chances, u: float, u_trouble: float, u_wish: float) -> int:
    """Choose what a citizen's turn does: a front claim, a leak of the crisis, or plain speech."""
    kind = WISH if u_wish < chances.wish else PROGRESS_CLAIM
    plain = TROUBLE if u_trouble < chances.trouble else kind
    behind_front = LEAK if u < chances.front_or_leak else plain
    return FRONT_CLAIM if u < chances.front else behind_front
