"""Plans that a search found, in one picture: what each gains against what it takes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heterophony.viz import svg
from heterophony.viz.labels import Box, Dot, placed
from heterophony.viz.words import Words

LEFT: Final = 58.0
TOP: Final = 40.0
SIZE: Final = 12.0  # of letters
REACH: Final = 7.0


@dataclass(frozen=True)
class FrontDot:
    """One plan: difference and interval across and up, in shown units.

    Attributes
    ----------
    across, up
        Mean difference, and both ends of its interval.
    front
        Whether no other plan surely beats it.
    """

    title: str
    across: tuple[float, float, float]
    up: tuple[float, float, float]
    front: bool


@dataclass(frozen=True)
class FrontAxes:
    """What runs across and up, with units."""

    across: str
    up: str


def front_map(dots: Sequence[FrontDot], axes: FrontAxes, words: Words, width: float = 680.0) -> str:
    """Draw plans by two aims, each with both of its intervals; the baseline lies at 0 and 0.

    Filled dots are plans that no other surely beats, open ones are surely beaten.
    """
    height = 420.0 if width < 500.0 else 360.0
    bottom = TOP + height
    known = [each for each in dots if math.isfinite(each.across[0] + each.up[0])]
    low, high = svg.span([v for d in known for v in d.across], around=(0.0,))
    across = svg.Axis(low, high, LEFT, width - 14.0)
    low, high = svg.span([v for d in known for v in d.up], around=(0.0,))
    up = svg.Axis(low, high, bottom, TOP)
    places = [Dot(across(each.across[0]), up(each.up[0]), REACH, (each.title,)) for each in known]
    bounds = Box(LEFT + 4.0, TOP + 2.0, width - 2.0, bottom - 2.0)
    parts = [_frame(across, up, width, axes, words)]
    for dot, place, box in zip(known, places, placed(places, bounds, SIZE), strict=True):
        parts.append(_mark(dot, place, across, up))
        if box is not None:
            parts.append(_label(dot, place, box))
    below, end = _legend(bottom + 54.0, width, words)
    said = " ".join(_said(each, words) for each in known)
    description = words("search.map_desc", rows=said)
    return svg.figure(width, end, words("search.map"), description, "".join(parts) + below)


def _frame(across: svg.Axis, up: svg.Axis, width: float, axes: FrontAxes, words: Words) -> str:
    """Draw both axes, their names, and lines at no difference."""
    parts = []
    ticks = up.ticks(6)
    for tick in ticks:
        y, colour = up(tick), svg.INK if tick == 0 else svg.FAINT
        parts.append(svg.line(LEFT, y, width - 8.0, y, stroke=colour))
        label = words.signed(tick, _decimals(ticks))
        parts.append(svg.text(LEFT - 6, y + 4, label, text_anchor="end", size=SIZE, fill=svg.TODAY))
    ticks = across.ticks(5)
    for tick in ticks:
        x, colour = across(tick), svg.INK if tick == 0 else svg.FAINT
        parts.append(svg.line(x, up.end, x, up.start, stroke=colour))
        label = words.signed(tick, _decimals(ticks))
        parts.append(
            svg.text(x, up.start + 15, label, text_anchor="middle", size=SIZE, fill=svg.TODAY)
        )
    parts.append(svg.text(0.0, 14.0, svg.wrapped(axes.up, width)[0]))
    middle = (LEFT + width) / 2
    parts.append(svg.text(middle, up.start + 34, axes.across, text_anchor="middle"))
    return "".join(parts)


def _decimals(ticks: Sequence[float]) -> int:
    return 0 if all(float(each).is_integer() for each in ticks) else 1


def _mark(dot: FrontDot, place: Dot, across: svg.Axis, up: svg.Axis) -> str:
    colour = svg.PLAN if dot.front else svg.TODAY
    parts = []
    if math.isfinite(dot.across[1]):
        ends = across(dot.across[1]), across(dot.across[2])
        parts.append(svg.line(ends[0], place.y, ends[1], place.y, stroke=colour))
    if math.isfinite(dot.up[1]):
        parts.append(svg.line(place.x, up(dot.up[1]), place.x, up(dot.up[2]), stroke=colour))
    inside = colour if dot.front else "#FFFFFF"
    parts.append(
        svg.element(
            "circle", cx=place.x, cy=place.y, r=5.0, fill=inside, stroke=colour, stroke_width=2
        )
    )
    return "".join(parts)


def _label(dot: FrontDot, place: Dot, box: Box) -> str:
    """Write a label in its box, with a line to its dot where it lies far away."""
    x, y = min(max(place.x, box.left), box.right), min(max(place.y, box.top), box.bottom)
    parts = []
    if math.hypot(x - place.x, y - place.y) > REACH + 12.0:
        parts.append(svg.line(place.x, place.y, x, y, stroke=svg.TODAY, stroke_width=0.7))
    middle = (box.left + box.right) / 2
    parts.append(
        svg.text(
            middle,
            box.top + SIZE * 0.95,
            dot.title,
            size=SIZE,
            text_anchor="middle",
            class_="label",
            stroke="#FFFFFF",  # so that it can be read over a line
            stroke_width=4,
            paint_order="stroke",
        )
    )
    return "".join(parts)


def _legend(top: float, width: float, words: Words) -> tuple[str, float]:
    """Return the legend, and where it ends."""
    parts, y = [], top
    for line in svg.wrapped(words("search.map_note"), width, SIZE):
        parts.append(svg.text(0.0, y, line, size=SIZE, fill=svg.TODAY))
        y += 16.0
    return "".join(parts), y


def _said(dot: FrontDot, words: Words) -> str:
    return words(
        "search.dot",
        plan=dot.title,
        up=words.signed(dot.up[0], 1),
        across=words.signed(dot.across[0], 1),
    )
