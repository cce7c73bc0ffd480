"""Mentors and caseworkers as agent sets of mesa-frames: hours and learning as expressions."""

from __future__ import annotations

from typing import Any

import polars as pl
from mesa_frames import AgentSetPolars
from polars import col, when

from heterophony.benchmarks.workload.frames_rules import push, relax, share
from heterophony.benchmarks.workload.inputs import INTERVAL


class People(AgentSetPolars):
    """An agent set that is made of a frame."""

    agents: pl.DataFrame

    def __init__(self, model: Any, frame: pl.DataFrame) -> None:
        super().__init__(model)
        self.add(frame)

    def step(self) -> None:
        """Do nothing: the model calls each method itself."""

    def change(self, **columns: Any) -> None:
        """Replace columns."""
        self.agents = self.agents.with_columns(**columns)


class Staff(People):
    """Mentors or caseworkers."""

    def count(self, citizens: pl.DataFrame, week: int) -> pl.DataFrame:
        """Return everybody's cases and this week's meetings, in order."""
        meets = col("meeting_week") == week % INTERVAL
        counted = citizens.group_by(self.kind).agg(cases=pl.len(), meetings=meets.sum())
        joined = self.agents.select("number").join(
            counted, left_on="number", right_on=self.kind, how="left", maintain_order="left"
        )
        return joined.with_columns(col("cases").fill_null(0), col("meetings").fill_null(0))

    def learn(self, heard: pl.DataFrame) -> None:
        """Widen horizons by foreign codes heard, and let them drift back."""
        p = self.model.numbers
        counts = heard.group_by(self.kind).agg(heard=pl.len())
        frame = self.agents.select("number", "horizon").join(
            counts, left_on="number", right_on=self.kind, how="left", maintain_order="left"
        )
        frame = frame.with_columns(col("heard").fill_null(0))
        horizon = col("horizon")
        resonance = 2.0 * horizon * 2.0 * (1.0 - horizon)
        wider = push(horizon, p.learning_meeting * self.commitment * resonance)
        for count in range(int(frame["heard"].max() or 0)):
            chosen = when(col("heard") > count).then(wider).otherwise(horizon)
            frame = frame.with_columns(horizon=chosen)
        drifted = relax(horizon, p.learning_floor, p.learning_drift)
        self.change(horizon=frame.select(drifted).to_series())


class Mentors(Staff):
    """Mentors."""

    kind = "mentor"

    def plan(self, citizens: pl.DataFrame, week: int) -> None:
        """Allocate the hours: the rest is for sessions."""
        p = self.model.numbers
        held = (p.meeting_minutes / 60.0 + p.hours_shield) * col("meetings")
        left = (p.hours_week * p.hours_mentor_share - held).clip(0.0)
        wanted = p.mentor_session_hours * col("cases")
        part = when(wanted > 0.0).then(share(left / wanted)).otherwise(1.0)
        self.change(session_share=self.count(citizens, week).select(part).to_series())


class Caseworkers(Staff):
    """Caseworkers."""

    kind = "caseworker"

    def plan(self, citizens: pl.DataFrame, week: int) -> None:
        """Allocate the hours: the rest is for preparing meetings."""
        p = self.model.numbers
        others = p.staffing_caseworker_caseload * (1.0 - p.population_mentored_share)
        background = p.hours_background * others + p.hours_background_course * col("cases")
        held = (p.meeting_minutes / 60.0 + p.hours_record) * col("meetings")
        left = (p.hours_week * p.hours_caseworker_share - background - held).clip(0.0)
        wanted = p.hours_preparation * col("meetings")
        part = when(wanted > 0.0).then(share(left / wanted)).otherwise(1.0)
        self.change(preparation=self.count(citizens, week).select(part).to_series())
