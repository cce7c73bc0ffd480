"""One simulated meeting as it can be read: what was known, what was said, what was decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heterophony.experiments.inputs.line_bank import load_meeting_words
from heterophony.experiments.methods.retelling import Spoken, retell
from heterophony.experiments.results.logged_turns import NOBODY
from heterophony.sim import Turn


@dataclass(frozen=True)
class MeetingAccount:
    """A meeting of a run, with a spoken line for each turn.

    Attributes
    ----------
    scenario, seed
        The run it belongs to.
    facts
        Its row in the table of meetings.
    turns
        Its log.
    spoken
        The lines, one a turn.
    language
        "en" or "da".
    """

    scenario: str
    seed: int
    facts: Mapping[str, float]
    turns: Sequence[Turn]
    spoken: Sequence[Spoken]
    language: str

    def rows(self) -> list[dict[str, Any]]:
        """Return a row for each turn: the log's columns, then the line. Turns count from 1."""
        return [
            {"turn": number, **_counted_from_one(turn)}
            | {"topic": spoken.topic, "text": spoken.text, "again": spoken.again}
            for number, (turn, spoken) in enumerate(
                zip(self.turns, self.spoken, strict=True), start=1
            )
        ]

    def document(self) -> dict[str, Any]:
        """Return all of it as one document, with a legend of the columns of `turns`."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "language": self.language,
            "meeting": dict(self.facts),
            "turns": self.rows(),
            "legend": dict(load_meeting_words(self.language)["legend"]),
        }


def account_of(
    scenario: str, seed: int, facts: Mapping[str, float], turns: Sequence[Turn], language: str
) -> MeetingAccount:
    """Retell a meeting of a run. The same run, meeting and language give the same lines."""
    place = f"{seed} {facts['jobcentre']:.0f} {facts['citizen']:.0f} {facts['week']:.0f}"
    return MeetingAccount(scenario, seed, facts, turns, retell(turns, language, place), language)


def _counted_from_one(turn: Turn) -> dict[str, Any]:
    """Return the columns of a turn; numbers of other turns count from 1, blank for none."""
    columns = turn._asdict()
    for name in ("answers", "settled_by"):
        columns[name] = None if columns[name] == NOBODY else columns[name] + 1
    return columns
