"""Outcomes week by week as pure functions: numbers and words in, SVG text out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from heterophony.viz import svg
from heterophony.viz.measures import Measure
from heterophony.viz.words import Words

LEFT: Final = 52.0
RIGHT: Final = 122.0


@dataclass(frozen=True)
class Course:
    """One outcome over the weeks, in both arms, with the band of the paired difference.

    All arrays have one value a week, in the outcome's own unit; undefined weeks are NaN. `policy`
    and the fields after it are None if there is only one arm.
    """

    measure: Measure
    today_name: str
    plan_name: str
    today: ArrayLike
    plan: ArrayLike | None = None
    difference: ArrayLike | None = None
    low: ArrayLike | None = None
    high: ArrayLike | None = None


def _scaled(values: ArrayLike | None, measure: Measure) -> list[float]:
    """Return values as shown (an index from 0 to 1 as points of 100)."""
    return [value * measure.factor for value in _numbers(values)]


def _numbers(values: ArrayLike | None) -> list[float]:
    """Return values as a list, empty for none."""
    return [] if values is None else np.asarray(values, dtype=float).tolist()


def _last(values: Sequence[float]) -> float:
    """Return the last defined value, NaN if there is none."""
    return next((v for v in reversed(values) if math.isfinite(v)), float("nan"))


def _frame(weeks: svg.Axis, values: svg.Axis, words: Words, *, weeks_below: bool) -> str:
    """Draw grid lines with their numbers, and the weeks."""
    ticks = values.ticks(4)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    decimals = next((d for d in range(3) if abs(step - round(step, d)) < 1e-9), 3)
    parts = []
    for tick in ticks:
        y = values(tick)
        parts.append(svg.line(weeks.start, y, weeks.end, y, stroke=svg.FAINT))
        parts.append(
            svg.text(
                weeks.start - 6,
                y + 4,
                words.number(tick, decimals),
                text_anchor="end",
                fill=svg.TODAY,
            )
        )
    if weeks_below:
        base = values.start
        for week in range(0, int(weeks.high) + 1, 26 if weeks.high <= 208 else 104):
            x = weeks(week)
            parts.append(svg.line(x, base, x, base + 4, stroke=svg.TODAY))
            parts.append(svg.text(x, base + 18, str(week), text_anchor="middle", fill=svg.TODAY))
        parts.append(
            svg.text(
                weeks.start - 14, base + 18, words("common.week"), text_anchor="end", fill=svg.TODAY
            )
        )
    return "".join(parts)


def _end_labels(places: Sequence[tuple[float, str, str]], x: float, room: float) -> str:
    """Write names at the ends of lines, pushed apart so that they do not cover each other."""
    parts: list[str] = []
    lowest = -1e9
    for y, name, colour in sorted(places):
        lines = svg.wrapped(name, room / 1.12)[:3]  # bold letters are wider
        top = max(y + 4, lowest + 16)
        for number, part in enumerate(lines):
            parts.append(svg.text(x, top + 15 * number, part, fill=colour, font_weight="600"))
        lowest = top + 15 * (len(lines) - 1)
    return "".join(parts)


def _arms(course: Course, words: Words, weeks: svg.Axis, top: float, bottom: float) -> str:
    """Draw the panel with one or both arms."""
    today, plan = _scaled(course.today, course.measure), _scaled(course.plan, course.measure)
    # A narrow scale would make a small difference look large: it spans ten that matter or more.
    known = [value for value in (*today, *plan) if math.isfinite(value)] or [0.0]
    middle = (min(known) + max(known)) / 2
    room = 5 * course.measure.smallest * course.measure.factor
    low, high = svg.span([*today, *plan], around=(middle - room, middle + room))
    values = svg.Axis(low, high, bottom, top)
    xs = weeks.many(range(len(today)))
    parts = [_frame(weeks, values, words, weeks_below=not plan)]
    labels = []
    for data, colour, dash, name in (
        (today, svg.TODAY, "6 4", course.today_name),
        (plan, svg.PLAN, None, course.plan_name),
    ):
        if data:
            ys = values.many(data)
            parts.append(
                svg.element(
                    "path",
                    d=svg.path_of(xs, ys),
                    fill="none",
                    stroke=colour,
                    stroke_width=2.5,
                    stroke_dasharray=dash if plan else None,
                )
            )
            end = _last(ys)
            labels.append((end if np.isfinite(end) else bottom, name, colour))
    return "".join(parts) + _end_labels(labels, weeks.end + 6, RIGHT - 8)


def _band(course: Course, words: Words, weeks: svg.Axis, top: float, bottom: float) -> str:
    """Draw the panel with the difference, its band, and the zone that is too small to matter."""
    data = _scaled(course.difference, course.measure)
    values = _band_axis(course, top, bottom)
    low, high = (
        values.many(np.clip(_scaled(edge, course.measure), values.low, values.high).tolist())
        for edge in (course.low, course.high)
    )
    xs = weeks.many(range(len(data)))
    band, curve = svg.band_of(xs, low, high), svg.path_of(xs, values.many(data))
    zero = values(0)
    return "".join(
        (
            _zone(course, values, weeks),
            _frame(weeks, values, words, weeks_below=True),
            svg.element("path", d=band, fill=svg.BAND, fill_opacity=0.75),
            svg.line(weeks.start, zero, weeks.end, zero, stroke=svg.INK, stroke_width=1.2),
            svg.element("path", d=curve, fill="none", stroke=svg.PLAN, stroke_width=2.5),
            _band_labels(course, _last(data), values, weeks, words),
        )
    )


def _band_axis(course: Course, top: float, bottom: float) -> svg.Axis:
    """Return the scale of differences, always with zero and the zone too small to matter."""
    measure = course.measure
    worth = 1.3 * measure.smallest * measure.factor
    edges = [*_scaled(course.low, measure), *_scaled(course.high, measure)]
    inside = [value for value in edges if math.isfinite(value)]
    # Single weeks may have a band wide beyond use: the line and most of the band set the scale.
    most = np.percentile(inside, [1, 99]).tolist() if inside else []
    data = _scaled(course.difference, measure)
    return svg.Axis(*svg.span([*data, *most], around=(0.0, -worth, worth)), bottom, top)


def _zone(course: Course, values: svg.Axis, weeks: svg.Axis) -> str:
    """Draw the zone of differences that are too small to matter."""
    worth = course.measure.smallest * course.measure.factor
    if not worth:
        return ""
    y, width = values(worth), weeks.end - weeks.start
    return svg.element(
        "rect", x=weeks.start, y=y, width=width, height=values(-worth) - y, fill=svg.ZONE
    )


def _band_labels(
    course: Course, end: float, values: svg.Axis, weeks: svg.Axis, words: Words
) -> str:
    """Name the line and the zone at their right end."""
    worth = course.measure.smallest * course.measure.factor
    place = values(end if np.isfinite(end) else 0.0)
    places = [(place, words("chart.difference"), svg.PLAN)]
    if worth:
        middle = -worth / 2 if end >= 0 else worth / 2
        places.append((values(middle) - 4, words("chart.too_small"), svg.TODAY))
    return _end_labels(places, weeks.end + 6, RIGHT - 8)


def _weeks_axis(course: Course, width: float) -> svg.Axis:
    """Return the axis of the weeks."""
    return svg.Axis(0, max(1, np.size(course.today) - 1), LEFT, width - RIGHT)


def _unit_line(measure: Measure, words: Words, y: float) -> str:
    """Name the unit above a panel."""
    return svg.text(0, y, measure.unit(words), fill=svg.TODAY)


def course_chart(course: Course, words: Words, width: float = 680) -> str:
    """Draw an outcome week by week: both arms above, the paired difference with its band below."""
    weeks = _weeks_axis(course, width)
    outcome = course.measure.title(words)
    title = words("chart.both", outcome=outcome)
    count = np.size(course.today)
    body = _unit_line(course.measure, words, 14) + _arms(course, words, weeks, 26, 190)
    if course.difference is None:
        end = course.measure.written(_last(_numbers(course.today)), words)
        return svg.figure(width, 220, title, words("chart.one_desc", weeks=count, end=end), body)
    body += svg.text(0, 226, words("chart.difference"), font_weight="600")
    body += _band(course, words, weeks, 238, 370)
    show = course.measure.written
    description = words(
        "chart.both_desc",
        weeks=count,
        today=course.today_name,
        plan=course.plan_name,
        today_end=show(_last(_numbers(course.today)), words),
        plan_end=show(_last(_numbers(course.plan)), words),
        **_end_of_difference(course, words),
    )
    return svg.figure(width, 396, title, description, body)


def difference_course_chart(course: Course, words: Words, width: float = 680) -> str:
    """Draw only the paired difference week by week, with its band."""
    weeks = _weeks_axis(course, width)
    title = words("chart.difference_over_time", outcome=course.measure.title(words))
    body = _unit_line(course.measure, words, 14) + _band(course, words, weeks, 26, 226)
    description = words(
        "chart.difference_desc", weeks=np.size(course.today), **_end_of_difference(course, words)
    )
    return svg.figure(width, 252, title, description, body)


def _end_of_difference(course: Course, words: Words) -> dict[str, str]:
    """Return the last difference and its range in writing."""
    write = course.measure.difference_written
    return {
        name: write(_last(_numbers(values)), words)
        for name, values in (
            ("difference", course.difference),
            ("low", course.low),
            ("high", course.high),
        )
    }
