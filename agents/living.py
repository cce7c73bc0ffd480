"""A citizen's life between encounters: slow states, ownership, progress, crisis (3.7-3.9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    begin_crisis,
    feasible_demand,
    match_between,
)
from heterophony.agents.bounded import clip01, happens, positive_part, relax, saturating_step
from heterophony.agents.citizen_columns import FOREVER
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.draws import uniform
from heterophony.agents.events import EVENT_CRISIS, note
from heterophony.agents.mentor_week import understanding_of
from heterophony.agents.portable_math import exponential, power
from heterophony.agents.presentation import pass_on
from heterophony.agents.reaction import anticipate
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    COURSE,
    CRISIS_CONSTANT,
    EDUCATION,
    FOR_CRISIS,
    FOR_CRISIS_LENGTH,
    REFERRED,
    TWO_PARTY,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters, TotalRow


@compiled
def use_it_support(w: State, citizen: CitizenRow, params: Parameters) -> None:
    """Pass on knowledge between meetings by IT, in proportion to hours on both sides."""
    caseworker = w.caseworkers[citizen.caseworker]
    mentor = w.mentors[citizen.mentor]
    citizen.it_practised *= caseworker.preparation * mentor.give
    pass_on(citizen, params, params.understanding_it_knowledge * citizen.it_practised)
    left = 1.0 - clip01(params.understanding_it * citizen.it_practised)
    w.not_understood[citizen.mentor, caseworker.post] *= left
    hours = params.hours_it_per_case * citizen.it_practised
    w.dyads[citizen.mentor, caseworker.post].week_hours += hours


@compiled
def counted_meaning(citizen: CitizenRow, params: Parameters, totals: TotalRow) -> float:
    """Return the level that meaning drifts to: plan match, recognition, openings, progress.

    Known openings add expectancy to value (source M6); progress counts from referral on.
    """
    match = match_between(citizen.plan, citizen.needs)
    opens = params.opening_effect * (citizen.openings_known - params.opening_reference)
    target = (
        citizen.trait_meaning
        + match
        * (params.meaning_base + params.meaning_recognition * citizen.recognition)
        * (1.0 + opens)
        + params.meaning_progress
        * positive_part(citizen.everyday_mastery - citizen.mastery_at_referral)
    )
    totals.updates_meaning += 1.0
    if target < 0.0 or target > 1.0:
        totals.clipped_meaning += 1.0
    return clip01(target)


@compiled_inside
def drift(w: State, citizen: CitizenRow, params: Parameters) -> None:
    """Let the slow states drift towards their resting levels."""
    status = citizen.status
    totals = w.totals[0]
    if status == REFERRED or status == COURSE or status == TWO_PARTY:
        citizen.meaning = relax(
            citizen.meaning,
            counted_meaning(citizen, params, totals),
            params.ownership_meaning_drift,
        )
    citizen.autonomy = relax(
        citizen.autonomy, citizen.trait_autonomy, params.ownership_autonomy_drift
    )
    if status != TWO_PARTY:
        target = (
            params.state_consistency_rest
            + params.state_consistency_understanding * understanding_of(w, citizen)
            + params.understanding_it_q * citizen.it_practised
        )
        citizen.consistency = relax(
            citizen.consistency, clip01(target), params.state_consistency_drift
        )
    citizen.openings_known = relax(citizen.openings_known, 0.0, params.opening_drift)
    rest = clip01(
        params.state_pressure_rest
        + params.state_pressure_measuring * params.measurement_placement_weight
    )
    citizen.pressure = relax(citizen.pressure, rest, params.state_pressure_drift)
    citizen.change_fatigue = relax(
        citizen.change_fatigue, params.state_fatigue_rest, params.state_fatigue_drift
    )
    calm = clip01(params.state_distress_rest * (1.0 - citizen.resources))
    citizen.distress = relax(citizen.distress, calm, params.state_distress_drift)


@compiled_inside
def live_between_meetings(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Apply what happens between encounters in a week."""
    if citizen.it_practised > 0.0:
        use_it_support(w, citizen, params)
    if citizen.status == COURSE or citizen.status == TWO_PARTY:
        anticipate(citizen, params, week)
    drift(w, citizen, params)


@compiled_inside
def realism(citizen: CitizenRow, params: Parameters) -> float:
    """Return how far the plan's demand fits what is feasible (R), 0-1.

    It is highest slightly above what the citizen already meets, since belief can help (source S39);
    a demand below that costs too.
    """
    best = clip01(feasible_demand(citizen, params) + params.ownership_stretch)
    over = params.ownership_over_cost * positive_part(citizen.demand - best)
    under = params.ownership_under_cost * positive_part(best - citizen.demand)
    return 1.0 - clip01(over + under)


@compiled_inside
def use_of_session(citizen: CitizenRow, params: Parameters) -> float:
    """Return how well a citizen can use a session, 1 on average.

    Distress (too little strength) and resources (little need) lower it: mentoring helps those in
    between most (sources M10, S20).
    """
    strength = 1.0 - params.progress_strength * citizen.distress
    need = 1.0 - params.progress_need * citizen.resources
    return strength * need / params.progress_use_ref


@compiled_inside
def mastery_of_session(citizen: CitizenRow, params: Parameters, match: float) -> float:
    """Return what the week's session adds to everyday mastery; 0 without a session."""
    base = params.progress_ownership_base
    return (
        params.progress_mastery
        * citizen.session_hours
        * (params.progress_trust_base + params.progress_trust * citizen.trust_mentor)
        * (base + (1.0 - base) * citizen.ownership)
        * (params.progress_match_base + params.progress_match * match)
        * use_of_session(citizen, params)
        * (1.0 - params.progress_crisis_stop * citizen.in_crisis)
        * (1.0 - citizen.everyday_mastery)
    )


@compiled_inside
def grown_mastery(citizen: CitizenRow, params: Parameters, added: float) -> float:
    """Return everyday mastery a week later, by what a session added and decay, not yet cut off."""
    mastery = citizen.everyday_mastery
    loss = params.progress_mastery_decay * (mastery - citizen.first_mastery)
    loss += params.progress_mastery_crisis * citizen.in_crisis * mastery
    return mastery + added - loss


@compiled_inside
def readiness_of_session(citizen: CitizenRow, params: Parameters) -> float:
    """Return what the week's session adds to readiness, after mastery has grown."""
    base = params.progress_readiness_base
    return (
        params.progress_readiness
        * citizen.session_hours
        * (base + (1.0 - base) * citizen.ownership)
        * citizen.everyday_mastery
        * realism(citizen, params)
        * use_of_session(citizen, params)
        * (1.0 - params.progress_crisis_stop * citizen.in_crisis)
        * (1.0 - citizen.education_readiness)
    )


@compiled_inside
def grown_readiness(citizen: CitizenRow, params: Parameters, added: float) -> float:
    """Return education readiness a week later, by a session and time, not yet cut off."""
    readiness = citizen.education_readiness
    gain = params.progress_readiness_drift * (1.0 - readiness) + added
    loss = params.progress_readiness_crisis * citizen.in_crisis * readiness
    return readiness + gain - loss


@compiled
def set_mastery(w: State, citizen: CitizenRow, raw: float) -> None:
    """Set everyday mastery, cut off at 0 and 1; cutting off is counted."""
    citizen.everyday_mastery = clip01(raw)
    totals = w.totals[0]
    totals.updates_everyday_mastery += 1.0
    if raw != citizen.everyday_mastery:
        totals.clipped_everyday_mastery += 1.0


@compiled
def set_readiness(w: State, citizen: CitizenRow, raw: float) -> None:
    """Set education readiness, cut off at 0 and 1; cutting off is counted."""
    citizen.education_readiness = clip01(raw)
    totals = w.totals[0]
    totals.updates_education_readiness += 1.0
    if raw != citizen.education_readiness:
        totals.clipped_education_readiness += 1.0


@compiled_inside
def grow(w: State, citizen: CitizenRow, params: Parameters) -> None:
    """Let mastery, and after it education readiness, grow with sessions and decay (3.9)."""
    held = citizen.session_hours > 0.0
    added = 0.0
    if held:
        added = mastery_of_session(citizen, params, match_between(citizen.plan, citizen.needs))
    set_mastery(w, citizen, grown_mastery(citizen, params, added))
    added = readiness_of_session(citizen, params) if held else 0.0
    set_readiness(w, citizen, grown_readiness(citizen, params, added))


@compiled_inside
def crisis_hazard(citizen: CitizenRow, params: Parameters, week: int) -> float:
    """Return the weekly hazard of a crisis: resources, distress, pressure, trust, relapse (S28)."""
    base = (
        params.progress_crisis_base
        * positive_part(
            params.progress_crisis_resources_base
            - params.progress_crisis_resources * citizen.resources
        )
        * citizen.crisis_factor
    )
    if params.alternatives_crisis == CRISIS_CONSTANT:
        return base
    log_hazard = (
        params.progress_crisis_distress * (citizen.distress - params.progress_crisis_zero)
        + params.progress_crisis_pressure * (citizen.pressure - params.progress_crisis_zero)
        - params.progress_crisis_trust * citizen.trust_mentor
    )
    hazard = base * exponential(log_hazard)
    if citizen.weeks_since_crisis < FOREVER:
        half_lives = citizen.weeks_since_crisis / params.progress_relapse_half_life
        hazard *= 1.0 + params.progress_relapse * power(2.0, -half_lives)
    if week < citizen.strong_until:
        hazard *= params.progress_strong_hazard
    return hazard


@compiled_inside
def crisis_draw(citizen: CitizenRow) -> float:
    """Return the week's draw for a crisis, between 0 and 1."""
    return uniform(citizen.key, citizen.life_week, FOR_CRISIS)


@compiled_inside
def weeks_after_crisis(citizen: CitizenRow) -> float:
    """Return the weeks since the last crisis ended, this week counted, if there ever was one."""
    since = citizen.weeks_since_crisis
    return since + 1.0 if since < FOREVER else since


@compiled_inside
def live_crisis(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Continue, end or begin a crisis; a new one cancels the crisis profile's own order."""
    if citizen.in_crisis:
        live_in_crisis(citizen)
        return
    citizen.weeks_since_crisis = weeks_after_crisis(citizen)
    if happens(crisis_draw(citizen), crisis_hazard(citizen, params, week)):
        enter_crisis(w, citizen, params, week)


@compiled
def live_in_crisis(citizen: CitizenRow) -> None:
    """Count down a crisis by a week, and end it when no week is left."""
    citizen.crisis_weeks_left -= 1
    if citizen.crisis_weeks_left <= 0:
        citizen.in_crisis = 0
        citizen.weeks_since_crisis = 0.0


@compiled
def enter_crisis(w: State, citizen: CitizenRow, params: Parameters, week: int) -> None:
    """Begin a crisis and cancel the crisis profile's own order."""
    begin_crisis(citizen, params, uniform(citizen.key, citizen.life_week, FOR_CRISIS_LENGTH))
    citizen.distress = saturating_step(citizen.distress, params.progress_crisis_push)
    if citizen.order_from_start:
        citizen.order_stands = 0
        citizen.order_from_start = 0
    note(w, citizen, EVENT_CRISIS, week)
    if citizen.case >= 0 and citizen.status != EDUCATION:
        case = w.cases[citizen.case]
        if week <= case.referred_week + params.crisis_near_weeks:
            case.crisis_near_referral = 1
