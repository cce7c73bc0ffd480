"""The workload in mesa-frames: agent sets are Polars frames, rules are expressions, one stream."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
from mesa_frames import ModelDF
from polars import col, lit, when

from heterophony.benchmarks.workload.frames_meeting import hold_meetings
from heterophony.benchmarks.workload.frames_rules import arrival, logistic, push, relax, share
from heterophony.benchmarks.workload.frames_staff import Caseworkers, Mentors, People
from heterophony.benchmarks.workload.inputs import FOREVER, MEASURES, MONTH, Inputs


class Citizens(People):
    """Citizens, and the rules of their week."""

    def live_sessions(self) -> None:
        """Decide who comes to the week's session, and who takes a step of their own."""
        p = self.model.numbers
        logit = (
            p.attend_const
            + p.attend_ownership * col("ownership")
            + p.attend_trust * col("trust_mentor")
            + p.attend_distress * col("distress")
            + p.attend_fatigue * col("change_fatigue")
            + p.attend_crisis * col("in_crisis")
        )
        hours = p.mentor_session_hours * col("session_share")
        rate = p.session_alliance_rate * hours
        rate *= 1.0 - p.session_fatigue_slowing * col("change_fatigue")
        trust = col("trust_mentor")
        risen = share(trust + share(rate) * (col("trust_ceiling") - trust))
        fallen = relax(trust, p.session_alliance_rest, p.session_alliance_drift)
        shares = self.model.mentors.agents.select(col("number").alias("mentor"), "session_share")
        self.agents = (
            self.agents.drop("session_share", strict=False)
            .join(shares, on="mentor", how="left", maintain_order="left")
            .with_columns(came=self.drawn() < logistic(logit))
            .with_columns(
                trust_mentor=when("came").then(risen).otherwise(fallen),
                missed=col("missed") + (~col("came")).cast(pl.Int64),
            )
        )
        for state, relief in (
            ("pressure", p.session_pressure_relief),
            ("distress", p.session_distress_relief),
        ):
            lower = push(col(state), -(relief * trust * hours))
            self.change(**{state: when("came").then(lower).otherwise(col(state))})
        chance = p.own_step_rate * hours * (p.own_step_base + p.own_step_meaning * col("meaning"))
        chance = share(chance * (p.own_step_autonomy_base + col("autonomy")))
        self.change(steps=col("came") & (self.drawn() < chance))
        for state, dose in (("autonomy", p.own_step_autonomy), ("fit", p.own_step_mastery)):
            higher = push(col(state), lit(dose))
            self.change(**{state: when("steps").then(higher).otherwise(col(state))})
        self.model.sums["attended"] = self.agents["came"].sum()
        self.model.sums["own_steps"] = self.agents["steps"].sum()

    def drift(self) -> None:
        """Let the slow states drift towards their resting levels."""
        p = self.model.numbers
        meaning = share(p.state_meaning_start + col("trait_meaning"))
        known = share(p.state_consistency_rest + p.state_consistency_understanding * col("u_mk"))
        calm = share(p.state_distress_rest * (1.0 - col("resources")))
        rest = min(max(p.state_pressure_rest + p.state_pressure_measuring, 0.0), 1.0)
        self.change(
            meaning=relax(col("meaning"), meaning, p.ownership_meaning_drift),
            autonomy=relax(col("autonomy"), col("trait_autonomy"), p.ownership_autonomy_drift),
            consistency=relax(col("consistency"), known, p.state_consistency_drift),
            pressure=relax(col("pressure"), rest, p.state_pressure_drift),
            change_fatigue=relax(
                col("change_fatigue"), p.state_fatigue_rest, p.state_fatigue_drift
            ),
            distress=relax(col("distress"), calm, p.state_distress_drift),
        )

    def move_ownership(self) -> None:
        """Move ownership towards the value that its components give."""
        p = self.model.numbers
        mentors = p.ownership_trust_mentor_share
        trust = mentors * col("trust_mentor") + (1.0 - mentors) * col("trust_caseworker")
        added, total = lit(0.0), 0.0
        for weight, part in (
            (p.ownership_weight_autonomy, col("autonomy")),
            (p.ownership_weight_meaning, col("meaning")),
            (p.ownership_weight_trust, trust),
            (p.ownership_weight_realism, col("fit")),
            (p.ownership_weight_consistency, col("consistency")),
        ):
            added += weight * part.clip(1e-6) ** p.ownership_complementarity
            total += weight
        basis = (added / total) ** (1.0 / p.ownership_complementarity)
        target = (
            logistic(p.ownership_gain * (basis - p.ownership_midpoint))
            * (1.0 - p.ownership_pressure_discount * col("pressure"))
            * (1.0 - p.ownership_fatigue_discount * col("change_fatigue"))
        )
        rising = col("target") > col("ownership")
        step = when(rising).then(p.ownership_drift_up).otherwise(p.ownership_drift_down)
        self.change(target=target)
        self.change(level=relax(col("ownership"), col("target"), step))
        normal = pl.Series(self.model.random.standard_normal(len(self.agents)))
        spread = (col("level") * (1.0 - col("level"))).sqrt()
        self.change(ownership=share(col("level") + p.ownership_noise * normal * spread))

    def live_crises(self, week: int) -> None:
        """Continue, end or begin crises."""
        p = self.model.numbers
        was, since = col("was"), col("weeks_since_crisis")
        known = since < FOREVER
        self.change(was=col("in_crisis") == 1)
        self.change(
            crisis_weeks_left=col("crisis_weeks_left") - was.cast(pl.Int64),
            weeks_since_crisis=since + (~was & known).cast(pl.Float64),
        )
        ends = was & (col("crisis_weeks_left") <= 0)
        self.change(
            in_crisis=when(ends).then(0).otherwise(col("in_crisis")),
            weeks_since_crisis=when(ends).then(0.0).otherwise(since),
        )
        poor = p.progress_crisis_resources_base - p.progress_crisis_resources * col("resources")
        hazard = p.progress_crisis_base * poor.clip(0.0) * col("crisis_factor")
        hazard *= (
            p.progress_crisis_distress * (col("distress") - p.progress_crisis_zero)
            + p.progress_crisis_pressure * (col("pressure") - p.progress_crisis_zero)
            - p.progress_crisis_trust * col("trust_mentor")
        ).exp()
        halves = lit(2.0) ** (-since / p.progress_relapse_half_life)
        hazard *= when(known).then(1.0 + p.progress_relapse * halves).otherwise(1.0)
        strong = lit(week) < col("strong_until")
        hazard *= when(strong).then(p.progress_strong_hazard).otherwise(1.0)
        self.change(hazard=hazard, u=self.drawn())
        begins = ~was & (col("u") < col("hazard")) & (col("u") < 1.0 - (-col("hazard")).exp())
        self.change(begins=begins)
        who = np.flatnonzero(self.agents["begins"].to_numpy())
        mean = p.progress_crisis_mean_weeks - 1.0
        further = np.log(1.0 - self.model.random.random(len(who))) / np.log(mean / (1.0 + mean))
        length = np.zeros(len(self.agents), dtype=np.int64)
        length[who] = 1 + further.astype(np.int64)
        self.change(
            in_crisis=when("begins").then(1).otherwise(col("in_crisis")),
            crisis_weeks_left=when("begins").then(length).otherwise(col("crisis_weeks_left")),
            distress=when("begins")
            .then(push(col("distress"), lit(p.progress_crisis_push)))
            .otherwise(col("distress")),
        )

    def leave(self) -> None:
        """Let people find jobs or drop out, and others arrive in their slots."""
        p = self.model.numbers
        job = self.model.random.random(len(self.agents)) < 1.0 - np.exp(-p.education_job)
        lost = self.model.random.random(len(self.agents)) < 1.0 - np.exp(-p.education_lost)
        who = np.flatnonzero(job | lost)
        self.model.sums["left"] = len(who)
        if len(who):
            newcomers = arrival(who, self.agents.schema, p, self.model.random)
            self.agents = self.agents.update(newcomers, on="unique_id", how="left")

    def drawn(self) -> pl.Series:
        """Draw a uniform number for every citizen."""
        return pl.Series(self.model.random.random(len(self.agents)))


class Jobcentre(ModelDF):
    """The jobcentre as a model of mesa-frames: a step is a week."""

    def __init__(self, inputs: Inputs, chance: Any = None) -> None:
        super().__init__(seed=inputs.seed)
        if chance is not None:
            self.random = chance
        p = self.numbers = SimpleNamespace(**inputs.numbers)
        horizon = float(inputs.staff[0]["horizon"])
        self.week = 0
        columns = {name: inputs.citizens[name].copy() for name in inputs.citizens.dtype.names or ()}
        people = pl.DataFrame(columns).drop("key", "slot_key")
        self.citizens = Citizens(
            self, people.with_row_index("unique_id").cast({"unique_id": pl.Int64})
        )
        taken = len(people)  # no two agents of a model may share an id
        self.mentors = Mentors(self, _posts(inputs.mentors, horizon, taken))
        taken += inputs.mentors
        self.caseworkers = Caseworkers(self, _posts(inputs.caseworkers, horizon, taken))
        self.mentors.commitment = p.dialogue_mentor_commitment
        self.caseworkers.commitment = p.dialogue_caseworker_commitment
        for people_of_a_kind in (self.citizens, self.mentors, self.caseworkers):
            self.agents += people_of_a_kind
        pairs = self.citizens.agents.select("mentor", "caseworker").unique(maintain_order=True)
        start = p.coordination_initial_understanding
        self.pairs = pairs.with_columns(u_mk=lit(start), left=lit(1.0))
        self.kept: list[list[float]] = []

    def step(self) -> None:
        """Run one week."""
        self.sums: dict[str, Any] = dict.fromkeys(MEASURES, 0.0)
        p, citizens, week = self.numbers, self.citizens, self.week
        self.caseworkers.plan(citizens.agents, week)
        self.mentors.plan(citizens.agents, week)
        known = self.pairs.select("mentor", "caseworker", "u_mk")
        citizens.agents = citizens.agents.drop("u_mk", strict=False).join(
            known, on=["mentor", "caseworker"], how="left", maintain_order="left"
        )
        citizens.live_sessions()
        held = hold_meetings(self, week)
        citizens.drift()
        citizens.move_ownership()
        citizens.live_crises(week)
        for name in ("ownership", "pressure", "distress", "in_crisis"):
            self.sums[name] = citizens.agents[name].sum()
        self.sums["understanding"] = citizens.agents["u_mk"].sum()
        citizens.leave()
        heard = held.filter(col("foreign") > 0)
        self.mentors.learn(heard)
        self.caseworkers.learn(heard)
        self.understand(held, p)
        self.week += 1
        self.kept.append([float(self.sums[name]) for name in MEASURES])

    def understand(self, held: pl.DataFrame, p: Any) -> None:
        """Let understanding grow with the week's meetings, and fade once a month."""
        left = 1.0 - p.understanding_meeting * col("uptake")
        grown = held.group_by("mentor", "caseworker").agg(left=left.product())
        pairs = self.pairs.drop("left").join(
            grown, on=["mentor", "caseworker"], how="left", maintain_order="left"
        )
        u = 1.0 - (1.0 - col("u_mk")) * col("left").fill_null(1.0)
        if self.week % MONTH == MONTH - 1:
            u = relax(u, p.coordination_initial_understanding, p.understanding_drift)
        self.pairs = pairs.with_columns(u_mk=u)


def _posts(count: int, horizon: float, taken: int) -> pl.DataFrame:
    """Return the rows of staff; ids begin after those in use."""
    numbers = np.arange(count)
    columns = {"unique_id": taken + numbers, "number": numbers}
    return pl.DataFrame(columns | {"horizon": np.full(count, horizon)})


def ready(inputs: Inputs, chance: Any = None) -> Callable[[], np.ndarray]:
    """Prepare everything; return a function that runs the weeks and returns their sums."""
    model = Jobcentre(inputs, chance)

    def run() -> np.ndarray:
        for _ in range(inputs.weeks):
            model.step()
        return np.array(model.kept)

    return run
