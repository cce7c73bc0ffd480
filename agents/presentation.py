"""What the citizen shows: the stake, the front, and what is passed on without the citizen (3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heterophony.agents.bounded import clip01, saturating_step
from heterophony.agents.compiled import compiled

if TYPE_CHECKING:
    from heterophony.agents.fields import CitizenRow, Parameters


@compiled
def stake_at(citizen: CitizenRow, params: Parameters, next_meeting: int) -> float:
    """Return what is at stake on the front stage, 0-1: help and income (study l.2004-2018).

    It is full when the grant ends before `next_meeting`; a citizen without a mentor course has
    none.
    """
    secure = params.stake_grant_secure
    if citizen.had_mentor and citizen.mentor_gone == 0 and citizen.grant_end < next_meeting:
        secure = 1.0
    return min(1.0, citizen.weeks_on_support / params.stake_weeks) * secure


@compiled
def front_share(
    citizen: CitizenRow, params: Parameters, safety: float, stake: float, leak: float
) -> float:
    """Return the chance that a turn performs the role rather than being authentic, 0-1.

    Idealised self-presentation rises with the internalised discourse and pressure and falls with
    trust; in a crisis part of it leaks away (study l.1654-1670, 1726-1733). It is not Goffman's
    role distance, which is its reverse (source M5).
    """
    base = params.front_pressure_base
    return clip01(
        citizen.internalised_discourse
        * (base + (1.0 - base) * citizen.pressure)
        * (1.0 - safety)
        * (1.0 - leak * citizen.in_crisis)
        * (1.0 + params.stake_front_share * stake)
    )


@compiled
def front_share_on_stage(
    citizen: CitizenRow, params: Parameters, stake: float, leak: float
) -> float:
    """Return the front share in a meeting or an interview."""
    safety = params.front_safety_caseworker * citizen.trust_caseworker
    return front_share(citizen, params, safety, stake, leak)


@compiled
def front_share_in_session(citizen: CitizenRow, params: Parameters) -> float:
    """Return the front share in the mentor's session: nothing is at stake there."""
    safety = params.front_safety_mentor * citizen.trust_mentor
    return front_share(citizen, params, safety, 0.0, params.meeting_leak)


@compiled
def pass_on(citizen: CitizenRow, params: Parameters, strength: float) -> None:
    """Pass the mentor's knowledge on to the caseworker, with or without the citizen's consent.

    Without consent it costs trust in the mentor (study l.455-461, 2128-2132).
    """
    told = strength * max(citizen.knowledge_mentor - citizen.knowledge_caseworker, 0.0)
    if told <= 0.0:
        return
    citizen.knowledge_caseworker = clip01(citizen.knowledge_caseworker + told)
    without_consent = 1.0 - params.coordination_consent
    citizen.trust_mentor = saturating_step(
        citizen.trust_mentor, -params.third_party_trust_loss * without_consent * told
    )
