"""Staff hours as pictures: the hours that a plan takes and frees, and both arms side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from heterophony.viz import svg
from heterophony.viz.rows import NAMES, NARROW
from heterophony.viz.words import Words

SEEN: Final = 0.005  # hours a citizen-year; a smaller change is not drawn


@dataclass(frozen=True)
class HoursRow:
    """Hours a citizen-year of one kind of work; `plan` is None if there is only one arm."""

    title: str
    today: float
    plan: float | None

    @property
    def change(self) -> float:
        """Hours of the plan less hours of today."""
        return (np.nan if self.plan is None else self.plan) - self.today


def changes_chart(rows: Sequence[HoursRow], words: Words, width: float = 680) -> str:
    """Draw the hours that the plan adds (to the right) and frees (to the left).

    Kinds of work that do not change are left out.
    """
    kept = [row for row in rows if abs(row.change) >= SEEN]
    narrow = width < NARROW
    most = max((abs(row.change) for row in kept), default=1.0) * 1.05
    side = 46.0
    axis = svg.Axis(-most, most, (8.0 if narrow else NAMES) + side, width - side - 8)
    high, top = (46.0 if narrow else 38.0), 24.0
    bottom = top + high * len(kept)
    parts = [
        svg.text(axis(0) - 10, 14, words("chart.less_time"), text_anchor="end", fill=svg.WARM),
        svg.text(axis(0) + 10, 14, words("chart.more_time"), fill=svg.PLAN),
    ]
    spans = [(top - 4, bottom)]
    if narrow:  # names are above their bars: the line of zero must not cross them
        spans = [(top + high * n + 18, top + high * n + 40) for n in range(len(kept))]
    for upper, lower in spans:
        parts.append(svg.line(axis(0), upper, axis(0), lower, stroke=svg.INK, stroke_width=1.2))
    for number, row in enumerate(kept):
        parts.append(_change_row(row, axis, top + high * number, words, narrow=narrow))
    said = " ".join(f"{row.title}: {words.signed(row.change, 2)}." for row in kept)
    description = words("chart.changes_desc", rows=said)
    return svg.figure(width, bottom + 6, words("chart.changes"), description, "".join(parts))


def _change_row(row: HoursRow, axis: svg.Axis, y: float, words: Words, *, narrow: bool) -> str:
    """Draw one change as a bar from zero, with name and number."""
    less = row.change < 0
    colour = svg.WARM if less else svg.PLAN
    bar, end = y + (20 if narrow else 8), axis(row.change)
    left = min(end, axis(0))
    if narrow:
        name = svg.text(8, y + 14, svg.wrapped(row.title, axis.end + 40)[0])
    else:
        name = svg.lines_before(NAMES - 12, y + 21, row.title)
    number = words.signed(row.change, 2)
    label = svg.text(
        end + (-6 if less else 6),
        bar + 14,
        number,
        text_anchor="end" if less else "start",
        fill=colour,
        font_weight="600",
    )
    return name + _bar(left, bar, max(1.0, abs(end - axis(0))), 18, colour, dashed=less) + label


def hours_chart(
    rows: Sequence[HoursRow], words: Words, names: tuple[str, str], width: float = 680
) -> str:
    """Draw hours by kind of work as bars, today above plan; `names` are those of the two arms."""
    paired = any(row.plan is not None for row in rows)
    narrow = width < NARROW
    values = [v for row in rows for v in (row.today, row.plan or 0.0) if np.isfinite(v)]
    axis = svg.Axis(0, max(values, default=0.0) or 1.0, 8.0 if narrow else NAMES, width - 70)
    high = (66.0 if paired else 46.0) if narrow else (46.0 if paired else 30.0)
    top = 50.0 if paired else 10.0
    parts = [_legend(names, axis.start, width)] if paired else []
    for number, row in enumerate(rows):
        parts.append(_hours_row(row, axis, top + high * number, words, narrow=narrow))
    key = "chart.hours_desc" if paired else "chart.hours_desc_one"
    description = words(key, rows=" ".join(_said(row, words) for row in rows))
    return svg.figure(
        width, top + high * len(rows) + 4, words("chart.hours"), description, "".join(parts)
    )


def _said(row: HoursRow, words: Words) -> str:
    """Return a row's numbers as text."""
    numbers = [words.number(v, 1) for v in (row.today, row.plan) if v is not None]
    return f"{row.title}: {', '.join(numbers)}."


def _legend(names: tuple[str, str], left: float, width: float) -> str:
    """Name the two kinds of bars, one under the other."""
    parts = []
    for y, name, colour in ((4.0, names[0], svg.TODAY), (24.0, names[1], svg.PLAN)):
        parts.append(_bar(left, y, 12, 12, colour, dashed=colour == svg.TODAY))
        parts.append(
            svg.text(left + 18, y + 11, svg.wrapped(name, width - left - 18)[0], fill=colour)
        )
    return "".join(parts)


def _hours_row(row: HoursRow, axis: svg.Axis, y: float, words: Words, *, narrow: bool) -> str:
    """Draw the bars of one kind of work with its name and numbers."""
    paired = row.plan is not None
    if narrow:
        parts = [svg.text(axis.start, y + 14, svg.wrapped(row.title, axis.end + 50)[0])]
    else:
        parts = [svg.lines_before(axis.start - 12, y + (27 if paired else 18), row.title)]
    bar = y + (22 if narrow else 6)
    for value, colour in ((row.today, svg.TODAY), (row.plan, svg.PLAN)):
        if value is not None and np.isfinite(value):
            dashed = paired and colour == svg.TODAY
            width = max(0.5, axis(value) - axis.start)
            parts.append(_bar(axis.start, bar, width, 15, colour, dashed=dashed))
            parts.append(svg.text(axis(value) + 6, bar + 12, words.number(value, 1), fill=colour))
        bar += 18
    return "".join(parts)


def _bar(x: float, y: float, width: float, height: float, colour: str, *, dashed: bool) -> str:
    """Draw a bar: filled for the plan, a dashed outline for today."""
    return svg.element(
        "rect",
        x=x,
        y=y,
        width=width,
        height=height,
        stroke=colour,
        fill=svg.ZONE if dashed else colour,
        stroke_width=1.5,
        stroke_dasharray="4 2" if dashed else None,
    )
