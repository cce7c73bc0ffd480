"""What an outcome depends on, as pure functions: a table of indices and words in, SVG text out."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from heterophony.viz import svg
from heterophony.viz.words import Words

NARROW: Final = 500.0
NAMES: Final = 250.0
MOST: Final = 15  # bars and names that still can be read


def tornado(
    frame: pd.DataFrame,
    words: Words,
    *,
    index: str = "mu_star",
    axis_name: str = "",
    factor: float = 1.0,
    width: float = 680,
) -> str:
    """Draw one bar an input, the longest first, with its interval and the index of chance alone.

    Parameters
    ----------
    frame
        One row an input: `input`, the index with its `_low` and `_high`, `seed_part` and
        `distinct`, as in `Sensitivity.to_frame` for one outcome.
    index
        The column that bars show: `mu_star`, `total`, or any other with an interval.
    axis_name
        What the bars measure, as a sentence.
    factor
        What values are multiplied by to be shown.
    """
    top_rows = frame.sort_values(index, ascending=False, kind="stable").head(MOST)
    rows: list[dict[str, Any]] = top_rows.to_dict("records")
    narrow = width < NARROW
    high = 44.0 if narrow else 30.0
    bottom = 14.0 + high * len(rows)
    axis = _bars_axis(rows, index, factor, width)
    decimals = _decimals(axis)
    parts = [_grid(axis, 14.0, bottom, decimals, words)]
    for number, row in enumerate(rows):
        y = 14.0 + high * (number + 0.5)
        parts.append(_bar(row, index, factor, axis, y, narrow, decimals, words))
    below = svg.wrapped(axis_name, width, 13) + svg.wrapped(words("chart.tornado_note"), width, 12)
    parts.append(svg.lines_below(bottom + 40, below, 17))
    said = [f"{row['input']}: {words.number(factor * row[index], decimals)}." for row in rows]
    description = words("chart.tornado_desc", rows=" ".join(said))
    height = bottom + 40 + 17 * len(below)
    return svg.figure(width, height, words("chart.tornado"), description, "".join(parts))


def _bars_axis(
    rows: Sequence[Mapping[str, Any]], index: str, factor: float, width: float
) -> svg.Axis:
    """Return the axis of a tornado, on which every bar and interval has room."""
    edges = [factor * row[f"{index}{side}"] for row in rows for side in ("", "_low", "_high")]
    left, right = (12.0, 70) if width < NARROW else (NAMES, 84)
    return svg.Axis(*svg.span(edges, around=(0.0,)), left, width - right)


def _bar(
    row: dict[str, Any],
    index: str,
    factor: float,
    axis: svg.Axis,
    y: float,
    narrow: bool,
    decimals: int,
    words: Words,
) -> str:
    """Draw one input: its bar, interval, index of chance and name."""
    value, low, high = (factor * row[f"{index}{side}"] for side in ("", "_low", "_high"))
    distinct = bool(row["distinct"])
    colour = svg.PLAN if distinct else svg.TODAY
    at = y + 9 if narrow else y
    start, end = sorted((axis(0.0), axis(value)))
    parts = [
        svg.element(
            "rect",
            x=start,
            y=at - 7,
            width=max(end - start, 0.5),
            height=14.0,
            fill=svg.BAND if distinct else "#FFFFFF",
            stroke=colour,
            stroke_width=1.5,
        ),
        svg.line(axis(low), at, axis(high), at, stroke=colour, stroke_width=3),
    ]
    parts.append(_luck(factor * row["seed_part"], axis, at))
    parts.append(svg.text(axis.end + 12, at + 5, words.number(value, decimals), font_weight="600"))
    name = str(row["input"])
    if narrow:
        parts.append(svg.text(axis.start, y - 6, name))
    else:
        parts.append(svg.text(NAMES - 12, y + 5, name, text_anchor="end"))
    return "".join(parts)


def _luck(luck: float, axis: svg.Axis, at: float) -> str:
    """Draw the index that chance alone gives; nothing where it is unknown."""
    if not np.isfinite(luck):
        return ""
    x = axis(luck)
    return svg.line(x, at - 11, x, at + 11, stroke=svg.WARM, stroke_width=2, stroke_dasharray="3 2")


def screening_plane(
    frame: pd.DataFrame, words: Words, *, factor: float = 1.0, width: float = 680
) -> str:
    """Draw Morris's plane: how large an input's effect is, and how much it varies.

    An input below the line has much the same effect everywhere; above it the effect depends on
    the values of the other inputs, or on its own value.

    Parameters
    ----------
    frame
        One row an input: `input`, `mu_star`, `sigma`, `distinct`.
    """
    rows: list[dict[str, Any]] = frame.sort_values("mu_star", ascending=False).to_dict("records")
    sizes = [factor * row["mu_star"] for row in rows]
    spreads = [factor * row["sigma"] for row in rows]
    across = svg.Axis(*svg.span(sizes, around=(0.0,)), 64.0, width - 24)
    up = svg.Axis(*svg.span(spreads, around=(0.0,)), 330.0, 20.0)
    decimals = min(_decimals(across), _decimals(up))
    parts = [_grid(across, up.end, up.start, decimals, words)]
    parts.append(_spreads(across, up, decimals, words))
    parts += [
        _dot(row, across(size), up(spread))
        for row, size, spread in zip(rows, sizes, spreads, strict=True)
    ]
    parts.append(_names_beside(rows, sizes, spreads, across, up, width))
    parts.append(_middle(across, 368.0, words("chart.plane_across")))
    parts.append(svg.text(0.0, 12.0, words("chart.plane_up"), fill=svg.TODAY))
    said = ", ".join(str(row["input"]) for row in rows[:MOST] if row["distinct"])
    description = words("chart.plane_desc", count=len(rows), rows=said or "–")
    return svg.figure(width, 380.0, words("chart.plane"), description, "".join(parts))


def _spreads(across: svg.Axis, up: svg.Axis, decimals: int, words: Words) -> str:
    """Draw the lines of the axis that goes up, and the one on which spread equals size."""
    parts = []
    for tick in up.ticks():
        y = up(tick)
        parts.append(svg.line(across.start, y, across.end, y, stroke=svg.FAINT))
        number = words.number(tick, decimals)
        parts.append(svg.text(across.start - 8, y + 4, number, text_anchor="end", fill=svg.TODAY))
    end = min(across.high, up.high)
    equal = (across(0.0), up(0.0), across(end), up(end))
    parts.append(svg.line(*equal, stroke=svg.TODAY, stroke_dasharray="6 4"))
    return "".join(parts)


def _dot(row: dict[str, Any], x: float, y: float) -> str:
    """Draw an input as a dot: filled if it is distinct from chance."""
    distinct = bool(row["distinct"])
    return svg.element(
        "circle",
        cx=x,
        cy=y,
        r=5.0 if distinct else 3.5,
        fill=svg.PLAN if distinct else "#FFFFFF",
        stroke=svg.PLAN if distinct else svg.TODAY,
        stroke_width=1.5,
    )


def _names_beside(
    rows: Sequence[dict[str, Any]],
    sizes: Sequence[float],
    spreads: Sequence[float],
    across: svg.Axis,
    up: svg.Axis,
    width: float,
) -> str:
    """Write the names of the largest inputs beside their dots, where there is room."""
    parts: list[str] = []
    taken: list[tuple[float, float, float]] = []
    for row, size, spread in zip(rows, sizes, spreads, strict=True):
        name = str(row["input"])
        x, y, long = across(size), up(spread), 6.6 * len(name)
        left = x - 9 - long
        start = left if x + 9 + long > width else x + 9
        free = all(
            abs(y - other) > 14 or start + long < begin or start > end
            for begin, end, other in taken
        )
        if row["distinct"] and free and start > across.start and len(taken) < MOST:
            taken.append((start, start + long, y))
            parts.append(svg.text(start, y + 4, name, size=12))
    return "".join(parts)


def _grid(axis: svg.Axis, top: float, bottom: float, decimals: int, words: Words) -> str:
    """Draw upright lines with their numbers below."""
    parts = []
    for tick in axis.ticks():
        x = axis(tick)
        stroke = svg.INK if tick == 0 else svg.FAINT
        parts.append(svg.line(x, top, x, bottom, stroke=stroke))
        number = words.number(tick, decimals)
        parts.append(svg.text(x, bottom + 16, number, text_anchor="middle", fill=svg.TODAY))
    return "".join(parts)


def _middle(axis: svg.Axis, y: float, name: str) -> str:
    """Write what an axis measures under its middle."""
    middle = (axis.start + axis.end) / 2
    return svg.text(middle, y, name, text_anchor="middle", fill=svg.TODAY) if name else ""


def _decimals(axis: svg.Axis) -> int:
    """Return how many decimals tell the ticks of an axis, and a tenth of them, apart."""
    ticks = axis.ticks()
    step = ticks[1] - ticks[0] if len(ticks) > 1 else axis.high - axis.low
    return min(6, max(0, 1 - int(np.floor(np.log10(step)))))
