"""A mentor's week: meetings, coordination and shielding first, sessions with what is left (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from heterophony.agents.bounded import HOUR, clip01
from heterophony.agents.caseworker_queue import mentor_is_there
from heterophony.agents.compiled import compiled
from heterophony.agents.practice import (
    added_coordination_hours,
    added_dialogue_share,
    added_meeting_share,
    funded,
)
from heterophony.agents.state import PLACE, State
from heterophony.agents.vocabulary import (
    CHAIR_CASEWORKER,
    COURSE,
    UNLIMITED_HOURS,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, MentorRow, Parameters


@compiled
def shield_wanted(params: Parameters, understanding: float) -> float:
    """Return how much the mentor would shield a citizen from system pressure, 0-1.

    Mentors become ambassadors where cooperation is poor (study l.2073-2087).
    """
    return clip01(
        params.mentor_shield
        * (params.shield_effort_base + params.shield_effort_cooperation * (1.0 - understanding))
    )


@compiled
def understanding_of(w: State, citizen: CitizenRow) -> float:
    """Return how well the citizen's two professionals understand each other (u_mk), 0-1."""
    return w.understanding[citizen.mentor, w.caseworkers[citizen.caseworker].post]


@compiled
def session_is_due(w: State, citizen: CitizenRow, params: Parameters, week: int) -> bool:
    """Tell whether a session is due: on a course, the mentor there, the grant running."""
    if citizen.status != COURSE or week >= citizen.grant_end:
        return False
    if not mentor_is_there(w, citizen, week):
        return False
    interval = params.mentor_session_interval_weeks
    return interval == 1 or (week - citizen.course_week) % interval == 0


@compiled
def add_up_cases(
    w: State, worker: MentorRow, params: Parameters, base: Parameters, week: int
) -> Any:
    """Add up what this week's meetings and coordination ask of a mentor, by activity.

    Writes shielding wishes and sessions due, and adds funded hours to the mentor's row; returns
    hours of meetings, coordination and shielding.
    """
    meetings, coordination, shielding = 0.0, 0.0, 0.0
    added_share = added_meeting_share(params, base)
    it_added = funded(params) and not base.coordination_it_support
    for place in range(worker.first_case, worker.last_case):
        citizen = w.citizens[w.mentees[place]]
        citizen.shield_wanted = shield_wanted(params, understanding_of(w, citizen))
        if session_is_due(w, citizen, params, week):
            citizen.session_due = 1
            worker.sessions_due += 1
        if citizen.meets > 0:
            held = params.meeting_minutes / HOUR
            if params.meeting_chair != CHAIR_CASEWORKER:
                held += params.hours_chair
            meetings += held
            shield = params.hours_shield * citizen.shield_wanted
            shielding += shield
            coordination += citizen.coordination_hours
            worker.funded_hours += added_share * (held + shield)
            worker.funded_hours += added_coordination_hours(citizen, params, base)
        if citizen.it_practised > 0.0:
            coordination += params.hours_it_per_case
            if it_added:
                worker.funded_hours += params.hours_it_per_case
    return meetings, coordination, shielding


@compiled
def plan_mentor_week(w: State, m: int, params: Parameters, base: Parameters, week: int) -> None:
    """Divide the hours of mentor `m`: coordination first, sessions with what is left."""
    worker = w.mentors[m]
    worker.give = 1.0
    worker.session_share = 0.0
    worker.sessions_due = 0
    worker.attends_dialogue = 0
    worker.dialogue_hours = 0.0
    worker.funded_hours = 0.0
    worker.foreign_heard = 0
    worker.utilisation = 0.0
    if not worker.exists or worker.vacant_until > week:
        return
    meetings, coordination, shielding = add_up_cases(w, worker, params, base, week)
    other = meetings + coordination + shielding
    if w.calendar[w.counters[PLACE]].dialogue:
        asked = params.dialogue_hours
        worker.attends_dialogue = 1
        worker.dialogue_hours = asked
        other += asked
        worker.funded_hours += added_dialogue_share(params, base) * asked
    hours = params.hours_week * params.hours_mentor_share + worker.funded_hours
    session_hours = params.mentor_session_hours * worker.sessions_due
    worker.utilisation = (other + session_hours) / hours
    worker.session_share = 1.0
    if params.staffing_funding != UNLIMITED_HOURS:
        if other > 0.0:
            worker.give = min(1.0, hours / other)
        if session_hours > 0.0:
            worker.session_share = clip01((hours - other) / session_hours)
    totals = w.totals[0]
    totals.mentor_meetings += worker.give * meetings
    totals.mentor_coordination += worker.give * coordination
    totals.mentor_shielding += worker.give * shielding
    totals.mentor_dialogue += worker.give * worker.dialogue_hours
    totals.mentor_funded += worker.funded_hours


@compiled
def mentor_effort(w: State, citizen: CitizenRow) -> float:
    """Return the shielding that the mentor has hours for this week, 0-1."""
    return w.mentors[citizen.mentor].give * citizen.shield_wanted
