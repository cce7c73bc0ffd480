"""Each professional's own citizen: images, misreading, estimates, remembered starts (model, 3.5).

Each system builds its own citizen, and none sees the whole (study l.310-324, 516-520, 1759-1767).
An image moves only by contact and by what was said in codes that the system can observe: care talk
shows everyday mastery, the other codes readiness (l.1777-1813).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import (
    demand_that_fits,
)
from heterophony.agents.bounded import clip, clip01, saturating_step
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import quantile, uniform
from heterophony.agents.state import PLACE, State
from heterophony.agents.vocabulary import (
    CARE,
    FOR_MISREADING_CASEWORKER,
    FOR_MISREADING_MENTOR,
    IMAGES_TRUTH,
    Q_NORMAL,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CaseworkerRow, CitizenRow, MentorRow, Parameters


@compiled
def normal_table(w: State) -> Any:
    """Return the quantile table of the standard normal distribution that holds this week."""
    return w.quantiles[w.calendar[w.counters[PLACE]].premises, Q_NORMAL]


@compiled
def caseworker_misreads(
    w: State, citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters
) -> float:
    """Return by how much the caseworker misreads this citizen (mis_K): less, the better known.

    Each pair has an own misreading, drawn anew for a new person in the post and never stored.
    Caseworkers' assessments predict poorly (source M13).
    """
    u = uniform(citizen.key, caseworker.generation, FOR_MISREADING_CASEWORKER, caseworker.post)
    own_way = quantile(normal_table(w), u)
    return params.image_misreading * own_way * (1.0 - citizen.knowledge_caseworker)


@compiled
def mentor_misreads(w: State, citizen: CitizenRow, mentor: MentorRow, params: Parameters) -> float:
    """Return by how much the mentor misreads this citizen (mis_M): less, the better known."""
    u = uniform(citizen.key, mentor.generation, FOR_MISREADING_MENTOR, mentor.post)
    own_way = quantile(normal_table(w), u)
    return params.image_misreading * own_way * (1.0 - citizen.knowledge_mentor)


@compiled
def shown(
    citizen: CitizenRow, params: Parameters, state: float, misreading: float, claimed: float
) -> float:
    """Return mastery or readiness as it is seen in a contact: misread, and claimed to be better.

    `claimed` is the share of what is missing that the front claims.
    """
    seen = state + misreading - params.state_crisis_loss * citizen.in_crisis
    return clip01(seen + claimed * (1.0 - state))


@compiled
def moved_image(image: float, seen: float, gain: float) -> float:
    """Move a professional's image towards what is seen, staying between 0 and 1."""
    return clip01(image + clip(gain, 0.0, 1.0) * (seen - image))


@compiled
def as_it_is(citizen: CitizenRow, params: Parameters, state: float) -> float:
    """Return mastery or readiness as it is: less in a crisis."""
    return clip01(state - params.state_crisis_loss * citizen.in_crisis)


@compiled
def caseworker_sees_truth(citizen: CitizenRow, params: Parameters) -> bool:
    """Set the caseworker's images to the true values, under that structural alternative (3.15)."""
    if params.alternatives_images != IMAGES_TRUTH:
        return False
    citizen.image_mastery_caseworker = as_it_is(citizen, params, citizen.everyday_mastery)
    citizen.image_readiness_caseworker = as_it_is(citizen, params, citizen.education_readiness)
    return True


@compiled
def mentor_sees_truth(citizen: CitizenRow, params: Parameters) -> bool:
    """Set the mentor's images to the true values, under that structural alternative (3.15)."""
    if params.alternatives_images != IMAGES_TRUTH:
        return False
    citizen.image_mastery_mentor = as_it_is(citizen, params, citizen.everyday_mastery)
    citizen.image_readiness_mentor = as_it_is(citizen, params, citizen.education_readiness)
    return True


@compiled
def relative_care(weights: Any, usual_care: float) -> float:
    """Return a professional's care weight relative to the department's declared usual weight."""
    return weights[CARE] / usual_care if usual_care > 0.0 else 1.0


@compiled
def relative_rest(weights: Any, usual_care: float) -> float:
    """Return the weight of the other codes relative to the department's declared usual weight."""
    return (1.0 - weights[CARE]) / (1.0 - usual_care) if usual_care < 1.0 else 1.0


@compiled
def mentor_sees_session(
    w: State,
    citizen: CitizenRow,
    mentor: MentorRow,
    params: Parameters,
    front: float,
    hours: float,
) -> None:
    """Move the mentor's images by an attended session of `hours`; care shows the needs."""
    misreading = mentor_misreads(w, citizen, mentor, params)
    usual = params.default_mentor_care
    care, rest = relative_care(mentor.weights, usual), relative_rest(mentor.weights, usual)
    dose = params.session_knowledge_rate * hours * care
    citizen.knowledge_mentor = saturating_step(citizen.knowledge_mentor, dose)
    if mentor_sees_truth(citizen, params):
        return
    claimed = params.image_session_gap * front * params.image_claim
    gain = params.image_gain_hour * hours
    citizen.image_mastery_mentor = moved_image(
        citizen.image_mastery_mentor,
        shown(citizen, params, citizen.everyday_mastery, misreading, claimed),
        gain * care,
    )
    citizen.image_readiness_mentor = moved_image(
        citizen.image_readiness_mentor,
        shown(citizen, params, citizen.education_readiness, misreading, claimed),
        gain * rest,
    )


@compiled
def caseworker_sees_interview(
    w: State, citizen: CitizenRow, caseworker: CaseworkerRow, params: Parameters, front: float
) -> None:
    """Move the caseworker's images by an hour's interview, through care and the other codes."""
    misreading = caseworker_misreads(w, citizen, caseworker, params)
    if caseworker_sees_truth(citizen, params):
        return
    usual = params.usual_caseworker_care
    care, rest = relative_care(caseworker.weights, usual), relative_rest(caseworker.weights, usual)
    claimed = front * params.image_claim
    citizen.image_mastery_caseworker = moved_image(
        citizen.image_mastery_caseworker,
        shown(citizen, params, citizen.everyday_mastery, misreading, claimed),
        params.image_gain_interview * care,
    )
    citizen.image_readiness_caseworker = moved_image(
        citizen.image_readiness_caseworker,
        shown(citizen, params, citizen.education_readiness, misreading, claimed),
        params.image_gain_interview * rest,
    )


@compiled_inside
def mentor_view(citizen: CitizenRow, params: Parameters) -> float:
    """Return the state that the mentor sees: mostly everyday mastery (S_M), 0-1."""
    care = params.image_care_view
    return care * citizen.image_mastery_mentor + (1.0 - care) * citizen.image_readiness_mentor


@compiled_inside
def caseworker_view(citizen: CitizenRow, params: Parameters) -> float:
    """Return the state that the caseworker sees: mostly readiness (S_K), 0-1."""
    care = params.image_care_view
    return (1.0 - care) * citizen.image_mastery_caseworker + (
        care * citizen.image_readiness_caseworker
    )


@compiled_inside
def estimate_of_caseworker(citizen: CitizenRow, params: Parameters) -> float:
    """Return the demand that the citizen can meet by the caseworker's images (x̂_K), 0-1.

    The case file shows broken-off educations, but not whether a crisis is going on.
    """
    return demand_that_fits(
        citizen,
        params,
        citizen.image_mastery_caseworker,
        citizen.image_readiness_caseworker,
        0.0,
    )


@compiled_inside
def estimate_of_mentor(citizen: CitizenRow, params: Parameters, reported: float) -> float:
    """Return the demand that the citizen can meet by the mentor's images (x̂_M), 0-1.

    `reported` is added to the mastery that the mentor sees: mentors report on their own work, and
    report it as better than they see it.
    """
    mastery = clip01(citizen.image_mastery_mentor + reported)
    return demand_that_fits(citizen, params, mastery, citizen.image_readiness_mentor, 0.0)


@compiled_inside
def fiction_divergence(citizen: CitizenRow, params: Parameters) -> float:
    """Return how far the two fictions lie apart: mean of views and of estimates, 0-1."""
    views = abs(mentor_view(citizen, params) - caseworker_view(citizen, params))
    estimates = abs(
        estimate_of_mentor(citizen, params, 0.0) - estimate_of_caseworker(citizen, params)
    )
    return (views + estimates) / 2.0


@compiled
def talk_before(citizen: CitizenRow, params: Parameters, pre: float) -> None:
    """Let the two compare their images before the meeting, each in the other's own field."""
    if params.alternatives_images == IMAGES_TRUTH:
        return
    gain = params.image_gain_report * pre
    mastery, readiness = citizen.image_mastery_mentor, citizen.image_readiness_caseworker
    citizen.image_mastery_caseworker = moved_image(citizen.image_mastery_caseworker, mastery, gain)
    citizen.image_readiness_mentor = moved_image(citizen.image_readiness_mentor, readiness, gain)


@compiled
def begin_to_remember(citizen: CitizenRow, params: Parameters, presented: float) -> None:
    """Record the start at referral as each of the three sees it then."""
    citizen.remembered_caseworker = caseworker_view(citizen, params)
    citizen.remembered_mentor = mentor_view(citizen, params)
    citizen.remembered_citizen = presented
    citizen.image_at_meeting = citizen.image_mastery_mentor
