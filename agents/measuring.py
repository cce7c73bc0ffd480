"""Weekly measures of a citizen on a course: states, fictions, the dyad's cooperation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.arrival import (
    feasible_demand,
    match_between,
    true_state,
)
from heterophony.agents.columns import Row
from heterophony.agents.compiled import compiled, compiled_inside
from heterophony.agents.dyads import dyad_of
from heterophony.agents.images import fiction_divergence
from heterophony.agents.living import realism
from heterophony.agents.mentor_week import understanding_of
from heterophony.agents.presentation import front_share_on_stage, stake_at
from heterophony.agents.state import State
from heterophony.agents.vocabulary import (
    COURSE,
    TWO_PARTY,
)

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters

IMPROVED_WEEK = 39
STATUS_WEEK = 52


@compiled_inside
def measure(w: State, citizen: CitizenRow, params: Parameters, sums: Row) -> None:
    """Add a citizen on a course to the week's sums."""
    if citizen.status != COURSE and citizen.status != TWO_PARTY:
        return
    state = true_state(citizen, params)
    stake = stake_at(citizen, params, citizen.meeting_due)
    front = front_share_on_stage(citizen, params, stake, params.meeting_leak)
    gap = front * (1.0 - state)
    feasible, fit = feasible_demand(citizen, params), realism(citizen, params)
    match, divergence = (
        match_between(citizen.plan, citizen.needs),
        fiction_divergence(citizen, params),
    )
    understanding = understanding_of(w, citizen)
    sums.people += 1.0
    sums.demand += citizen.demand
    sums.feasible_demand += feasible
    sums.case_knowledge_mentor += citizen.knowledge_mentor
    sums.case_knowledge_caseworker += citizen.knowledge_caseworker
    sums.ownership += citizen.ownership
    sums.autonomy += citizen.autonomy
    sums.meaning += citizen.meaning
    sums.trust_mentor += citizen.trust_mentor
    sums.trust_caseworker += citizen.trust_caseworker
    sums.realism += fit
    sums.consistency += citizen.consistency
    sums.pressure += citizen.pressure
    sums.change_fatigue += citizen.change_fatigue
    sums.distress += citizen.distress
    sums.everyday_mastery += citizen.everyday_mastery
    sums.education_readiness += citizen.education_readiness
    sums.in_crisis += citizen.in_crisis
    sums.presented_state += state + gap
    sums.true_state += state
    sums.presentation_gap += gap
    sums.plan_match += match
    sums.fiction_divergence += divergence
    sums.understanding += understanding
    sums.openings_known += citizen.openings_known
    sums.front_share += front
    measure_cooperation(w, citizen, sums)


@compiled
def measure_cooperation(w: State, citizen: CitizenRow, sums: Row) -> None:
    """Add the seven dimensions of relational coordination of the citizen's dyad."""
    dyad = dyad_of(w, citizen)
    sums.rc_frequency += min(1.0, dyad.frequency)
    sums.rc_timeliness += dyad.timeliness
    sums.rc_accuracy += dyad.accuracy
    sums.rc_problem_solving += dyad.problem_solving
    sums.rc_shared_goals += dyad.shared_goals
    sums.rc_shared_knowledge += dyad.shared_knowledge
    sums.rc_respect += dyad.respect
