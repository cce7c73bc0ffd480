"""How a talk changes both professionals: images, knowledge, remembered starts (model, 3.5).

Both hear every turn of the citizen, but a turn in a foreign code only as far as they can connect to
it. A report averages two independent misreadings: this is the gain from difference with
understanding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from heterophony.agents.bounded import clip01
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    diminishing,
    per_norm,
)
from heterophony.agents.heard import (
    Weights,
    heard_of_mastery,
    heard_of_readiness,
    weights_of,
)
from heterophony.agents.images import (
    caseworker_misreads,
    caseworker_sees_truth,
    mentor_misreads,
    mentor_sees_truth,
    moved_image,
)
from heterophony.agents.portable_math import power
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    CASEWORKER,
    MENTOR,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def share_moved(gain: float, turns: float) -> float:
    """Return the share of its distance that turns move an image if each moves it by `gain`."""
    return 1.0 - power(1.0 - gain, turns)


@compiled
def known_after(
    params: Parameters, meeting: MeetingRow, known: float, care: float, taken_up: float
) -> float:
    """Return how well the needs are known after the talk (kappa), 0-1.

    Two things add to it: authentic turns in care, heard with weight `care`, and turns that a
    professional takes up. An uptake shows how the professional understood the citizen, who can then
    correct it (source M14).
    """
    authentic = care * per_norm(meeting, params, meeting.care_trouble + meeting.care_plain)
    left = power(1.0 - params.knowledge_turn, authentic)
    left *= power(1.0 - params.knowledge_turn, per_norm(meeting, params, taken_up))
    return 1.0 - (1.0 - known) * left


class Images(NamedTuple):
    """A professional's images of mastery and readiness."""

    mastery: float
    readiness: float


@compiled
def images_after(
    citizen: CitizenRow,
    params: Parameters,
    meeting: MeetingRow,
    weights: Weights,
    misreads: float,
    images: Images,
) -> Images:
    """Return a professional's images after hearing the citizen's turns."""
    mastery = heard_of_mastery(citizen, params, meeting, weights, misreads)
    readiness = heard_of_readiness(citizen, params, meeting, weights, misreads)
    gain = params.image_gain_turn
    return Images(
        moved_image(images.mastery, mastery.value, share_moved(gain, mastery.turns)),
        moved_image(images.readiness, readiness.value, share_moved(gain, readiness.turns)),
    )


@compiled
def reported(params: Parameters, image: float, stake: float, supports: float) -> float:
    """Return the image as a report states it: better with more at stake, still better in support.

    `supports` is the share of reports that support the front.
    """
    told = clip01(image + params.stake_report * stake)
    return told + supports * params.image_support * (1.0 - told)


@compiled
def image_after_reports(
    params: Parameters,
    meeting: MeetingRow,
    image: float,
    mentors: float,
    supports: float,
    candid: float,
) -> float:
    """Return the caseworker's image after the mentor's reports that were taken up."""
    reports = supports + candid
    if reports <= 0.0:
        return image
    told = reported(params, mentors, meeting.stake, supports / reports)
    share = share_moved(params.image_gain_report, per_norm(meeting, params, reports))
    return moved_image(image, told, share)


@compiled
def hear_reports(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, caseworker: Images, mentor: Images
) -> None:
    """Move each professional's image by the reports of the other that they took up.

    `caseworker` and `mentor` are their images after the citizen's turns.
    """
    citizen.image_mastery_caseworker = image_after_reports(
        params,
        meeting,
        caseworker.mastery,
        mentor.mastery,
        meeting.support_mastery_taken_up,
        meeting.candid_mastery_taken_up,
    )
    citizen.image_readiness_caseworker = image_after_reports(
        params,
        meeting,
        caseworker.readiness,
        mentor.readiness,
        meeting.support_readiness_taken_up,
        meeting.candid_readiness_taken_up,
    )
    share = share_moved(
        params.image_gain_report, per_norm(meeting, params, meeting.connected_by_mentor)
    )
    told = citizen.image_readiness_caseworker
    citizen.image_mastery_mentor = mentor.mastery
    citizen.image_readiness_mentor = moved_image(mentor.readiness, told, share)


@compiled
def learn_needs(
    citizen: CitizenRow, params: Parameters, meeting: MeetingRow, caseworker: Any, mentor: Any
) -> None:
    """Let both professionals learn the needs; the caseworker also learns from reports in care."""
    by_mentor = meeting.told_taken_up - meeting.told_taken_up_caseworker
    mentors = known_after(params, meeting, citizen.knowledge_mentor, mentor.care, by_mentor)
    known = known_after(
        params,
        meeting,
        citizen.knowledge_caseworker,
        caseworker.care,
        meeting.told_taken_up_caseworker,
    )
    reports = meeting.support_mastery_taken_up + meeting.candid_mastery_taken_up
    share = share_moved(params.image_gain_report, per_norm(meeting, params, reports))
    citizen.knowledge_caseworker = clip01(known + share * max(mentors - known, 0.0))
    if meeting.three_party > 0.0:
        citizen.knowledge_mentor = clip01(mentors)


@compiled
def remember_start(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Lower the remembered start the more progress is claimed (study l.1455-1463; source M12)."""
    claims = per_norm(meeting, params, meeting.front_turns + meeting.progress)
    kept = 1.0 - params.image_recall * diminishing(claims / params.image_recall_claims)
    citizen.remembered_caseworker *= kept
    citizen.remembered_citizen *= kept
    if meeting.three_party > 0.0:
        supports = diminishing(per_norm(meeting, params, meeting.supports))
        citizen.remembered_mentor *= 1.0 - params.image_recall * supports


@compiled
def hear_talk(w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Move both professionals' images and knowledge by what was said and taken up."""
    post = w.caseworkers[citizen.caseworker]
    person = w.mentors[citizen.mentor]
    misreads = caseworker_misreads(w, citizen, post, params)
    hears = weights_of(params, CASEWORKER, post.horizon, meeting)
    caseworker = Images(citizen.image_mastery_caseworker, citizen.image_readiness_caseworker)
    caseworker = images_after(citizen, params, meeting, hears, misreads, caseworker)
    mentor = Images(citizen.image_mastery_mentor, citizen.image_readiness_mentor)
    with_mentor = meeting.three_party > 0.0
    mentor_hears = weights_of(params, MENTOR, person.horizon, meeting)
    if with_mentor:
        misreads = mentor_misreads(w, citizen, person, params)
        mentor = images_after(citizen, params, meeting, mentor_hears, misreads, mentor)
    learn_needs(citizen, params, meeting, hears, mentor_hears)
    remember_start(citizen, params, meeting)
    hear_reports(citizen, params, meeting, caseworker, mentor)
    caseworker_sees_truth(citizen, params)
    if with_mentor:
        mentor_sees_truth(citizen, params)
