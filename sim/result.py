"""What comes out of a run: weekly means, outcomes, cases, meetings, as plain named columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from heterophony.agents.book_columns import CLIPPED_STATES
from heterophony.agents.book_columns import DATED_COLUMNS as DATED
from heterophony.agents.citizen_columns import (
    COURSE_STATES,
    FAR_AWAY,
    FICTIONS,
    STATES,
)
from heterophony.agents.columns import as_bytes
from heterophony.agents.events import EVENT_FIELDS, EVENT_NAMES
from heterophony.agents.meeting_columns import MEETING_COLUMNS
from heterophony.agents.vocabulary import (
    ACT_NAMES,
    CODE_NAMES,
    CONNECTION_NAMES,
    NOBODY,
    ORIENTATION_NAMES,
    PHASE_NAMES,
    SPEAKER_NAMES,
    STATUS_NAMES,
)
from heterophony.agents.world import CASES, EVENTS_KEPT, MEETINGS_KEPT
from heterophony.sim.accounts import hours_by_activity, money
from heterophony.sim.books import books_of
from heterophony.sim.graphs import caseload_graph, understanding_graph
from heterophony.sim.outcomes import case_outcomes, meeting_outcomes, organisation_outcomes
from heterophony.sim.weekly import weekly_outcomes

if TYPE_CHECKING:
    import networkx

    from heterophony.agents.world import World
    from heterophony.scenarios import Scenario
    from heterophony.sim.jobcentre import Jobcentre
    from heterophony.sim.simulation import Simulation

Columns = dict[str, npt.NDArray[Any]]
PERSONS_PER_SLOT = 1000  # room for numbers of persons within a slot's number of a citizen


class Turn(NamedTuple):
    """One utterance of a meeting, in words."""

    speaker: str
    code: str
    act: str
    connected: str
    orientation: str
    phase: str


@dataclass
class Result:
    """The results of one run.

    Attributes
    ----------
    scenario, seed, executor : what was run
    weekly : outcome -> values [weeks], NaN where undefined
    outcomes : outcome -> value of the run, NaN where undefined; weekly ones as their mean
    citizens : column -> values, one entry a referral
    meetings, panel, events : column -> values, or None if they were not kept
    hours : hours per citizen-year by side and activity
    clipping : state -> share of its updates that were cut off at a bound
    """

    scenario: Scenario
    seed: int
    executor: str
    weekly: Columns
    outcomes: dict[str, float]
    citizens: Columns
    meetings: Columns | None
    panel: Columns | None
    events: Columns | None
    hours: dict[str, float]
    clipping: dict[str, float]
    _simulation: Simulation | None = field(repr=False)

    def let_go(self) -> Result:
        """Forget the world behind the results, to save memory; logs and graphs go with it."""
        self._simulation = None
        return self

    @property
    def has_turns(self) -> bool:
        """Whether logs of meetings were kept."""
        return self._simulation is not None and "turns" in self._simulation.keep

    def turns(self, meeting_row: int) -> list[Turn]:
        """Return a kept meeting turn by turn, in words.

        Raises
        ------
        LookupError
            If logs were not kept or there is no such meeting.
        """
        if self._simulation is None or "turns" not in self._simulation.keep:
            raise LookupError('logs of meetings were not kept: ask for keep=("turns",)')
        assert self.meetings is not None
        if not 0 <= meeting_row < len(self.meetings["week"]):
            raise LookupError(f"meeting {meeting_row} is not among {len(self.meetings['week'])}")
        log = log_of(self._simulation.worlds, meeting_row)
        return [in_words(turn) for turn in log[: int(self.meetings["turns"][meeting_row])]]

    def graphs(self) -> tuple[networkx.Graph, networkx.Graph]:
        """Return the graphs of caseload and of mutual understanding at the end of the run."""
        if self._simulation is None:
            raise LookupError("the world behind these results was let go")
        worlds = self._simulation.worlds
        return caseload_graph(worlds), understanding_graph(worlds)

    def digest(self) -> str:
        """Return a hash of all results: the same for the same scenario, seed and sources."""
        state = hashlib.sha256()
        for name, value in self.outcomes.items():
            state.update(f"{name}={value!r};".encode())
        for columns in (self.weekly, self.citizens, self.meetings, self.panel, self.events):
            for name, values in (columns or {}).items():
                state.update(name.encode())
                state.update(np.ascontiguousarray(values).tobytes())
        return state.hexdigest()


def in_words(turn: Any) -> Turn:
    """Put a turn of a log into words."""
    return Turn(
        speaker=SPEAKER_NAMES[turn.speaker],
        code=CODE_NAMES[turn.code],
        act=ACT_NAMES[turn.act],
        connected=CONNECTION_NAMES[int(turn.connection)],
        orientation=ORIENTATION_NAMES[int(turn.orientation)],
        phase=PHASE_NAMES[turn.phase],
    )


def citizen_numbers(slot: Any, generation: Any) -> npt.NDArray[np.int64]:
    """Return a number for each person: the same person has the same one under every policy."""
    return np.asarray(slot, dtype=np.int64) * PERSONS_PER_SLOT + np.asarray(generation, np.int64)


def copied(rows: Any, count: int) -> npt.NDArray[Any]:
    """Copy the first rows of a table; as bytes, which is far faster than by column."""
    entries = as_bytes(rows)[:count].copy()
    return np.ndarray((count,), rows.dtype, entries)


def log_of(worlds: Sequence[World], meeting_row: int) -> Any:
    """Return the log of a kept meeting, counted through all jobcentres."""
    for w in worlds:
        held = int(w.counters[MEETINGS_KEPT])
        if meeting_row < held:
            return w.turns[meeting_row]
        meeting_row -= held
    raise LookupError("there is no such meeting")


def within_run(rows: Any, number: int, slots: int) -> None:
    """Give rows of a jobcentre, which knows only itself, their numbers within the whole run.

    `slots` is how many a jobcentre has. A slot of -1 stays: nobody's.
    """
    rows["jobcentre"][...] = number
    rows["slot"][rows["slot"] >= 0] += number * slots


def case_columns(simulation: Simulation) -> Columns:
    """Return one entry per referral; those still there get their present status as fate."""
    cases = np.concatenate([_cases(each) for each in simulation.jobcentres])
    columns: Columns = {"citizen": citizen_numbers(cases["slot"], cases["generation"])}
    columns["profile"] = np.full(len(cases), simulation.scenario.values["population.profile"])
    for name in cases.dtype.names or ():
        columns[name] = np.array(cases[name])
    for name in DATED:
        dates = columns[name].astype(np.float64)
        dates[columns[name] == FAR_AWAY] = np.nan
        columns[name] = dates
    columns["fate"] = np.array(STATUS_NAMES)[cases["fate"]]
    return columns


def _cases(jobcentre: Jobcentre) -> npt.NDArray[Any]:
    w = jobcentre.world
    cases = copied(w.cases, int(w.counters[CASES]))
    citizens = np.asarray(w.citizens)
    here = (citizens["status"] != NOBODY) & (citizens["case"] >= 0)
    last, status = citizens["case"][here], citizens["status"][here]
    open_still = cases["fate"][last] == 0
    cases["fate"][last[open_still]] = status[open_still]
    within_run(cases, jobcentre.number, len(w.slots))
    return cases


def meeting_columns(simulation: Simulation) -> Columns | None:
    """Return one entry per meeting held from week 0 on, or None if meetings were not kept."""
    if not simulation.keep & {"meetings", "turns"}:
        return None
    parts, cases = [], 0
    for jobcentre in simulation.jobcentres:
        w = jobcentre.world
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


def event_columns(simulation: Simulation) -> Columns | None:
    """Return dated events by week and person, or None if events were not kept.

    Those of one person in a week stand in the order in which they happened.
    """
    if "events" not in simulation.keep:
        return None
    kept = [_events(jobcentre) for jobcentre in simulation.jobcentres]
    rows = {name: np.concatenate([part[name] for part in kept]) for name in EVENT_FIELDS}
    order = np.lexsort((rows["generation"], rows["slot"], rows["week"]))
    columns: Columns = {name: rows[name][order] for name in EVENT_FIELDS}
    columns["kind"] = np.array(EVENT_NAMES)[columns["kind"]]
    columns["citizen"] = np.where(
        columns["slot"] < 0, -1, citizen_numbers(columns["slot"], columns["generation"])
    )
    return columns


def _events(jobcentre: Jobcentre) -> Columns:
    w = jobcentre.world
    rows = w.events[: w.counters[EVENTS_KEPT]]
    found: Columns = {name: rows[:, k].copy() for k, name in enumerate(EVENT_FIELDS)}
    within_run(found, jobcentre.number, len(w.slots))
    return found


def panel_columns(simulation: Simulation) -> Columns | None:
    """Return citizen-weeks from week 0 on, or None if a panel was not kept."""
    if "panel" not in simulation.keep:
        return None
    states = STATES + COURSE_STATES + FICTIONS
    names = [column.name for column in states if column.kind in ("float", "int")]
    weeks, parts = [], []
    for kept in zip(*(each.panel for each in simulation.jobcentres), strict=True):
        for jobcentre, (week, rows) in zip(simulation.jobcentres, kept, strict=True):
            present = np.asarray(rows[rows["status"] != NOBODY])
            within_run(present, jobcentre.number, len(jobcentre.world.slots))
            weeks.append(np.full(len(present), week))
            parts.append(present)
    everyone = np.concatenate(parts) if parts else simulation.worlds[0].citizens[:0]
    columns: Columns = {
        "week": np.concatenate(weeks) if weeks else np.zeros(0, dtype=np.int64),
        "citizen": citizen_numbers(everyone["slot"], everyone["generation"]),
    }
    columns.update({name: np.array(everyone[name]) for name in names})
    columns["status"] = np.array(STATUS_NAMES)[everyone["status"]]
    return columns


def collect(simulation: Simulation) -> Result:
    """Collect the results of a run that has reached its end."""
    books = books_of(simulation.worlds)
    values = simulation.scenario.values
    weekly, means = weekly_outcomes(books)
    citizens = case_columns(simulation)
    outcomes = dict(means)
    outcomes.update(case_outcomes(citizens, int(values["run.weeks"])))
    outcomes.update(meeting_outcomes(books, values))
    outcomes.update(organisation_outcomes(books))
    hours = hours_by_activity(books)
    outcomes.update(hours)
    outcomes.update(money(books, values))
    totals = books.totals
    clipping = {
        state: totals[f"clipped_{state}"] / max(totals[f"updates_{state}"], 1.0)
        for state in CLIPPED_STATES
    }
    return Result(
        scenario=simulation.scenario,
        seed=simulation.seed,
        executor=simulation.executor,
        weekly=weekly,
        outcomes={name: float(value) for name, value in outcomes.items()},
        citizens=citizens,
        meetings=meeting_columns(simulation),
        panel=panel_columns(simulation),
        events=event_columns(simulation),
        hours=hours,
        clipping=clipping,
        _simulation=simulation,
    )
