"""What each turn moved: the caseworker's position and both professionals' images (model, 3.5-3.6).

It explains a recorded log; no rule reads it. Each change is divided over the turns that made it: a
change of position in the order of the turns, because the first counts most; a change of image by
how far each turn was heard. Cutting off at 0 and 1 is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import (
    feasible_demand,
)
from heterophony.agents.bounded import positive_part
from heterophony.agents.compiled import compiled
from heterophony.agents.doses import (
    per_norm,
    told_in_norm,
)
from heterophony.agents.heard import (
    Weights,
    value_from_front,
    value_in_trouble,
    value_plain,
    weights_of,
)
from heterophony.agents.hearing import (
    Images,
    image_after_reports,
    images_after,
    reported,
    share_moved,
)
from heterophony.agents.images import caseworker_misreads, mentor_misreads
from heterophony.agents.state import State
from heterophony.agents.tally import (
    FRONT_VALUE,
    TROUBLE_VALUE,
    value_of,
)
from heterophony.agents.vocabulary import (
    ACCEPTANCE,
    CANDID,
    CARE,
    CASEWORKER,
    CITIZEN,
    ECONOMY,
    LAW,
    MENTOR,
    NO_TURN,
    OBJECTION,
    PROGRESS,
    SHORT_RESPONSE,
    SMALL_STEP,
    SUPPORTS_FRONT,
    TROUBLE,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters, TurnRow


@compiled
def one_more(meeting: MeetingRow, params: Parameters, before: float) -> float:
    """Return by how much one more raises the dose of a count."""
    return told_in_norm(meeting, params, before + 1.0) - told_in_norm(meeting, params, before)


@compiled
def write_positions(
    w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow, log: Any, turns: int
) -> None:
    """Write how far each turn moved the caseworker's position."""
    over = meeting.opening_proposal_caseworker - feasible_demand(citizen, params)
    objection = params.negotiation_objection * positive_part(over)
    pacing = params.caseworker_pacing * w.caseworkers[citizen.caseworker].pacing
    accepted, objected, troubled = 0.0, 0.0, 0.0
    for turn in range(turns):
        said = log[turn]
        if said.speaker != CITIZEN:
            continue
        by_caseworker = said.told_taken_up == 1 and log[said.settled_by].speaker == CASEWORKER
        if said.act == ACCEPTANCE:
            said.position_moved = params.negotiation_demand * one_more(meeting, params, accepted)
            accepted += 1.0
        elif said.act == OBJECTION and by_caseworker:
            said.position_moved = -objection * one_more(meeting, params, objected)
            objected += 1.0
        elif said.act == TROUBLE and by_caseworker:
            said.position_moved = -pacing * one_more(meeting, params, troubled)
            troubled += 1.0
    write_small_steps(params, meeting, log, turns)


@compiled
def write_small_steps(params: Parameters, meeting: MeetingRow, log: Any, turns: int) -> None:
    """Write how far small steps and progress that the caseworker took up moved the position."""
    dose = -params.negotiation_small_steps * meeting.small_steps_weight
    steps, at_hand, since = 0.0, NO_TURN, 0
    for turn in range(turns):
        said = log[turn]
        if said.speaker == CITIZEN or said.act == SHORT_RESPONSE:
            continue
        if said.speaker == CASEWORKER:
            for before in range(since, turn):
                told = log[before]
                step = before == at_hand and told.act == SMALL_STEP and told.speaker == MENTOR
                if said.taken_up == 1 and (step or told.act == PROGRESS):
                    told.position_moved = dose * one_more(meeting, params, steps)
                    steps += 1.0
            since = turn + 1
        at_hand = turn


@compiled
def value_in_turn(citizen: CitizenRow, params: Parameters, said: TurnRow) -> float:
    """Return what a citizen's turn says of mastery (in care) or readiness (in other codes)."""
    state = citizen.everyday_mastery if said.code == CARE else citizen.education_readiness
    value = value_of(said)
    if value == FRONT_VALUE:
        return value_from_front(params, state)
    if value == TROUBLE_VALUE:
        return value_in_trouble(citizen, params, state)
    return value_plain(citizen, params, state)


@compiled
def weight_in_turn(weights: Weights, code: int) -> float:
    """Return how far a turn in a code is heard."""
    if code == CARE:
        return weights.care
    if code == LAW:
        return weights.law
    return weights.economy if code == ECONOMY else weights.education


@compiled
def heard_turns(weights: Weights, log: Any, turns: int, about_mastery: bool) -> float:
    """Return how many turns about mastery, or about readiness, were heard."""
    total = 0.0
    for turn in range(turns):
        said = log[turn]
        if said.speaker == CITIZEN and (said.code == CARE) == about_mastery:
            total += weight_in_turn(weights, said.code)
    return total


@compiled
def moved_by_turn(
    citizen: CitizenRow,
    params: Parameters,
    meeting: MeetingRow,
    weights: Weights,
    said: TurnRow,
    distance: float,
    heard: float,
) -> float:
    """Return how far a citizen's turn moves an image that is `distance` from the turn's value."""
    if heard <= 0.0:
        return 0.0
    moved = share_moved(params.image_gain_turn, per_norm(meeting, params, heard))
    return moved * weight_in_turn(weights, said.code) / heard * distance


@compiled
def write_images(
    w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow, log: Any, turns: int
) -> None:
    """Write how far each turn of the citizen moved both professionals' images."""
    post, person = w.caseworkers[citizen.caseworker], w.mentors[citizen.mentor]
    by_caseworker = weights_of(params, CASEWORKER, post.horizon, meeting)
    by_mentor = weights_of(params, MENTOR, person.horizon, meeting)
    misread = caseworker_misreads(w, citizen, post, params)
    misread_by_mentor = mentor_misreads(w, citizen, person, params)
    for turn in range(turns):
        said = log[turn]
        if said.speaker != CITIZEN:
            continue
        care = said.code == CARE
        value = value_in_turn(citizen, params, said)
        image = citizen.image_readiness_caseworker
        image_of_mentor = citizen.image_readiness_mentor
        if care:
            image = citizen.image_mastery_caseworker
            image_of_mentor = citizen.image_mastery_mentor
        heard = heard_turns(by_caseworker, log, turns, care)
        said.image_moved_caseworker = moved_by_turn(
            citizen, params, meeting, by_caseworker, said, value + misread - image, heard
        )
        if meeting.three_party > 0.0:
            heard = heard_turns(by_mentor, log, turns, care)
            distance = value + misread_by_mentor - image_of_mentor
            said.image_moved_mentor = moved_by_turn(
                citizen, params, meeting, by_mentor, said, distance, heard
            )
    if meeting.three_party > 0.0:
        caseworker = Images(citizen.image_mastery_caseworker, citizen.image_readiness_caseworker)
        mentor = Images(citizen.image_mastery_mentor, citizen.image_readiness_mentor)
        caseworker = images_after(citizen, params, meeting, by_caseworker, misread, caseworker)
        mentor = images_after(citizen, params, meeting, by_mentor, misread_by_mentor, mentor)
        write_reports(params, meeting, log, turns, caseworker, mentor)


@compiled
def write_reports(
    params: Parameters,
    meeting: MeetingRow,
    log: Any,
    turns: int,
    caseworker: Images,
    mentor: Images,
) -> None:
    """Write how far each report that a professional took up moved that professional's image."""
    mastery = meeting.support_mastery_taken_up + meeting.candid_mastery_taken_up
    readiness = meeting.support_readiness_taken_up + meeting.candid_readiness_taken_up
    official = meeting.connected_by_mentor
    official_image = image_after_reports(
        params,
        meeting,
        caseworker.readiness,
        mentor.readiness,
        meeting.support_readiness_taken_up,
        meeting.candid_readiness_taken_up,
    )
    at_hand = NO_TURN
    for turn in range(turns):
        said = log[turn]
        if said.speaker == CITIZEN or said.act == SHORT_RESPONSE:
            continue
        if at_hand != NO_TURN and said.taken_up == 1 and said.after_other == 1:
            other = log[at_hand]
            report = other.act == SUPPORTS_FRONT or other.act == CANDID
            if said.speaker == CASEWORKER and report:
                count = mastery if other.code == CARE else readiness
                image = caseworker.mastery if other.code == CARE else caseworker.readiness
                theirs = mentor.mastery if other.code == CARE else mentor.readiness
                supports = 1.0 if other.act == SUPPORTS_FRONT else 0.0
                told = reported(params, theirs, meeting.stake, supports)
                share = share_moved(params.image_gain_report, per_norm(meeting, params, count))
                other.image_moved_caseworker = share / count * (told - image)
            elif said.speaker == MENTOR and other.code != CARE:
                share = share_moved(params.image_gain_report, per_norm(meeting, params, official))
                other.image_moved_mentor = share / official * (official_image - mentor.readiness)
        at_hand = turn


@compiled
def write_what_turns_moved(
    w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow, log: Any, turns: int
) -> None:
    """Write what each turn moved into a recorded log, before images and positions move."""
    write_positions(w, citizen, params, meeting, log, turns)
    write_images(w, citizen, params, meeting, log, turns)
