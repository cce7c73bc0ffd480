"""Tables of a run as plain named columns: cases, meetings, events, citizen-weeks.

Rows of a jobcentre are numbered within it; here they get their numbers within the whole run.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import DATED_COLUMNS as DATED
from heterophony.agents.citizen_columns import (
    COURSE_STATES,
    FAR_AWAY,
    FICTIONS,
    FOREVER,
    NEVER,
    STATES,
)
from heterophony.agents.columns import as_bytes
from heterophony.agents.events import EVENT_FIELDS, EVENT_NAMES
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.state import CASES, EVENTS_KEPT, MEETINGS_KEPT, State
from heterophony.agents.vocabulary import NOBODY, STATUS_NAMES
from heterophony.scenarios import Scenario
from heterophony.sim.counting import PERSONS_PER_SLOT
from heterophony.sim.jobcentre import Jobcentre

Columns = dict[str, npt.NDArray[Any]]


class FinishedRun(Protocol):
    """A run that has reached its end, whose results are collected."""

    scenario: Scenario
    seed: int
    keep: frozenset[str]

    @property
    def executor(self) -> str:
        """The executor of the last weeks."""

    @property
    def jobcentres(self) -> Sequence[Jobcentre]:
        """The run's jobcentres."""

    @property
    def states(self) -> Sequence[State]:
        """The tables of each jobcentre."""


def citizen_numbers(slot: Any, generation: Any) -> npt.NDArray[np.int64]:
    """Return a number for each person: the same person has the same one under every policy."""
    return np.asarray(slot, dtype=np.int64) * PERSONS_PER_SLOT + np.asarray(generation, np.int64)


def copied(rows: Any, count: int) -> npt.NDArray[Any]:
    """Copy the first rows of a table; as bytes, which is far faster than by column."""
    entries = as_bytes(rows)[:count].copy()
    return np.ndarray((count,), rows.dtype, entries)


def within_run(rows: Any, number: int, slots: int) -> None:
    """Write a jobcentre's number within the run into its rows, and number its slots.

    `slots` is how many a jobcentre has.
    """
    rows["jobcentre"][...] = number
    slots_within_run(rows, number, slots)


def slots_within_run(rows: Any, number: int, slots: int) -> None:
    """Give the slots in rows of a jobcentre their numbers within the whole run.

    A slot of -1 (nobody's) stays -1.
    """
    rows["slot"][rows["slot"] >= 0] += number * slots


def laid_out(parts: Iterable[npt.NDArray[Any]], count: int) -> Columns:
    """Write the tables of jobcentres, of `count` rows together, as columns, one after the other.

    Tables are read one at a time, so that no two need be in memory together.
    """
    columns: Columns = {}
    begin = 0
    for part in parts:
        for name in part.dtype.names or ():
            if name not in columns:
                columns[name] = np.empty(count, part.dtype[name])
            columns[name][begin : begin + len(part)] = part[name]
        begin += len(part)
    return columns


def without_sentinels(values: npt.NDArray[Any], *more: int) -> npt.NDArray[np.float64]:
    """Return values with NaN in place of the sentinels for "never yet", "for ever ago" and `more`.

    Inside the model a week that never was is a number, so that rules can compare it.
    """
    found = values.astype(np.float64)
    for sentinel in (FAR_AWAY, NEVER, FOREVER, *more):
        found[values == sentinel] = np.nan
    return found


def case_columns(cases: Sequence[npt.NDArray[Any]], profile: str) -> Columns:
    """Return one entry per referral; the fate of people still there is their present status.

    Parameters
    ----------
    cases : the rows of each jobcentre's cases, numbered within the run
    profile : of the population
    """
    referrals = sum(len(rows) for rows in cases)
    held = laid_out(cases, referrals)
    columns: Columns = {"citizen": citizen_numbers(held["slot"], held["generation"])}
    columns["profile"] = np.full(referrals, profile)
    columns.update(held)
    for name in DATED:
        columns[name] = without_sentinels(columns[name])
    columns["fate"] = np.array(STATUS_NAMES)[columns["fate"]]
    return columns


def meeting_columns(run: FinishedRun) -> Columns | None:
    """Return one entry per meeting held from week 0 on, or None if meetings were not kept."""
    if not run.keep & {"meetings", "turns"}:
        return None
    parts, cases = [], 0
    for jobcentre in run.jobcentres:
        w = jobcentre.state
        held = copied(w.meetings, int(w.counters[MEETINGS_KEPT]))
        within_run(held, jobcentre.number, len(w.slots))
        held["case"] += cases
        cases += int(w.counters[CASES])
        parts.append(held)
    held = np.concatenate(parts)
    columns: Columns = {"citizen": citizen_numbers(held["slot"], held["generation"])}
    for column in MEETING_COLUMNS:
        columns[column.name] = np.array(held[column.name])
    return columns


def event_columns(run: FinishedRun) -> Columns | None:
    """Return dated events by week and person, or None if events were not kept.

    Events of one person in a week keep the order in which they happened.
    """
    if "events" not in run.keep:
        return None
    kept = [_events(jobcentre) for jobcentre in run.jobcentres]
    rows = {name: np.concatenate([part[name] for part in kept]) for name in EVENT_FIELDS}
    order = np.lexsort((rows["generation"], rows["slot"], rows["week"]))
    columns: Columns = {name: rows[name][order] for name in EVENT_FIELDS}
    columns["kind"] = np.array(EVENT_NAMES)[columns["kind"]]
    columns["citizen"] = np.where(
        columns["slot"] < 0, -1, citizen_numbers(columns["slot"], columns["generation"])
    )
    for name in ("slot", "generation", "post", "citizen"):
        columns[name] = without_sentinels(columns[name], -1)
    return columns


def _events(jobcentre: Jobcentre) -> Columns:
    w = jobcentre.state
    rows = w.events[: w.counters[EVENTS_KEPT]]
    found: Columns = {name: rows[:, k].copy() for k, name in enumerate(EVENT_FIELDS)}
    within_run(found, jobcentre.number, len(w.slots))
    return found


def panel_columns(run: FinishedRun) -> Columns | None:
    """Return citizen-weeks from week 0 on, or None if a panel was not kept."""
    if "panel" not in run.keep:
        return None
    states = STATES + COURSE_STATES + FICTIONS
    names = [column.name for column in states if column.kind in ("float", "int")]
    weeks, parts = [], []
    for kept in zip(*(each.panel for each in run.jobcentres), strict=True):
        for jobcentre, (week, rows) in zip(run.jobcentres, kept, strict=True):
            present = np.asarray(rows[rows["status"] != NOBODY])
            slots_within_run(present, jobcentre.number, len(jobcentre.state.slots))
            weeks.append(np.full(len(present), week))
            parts.append(present)
    everyone = np.concatenate(parts) if parts else run.states[0].citizens[:0]
    columns: Columns = {
        "week": np.concatenate(weeks) if weeks else np.zeros(0, dtype=np.int64),
        "citizen": citizen_numbers(everyone["slot"], everyone["generation"]),
    }
    columns.update({name: np.array(everyone[name]) for name in names})
    for name in ("weeks_since_crisis", "strong_until", "strong_week"):
        columns[name] = without_sentinels(columns[name])
    columns["status"] = np.array(STATUS_NAMES)[everyone["status"]]
    return columns
