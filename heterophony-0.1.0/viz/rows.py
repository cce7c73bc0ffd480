"""Differences with their ranges, one row an outcome, as a pure function: numbers in, SVG out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from heterophony.viz import svg
from heterophony.viz.measures import Measure
from heterophony.viz.words import Words

EDGE: Final = 6.0  # how many smallest differences the chart of differences reaches to each side
TICKS: Final = (-6, -4, -2, 0, 2, 4, 6)
NARROW: Final = 500.0
NAMES: Final = 236.0  # room for the names of rows on a wide picture


@dataclass(frozen=True)
class DifferenceRow:
    """One row of the chart of differences; numbers in the outcome's own unit."""

    measure: Measure
    difference: float
    low: float
    high: float
    verdict: str


def _difference_marks(row: DifferenceRow, axis: svg.Axis, y: float) -> str:
    """Draw one difference: its range as a line, its mean as a dot, an arrow where it is cut off."""
    unit = row.measure.smallest
    mean, low, high = (value / unit for value in (row.difference, row.low, row.high))
    inside = [min(max(v, -EDGE), EDGE) for v in (low, high)]
    colour = svg.PLAN if row.verdict in ("more", "less") else svg.TODAY
    parts = [svg.line(axis(inside[0]), y, axis(inside[1]), y, stroke=colour, stroke_width=3)]
    for value, edge, turn in ((low, -EDGE, -1), (high, EDGE, 1)):
        if abs(value) > EDGE and value * edge > 0:
            x = axis(edge)
            parts.append(
                svg.element(
                    "path", fill=colour, d=f"M{x:.1f} {y - 5:.1f}l{7 * turn} 5l{-7 * turn} 5z"
                )
            )
    if abs(mean) <= EDGE:
        parts.append(
            svg.element(
                "circle",
                cx=axis(mean),
                cy=y,
                r=5.5,
                stroke=colour,
                fill=colour if row.verdict in ("more", "less") else "#FFFFFF",
                stroke_width=2,
            )
        )
    return "".join(parts)


def difference_chart(rows: Sequence[DifferenceRow], words: Words, width: float = 680) -> str:
    """Draw paired differences as dots with their ranges, one row an outcome.

    All rows share one scale: multiples of the smallest difference that matters. Rows whose
    difference is undefined, or whose outcome declares no smallest difference, are left out.
    """
    kept = [
        row
        for row in rows
        if row.measure.smallest and np.isfinite([row.difference, row.low, row.high]).all()
    ]
    narrow = width < NARROW
    axis = svg.Axis(-EDGE, EDGE, 12.0 if narrow else NAMES, width - (12.0 if narrow else 120.0))
    high, top = 58.0 if narrow else 40.0, 14.0
    bottom = top + high * len(kept)
    spans = [(top, bottom)]
    if narrow:  # names are above their marks: no line of the scale must cross them
        spans = [(top + high * (n + 0.5), top + high * (n + 0.5) + 28) for n in range(len(kept))]
    parts = [_difference_scale(axis, spans, bottom, words)]
    for number, row in enumerate(kept):
        y = top + high * (number + 0.5)
        parts.append(_row_names(row, axis, y, width, words))
        parts.append(_difference_marks(row, axis, y + 14 if narrow else y))
    said = " ".join(
        f"{row.measure.title(words)}: {row.measure.difference_written(row.difference, words)}."
        for row in kept
    )
    description = words("chart.differences_desc", rows=said)
    return svg.figure(width, bottom + 46, words("chart.differences"), description, "".join(parts))


def _difference_scale(
    axis: svg.Axis, spans: Sequence[tuple[float, float]], bottom: float, words: Words
) -> str:
    """Draw the zone that is too small to matter, the grid lines and their numbers."""
    parts = []
    for upper, lower in spans:
        zone = {"x": axis(-1), "y": upper, "width": axis(1) - axis(-1), "height": lower - upper}
        parts.append(svg.element("rect", fill=svg.ZONE, **zone))
        for tick in TICKS:
            x, stroke = axis(tick), svg.INK if tick == 0 else svg.FAINT
            parts.append(svg.line(x, upper, x, lower, stroke=stroke))
    for tick in TICKS:
        number = words.signed(tick, 0)
        parts.append(
            svg.text(axis(tick), bottom + 16, number, text_anchor="middle", fill=svg.TODAY)
        )
    middle, name = (axis.start + axis.end) / 2, words("chart.times_smallest")
    parts.append(svg.text(middle, bottom + 36, name, text_anchor="middle", fill=svg.TODAY))
    return "".join(parts)


def _row_names(row: DifferenceRow, axis: svg.Axis, y: float, width: float, words: Words) -> str:
    """Write an outcome's title and its difference beside (or, where narrow, above) the marks."""
    name = row.measure.title(words)
    value = row.measure.difference_written(row.difference, words, unit=False)
    if width < NARROW:
        first = svg.wrapped(name, width - 80)[0]
        return svg.text(axis.start, y - 8, first) + svg.text(
            width - 12, y - 8, value, text_anchor="end", font_weight="600"
        )
    title = svg.lines_before(axis.start - 12, y + 5, name)
    return title + svg.text(axis.end + 14, y + 5, value, font_weight="600")
