"""Goals beside measurements: met, not met, or the reason why not measured; never left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Sense = Literal["at least", "at most"]


@dataclass(frozen=True)
class Goal:
    """One goal.

    Attributes
    ----------
    what : what is looked at
    sense, limit, unit : how it is written, as in "at most 4 ms"
    found : what was found, in the same unit; None if it was not measured
    note : how it was measured, or why not
    """

    what: str
    sense: Sense
    limit: float
    unit: str
    found: float | None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None if it was not measured."""
        if self.found is None:
            return None
        return self.found >= self.limit if self.sense == "at least" else self.found <= self.limit

    @property
    def verdict(self) -> str:
        """Return the verdict in words."""
        return {True: "met", False: "NOT MET", None: "not measured"}[self.met]

    def document(self) -> dict[str, object]:
        """Return the goal for JSON."""
        return {**vars(self), "met": self.met}


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], sides: str) -> str:
    """Format rows as columns, aligned left or right: "l" or "r" for every column."""
    cells = [list(headings), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(headings))]
    lines = []
    for row in cells:
        parts = [
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ]
        lines.append("  ".join(parts).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def goals_table(goals: Sequence[Goal]) -> str:
    """Format goals beside measurements."""
    rows = [
        (
            goal.what,
            f"{goal.sense} {number(goal.limit)} {goal.unit}".rstrip(),
            "-" if goal.found is None else number(goal.found),
            goal.verdict,
            goal.note,
        )
        for goal in goals
    ]
    return table(("what", "goal", "found", "", "how"), rows, "llrll")


def number(value: float) -> str:
    """Write a number with three significant digits."""
    if value and abs(value) < 0.01:
        return f"{value:.2g}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"
