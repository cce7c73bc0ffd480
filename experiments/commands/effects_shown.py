"""The effect of a lever within a sweep, as users ask for it and as a terminal shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd

from heterophony.experiments.commands.printing import number, sentence, table
from heterophony.experiments.inputs.listed_values import listed_values
from heterophony.experiments.methods.lever_effects import LeverEffects, as_places, lever_effects
from heterophony.experiments.results.errors import RequestError
from heterophony.experiments.results.store import Store
from heterophony.scenarios import OUTCOMES

MOST_OUTCOMES = 3  # that are printed unless they are named
_NUMBERS = (">difference", "95 % interval", "in a word", ">pairs")
_REPAIRS = (
    *("where", ">larger by", "95 % interval", "in a word"),
    *(">without it", ">its own effect", ">after", "so it"),
)


class AskedEffect(NamedTuple):
    """A lever and two of its values, which may be left out."""

    lever: str
    start: Any = None
    end: Any = None

    def of(self, store: Store, outcomes: Sequence[str] | None = None) -> LeverEffects:
        """Return the effect in a store.

        Raises
        ------
        RequestError
            As `lever_effects`.
        """
        return lever_effects(store, self.lever, self.start, self.end, outcomes=outcomes)


def asked_effect(text: str, option: str) -> AskedEffect:
    """Read `NAME=FROM,TO`, or `NAME` alone for its first and last value.

    Raises
    ------
    RequestError
        If it has another form.
    """
    if "=" not in text:
        return AskedEffect(text.strip())
    name, values = listed_values(text, option, always_two=True)
    if len(values) != 2:
        raise RequestError(
            f"{option} {text} must have the form NAME=FROM,TO, as in meeting.interval_weeks=8,4"
        )
    return AskedEffect(name, *values)


def print_effects(effects: LeverEffects, outcomes: Sequence[str] = ()) -> None:
    """Print a row for each cell, then whether each other lever repairs what the change does."""
    shown = outcomes or effects.outcomes[:MOST_OUTCOMES]
    for outcome in shown:
        rows = [_row(as_places(row, effects.others), row) for row in _records(effects.of(outcome))]
        title = f"{OUTCOMES[outcome].title['en']}: {effects.title}"
        table(title, ("where", *_NUMBERS), rows)
    if effects.interactions.empty:
        return
    for outcome in shown:
        found = effects.interactions[effects.interactions["outcome"] == outcome]
        rows = [_repair_row(row) for row in _records(found)]
        title = f"{OUTCOMES[outcome].title['en']}: by how much that effect is larger"
        table(title, _REPAIRS, rows)
    sentence(
        "Without it: the effect at the other lever's first value. Its own effect: what the other "
        "lever does before and after the change; their difference is what it repairs."
    )


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = frame.to_dict("records")
    return found


def _repair_row(row: dict[str, Any]) -> tuple[str, ...]:
    where = f"{row['policy']} instead of {row['baseline'].partition('=')[2]}"
    beside = (number(row[name], sign=True) for name in ("alone", "own", "own_after"))
    return (*_row(where, row)[:-1], *beside, row["repair"])


def _row(where: str, row: dict[str, Any]) -> tuple[str, ...]:
    low, high = number(row["low"], sign=True), number(row["high"], sign=True)
    seen = number(row["difference"], sign=True)
    return where, seen, f"{low} to {high}", row["verdict"], str(row["pairs"])
