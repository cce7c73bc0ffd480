"""All policies in one picture, as a pure function: effect against hours, with shares of worlds."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from heterophony.experiments.results.survey import Answer
from heterophony.viz import svg
from heterophony.viz.labels import Box, Dot, placed
from heterophony.viz.measures import Measure
from heterophony.viz.words import Words

LEFT: Final = 58.0
TOP: Final = 40.0
SIZE: Final = 12.0  # of letters
RING: Final = 9.0
HOURS: Final = (1, 3, 10, 30, 100)
COLOURS: Final = {
    Answer.HELPS: svg.PLAN,
    Answer.HARMS: svg.WARM,
    Answer.TURNS: svg.INK,
    Answer.NOTHING: svg.TODAY,
    Answer.OPEN: svg.TODAY,
}


@dataclass(frozen=True)
class SurveyDot:
    """One policy: its title, effect with interval, hours, and what the worlds say.

    Attributes
    ----------
    agree
        The share of worlds that say the same as the effect's sign, 0 to 1; NaN without worlds.
    """

    title: str
    effect: float
    low: float
    high: float
    hours: float
    answer: Answer
    agree: float
    first: bool


def survey_map(
    dots: Sequence[SurveyDot], measure: Measure, words: Words, width: float = 760.0
) -> str:
    """Draw the effect of every policy against the hours that it takes.

    Policies that do nothing that matters are small dots without a name; all others are named as
    long as there is room for a name that overlaps nothing, and the description names all.

    Parameters
    ----------
    dots
        The policies; effects in the outcome's own unit, hours per citizen-year more than now.
    measure
        How the outcome is shown.
    """
    narrow = width < 500.0
    height = 560.0 if narrow else 460.0
    factor = measure.factor
    across = _hours_axis(dots, LEFT, width - 14.0)
    low, high = svg.span([v * factor for d in dots for v in (d.low, d.high)], around=(0.0,))
    up = svg.Axis(low, high, TOP + height, TOP)
    places = [_dot(each, across, up, factor, narrow) for each in dots]
    order = sorted(range(len(dots)), key=lambda place: not dots[place].first)
    boxes = placed([places[each] for each in order], _bounds(width, height), SIZE)
    parts = [_frame(across, up, width, height, measure, words)]
    for place, box in zip(order, boxes, strict=True):
        parts.append(_mark(dots[place], places[place], up, factor))
        if box is not None:
            parts.append(_label(places[place], box, dots[place].first))
    legend, below = _legend(dots, TOP + height + 56.0, width, words)
    description = words("survey.map_desc", rows=" ".join(_said(dots, measure, words)))
    title = words("survey.map", outcome=measure.title(words))
    return svg.figure(width, below, title, description, "".join(parts) + legend)


def _dot(found: SurveyDot, across: svg.Axis, up: svg.Axis, factor: float, narrow: bool) -> Dot:
    """Return where a policy is drawn, and the lines of its name, none for one that does nothing."""
    nothing = found.answer is Answer.NOTHING
    return Dot(
        across(_root(found.hours)),
        up(found.effect * factor),
        4.0 if nothing else RING + 2.0,
        () if nothing else _lines(found.title, narrow),
    )


def _root(hours: float) -> float:
    """Return the signed square root: a few hours stay readable beside thirty."""
    return math.copysign(math.sqrt(abs(hours)), hours)


def _hours_axis(dots: Sequence[SurveyDot], start: float, end: float) -> svg.Axis:
    low, high = svg.span([_root(each.hours) for each in dots], around=(-1.0, 1.0), margin=0.06)
    return svg.Axis(low, high, start, end)


def _bounds(width: float, height: float) -> Box:
    return Box(LEFT + 4.0, TOP + 2.0, width - 2.0, TOP + height - 18.0)


def _lines(title: str, narrow: bool) -> tuple[str, ...]:
    return tuple(svg.wrapped(title, 110.0 if narrow else 160.0, SIZE))


def _frame(
    across: svg.Axis, up: svg.Axis, width: float, height: float, measure: Measure, words: Words
) -> str:
    """Draw both axes, their names, and a line at no difference and at no more hours."""
    bottom = TOP + height
    parts = []
    for tick in up.ticks(6):
        y = up(tick)
        colour = svg.INK if tick == 0 else svg.FAINT
        parts.append(svg.line(LEFT, y, width - 8.0, y, stroke=colour))
        label = words.signed(tick, 0)
        parts.append(svg.text(LEFT - 6, y + 4, label, text_anchor="end", size=SIZE, fill=svg.TODAY))
    hours = [0, *(sign * each for each in HOURS for sign in (-1, 1))]
    for tick in (each for each in hours if across.low <= _root(each) <= across.high):
        x = across(_root(tick))
        parts.append(svg.line(x, TOP, x, bottom, stroke=svg.INK if tick == 0 else svg.FAINT))
        label = words.signed(tick, 0)
        parts.append(
            svg.text(x, bottom + 15, label, text_anchor="middle", size=SIZE, fill=svg.TODAY)
        )
    vertical = f"{measure.title(words)} ({measure.difference_unit(words)})"
    parts += [svg.text(0.0, 14.0, line, size=13) for line in svg.wrapped(vertical, width, 13)[:1]]
    middle = (LEFT + width) / 2
    parts.append(svg.text(middle, bottom + 34, words("survey.hours_axis"), text_anchor="middle"))
    return "".join(parts)


def _mark(dot: SurveyDot, place: Dot, up: svg.Axis, factor: float) -> str:
    """Draw one policy: its interval, its dot, and around it an arc for the worlds that agree."""
    colour = COLOURS[dot.answer]
    if dot.answer is Answer.NOTHING:
        return svg.element(
            "circle", cx=place.x, cy=place.y, r=3.0, fill="#FFFFFF", stroke=colour, stroke_width=1
        )
    parts = [svg.line(place.x, up(dot.low * factor), place.x, up(dot.high * factor), stroke=colour)]
    inside = {"fill": "#FFFFFF" if dot.answer is Answer.OPEN else colour, "stroke": colour}
    if dot.answer is Answer.HARMS:
        square = {"x": place.x - 4.5, "y": place.y - 4.5, "width": 9.0, "height": 9.0}
        parts.append(svg.element("rect", **square, **inside, stroke_width=2))
    elif dot.answer is Answer.TURNS:
        path = f"M{place.x:.1f} {place.y - 6:.1f}l6 6l-6 6l-6 -6z"
        parts.append(svg.element("path", d=path, **inside, stroke_width=2))
    else:
        parts.append(svg.element("circle", cx=place.x, cy=place.y, r=4.5, **inside, stroke_width=2))
    if math.isfinite(dot.agree):
        parts.append(_arc(place, dot.agree, colour))
    return "".join(parts)


def _arc(place: Dot, share: float, colour: str) -> str:
    """Draw an arc from the top, clockwise: a whole ring where all worlds agree."""
    ring = svg.element(
        "circle", cx=place.x, cy=place.y, r=RING, fill="none", stroke=svg.FAINT, stroke_width=2.5
    )
    if share <= 0.0:
        return ring
    if share >= 1.0:
        return svg.element(
            "circle", cx=place.x, cy=place.y, r=RING, fill="none", stroke=colour, stroke_width=2.5
        )
    turned = 2 * math.pi * share
    x, y = place.x + RING * math.sin(turned), place.y - RING * math.cos(turned)
    path = (
        f"M{place.x:.2f} {place.y - RING:.2f}A{RING} {RING} 0 {int(share > 0.5)} 1 {x:.2f} {y:.2f}"
    )
    return ring + svg.element("path", d=path, fill="none", stroke=colour, stroke_width=2.5)


def _label(place: Dot, box: Box, first: bool) -> str:
    """Write a label in its box, with a line to its dot where it lies far away."""
    middle = (box.left + box.right) / 2
    x = min(max(place.x, box.left), box.right)
    y = min(max(place.y, box.top), box.bottom)
    parts = []
    if math.hypot(x - place.x, y - place.y) > RING + 12.0:
        parts.append(svg.line(place.x, place.y, x, y, stroke=svg.TODAY, stroke_width=0.7))
    for number, line in enumerate(place.lines):
        parts.append(
            svg.text(
                middle,
                box.top + SIZE * (1.2 * number + 0.95),
                line,
                size=SIZE,
                text_anchor="middle",
                font_weight="bold" if first else None,
                class_="label",
            )
        )
    return "".join(parts)


def _legend(dots: Sequence[SurveyDot], top: float, width: float, words: Words) -> tuple[str, float]:
    """Return the legend, a row for each answer that occurs, and where it ends."""
    parts, y = [], top
    for answer in Answer:
        count = sum(each.answer is answer for each in dots)
        if not count:
            continue
        sample = SurveyDot("", 0.0, 0.0, 0.0, 0.0, answer, math.nan, False)
        parts.append(_mark(sample, Dot(12.0, y - 4, 4.0), svg.Axis(0, 1, y - 4, y - 4), 1.0))
        said = words(f"survey.answer_{answer.name.lower()}", count=count)
        lines = svg.wrapped(said, width - 26.0, SIZE)
        for line in lines:
            parts.append(svg.text(26.0, y, line, size=SIZE))
            y += 16.0
    for line in svg.wrapped(words("survey.map_note"), width, SIZE):
        parts.append(svg.text(0.0, y, line, size=SIZE, fill=svg.TODAY))
        y += 16.0
    return "".join(parts), y


def _said(dots: Sequence[SurveyDot], measure: Measure, words: Words) -> list[str]:
    """Return a sentence for each policy."""
    return [
        words(
            "survey.dot",
            plan=each.title,
            effect=measure.difference_written(each.effect, words),
            hours=words.signed(each.hours, 1),
            answer=words(f"survey.word_{each.answer.name.lower()}"),
        )
        for each in dots
    ]
