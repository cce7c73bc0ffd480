"""A jobcentre's year week by week: who is there, professionals' hours, who understands whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from heterophony.agents.state import State
from heterophony.agents.vocabulary import NOBODY, STATUS_NAMES
from heterophony.experiments.engine.seeds import replicate_seed
from heterophony.experiments.engine.tasks import Task, start
from heterophony.experiments.methods.staged_meeting import WEEKS
from heterophony.scenarios import Scenario
from heterophony.sim.tables import citizen_numbers

SHOWN: Final = ("ownership", "pressure")  # of each citizen
ABSENT: Final = "--"
_AWAY: Final = "."
_MOST: Final = 99  # hundredths, so that a value takes two digits
# What is noted of a professional each week: the same names as in the tables.
_OF_CASEWORKERS: Final = ("utilisation", "preparation", "waiting", "on_course")
_OF_MENTORS: Final = ("utilisation", "give", "sessions_due", "on_course")


class YearNotes:
    """What was seen of a jobcentre so far, by citizen and by post; room for `weeks` weeks."""

    def __init__(self, weeks: int) -> None:
        self.weeks = weeks
        self.citizens: dict[int, dict[str, list[str]]] = {}
        self.understanding: list[list[int]] = []
        self.staff: dict[str, list[dict[str, list[float]]]] = {"caseworkers": [], "mentors": []}

    def take(self, week: int, state: State) -> None:
        """Note one week."""
        rows = state.citizens[state.citizens["status"] != NOBODY]
        numbers = citizen_numbers(rows["slot"], rows["generation"])
        for number, row in zip(numbers.tolist(), rows, strict=True):
            noted = self.citizens.setdefault(number, self._blank())
            noted["status"][week] = _letter(int(row["status"]))
            for name in SHOWN:
                noted[name][week] = f"{hundredths(float(row[name])):02d}"
        self.understanding.append([hundredths(each) for each in _pairs(state)])
        self._staff("caseworkers", _OF_CASEWORKERS, week, state, rows)
        self._staff("mentors", _OF_MENTORS, week, state, rows)

    def document(self) -> dict[str, Any]:
        """Return what was noted, as `jobcentre_year` describes it."""
        return {
            "weeks": self.weeks,
            "statuses": {_letter(code): name for code, name in enumerate(STATUS_NAMES) if code},
            "citizens": [
                {"number": number, **{name: "".join(column) for name, column in noted.items()}}
                for number, noted in sorted(self.citizens.items())
            ],
            "understanding": self.understanding,
            **self.staff,
        }

    def _blank(self) -> dict[str, list[str]]:
        return {"status": [_AWAY] * self.weeks, **{name: [ABSENT] * self.weeks for name in SHOWN}}

    def _staff(
        self, side: str, names: tuple[str, ...], week: int, state: State, citizens: Any
    ) -> None:
        table, posts = getattr(state, side), self.staff[side]
        for place, row in enumerate(np.flatnonzero(table["exists"])):
            if place == len(posts):
                posts.append({name: [] for name in (*names, "vacant", "left", "meetings", "hours")})
            own = citizens[citizens[side.removesuffix("s")] == row]
            noted, post = posts[place], table[row]
            for name in names:
                noted[name].append(round(float(post[name]), 2))
            noted["vacant"].append(int(post["vacant_until"] > week))
            noted["left"].append(int(post["left_now"]))
            noted["meetings"].append(int(np.count_nonzero(own["meets"])))
            noted["hours"].append(round(float(own["session_hours"].sum()), 1))


def jobcentre_year(scenario: Scenario, seed: int, weeks: int = WEEKS) -> dict[str, Any]:
    """Simulate a year and return what happens in it, week by week.

    Of several jobcentres the first. The run is the first replicate of `run` with this seed.

    Returns
    -------
    dict
        `citizens`: number, a letter a week for the status (`statuses` names them, "." not there),
        and two digits a week for each state in hundredths. `caseworkers`, `mentors`: a list a post.
        `understanding`: hundredths by week, mentors by caseworkers.
    """
    shorter = scenario.replaced({"run.weeks": weeks})
    running = start(Task(shorter, replicate_seed(seed, 0)))
    running.advance(-running.week)
    notes = YearNotes(weeks)
    for week in range(weeks):
        running.advance(1)
        notes.take(week, running.states[0])
    return notes.document()


def _pairs(state: State) -> list[float]:
    """Return the understanding of each pair of posts that exist, mentor by mentor."""
    mentors, caseworkers = (np.flatnonzero(t["exists"]) for t in (state.mentors, state.caseworkers))
    found: list[float] = (
        np.asarray(state.understanding)[np.ix_(mentors, caseworkers)].ravel().tolist()
    )
    return found


def hundredths(value: float) -> int:
    """Return a share in hundredths, 0 to 99."""
    return max(0, min(_MOST, round(100 * value)))


def _letter(status: int) -> str:
    return chr(ord("a") + status)


def weeks_of_change(year: Mapping[str, Any], side: str, place: int) -> list[int]:
    """Return the weeks in which somebody left a post."""
    return [week for week, left in enumerate(year[side][place]["left"]) if left]
