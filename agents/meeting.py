"""The three-party meeting from its opening to its consequences (model, 3.4-3.7)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from heterophony.agents.arrival import (
    true_state,
)
from heterophony.agents.bounded import clip01, saturating_step
from heterophony.agents.citizen_columns import NEVER
from heterophony.agents.compiled import compiled
from heterophony.agents.conversation import (
    converse,
    write_orientations,
)
from heterophony.agents.counted_talk import draw_counts
from heterophony.agents.decisions import decide, renew_grant, sanction
from heterophony.agents.doses import (
    remember_uptake,
)
from heterophony.agents.draws import uniform
from heterophony.agents.dyads import record_cooperation
from heterophony.agents.events import (
    EVENT_MEETING,
    EVENT_ORDER,
    EVENT_SANCTION,
    EVENT_STRONG,
    note,
)
from heterophony.agents.hearing import (
    hear_talk,
)
from heterophony.agents.images import talk_before
from heterophony.agents.mentor_week import understanding_of
from heterophony.agents.moved_by_turns import write_what_turns_moved
from heterophony.agents.negotiation import (
    attention_of,
    caseworker_proposes,
    mentor_proposes,
    negotiate,
)
from heterophony.agents.practice import count_practice, meeting_key, three_party
from heterophony.agents.presentation import front_share_on_stage, pass_on, stake_at
from heterophony.agents.reaction import react
from heterophony.agents.state import KEEP_MEETINGS, KEEP_TURNS, MEETINGS_KEPT, State
from heterophony.agents.tally import (
    tally,
)
from heterophony.agents.vocabulary import (
    CHAIR_CASEWORKER,
    CLOSED,
    FOR_MEETING_RETURN,
    MEETING_COUNTS,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MeetingRow, Parameters


@compiled
def next_due(citizen: CitizenRow, params: Parameters, week: int) -> int:
    """Return when the next regular meeting is due: an interval after this one was due.

    It is due at the earliest half an interval after this one was held; a meeting that returned does
    not move the date.
    """
    if citizen.meets == 2:
        return citizen.meeting_due
    earliest = math.ceil(params.meeting_interval_weeks / 2.0)
    return max(citizen.meeting_due + params.meeting_interval_weeks, week + earliest)


@compiled
def open_meeting(w: State, row: int, params: Parameters, week: int) -> int:
    """Open the citizen's meeting: talk before, preparation, what is at stake, the front.

    Returns the row of the meeting.
    """
    citizen = w.citizens[row]
    place = 0
    if w.counters[KEEP_MEETINGS]:
        place = w.counters[MEETINGS_KEPT]
        w.counters[MEETINGS_KEPT] += 1
    numbers = w.meeting_matrix[place]
    for column in range(len(numbers)):
        numbers[column] = 0.0
    meeting = w.meetings[place]
    caseworker = w.caseworkers[citizen.caseworker]
    meeting.week = week
    meeting.slot = citizen.slot
    meeting.generation = citizen.generation
    meeting.case = citizen.case
    meeting.number = citizen.meeting_number
    meeting.meetings = 1.0
    meeting.deciding = 0.0 if citizen.meets == 2 else 1.0
    meeting.on_time = 1.0 if citizen.newly_due and citizen.meets == 1 else 0.0
    meeting.late = float(week - min(citizen.meeting_due, citizen.returned_due))
    meeting.preparation = caseworker.preparation
    meeting.attention = attention_of(params, caseworker.preparation)
    meeting.placement_pressure = w.jobcentre[0].placement_pressure
    meeting.small_steps_weight = citizen.steps_practised
    if citizen.image_mastery_mentor > citizen.image_at_meeting:
        meeting.mastery_image_rose = 1.0
    due = next_due(citizen, params, week)
    meeting.stake = stake_at(citizen, params, due)
    if three_party(citizen):
        open_to_mentor(w, citizen, params, meeting)
    count_practice(citizen, params, week, w.totals[0])
    meeting.front_share = front_share_on_stage(citizen, params, meeting.stake, params.meeting_leak)
    meeting.front_share_without_leak = front_share_on_stage(citizen, params, meeting.stake, 0.0)
    meeting.gap = meeting.front_share * (1.0 - true_state(citizen, params))
    if w.cases[citizen.case].meetings == 0.0:
        meeting.first_meeting = 1.0
        meeting.first_gap = meeting.gap
    citizen.meeting_due = due
    return place


@compiled
def open_to_mentor(w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Set what a mentor brings: understanding, shielding, talk before and after, shared goals.

    Strengths are scaled by preparation and by the mentor's hours, so that unpaid work has no
    effect.
    """
    given = min(meeting.preparation, w.mentors[citizen.mentor].give)
    meeting.three_party = 1.0
    meeting.understanding = understanding_of(w, citizen)
    meeting.shield = citizen.shield_effort
    meeting.pre = min(1.0, citizen.pre_practised / params.meeting_talk_full_minutes) * given
    meeting.debrief = min(1.0, citizen.debrief_practised / params.meeting_talk_full_minutes) * given
    meeting.shared_goals = citizen.shared_practised * meeting.attention
    meeting.alignment = float(citizen.align_practised)
    if meeting.pre > 0.0:
        pass_on(citizen, params, params.third_party_pre_meeting_knowledge * meeting.pre)
        talk_before(citizen, params, meeting.pre)


@compiled
def hold_conversation(w: State, row: int, place: int, params: Parameters) -> None:
    """Hold the conversation, count its log, and apply slips and what was heard.

    Under a structural alternative (3.15) drawn counts replace a conversation with a mentor.
    """
    citizen = w.citizens[row]
    meeting = w.meetings[place]
    mentor = w.mentors[citizen.mentor]
    caseworker = w.caseworkers[citizen.caseworker]
    log = w.turns[place if w.counters[KEEP_TURNS] else 0]
    key = meeting_key(citizen, citizen.meets == 2)
    if params.alternatives_meeting == MEETING_COUNTS and meeting.three_party > 0.0:
        draw_counts(w.meeting_matrix[place], w.mean_counts, meeting, params, key, len(log))
    else:
        turns = converse(citizen, mentor, caseworker, params, meeting, w.talk[0], key, log)
        tally(log, turns, meeting)
        if w.counters[KEEP_TURNS]:
            write_orientations(params, key, log, turns)
            write_what_turns_moved(w, citizen, params, meeting, log, turns)
    remember_uptake(citizen, meeting)
    answer_slips(citizen, params, meeting)
    hear_talk(w, citizen, params, meeting)


@compiled
def answer_slips(citizen: CitizenRow, params: Parameters, meeting: MeetingRow) -> None:
    """Raise trust in those who acknowledged a slip; if nobody did, lower it in the caseworker."""
    if meeting.slips <= 0.0:
        return
    if meeting.acknowledged_by_caseworker > 0.0:
        citizen.trust_caseworker = saturating_step(
            citizen.trust_caseworker, params.slip_acknowledged_trust
        )
    if meeting.acknowledged_by_mentor > 0.0:
        citizen.trust_mentor = saturating_step(citizen.trust_mentor, params.slip_acknowledged_trust)
    if meeting.acknowledged_by_caseworker + meeting.acknowledged_by_mentor <= 0.0:
        citizen.trust_caseworker = saturating_step(
            citizen.trust_caseworker, -params.slip_ignored_trust
        )


@compiled
def leave_traces(
    w: State, citizen: CitizenRow, params: Parameters, meeting: MeetingRow, week: int
) -> None:
    """Update what the two professionals understand of each other after a three-party meeting."""
    post = w.caseworkers[citizen.caseworker].post
    left = 1.0 - clip01(params.understanding_meeting)
    left *= 1.0 - clip01(params.understanding_talk * meeting.pre)
    left *= 1.0 - clip01(params.understanding_talk * meeting.debrief)
    if meeting.alignment > 0.0:
        given = min(meeting.preparation, w.mentors[citizen.mentor].give)
        left *= 1.0 - clip01(params.understanding_align * given)
        citizen.last_alignment = week
    w.not_understood[citizen.mentor, post] *= left
    # Professionals learn from what was taken up, not from what was only said.
    if meeting.translations_mentor > 0.0:
        w.mentors[citizen.mentor].foreign_heard += 1
    if meeting.translations_caseworker + meeting.small_steps_taken_up > 0.0:
        w.caseworkers[citizen.caseworker].foreign_heard += 1


@compiled
def return_for_legal_points(citizen: CitizenRow, params: Parameters, key: Any, week: int) -> None:
    """Draw whether a meeting that the caseworker did not chair returns for its legal points."""
    if citizen.meets == 2:
        citizen.returned_due = NEVER
        return
    if params.meeting_chair == CHAIR_CASEWORKER:
        return
    if uniform(key, 0, FOR_MEETING_RETURN) < params.meeting_chair_return:
        citizen.returned_due = week + params.meeting_chair_return_weeks
        citizen.returned_number = citizen.meeting_number


@compiled
def close_meeting(w: State, row: int, place: int, params: Parameters, week: int) -> None:
    """Close the meeting: grant, sanction, effects on the dyad, dates, its record."""
    citizen = w.citizens[row]
    meeting = w.meetings[place]
    key = meeting_key(citizen, citizen.meets == 2)
    renew_grant(citizen, params, meeting, key, week)
    sanction(citizen, params, meeting, key)
    return_for_legal_points(citizen, params, key, week)
    if meeting.three_party > 0.0:
        leave_traces(w, citizen, params, meeting, week)
        record_cooperation(w, citizen, params, meeting)
    if meeting.caseworker_education > 0.0:
        meeting.raises_education = 1.0
    citizen.image_at_meeting = citizen.image_mastery_mentor
    citizen.last_contact = week
    if citizen.meets == 1:
        citizen.meeting_number += 1
    case = w.cases[citizen.case]
    case.meetings += 1.0
    case.strong_reactions += meeting.strong_reaction
    case.orders += meeting.order_given
    case.sanctions += meeting.sanction
    w.totals[0].sanctions += meeting.sanction
    numbers, sums = w.meeting_matrix[place], w.meeting_totals
    for column in range(len(numbers)):
        sums[0, column] += numbers[column]
        if meeting.three_party > 0.0:
            sums[1, column] += numbers[column]
    note(w, citizen, EVENT_MEETING, week)
    if meeting.order_given > 0.0:
        note(w, citizen, EVENT_ORDER, week)
    if meeting.sanction > 0.0:
        note(w, citizen, EVENT_SANCTION, week)
    if meeting.strong_reaction > 0.0:
        note(w, citizen, EVENT_STRONG, week)
    if meeting.closes > 0.0:
        citizen.status = CLOSED


@compiled
def hold_meeting(w: State, row: int, params: Parameters, week: int) -> None:
    """Hold the citizen's meeting from beginning to end, each party acting in its turn."""
    place = open_meeting(w, row, params, week)
    citizen = w.citizens[row]
    meeting = w.meetings[place]
    key = meeting_key(citizen, citizen.meets == 2)
    caseworker_proposes(citizen, params, meeting)
    mentor_proposes(citizen, params, meeting)
    hold_conversation(w, row, place, params)
    negotiate(citizen, w.caseworkers[citizen.caseworker], params, meeting)
    decide(citizen, params, meeting, key, week)
    react(citizen, params, meeting, key, week)
    close_meeting(w, row, place, params, week)
