"""What a meeting of the workload changes, whichever conversation it was: model 1's or model 2's."""

from __future__ import annotations

from typing import Any, NamedTuple

from heterophony.agents.bounded import clip01, relax, saturating_step
from heterophony.agents.compiled import compiled
from heterophony.agents.draws import child_key, uniform
from heterophony.agents.vocabulary import FOR_SANCTION, STREAM_MEETING
from heterophony.benchmarks.workload.inputs import TURNS


class Talk(NamedTuple):
    """Counts of the turns of a conversation by kind."""

    fronts: float
    measured: float
    connected: float
    foreign: float
    unheard: float


@compiled
def uptake_in(talk: Talk) -> float:
    """Return the share of turns after the other professional's that took up its code."""
    taken = talk.connected + talk.foreign
    return taken / (taken + talk.unheard) if taken > 0.0 else 0.0


@compiled
def meeting_key(citizen: Any) -> Any:
    """Return the key of the citizen's next meeting."""
    return child_key(citizen.key, STREAM_MEETING, citizen.meetings_held)


@compiled
def front_on_stage(citizen: Any, p: Any) -> float:
    """Return the chance that a turn of the citizen performs the role, 0-1."""
    front = p.front_pressure_base * (1.0 - citizen.trust_caseworker)
    return clip01(front + (1.0 - p.front_pressure_base) * citizen.pressure)


@compiled
def take_effect(
    citizen: Any, mentor: Any, worker: Any, p: Any, talk: Talk, key: Any, week: int
) -> None:
    """Apply the effects of a meeting: on what staff heard, on the citizen, maybe a sanction."""
    citizen.meetings_held += 1
    if talk.foreign > 0.0:
        mentor.foreign_heard += 1
        worker.foreign_heard += 1
    react(citizen, p, talk, worker.preparation)
    if citizen.missed >= p.decision_sanction_min:
        decide_on_sanction(citizen, p, key, worker.preparation, week)
    citizen.missed = 0


@compiled
def react(citizen: Any, p: Any, talk: Talk, preparation: float) -> None:
    """Apply the effects of the conversation to the citizen."""
    measured = talk.measured / p.reaction_measuring_norm
    impulse = p.reaction_measuring * measured
    impulse *= 1.0 - p.reaction_trust_buffer * citizen.trust_caseworker
    citizen.pressure = saturating_step(citizen.pressure, impulse)
    dose = p.reaction_inconsistency * (uptake_in(talk) - p.reaction_uptake_weight)
    citizen.consistency = saturating_step(citizen.consistency, dose)
    dose = p.reaction_tk_prep * preparation - p.reaction_tk_measuring * measured
    citizen.trust_caseworker = saturating_step(citizen.trust_caseworker, dose)
    citizen.fit = relax(citizen.fit, 1.0 - talk.fronts / TURNS, p.reaction_influence)


@compiled
def decide_on_sanction(citizen: Any, p: Any, key: Any, preparation: float, week: int) -> None:
    """Decide on a sanction after too many missed sessions."""
    guard = 1.0 - p.decision_sanction_trust_guard * citizen.trust_caseworker
    chance = clip01(p.decision_sanction_rate * preparation * guard)
    if uniform(key, 0, FOR_SANCTION) < chance:
        citizen.pressure = saturating_step(citizen.pressure, p.decision_sanction_pressure)
        citizen.trust_caseworker = saturating_step(
            citizen.trust_caseworker, -p.decision_sanction_trust
        )
        citizen.strong_until = week + p.progress_strong_weeks
