"""The meetings of a week as Polars expressions: all meetings together, turn by turn."""

from __future__ import annotations

from typing import Any

import polars as pl
from polars import col, lit, when

from heterophony.benchmarks.workload.frames_rules import push, relax, share
from heterophony.benchmarks.workload.inputs import (
    CASEWORKER,
    CITIZEN,
    INTERVAL,
    MENTOR,
    TURNS,
)

CARE, LAW, ECONOMY, EDUCATION = range(4)
NO_CODE = -1
OWN = ((LAW, ECONOMY, EDUCATION), (CARE, EDUCATION))  # codes of caseworker and mentor


def gathered(model: Any, week: int) -> pl.DataFrame:
    """Return those who meet, with the columns of their professionals."""
    p = model.numbers
    mentors = model.mentors.agents.select(mentor="number", mentor_horizon="horizon")
    caseworkers = model.caseworkers.agents.select(
        "preparation", caseworker="number", caseworker_horizon="horizon"
    )
    known = 1.0 - p.meeting_uptake_understanding * col("u_mk")
    base = p.front_pressure_base
    front = base * (1.0 - col("trust_caseworker")) + (1.0 - base) * col("pressure")
    return (
        model.citizens.agents.filter(col("meeting_week") == week % INTERVAL)
        .join(mentors, on="mentor", how="left", maintain_order="left")
        .join(caseworkers, on="caseworker", how="left", maintain_order="left")
        .with_columns(
            distance=share(front),
            caseworker_hears=1.0 - (1.0 - col("caseworker_horizon")) * known,
            mentor_hears=1.0 - (1.0 - col("mentor_horizon")) * known,
            **ways_to_speak(p),
        )
        .with_columns(
            *(lit(0.0).alias(n) for n in ("fronts", "measured", "connected", "foreign", "unheard")),
            at_hand=lit(NO_CODE),
            before=lit(CITIZEN),
            asked=lit(False),
        )
    )


def ways_to_speak(p: Any) -> dict[str, Any]:
    """Return weights of codes and pulls, by speaker, as columns."""
    ready = col("preparation")
    factors: dict[int, Any] = {
        CARE: p.meeting_care_unprepared + (1.0 - p.meeting_care_unprepared) * ready,
        LAW: 1.0 + p.meeting_routine * (1.0 - ready),
        ECONOMY: 1.0 + p.meeting_routine * (1.0 - ready),
        EDUCATION: lit(1.0),
    }
    columns = {}
    for code, factor in factors.items():
        chair = p.codes_chair_persistence if code in OWN[CASEWORKER] else 0.0
        columns[f"caseworker_weight_{code}"] = p.codes_caseworker[code] * factor
        columns[f"mentor_weight_{code}"] = lit(p.codes_mentor[code])
        for speaker, name in ((CASEWORKER, "caseworker"), (MENTOR, "mentor")):
            own = code in OWN[speaker]
            pull = lit(p.codes_persistence) if own else col(f"{name}_horizon")
            columns[f"{name}_pull_{code}"] = (pull + chair).exp()
    return columns


def take_turn(frame: pl.DataFrame, turn: int, p: Any, chance: Any) -> pl.DataFrame:
    """Take one turn in every meeting."""
    phase = int(turn >= p.phase_opening_end * TURNS) + int(turn >= p.phase_middle_end * TURNS)
    first, second = p.shares_with_mentor[phase][0], p.shares_with_mentor[phase][1]
    count = len(frame)
    u = pl.Series(chance.random(count))
    act, u_code, u_uptake = (pl.Series(chance.random(count)) for _ in range(3))
    speaker = (
        when("asked").then(CITIZEN)
        .when(u < first).then(CASEWORKER)
        .when(u < first + second).then(MENTOR)
        .otherwise(CITIZEN)
    )  # fmt: skip
    frame = frame.with_columns(speaker=speaker)
    by_mentor, by_citizen = col("speaker") == MENTOR, col("speaker") == CITIZEN
    at_hand, before = col("at_hand"), col("before")
    reached, steps = lit(0.0), []
    for code in range(4):
        closing = p.phase_closing_education if phase == 2 and code == EDUCATION else 1.0
        mine = col(f"caseworker_weight_{code}") * closing
        weight = when(by_mentor).then(col(f"mentor_weight_{code}")).otherwise(mine)
        pull = when(by_mentor).then(f"mentor_pull_{code}").otherwise(f"caseworker_pull_{code}")
        reached += weight * when(at_hand == code).then(pull).otherwise(1.0)
        steps.append(reached.alias(f"reached_{code}"))
    frame = frame.with_columns(*steps)
    point = u_code * col("reached_3")
    code = sum(((point >= col(f"reached_{code}")).cast(pl.Int32) for code in range(3)), lit(0))
    own = when(by_mentor).then(at_hand.is_in(OWN[MENTOR])).otherwise(at_hand.is_in(OWN[CASEWORKER]))
    hears = when(by_mentor).then("mentor_hears").otherwise("caseworker_hears")
    adjacent = ~by_citizen & (before != CITIZEN) & (before != col("speaker"))
    heard = u_uptake < hears
    frame = frame.with_columns(
        code=code,
        fronts=col("fronts") + (by_citizen & (act < col("distance"))),
        connected=col("connected") + (adjacent & own),
        foreign=col("foreign") + (adjacent & ~own & heard),
        unheard=col("unheard") + (adjacent & ~own & ~heard),
    )
    measures = (col("speaker") == CASEWORKER) & col("code").is_in((LAW, ECONOMY))
    asked = measures & (act < p.meeting_measuring_rate)
    return frame.with_columns(
        asked=asked,
        measured=col("measured") + asked,
        at_hand=when(by_citizen).then(at_hand).otherwise(col("code")),
        before=col("speaker"),
    )


def hold_meetings(model: Any, week: int) -> pl.DataFrame:
    """Hold the week's meetings; return who had one, with uptake and foreign codes heard."""
    p, chance = model.numbers, model.random
    frame = gathered(model, week)
    for turn in range(TURNS):
        frame = take_turn(frame, turn, p, chance)
    taken = col("connected") + col("foreign")
    measured = col("measured") / p.reaction_measuring_norm
    impulse = p.reaction_measuring * measured
    impulse *= 1.0 - p.reaction_trust_buffer * col("trust_caseworker")
    dose = p.reaction_tk_prep * col("preparation") - p.reaction_tk_measuring * measured
    fit = relax(col("fit"), 1.0 - col("fronts") / TURNS, p.reaction_influence)
    frame = frame.with_columns(uptake=taken / (taken + col("unheard")).clip(1.0))
    agreed = p.reaction_inconsistency * (col("uptake") - p.reaction_uptake_weight)
    frame = frame.with_columns(
        pressure=push(col("pressure"), impulse),
        consistency=push(col("consistency"), agreed),
        trust_caseworker=push(col("trust_caseworker"), dose),
        fit=fit,
    )
    frame = sanctioned(frame, p, pl.Series(chance.random(len(frame))), week)
    changed = ("pressure", "consistency", "trust_caseworker", "fit", "strong_until", "missed")
    people = model.citizens
    people.agents = people.agents.update(frame.select("unique_id", *changed), on="unique_id")
    model.sums["meetings"] = len(frame)
    for name in ("fronts", "measured", "connected", "foreign"):
        model.sums[name] = frame[name].sum()
    return frame.select("mentor", "caseworker", "foreign", "uptake")


def sanctioned(frame: pl.DataFrame, p: Any, u: pl.Series, week: int) -> pl.DataFrame:
    """Sanction some of those who missed too many sessions."""
    guard = 1.0 - p.decision_sanction_trust_guard * col("trust_caseworker")
    chance = share(p.decision_sanction_rate * col("preparation") * guard)
    hit = (col("missed") >= p.decision_sanction_min) & (u < chance)
    frame = frame.with_columns(hit=hit)
    pressure = push(col("pressure"), lit(p.decision_sanction_pressure))
    trust = push(col("trust_caseworker"), lit(-p.decision_sanction_trust))
    until = lit(week + p.progress_strong_weeks, pl.Int64)
    return frame.with_columns(
        pressure=when("hit").then(pressure).otherwise(col("pressure")),
        trust_caseworker=when("hit").then(trust).otherwise(col("trust_caseworker")),
        strong_until=when("hit").then(until).otherwise(col("strong_until")),
        missed=lit(0, pl.Int64),
    )
