"""Two levers at once, as a pure function: a table of paired differences in, SVG text out."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from heterophony.experiments import Difference, verdict
from heterophony.experiments.methods.verdicts import Sign, Size
from heterophony.scenarios import PARAMETERS
from heterophony.viz import svg
from heterophony.viz.measures import measure
from heterophony.viz.words import Words

LEFT: Final = 92.0
HIGH: Final = 46.0  # a row of cells
_FIELDS: Final = ("baseline_mean", "policy_mean", "difference", "low", "high", "pairs")
MOST: Final = 6.0  # smallest differences at which a cell is darkest


def heat_map(
    frame: pd.DataFrame, across: str, up: str, outcome: str, words: Words, *, width: float = 680
) -> str:
    """Draw the paired difference in an outcome over two levers; uncertain cells stay blank.

    Parameters
    ----------
    frame
        One row a combination: both levers by name, and the columns of a table of effects.
    across, up
        The levers' columns.
    outcome
        The outcome's name; its declaration gives the unit and the smallest difference that matters.
    """
    columns, lines = (sorted(frame[name].unique()) for name in (across, up))
    shown = measure(outcome)
    wide = (width - LEFT - 12) / len(columns)
    top = 24.0
    bottom = top + HIGH * len(lines)
    parts = [svg.text(0.0, 12.0, _title(up, words), fill=svg.TODAY)]
    said = []
    for row in frame.to_dict("records"):
        x = LEFT + wide * columns.index(row[across])
        y = bottom - HIGH * (1 + lines.index(row[up]))
        cell = _cell(row, outcome, words)
        parts.append(_drawn(x, y, wide, cell))
        if cell[0]:
            said.append(f"{words.plain(row[across])} / {words.plain(row[up])}: {cell[0]}.")
    parts.append(_levels(columns, lines, wide, bottom, words))
    middle = (LEFT + width) / 2
    below = _title(across, words)
    parts.append(svg.text(middle, bottom + 36, below, text_anchor="middle", fill=svg.TODAY))
    note = svg.wrapped(words("chart.heat_note"), width, 12)
    parts.append(svg.lines_below(bottom + 58, note, 15, size=12))
    unit = shown.difference_unit(words)
    title = words("chart.heat", outcome=shown.title(words), unit=unit).replace(" ()", "")
    description = words("chart.heat_desc", rows=" ".join(said) or "–")
    return svg.figure(width, bottom + 58 + 15 * len(note), title, description, "".join(parts))


def _levels(
    columns: Sequence[float], lines: Sequence[float], wide: float, bottom: float, words: Words
) -> str:
    """Name the levels of both levers, below the cells and beside them."""
    parts = []
    for place, value in enumerate(columns):
        x = LEFT + wide * (place + 0.5)
        level = words.plain(value)
        parts.append(svg.text(x, bottom + 16, level, text_anchor="middle", fill=svg.TODAY))
    for place, value in enumerate(lines):
        y = bottom - HIGH * (place + 0.5) + 4
        parts.append(svg.text(LEFT - 8, y, words.plain(value), text_anchor="end", fill=svg.TODAY))
    return "".join(parts)


def _drawn(x: float, y: float, wide: float, cell: tuple[str, str, float]) -> str:
    """Draw a cell: its colour, and its number in the middle."""
    text, fill, opacity = cell
    box = svg.element(
        "rect", x=x, y=y, width=wide - 2, height=HIGH - 2, fill=fill,
        fill_opacity=opacity, stroke=svg.FAINT,
    )  # fmt: skip
    middle = x + wide / 2 - 1
    return box + svg.text(middle, y + HIGH / 2 + 4, text, text_anchor="middle", size=12)


def _cell(row: dict[str, Any], outcome: str, words: Words) -> tuple[str, str, float]:
    """Return a cell's text, colour and strength of colour; all empty if it is uncertain."""
    shown = measure(outcome)
    found = Difference(*(row[name] for name in _FIELDS))
    said = verdict(found, shown.smallest)
    if said.sign in (Sign.UNCERTAIN, Sign.UNDEFINED):
        return "", "#FFFFFF", 1.0
    text = shown.difference_written(found.difference, words, unit=False)
    if said.size is Size.SMALL:
        return text, svg.ZONE, 1.0
    times = abs(found.difference) / shown.smallest if shown.smallest else MOST
    colour = svg.PLAN if said.sign is Sign.MORE else svg.WARM
    # Light enough that black letters stay readable on it.
    return text, colour, float(np.clip(times / MOST, 0.15, 1.0) * 0.45)


def _title(name: str, words: Words) -> str:
    """Return a lever's title with its unit, or the column's name as it is."""
    parameter = PARAMETERS.get(name)
    if parameter is None:
        return name
    unit = f" ({words.unit(parameter.unit)})" if parameter.unit else ""
    return words.choose(parameter.title) + unit
