"""A mentor's week: meetings, coordination and shielding first, sessions with what is left (3.2)."""

from __future__ import annotations

from typing import Any

from heterophony.agents.bounded import HOUR, share
from heterophony.agents.caseworker_queue import mentor_is_there
from heterophony.agents.columns import Premises, Row
from heterophony.agents.compiled import compiled
from heterophony.agents.practice import (
    added_coordination_hours,
    added_dialogue_share,
    added_meeting_share,
    funded,
)
from heterophony.agents.vocabulary import (
    CHAIR_CASEWORKER,
    COURSE,
    SMALL_MIXED,
    UNLIMITED_HOURS,
)
from heterophony.agents.world import PLACE, World


@compiled
def shield_wanted(citizen: Row, p: Premises, understanding: float, week: int) -> float:
    """Return how much the mentor would shield a citizen from system pressure, 0-1.

    Mentors become ambassadors where cooperation is poor, and after a strong reaction
    (study l.2073-2087).
    """
    wanted = p.mentor_shield * (
        p.shield_effort_base + p.shield_effort_cooperation * (1.0 - understanding)
    )
    if p.mentor_shield > 0.0 and week - citizen.strong_week <= p.shield_after_strong_weeks:
        wanted += p.shield_after_strong
    return share(wanted)


@compiled
def understanding_of(w: World, citizen: Row) -> float:
    """Return how well the citizen's two professionals understand each other (u_mk), 0-1."""
    return w.understanding[citizen.mentor, w.caseworkers[citizen.caseworker].post]


@compiled
def session_is_due(w: World, citizen: Row, p: Premises, week: int) -> bool:
    """Tell whether a session is due: on a course, the mentor there, the grant running."""
    if citizen.status != COURSE or week >= citizen.grant_end:
        return False
    if not mentor_is_there(w, citizen, week):
        return False
    interval = p.mentor_session_interval_weeks
    return interval == 1 or (week - citizen.course_week) % interval == 0


@compiled
def consent_hours(p: Premises) -> float:
    """Return the weekly hours per citizen of asking for consent to share what the mentor knows."""
    asked = p.coordination_it_support or p.meeting_pre_meeting_minutes > 0.0
    if not asked or p.coordination_consent <= 0.0:
        return 0.0
    return p.hours_consent / p.third_party_consent_weeks


@compiled
def add_up_cases(w: World, worker: Row, p: Premises, base: Premises, week: int) -> Any:
    """Add up what this week's meetings and coordination ask of a mentor, by activity.

    Writes shielding wishes and sessions due; returns hours of meetings, coordination, shielding
    and asking for consent. Funded hours gather on the
    mentor.
    """
    meetings, coordination, shielding = 0.0, 0.0, 0.0
    added_share = added_meeting_share(p, base)
    it_added = funded(p) and not base.coordination_it_support
    for place in range(worker.first_case, worker.last_case):
        citizen = w.citizens[w.mentees[place]]
        citizen.shield_wanted = shield_wanted(citizen, p, understanding_of(w, citizen), week)
        if session_is_due(w, citizen, p, week):
            citizen.session_due = 1
            worker.sessions_due += 1
        if citizen.meets > 0:
            held = p.meeting_minutes / HOUR
            if p.meeting_chair != CHAIR_CASEWORKER:
                held += p.hours_chair
            meetings += held
            shield = p.hours_shield * citizen.shield_wanted
            shielding += shield
            coordination += citizen.coordination_hours
            worker.funded_hours += added_share * (held + shield)
            worker.funded_hours += added_coordination_hours(citizen, p, base)
        if citizen.it_practised > 0.0:
            coordination += p.hours_it_per_case
            if it_added:
                worker.funded_hours += p.hours_it_per_case
    return meetings, coordination, shielding, consent_hours(p) * worker.on_course


@compiled
def plan_mentor_week(w: World, m: int, p: Premises, base: Premises, week: int) -> None:
    """Share out the hours of mentor `m`: coordination first, sessions with what is left."""
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
    meetings, coordination, shielding, consent = add_up_cases(w, worker, p, base, week)
    other = meetings + coordination + shielding + consent
    if w.calendar[w.counters[PLACE]].dialogue:
        asked = p.dialogue_hours
        if p.dialogue_format == SMALL_MIXED:
            asked += p.hours_small_mixed
        worker.attends_dialogue = 1
        worker.dialogue_hours = asked
        other += asked
        worker.funded_hours += added_dialogue_share(p, base) * asked
    hours = p.hours_week * p.hours_mentor_share + worker.funded_hours
    session_hours = p.mentor_session_hours * worker.sessions_due
    worker.utilisation = (other + session_hours) / hours
    worker.session_share = 1.0
    if p.staffing_funding != UNLIMITED_HOURS:
        if other > 0.0:
            worker.give = min(1.0, hours / other)
        if session_hours > 0.0:
            worker.session_share = share((hours - other) / session_hours)
    totals = w.totals[0]
    totals.mentor_meetings += worker.give * meetings
    totals.mentor_coordination += worker.give * coordination
    totals.mentor_shielding += worker.give * shielding
    totals.mentor_consent += worker.give * consent
    totals.mentor_dialogue += worker.give * worker.dialogue_hours
    totals.mentor_funded += worker.funded_hours


@compiled
def mentor_effort(w: World, citizen: Row) -> float:
    """Return the shielding that hours allow the mentor to give this week, 0-1."""
    return w.mentors[citizen.mentor].give * citizen.shield_wanted
