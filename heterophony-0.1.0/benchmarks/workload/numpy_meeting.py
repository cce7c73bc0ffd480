"""The meetings of a week in numpy: all meetings vectorised, turn by turn."""

from __future__ import annotations

from typing import Any

import numpy as np

from heterophony.benchmarks.workload import numpy_basics as draws
from heterophony.benchmarks.workload.inputs import (
    CASEWORKER,
    CITIZEN,
    INTERVAL,
    MENTOR,
    TURNS,
)
from heterophony.benchmarks.workload.numpy_basics import (
    child_keys,
    push,
    relax,
    share,
    uniform,
)

CARE, LAW, ECONOMY, EDUCATION = range(4)
NO_CODE = -1
OWN = np.array([[False, True, True, True], [True, False, False, True]])  # [speaker, code]


def ways_to_speak(preparation: Any, horizons: Any, p: Any) -> tuple[Any, Any]:
    """Return weights of codes [meeting, caseworker, mentor, caseworker at the close] and pulls."""
    count = len(preparation)
    routine = 1.0 + p.meeting_routine * (1.0 - preparation)
    care = p.meeting_care_unprepared + (1.0 - p.meeting_care_unprepared) * preparation
    weights = np.empty((count, 3, 4))
    weights[:, 0] = p.codes_caseworker
    weights[:, 0, CARE] *= care
    weights[:, 0, LAW] *= routine
    weights[:, 0, ECONOMY] *= routine
    weights[:, 1] = p.codes_mentor
    weights[:, 2] = weights[:, 0]
    weights[:, 2, EDUCATION] *= p.phase_closing_education
    chair = np.where(OWN[CASEWORKER], p.codes_chair_persistence, 0.0)
    pulls = np.where(OWN[None], p.codes_persistence, horizons[:, :, None]) + chair
    return weights, np.exp(pulls)


def converse(
    keys: Any, p: Any, distance: Any, hears: Any, weights: Any, pulls: Any
) -> dict[str, Any]:
    """Hold all conversations; count fronts, measuring, and turns taken up or not, by meeting."""
    count = len(keys)
    everyone = np.arange(count)
    names = ("fronts", "measured", "connected", "foreign", "unheard")
    counts: dict[str, Any] = {name: np.zeros(count) for name in names}
    at_hand = np.full(count, NO_CODE)
    before = np.full(count, CITIZEN)
    asked = np.zeros(count, dtype=bool)
    for turn in range(TURNS):
        phase = int(turn >= p.phase_opening_end * TURNS) + int(turn >= p.phase_middle_end * TURNS)
        shares = p.shares_with_mentor[phase]
        u = uniform(keys, turn, draws.FOR_SPEAKER)
        speaker = np.where(
            u < shares[0], CASEWORKER, np.where(u < shares[0] + shares[1], MENTOR, CITIZEN)
        )
        speaker = np.where(asked, CITIZEN, speaker)
        citizen = speaker == CITIZEN
        act = uniform(keys, turn, draws.FOR_ACT)
        counts["fronts"] += citizen & (act < distance)
        side = np.where(citizen, 0, speaker)
        row = np.where((speaker == CASEWORKER) & (phase == 2), 2, side)
        pulled = weights[everyone, row]
        held = np.flatnonzero(at_hand != NO_CODE)
        pulled[held, at_hand[held]] *= pulls[held, side[held], at_hand[held]]
        reached = np.cumsum(pulled, axis=1)
        point = uniform(keys, turn, draws.FOR_CODE) * reached[:, 3]
        code = (point[:, None] >= reached[:, :3]).sum(axis=1)
        adjacent = ~citizen & (before != CITIZEN) & (before != speaker)
        own = OWN[side, at_hand]
        heard = uniform(keys, turn, draws.FOR_UPTAKE) < hears[everyone, side]
        counts["connected"] += adjacent & own
        counts["foreign"] += adjacent & ~own & heard
        counts["unheard"] += adjacent & ~own & ~heard
        measures = (speaker == CASEWORKER) & ((code == LAW) | (code == ECONOMY))
        asked = measures & (act < p.meeting_measuring_rate)
        counts["measured"] += asked
        at_hand = np.where(citizen, at_hand, code)
        before = speaker
    return counts


def sanction(c: Any, who: Any, keys: Any, p: Any, preparation: Any, week: int) -> None:
    """Sanction some of those who missed too many sessions."""
    guard = 1.0 - p.decision_sanction_trust_guard * c.trust_caseworker[who]
    chance = share(p.decision_sanction_rate * preparation * guard)
    hit = (c.missed[who] >= p.decision_sanction_min) & (
        uniform(keys, 0, draws.FOR_SANCTION) < chance
    )
    them = who[hit]
    c.pressure[them] = push(c.pressure[them], p.decision_sanction_pressure)
    c.trust_caseworker[them] = push(c.trust_caseworker[them], -p.decision_sanction_trust)
    c.strong_until[them] = week + p.progress_strong_weeks
    c.missed[who] = 0


def hold_meetings(c: Any, staff: Any, p: Any, u_mk: Any, week: int, sums: Any) -> Any:
    """Hold the week's meetings; return who had one in which a foreign code was heard."""
    who = np.flatnonzero(week % INTERVAL == c.meeting_week)
    mentor, worker = c.mentor[who], c.caseworker[who]
    keys = child_keys(c.key[who], draws.STREAM_MEETING, c.meetings_held[who])
    c.meetings_held[who] += 1
    preparation = staff.preparation[worker]
    horizons = np.stack([staff.caseworker_horizon[worker], staff.mentor_horizon[mentor]], axis=1)
    base = p.front_pressure_base
    distance = share(base * (1.0 - c.trust_caseworker[who]) + (1.0 - base) * c.pressure[who])
    known = 1.0 - p.meeting_uptake_understanding * u_mk[who]
    hears = 1.0 - (1.0 - horizons) * known[:, None]
    said = converse(keys, p, distance, hears, *ways_to_speak(preparation, horizons, p))
    taken = said["connected"] + said["foreign"]
    uptake = taken / np.maximum(taken + said["unheard"], 1.0)
    measured = said["measured"] / p.reaction_measuring_norm
    impulse = p.reaction_measuring * measured
    impulse *= 1.0 - p.reaction_trust_buffer * c.trust_caseworker[who]
    c.pressure[who] = push(c.pressure[who], impulse)
    dose = p.reaction_inconsistency * (uptake - p.reaction_uptake_weight)
    c.consistency[who] = push(c.consistency[who], dose)
    dose = p.reaction_tk_prep * preparation - p.reaction_tk_measuring * measured
    c.trust_caseworker[who] = push(c.trust_caseworker[who], dose)
    c.fit[who] = relax(c.fit[who], 1.0 - said["fronts"] / TURNS, p.reaction_influence)
    sanction(c, who, keys, p, preparation, week)
    pair = (mentor, worker % p.posts)
    np.multiply.at(staff.left, pair, 1.0 - p.understanding_meeting * uptake)
    sums["meetings"] = len(who)
    for name in ("fronts", "measured", "connected", "foreign"):
        sums[name] = said[name].sum()
    return who[said["foreign"] > 0.0]
