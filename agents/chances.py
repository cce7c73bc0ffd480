"""Probabilities that a meeting's draws are compared with, the same for all its turns (3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from heterophony.agents.agenda import is_own_code
from heterophony.agents.arrival import (
    feasible_demand,
    true_state,
)
from heterophony.agents.bounded import clip01
from heterophony.agents.compiled import compiled
from heterophony.agents.vocabulary import (
    CARE,
    CHAIR_CITIZEN,
    CHAIR_MENTOR,
    CITIZEN,
    ELICITED_BY_QUESTION,
    MENTOR,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import (
        CaseworkerRow,
        CitizenRow,
        MeetingRow,
        MentorRow,
        Parameters,
    )


class Chances(NamedTuple):
    """Chances and conditions of a meeting's turns.

    Attributes
    ----------
    responds : the citizen comments on a statement, or goes on after a short response
    caseworker_hears, mentor_hears : the professional takes up a foreign code of the other (he_j)
    caseworker_horizon, mentor_horizon : the same for a foreign code that they have used (h_j)
    small_steps : weight of small steps as practised (ssw)
    measuring : the caseworker's turn in economy is a measuring question
    supports : a report of the mentor supports the front
    objects : the mentor's turn in education objects
    small_step : 1 if the mentor has a small step to report
    front, leak : front share without leaks; share of it that leaks in a crisis
    trouble, wish, objection : what an authentic turn of the citizen says
    elicited : 1 if answers depend on the question
    """

    responds: float
    caseworker_hears: float
    mentor_hears: float
    caseworker_horizon: float
    mentor_horizon: float
    small_steps: float
    measuring: float
    supports: float
    objects: float
    small_step: int
    front: float
    leak: float
    trouble: float
    wish: float
    objection: float
    elicited: int


@compiled
def measuring_in_meetings(params: Parameters) -> float:
    """Return the weight of measuring inside meetings and demands (the alternative of 3.15)."""
    if params.alternatives_measuring_demands:
        return params.measurement_placement_weight
    return params.measurement_reference_weight


@compiled
def measuring_chance(params: Parameters, shared_goals: float) -> float:
    """Return the chance that a turn in economy is a measuring question (study l.1317-1341)."""
    weight = (
        params.meeting_measuring_base
        + params.meeting_measuring_weight * measuring_in_meetings(params)
    )
    return clip01(
        params.meeting_measuring_rate
        * weight
        * (1.0 - params.meeting_measuring_shared * shared_goals)
    )


@compiled
def connectable(params: Parameters, horizon: float, meeting: MeetingRow) -> float:
    """Return how far a professional can connect to a foreign code (he_j), 0-1.

    It is the horizon, widened by mutual understanding, shared goals at hand and a talk before.
    """
    bridge = 1.0 - params.meeting_uptake_understanding * meeting.understanding
    bridge *= 1.0 - params.talk_shared * meeting.shared_goals
    bridge *= 1.0 - params.talk_before * meeting.pre
    return 1.0 - (1.0 - horizon) * bridge


@compiled
def support_chance(params: Parameters, stake: float) -> float:
    """Return the chance that the mentor supports the front rather than being candid.

    A team keeps up its front, and higher stakes make that likelier (study l.1453-1463, 1700-1702).
    """
    return min(1.0, params.team_support * (1.0 + params.stake_front_share * stake))


@compiled
def mentor_objects_chance(params: Parameters, meeting: MeetingRow) -> float:
    """Return the chance that the mentor's turn in education objects to the caseworker's demand.

    An objection is rare in front of the citizen, and rarer if the two settled it before (study
    l.2313-2329).
    """
    apart = meeting.opening_proposal_caseworker - meeting.opening_proposal_mentor
    return clip01(params.talk_objection * apart) * (1.0 - params.reaction_pre_mutes * meeting.pre)


@compiled
def trouble_chance(citizen: CitizenRow, params: Parameters, state: float) -> float:
    """Return the chance that an authentic turn says that something is wrong.

    Plain speech is costly for a dependent citizen, and easier when somebody other than the
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


@compiled
def objection_chance(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> float:
    """Return the chance that an authentic answer to a demand objects (study l.1552-1554)."""
    over = meeting.opening_proposal_caseworker - feasible_demand(citizen, params)
    return clip01(params.talk_objection * over)


@compiled
def chances_in(
    citizen: CitizenRow,
    mentor: MentorRow,
    caseworker: CaseworkerRow,
    params: Parameters,
    meeting: MeetingRow,
) -> Chances:
    """Return the probabilities that the draws of a meeting are compared with."""
    agenda = params.agenda_with_mentor if meeting.three_party > 0.0 else params.agenda_alone
    step = meeting.mastery_image_rose > 0.0 and is_own_code(params, MENTOR, CARE)
    return Chances(
        min(1.0, params.talk_citizen * agenda[CITIZEN]),
        connectable(params, caseworker.horizon, meeting),
        connectable(params, mentor.horizon, meeting),
        caseworker.horizon,
        mentor.horizon,
        meeting.small_steps_weight,
        measuring_chance(params, meeting.shared_goals),
        support_chance(params, meeting.stake),
        mentor_objects_chance(params, meeting),
        1 if step else 0,
        meeting.front_share_without_leak,
        params.meeting_leak * citizen.in_crisis,
        trouble_chance(citizen, params, true_state(citizen, params)),
        params.speech_wish_base
        + params.speech_wish_involvement * params.meeting_citizen_involvement,
        objection_chance(citizen, params, meeting),
        1 if params.alternatives_elicitation == ELICITED_BY_QUESTION else 0,
    )
