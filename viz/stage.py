"""The documents of the meeting theatre: meetings of real runs, with sentences in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from heterophony.experiments.commands.meeting_text import (
    before_lines,
    decision_lines,
    marks_of,
    moves_of,
)
from heterophony.experiments.methods.meeting_account import MeetingAccount
from heterophony.experiments.methods.staged_meeting import (
    account,
    changed_turns,
    citizens_year,
    most_met,
    policy_from_week,
    row_of,
    staged,
    year_of_meetings,
)
from heterophony.experiments.results.codec import rounded
from heterophony.scenarios import Scenario
from heterophony.sim import Result

_DIGITS: Final = 3
# A turn's columns; each is a list over turns, so that no name is written thirty times.
_COLUMNS: Final = (
    *("speaker", "code", "act", "phase", "text", "fate", "shows"),
    *("demand", "front", "image_caseworker", "image_mentor", "marks", "moves"),
)


class Stage:
    """One citizen's year of meetings under one way of working, beside other policies."""

    def __init__(
        self, today: Scenario, policies: Sequence[Scenario], seed: int, language: str
    ) -> None:
        self.today, self.policies = today, policies
        self.seed, self.language = seed, language
        self.result = year_of_meetings(today, seed)

    def document(self, citizen: int | None = None) -> dict[str, Any]:
        """Return a citizen's year with every meeting, today and under each policy.

        Without `citizen`, the one with the most three-party meetings.
        """
        whose = most_met(self.result.meetings or {}) if citizen is None else citizen
        year = citizens_year(self.result, whose)
        meetings = [self._meeting(row) for row in year.pop("meetings")]
        choice = self.language
        return {
            "policies": [
                {"name": each.name, "title": each.title[choice], "summary": each.summary[choice]}
                for each in self.policies
            ],
            "year": rounded(year, _DIGITS),
            "meetings": meetings,
        }

    def _meeting(self, row: int) -> dict[str, Any]:
        """Return one meeting today, and the one in its place under each policy."""
        told = account(self.result, row, self.seed, self.language)
        citizen, week = int(told.facts["citizen"]), int(told.facts["week"])
        others = {}
        for policy in self.policies:
            changed = policy_from_week(self.today, policy, week)
            result = year_of_meetings(changed, self.seed, week + 1)
            found = row_of(result, citizen, week)
            others[policy.name] = None if found is None else self._beside(result, found, told)
        return {"week": week, "today": self._document(self.result, told), "with": others}

    def _beside(self, result: Result, row: int, today: MeetingAccount) -> dict[str, Any]:
        """Return a meeting under a policy, with the turns marked that differ from today's."""
        told = account(result, row, self.seed, self.language)
        gone, new = changed_turns(today.turns, told.turns)
        document = self._document(result, told)
        return document | {"changed": _numbers(new), "gone": _numbers(gone)}

    def _document(self, result: Result, told: MeetingAccount) -> dict[str, Any]:
        document = staged(result, told)
        turns = [
            turn
            | {
                "marks": "; ".join(marks_of(told, number)),
                "moves": ", ".join(moves_of(told, number)),
            }
            for number, turn in enumerate(document.pop("turns"))
        ]
        whole: dict[str, Any] = rounded(
            document
            | {
                "lines_before": list(before_lines(told)),
                "lines_after": list(decision_lines(told)),
                "turns": {name: [turn[name] for turn in turns] for name in _COLUMNS},
            },
            _DIGITS,
        )
        return whole


def _numbers(marked: Sequence[bool]) -> list[int]:
    return [number for number, each in enumerate(marked) if each]
