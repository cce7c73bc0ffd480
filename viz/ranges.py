"""Numbers with their ranges, one row each on one axis, as a pure function: rows in, SVG out."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from heterophony.viz import svg
from heterophony.viz.words import Words

ROW: Final = 26.0
TOP: Final = 12.0


@dataclass(frozen=True)
class RangeRow:
    """A number with its range.

    Attributes
    ----------
    outer_low, outer_high
        A wider range behind it, such as what was allowed before; NaN for none.
    strong
        Whether the row says something beyond chance: it is drawn filled and in colour.
    """

    title: str
    value: float
    low: float
    high: float
    outer_low: float = math.nan
    outer_high: float = math.nan
    strong: bool = False

    @classmethod
    def of(
        cls,
        title: str,
        numbers: Iterable[float],
        outer: tuple[float, float] = (math.nan, math.nan),
        *,
        strong: bool = False,
    ) -> "RangeRow":
        """Return a row of a value, its low and its high end, in this order."""
        value, low, high = numbers
        return cls(title, value, low, high, *outer, strong=strong)


def range_chart(
    rows: Sequence[RangeRow],
    title: str,
    axis_name: str,
    words: Words,
    *,
    zone: tuple[float, float] = (math.nan, math.nan),
    line: float = math.nan,
    decimals: int = 2,
    width: float = 680.0,
) -> str:
    """Draw a dot and a line for each row on a common axis.

    Parameters
    ----------
    axis_name
        What the axis measures, with its unit.
    zone
        A band that is shaded, such as what is too small to matter; NaN for none.
    line
        A value that is marked by a vertical line, such as 0; NaN for none.
    """
    narrow = width < 500.0
    left = 12.0 if narrow else 270.0
    values = [
        each
        for row in rows
        for each in (row.value, row.low, row.high, row.outer_low, row.outer_high)
    ]
    around = [value for value in (*zone, line) if value == value]
    axis = svg.Axis(*svg.span(values, around=around), left, width - 16)
    high = ROW * (1.7 if narrow else 1.0)
    bottom = TOP + high * len(rows)
    parts = [_ground(axis, bottom, zone, line, words, decimals)]
    for number, row in enumerate(rows):
        y = TOP + high * (number + (0.72 if narrow else 0.5))
        parts.append(_row(row, axis, y, left, narrow))
    parts.append(svg.text((left + width) / 2, bottom + 40, axis_name, text_anchor="middle"))
    said = " ".join(_said(row, words, decimals) for row in rows)
    return svg.figure(width, bottom + 52, title, f"{axis_name}. {said}", "".join(parts))


def _ground(
    axis: svg.Axis,
    bottom: float,
    zone: tuple[float, float],
    line: float,
    words: Words,
    decimals: int,
) -> str:
    """Draw the shaded band, the scale and the marked value."""
    parts = []
    if zone[0] == zone[0]:
        low, high = axis(zone[0]), axis(zone[1])
        box = {"x": low, "y": TOP, "width": high - low, "height": bottom - TOP}
        parts.append(svg.element("rect", fill=svg.ZONE, **box))
    for tick in axis.ticks(4):
        parts.append(svg.line(axis(tick), TOP, axis(tick), bottom, stroke=svg.FAINT))
        label = words.number(tick, decimals)
        parts.append(svg.text(axis(tick), bottom + 18, label, text_anchor="middle", fill=svg.TODAY))
    if line == line:
        parts.append(svg.line(axis(line), TOP, axis(line), bottom, stroke=svg.INK))
    return "".join(parts)


def _row(row: RangeRow, axis: svg.Axis, y: float, left: float, narrow: bool) -> str:
    colour = svg.PLAN if row.strong else svg.TODAY
    parts = []
    if narrow:
        parts.append(svg.text(0.0, y - 10, svg.wrapped(row.title, 330.0)[0], size=12))
    else:
        parts.append(svg.lines_before(left - 8, y + 4, row.title))
    if row.outer_low == row.outer_low:
        ends = (axis(row.outer_low), y, axis(row.outer_high), y)
        parts.append(svg.line(*ends, stroke=svg.FAINT, stroke_width=8))
    if row.low == row.low:
        parts.append(svg.line(axis(row.low), y, axis(row.high), y, stroke=colour, stroke_width=3))
    if row.value == row.value:
        fill = colour if row.strong else "#FFFFFF"
        dot = {"cx": axis(row.value), "cy": y, "r": 5.0, "fill": fill}
        parts.append(svg.element("circle", stroke=colour, stroke_width=2, **dot))
    return "".join(parts)


def _said(row: RangeRow, words: Words, decimals: int) -> str:
    low, high = words.number(row.low, decimals), words.number(row.high, decimals)
    between = words("common.between", low=low, high=high)
    return f"{row.title}: {words.number(row.value, decimals)} ({between})."
