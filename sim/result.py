"""The results of a run: weekly means, outcomes, cases, meetings, as plain named columns."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from heterophony.agents.book_columns import CLIPPED_STATES, TOTAL_COLUMNS
from heterophony.agents.renamed import warn_renamed
from heterophony.agents.state import MEETINGS_KEPT, State
from heterophony.agents.vocabulary import (
    ACT_NAMES,
    CODE_NAMES,
    ORIENTATION_NAMES,
    PHASE_NAMES,
    SPEAKER_NAMES,
)
from heterophony.scenarios import Scenario
from heterophony.sim.accounts import HOURS
from heterophony.sim.books import Books, books_of
from heterophony.sim.outcome_values import OUTCOME_NAMES, write_outcomes
from heterophony.sim.tables import (
    Columns,
    FinishedRun,
    case_columns,
    event_columns,
    meeting_columns,
    panel_columns,
)
from heterophony.sim.weekly import SERIES, WEEKLY_OUTCOMES

if TYPE_CHECKING:
    import networkx


_TOTAL_NAMES = tuple(column.name for column in TOTAL_COLUMNS)


class Turn(NamedTuple):
    """One utterance of a meeting, in words.

    Attributes
    ----------
    speaker, code, act, phase, orientation : in words; orientation is empty for the citizen
    slip : whether the citizen slips out of the role
    taken_up : of a full professional turn: 1 it takes up what is at hand, 0 not; -1 otherwise
    translated : whether it translates a foreign code into an own one
    after_other : whether the code at hand was set by the other professional
    foreign : whether what is at hand is foreign to the speaker
    answers : number of the turn, from 0, that this one answers, -1 none
    told_taken_up : of trouble, objection or wish: 1 taken up, 0 not; -1 otherwise
    settled_by : number of the turn that settled what was told, -1 nobody
    said_from_front : whether the citizen says it from the front
    front_factor : factor on the front after the turn
    position_moved : how far the turn moved the caseworker's proposal
    image_moved_caseworker, image_moved_mentor : how far it moved their images
    """

    speaker: str
    code: str
    act: str
    phase: str
    orientation: str
    slip: bool
    taken_up: int
    translated: bool
    after_other: bool
    foreign: bool
    answers: int
    told_taken_up: int
    settled_by: int
    said_from_front: bool
    front_factor: float
    position_moved: float
    image_moved_caseworker: float
    image_moved_mentor: float

    @property
    def connected(self) -> str:
        """Whether the turn takes up what is at hand, in words; empty where nothing is."""
        if self.taken_up < 0:
            return ""
        if not self.taken_up:
            return "not taken up"
        return "translated" if self.translated else "taken up"


@dataclass
class Result:
    """The results of one run.

    Attributes
    ----------
    scenario, seed, executor : what was run
    weekly : outcome -> values [weeks], NaN where undefined
    outcomes : outcome -> value of the run, NaN where undefined; weekly ones as their mean
    books : sums and cases that outcomes are computed from
    meetings, panel, events : column -> values, or None if they were not kept
    """

    scenario: Scenario
    seed: int
    executor: str
    weekly: Columns
    outcomes: dict[str, float]
    books: Books = field(repr=False)
    meetings: Columns | None
    panel: Columns | None
    events: Columns | None
    _simulation: FinishedRun | None = field(repr=False)

    @cached_property
    def hours(self) -> dict[str, float]:
        """Hours per citizen-year by side and activity."""
        return {name: self.outcomes[name] for name in HOURS}

    @cached_property
    def clipping(self) -> dict[str, float]:
        """State -> share of its updates that were cut off at a bound."""
        totals = dict(zip(_TOTAL_NAMES, self.books.totals.tolist(), strict=True))
        return {
            state: totals[f"clipped_{state}"] / max(totals[f"updates_{state}"], 1.0)
            for state in CLIPPED_STATES
        }

    @cached_property
    def citizens(self) -> Columns:
        """Column -> values, one entry a referral; computed at first use."""
        return case_columns(self.books.cases, self.scenario.values["population.profile"])

    def detach(self) -> Result:
        """Drop the state behind the results, and with it logs and graphs, to save memory."""
        self._simulation = None
        return self

    def let_go(self) -> Result:
        """Detach these results; the former name of `detach`."""
        warn_renamed("let_go", "detach")
        return self.detach()

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
        log = log_of(self._simulation.states, meeting_row)
        return [in_words(turn) for turn in log[: int(self.meetings["turns"][meeting_row])]]

    def graphs(self) -> tuple[networkx.Graph, networkx.Graph]:
        """Return the graphs of caseload and of mutual understanding at the end of the run."""
        from heterophony.sim.graphs import caseload_graph, understanding_graph  # networkx is slow

        if self._simulation is None:
            raise LookupError("these results were detached from their state")
        states = self._simulation.states
        return caseload_graph(states), understanding_graph(states)

    def digest(self) -> str:
        """Return a hash of all results: the same for the same scenario, seed and sources."""
        outcomes = "".join(f"{name}={value!r};" for name, value in self.outcomes.items())
        parts = [outcomes.encode()]
        for columns in (self.weekly, self.citizens, self.meetings, self.panel, self.events):
            for name, values in (columns or {}).items():
                parts += name.encode(), np.ascontiguousarray(values).tobytes()
        return hashlib.sha256(b"".join(parts)).hexdigest()  # one call releases Python's lock


def in_words(turn: Any) -> Turn:
    """Put a turn of a log into words."""
    return Turn(
        speaker=SPEAKER_NAMES[turn.speaker],
        code=CODE_NAMES[turn.code],
        act=ACT_NAMES[turn.act],
        phase=PHASE_NAMES[turn.phase],
        orientation=ORIENTATION_NAMES[int(turn.orientation)],
        slip=bool(turn.slip),
        taken_up=int(turn.taken_up),
        translated=bool(turn.translated),
        after_other=bool(turn.after_other),
        foreign=bool(turn.foreign),
        answers=int(turn.answers),
        told_taken_up=int(turn.told_taken_up),
        settled_by=int(turn.settled_by),
        said_from_front=bool(turn.said_from_front),
        front_factor=float(turn.front_factor),
        position_moved=float(turn.position_moved),
        image_moved_caseworker=float(turn.image_moved_caseworker),
        image_moved_mentor=float(turn.image_moved_mentor),
    )


def log_of(states: Sequence[State], meeting_row: int) -> Any:
    """Return the log of a kept meeting, counted through all jobcentres."""
    for w in states:
        held = int(w.counters[MEETINGS_KEPT])
        if meeting_row < held:
            return w.turns[meeting_row]
        meeting_row -= held
    raise LookupError("there is no such meeting")


def collect(run: FinishedRun) -> Result:
    """Collect the results of a run that has reached its end."""
    books, terms = books_of(run.jobcentres), run.jobcentres[0].ready.terms
    series = np.empty((len(WEEKLY_OUTCOMES) - 1, len(books.weekly)))
    found = np.empty(len(OUTCOME_NAMES))
    write_outcomes(books.weekly, books.totals, books.meetings, books.facts, terms, series, found)
    outcomes = dict(zip(OUTCOME_NAMES, found.tolist(), strict=True))
    return Result(
        scenario=run.scenario,
        seed=run.seed,
        executor=run.executor,
        weekly=dict(zip(SERIES, series, strict=False)),
        outcomes=outcomes,
        books=books,
        meetings=meeting_columns(run),
        panel=panel_columns(run),
        events=event_columns(run),
        _simulation=run,
    )
