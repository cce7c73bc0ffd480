"""Plausible worlds as pure functions: a dot for each world, and a bar for their shares."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from heterophony.viz import svg
from heterophony.viz.measures import Measure
from heterophony.viz.words import Words

DOT: Final = 4.0
STEP: Final = 9.0
NARROW: Final = 500.0
NAMES: Final = 236.0
_LINE: Final = 15.0  # height of a line of a name
KINDS: Final = ("better", "none", "unsettled", "worse")
_FILLS: Final = {"better": svg.PLAN, "worse": svg.WARM, "none": svg.FAINT, "unsettled": "#FFFFFF"}


@dataclass(frozen=True)
class WorldDots:
    """One outcome in every world; numbers in the outcome's own unit.

    Attributes
    ----------
    differences
        The paired difference in each world; undefined ones are NaN.
    kinds
        For each world `better`, `worse`, `none` or `unsettled`.
    low, median, high
        The range of nine tenths of the worlds, and their median.
    """

    measure: Measure
    plan_name: str
    differences: Sequence[float]
    kinds: Sequence[str]
    low: float
    median: float
    high: float


@dataclass(frozen=True)
class WorldShares:
    """The worlds in which a plan is better, worse, no different and not settled, with a name."""

    name: str
    better: int
    none: int
    unsettled: int
    worse: int

    @property
    def worlds(self) -> int:
        """All of them."""
        return self.better + self.none + self.unsettled + self.worse


def world_strip(dots: WorldDots, words: Words, width: float = 680) -> str:
    """Draw one dot for each world, their median, and the range of nine tenths of them.

    Dots that would overlap are stacked. Worlds with a difference that matters are filled; those in
    which the plan is worse are squares, so that the picture does not depend on colour alone.
    """
    shown = dots.measure
    values = [each * shown.factor for each in dots.differences if np.isfinite(each)]
    kinds = [k for each, k in zip(dots.differences, dots.kinds, strict=True) if np.isfinite(each)]
    zone = shown.smallest * shown.factor
    axis = svg.Axis(*svg.span(values, around=(-2 * zone, 2 * zone)), 16.0, width - 16.0)
    heights = _stacked([axis(each) for each in values])
    base = 26.0 + STEP * (max(heights, default=0) + 1)
    parts = [_zone(axis, zone, base, words)]
    for value, kind, height in zip(values, kinds, heights, strict=True):
        parts.append(_dot(axis(value), base - STEP * (height + 0.6), kind))
    parts.append(_band(dots, axis, base + 14.0))
    parts.append(_scale(axis, base + 26.0, shown, words))
    said = {
        "plan": dots.plan_name,
        "outcome": shown.within(words),
        "worlds": len(values),
        "median": shown.difference_written(dots.median, words),
        "low": shown.difference_written(dots.low, words, unit=False),
        "high": shown.difference_written(dots.high, words, unit=False),
    }
    title = words("robust.strip", **{k: said[k] for k in ("outcome", "plan")})
    return svg.figure(width, base + 78.0, title, words("robust.strip_desc", **said), "".join(parts))


def _stacked(places: Sequence[float]) -> list[int]:
    """Return the height of each dot, from left to right, such that none covers another."""
    heights = [0] * len(places)
    ends: list[float] = []  # where the last dot of each storey ends
    for index in sorted(range(len(places)), key=lambda each: places[each]):
        left = places[index] - DOT
        storey = next((s for s, end in enumerate(ends) if end <= left), len(ends))
        if storey == len(ends):
            ends.append(0.0)
        ends[storey] = places[index] + DOT
        heights[index] = storey
    return heights


def _dot(x: float, y: float, kind: str) -> str:
    stroke = svg.TODAY if kind in ("none", "unsettled") else _FILLS[kind]
    look = {"fill": _FILLS[kind], "stroke": stroke, "stroke_width": 1.2}
    if kind == "worse":
        return svg.element("rect", x=x - DOT + 0.5, y=y - DOT + 0.5, width=7.0, height=7.0, **look)
    return svg.element("circle", cx=x, cy=y, r=DOT - 0.4, **look)


def _zone(axis: svg.Axis, zone: float, base: float, words: Words) -> str:
    parts = []
    if zone:
        left, right = axis(-zone), axis(zone)
        parts.append(
            svg.element(
                "rect", x=left, y=20.0, width=right - left, height=base - 20.0, fill=svg.ZONE
            )
        )
        middle = min(max((left + right) / 2, 80.0), axis.end - 64.0)
        name = words("chart.too_small")
        parts.append(svg.text(middle, 13, name, size=12, text_anchor="middle", fill=svg.TODAY))
    parts.append(svg.line(axis(0), 20.0, axis(0), base + 20.0, stroke=svg.INK))
    return "".join(parts)


def _band(dots: WorldDots, axis: svg.Axis, y: float) -> str:
    """Draw the range of nine tenths of the worlds, and the median as an upright line."""
    if not np.isfinite([dots.low, dots.median, dots.high]).all():
        return ""
    factor = dots.measure.factor
    low, median, high = (axis(each * factor) for each in (dots.low, dots.median, dots.high))
    return svg.line(low, y, high, y, stroke=svg.BAND, stroke_width=8) + svg.line(
        median, y - 8, median, y + 8, stroke=svg.INK, stroke_width=3
    )


def _scale(axis: svg.Axis, y: float, shown: Measure, words: Words) -> str:
    ticks = axis.ticks(5)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = next((d for d in range(4) if abs(step - round(step, d)) < 1e-9), 4)
    parts = [svg.line(axis.start, y, axis.end, y, stroke=svg.FAINT)]
    for tick in ticks:
        written = words.signed(tick, decimals)
        parts.append(svg.line(axis(tick), y, axis(tick), y + 4, stroke=svg.TODAY))
        parts.append(svg.text(axis(tick), y + 18, written, text_anchor="middle", fill=svg.TODAY))
    unit = shown.difference_unit(words)
    name = words("robust.axis", unit=unit) if unit else words("chart.difference")
    middle = (axis.start + axis.end) / 2
    parts.append(svg.text(middle, y + 38, name, text_anchor="middle", fill=svg.TODAY))
    return "".join(parts)


def share_bars(rows: Sequence[WorldShares], words: Words, width: float = 680) -> str:
    """Draw a bar for each row: worlds in which the plan is better, no different, and worse."""
    narrow = width < NARROW
    left, right = (12.0, width - 12.0) if narrow else (NAMES, width - 12.0)
    y = 46.0 if narrow else 34.0
    parts = [_legend(left, right, words)]
    for row in rows:  # a name is never cut off: its last word is the assumption's value
        if narrow:
            for line in svg.wrapped(row.name, width - 24):
                parts.append(svg.text(left, y + 14, line))
                y += _LINE
            bar, following = y + 4, y + 28
        else:
            lines = len(svg.wrapped(row.name, left - 20))
            middle = y + max(30.0, _LINE * lines + 4) / 2
            parts.append(svg.lines_before(left - 12, middle + 2, row.name, lines))
            bar, following = middle - 11, 2 * middle - y
        parts.append(_shares(row, svg.Axis(0, max(1, row.worlds), left, right), bar))
        y = following
    said = " ".join(f"{row.name}: {_said(row, words)}." for row in rows)
    description = words("robust.bars_desc", rows=said)
    return svg.figure(width, y + 10, words("robust.bars"), description, "".join(parts))


def _shares(row: WorldShares, axis: svg.Axis, y: float) -> str:
    parts, done = [], 0
    for kind in KINDS:
        count = getattr(row, kind)
        if not count:
            continue
        start, end = axis(done), axis(done + count)
        stroke = None if kind in ("better", "worse") else svg.TODAY
        parts.append(
            svg.element(
                "rect", x=start, y=y, width=max(0.5, end - start - 1), height=18.0,
                fill=_FILLS[kind], stroke=stroke, stroke_width=0.8 if stroke else None,
            )
        )  # fmt: skip
        if end - start > 20:
            ink = "#FFFFFF" if kind in ("better", "worse") else svg.INK
            middle = (start + end) / 2
            parts.append(
                svg.text(middle, y + 13.5, str(count), size=12, fill=ink, text_anchor="middle")
            )
        done += count
    return "".join(parts)


def _legend(left: float, right: float, words: Words) -> str:
    """Name the kinds, on two lines where there is little room."""
    columns = len(KINDS) if right - left > 380 else 2
    room = (right - left) / columns
    parts = []
    for place, kind in enumerate(KINDS):
        x, y = left + room * (place % columns), 12.0 + 16.0 * (place // columns)
        parts.append(_dot(x + 5, y, kind))
        parts.append(svg.text(x + 13, y + 4, words(f"robust.{kind}"), size=11.5))
    return "".join(parts)


def _said(row: WorldShares, words: Words) -> str:
    counts = {kind: getattr(row, kind) for kind in KINDS}
    return words("robust.counts", worlds=row.worlds, **counts)
