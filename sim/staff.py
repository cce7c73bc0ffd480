"""What happens to staff after all encounters of a week, compiled: learning and turnover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.bounded import positive_part, relax
from heterophony.agents.citizen_columns import FAR_AWAY
from heterophony.agents.compiled import compiled
from heterophony.agents.dyads import limit_dyad, update_dyad
from heterophony.agents.events import (
    EVENT_CASEWORKER_CHANGE,
    EVENT_CASEWORKER_QUITS,
    EVENT_MENTOR_CHANGE,
    EVENT_MENTOR_QUITS,
    note,
    write_event,
)
from heterophony.agents.learning import (
    feel_safer,
    forget_horizon,
    lead_jointly,
    learn_in_dialogue,
    learn_in_meetings,
    understood_after_dialogue,
)
from heterophony.agents.state import CITIZEN_ROWS, State
from heterophony.agents.turnover import (
    lose_caseworker,
    lose_mentor,
    new_caseworker,
    new_mentor,
    newcomer_understanding,
    quits,
)
from heterophony.agents.vocabulary import NETWORK_MEAN, NOBODY

if TYPE_CHECKING:
    from heterophony.agents.fields import CalendarRow, CitizenRow, Parameters, WorkerRow


@compiled
def in_post(worker: WorkerRow, week: int) -> bool:
    """Tell whether a post exists and is filled."""
    return worker.exists == 1 and worker.vacant_until <= week


@compiled
def learn_of_others(w: State, params: Parameters, dialogue: bool, week: int) -> None:
    """Let staff learn from the week's meetings and dialogue meeting."""
    jobcentre = w.jobcentre[0]
    filled, attending, there, mentors_in_post = 0.0, 0.0, 0.0, 0.0
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        if in_post(worker, week):
            filled += worker.fraction
            attending += worker.attends_dialogue * worker.fraction
            there += worker.there * worker.fraction
    for m in range(len(w.mentors)):
        if in_post(w.mentors[m], week):
            mentors_in_post += 1.0
    if filled > 0.0:
        attending /= filled
        there /= filled
    mentors_there = 1.0 if mentors_in_post > 0.0 else 0.0
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        if worker.exists:
            learn_in_meetings(worker, params, jobcentre.commitment_caseworkers)
            if dialogue and worker.attends_dialogue:
                own = mentors_there * worker.there
                learn_in_dialogue(worker, params, jobcentre.commitment_caseworkers, own)
    for m in range(len(w.mentors)):
        mentor = w.mentors[m]
        if mentor.exists:
            learn_in_meetings(mentor, params, jobcentre.commitment_mentors)
            if dialogue and mentor.attends_dialogue:
                learn_in_dialogue(mentor, params, jobcentre.commitment_mentors, there)
    if dialogue:
        meet_in_dialogue(w, params, week)
        if params.dialogue_joint_leadership:
            lead_jointly(jobcentre, params, attending, mentors_there)
    for k in range(len(w.caseworkers)):
        forget_horizon(w.caseworkers[k], params)
    for m in range(len(w.mentors)):
        forget_horizon(w.mentors[m], params)


@compiled
def meet_in_dialogue(w: State, params: Parameters, week: int) -> None:
    """Let those at a dialogue meeting understand each other better, and feel safer."""
    for m in range(len(w.mentors)):
        for post in range(len(w.caseworkers)):
            mentor, caseworker = w.mentors[m], w.caseworkers[post]
            if mentor.attends_dialogue and caseworker.attends_dialogue:
                w.not_understood[m, post] = understood_after_dialogue(
                    params, mentor, caseworker, w.not_understood[m, post]
                )
                together = params.dialogue_hours * params.dialogue_caseworker_time_share
                together *= params.coordination_weekly_share
                w.dyads[m, post].week_hours += together
    for k in range(len(w.caseworkers)):
        if in_post(w.caseworkers[k], week):
            feel_safer(w.caseworkers[k], params)
    for m in range(len(w.mentors)):
        if in_post(w.mentors[m], week):
            feel_safer(w.mentors[m], params)


@compiled
def learn(w: State, params: Parameters, calendar_week: CalendarRow) -> None:
    """Step 11: staff states change, after all meetings of the week."""
    learn_of_others(w, params, calendar_week.dialogue == 1, calendar_week.week)
    rest = positive_part(params.coordination_initial_understanding - params.understanding_floor_gap)
    for m in range(len(w.mentors)):
        for post in range(len(w.caseworkers)):
            known = 1.0 - (1.0 - w.understanding[m, post]) * w.not_understood[m, post]
            w.understanding[m, post] = relax(known, rest, params.understanding_drift)
            w.not_understood[m, post] = 1.0
            update_dyad(w.dyads[m, post], params)
    if params.alternatives_network == NETWORK_MEAN:
        share_understanding(w)


@compiled
def share_understanding(w: State) -> None:
    """Give all pairs their mean understanding (an alternative of 3.15)."""
    total, pairs = 0.0, 0
    for m in range(len(w.mentors)):
        for post in range(len(w.caseworkers)):
            if w.mentors[m].exists and w.caseworkers[post].exists:
                total += w.understanding[m, post]
                pairs += 1
    for m in range(len(w.mentors)):
        for post in range(len(w.caseworkers)):
            if pairs > 0:
                w.understanding[m, post] = total / pairs


@compiled
def caseworker_quits(w: State, k: int, params: Parameters, premises: int, week: int) -> None:
    """Give a caseworker post to a new person, after a vacancy unless there is a handover."""
    worker = w.caseworkers[k]
    worker.left_now = 1
    worker.generation += 1
    new_caseworker(worker, params, w.quantiles[premises])
    if not params.staffing_handover:
        worker.vacant_until = week + 1 + params.staffing_vacancy_weeks
    write_event(w, week, EVENT_CASEWORKER_QUITS, -1, -1, worker.post)
    for m in range(len(w.mentors)):
        w.understanding[m, worker.post] = newcomer_understanding(params)
        limit_dyad(w.dyads[m, worker.post], newcomer_understanding(params))


@compiled
def mentor_quits(w: State, m: int, params: Parameters, week: int) -> None:
    """Give a mentor post to a new person, after a vacancy unless there is a handover."""
    worker = w.mentors[m]
    worker.left_now = 1
    worker.generation += 1
    new_mentor(worker, params)
    if not params.staffing_handover:
        worker.vacant_until = week + 1 + params.staffing_vacancy_weeks
    write_event(w, week, EVENT_MENTOR_QUITS, -1, -1, worker.post)
    for post in range(len(w.caseworkers)):
        w.understanding[m, post] = newcomer_understanding(params)
        limit_dyad(w.dyads[m, post], newcomer_understanding(params))


@compiled
def feel_who_left(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Let a citizen lose the caseworker or mentor who left this week."""
    if w.caseworkers[citizen.caseworker].left_now:
        if lose_caseworker(citizen, params):
            note(w, citizen, EVENT_CASEWORKER_CHANGE, week)
        if citizen.case >= 0 and w.cases[citizen.case].caseworker_change_week == FAR_AWAY:
            w.cases[citizen.case].caseworker_change_week = week
    if w.mentors[citizen.mentor].left_now and lose_mentor(citizen, params):
        note(w, citizen, EVENT_MENTOR_CHANGE, week)


@compiled
def turn_over(w: State, params: Parameters, premises: int, week: int) -> None:
    """Step 12: people leave their posts and their citizens lose them; vacant posts cannot quit."""
    somebody = False
    for k in range(len(w.caseworkers)):
        worker = w.caseworkers[k]
        worker.left_now = 0
        if in_post(worker, week) and quits(
            worker, params, params.staffing_caseworker_turnover, week
        ):
            caseworker_quits(w, k, params, premises, week)
            somebody = True
    for m in range(len(w.mentors)):
        mentor = w.mentors[m]
        mentor.left_now = 0
        if in_post(mentor, week) and quits(mentor, params, params.staffing_mentor_turnover, week):
            mentor_quits(w, m, params, week)
            somebody = True
    if somebody:
        for row in range(w.counters[CITIZEN_ROWS]):
            if w.citizens[row].status != NOBODY:
                feel_who_left(w, w.citizens[row], params, week)
