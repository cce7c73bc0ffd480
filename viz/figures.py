"""One call for the picture of any result: the same in notebooks, reports and files."""

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from heterophony.experiments import (
    Calibration,
    Cases,
    Comparison,
    FiguresBeside,
    InventedNumbers,
    Judgement,
    LeverEffects,
    RequestError,
    Robustness,
    RunSet,
    Scoreboard,
    Search,
    Sensitivity,
    Store,
    Survey,
    lever_effects,
)
from heterophony.experiments.methods.lever_effects import first_lever
from heterophony.experiments.results.atomic import write_file
from heterophony.experiments.results.codec import plain
from heterophony.experiments.results.notice import HEADLINE
from heterophony.experiments.results.pattern_documents import scoreboard_document
from heterophony.viz import svg
from heterophony.viz.browser import drawn_by_browser
from heterophony.viz.calibration_part import in_standard_deviations, targets_picture
from heterophony.viz.charts import Course, course_chart
from heterophony.viz.claims_part import claim_picture
from heterophony.viz.heat_map import heat_map
from heterophony.viz.measures import measure
from heterophony.viz.policy_part import headline_outcomes
from heterophony.viz.ranges import RangeRow, range_chart
from heterophony.viz.robust_card import world_dots
from heterophony.viz.rows import DifferenceRow, difference_chart
from heterophony.viz.search_part import search_picture
from heterophony.viz.sensitivity_charts import tornado
from heterophony.viz.sentences import verdict_key
from heterophony.viz.survey_part import survey_picture
from heterophony.viz.validation_part import tiles
from heterophony.viz.words import Words, words
from heterophony.viz.world_strip import world_strip

_ROWS = 12  # of a table in a notebook
_NORMAL = 1.96  # standard deviations on either side of a 95 % interval
_NO_RANGE = (math.nan, math.nan)


@dataclass(frozen=True)
class Figure:
    """A picture as SVG text; it shows itself in a notebook.

    Attributes
    ----------
    text
        The whole picture, with a title and a description for screen readers.
    """

    text: str

    def _repr_html_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        """Return the size only."""
        return f"Figure({len(self.text):,} letters of SVG)"

    def save(self, path: str | Path) -> Path:
        """Write the picture as .svg, .png or .pdf, atomically; return the path.

        PNG and PDF are drawn by an installed Chromium, which `CHROMIUM` may name.

        Raises
        ------
        RequestError
            If the path ends otherwise.
        WorkError
            If it cannot be written, or no Chromium is there.
        """
        target = Path(path)
        ground = '</desc><rect width="100%" height="100%" fill="#FFF"/>'
        drawn = self.text.replace("</desc>", ground, 1)
        if target.suffix == ".svg":
            write_file(target, f"{drawn}\n".encode())
        elif target.suffix in (".png", ".pdf"):
            write_file(target, drawn_by_browser(drawn, target.suffix))
        else:
            raise RequestError(f"{target}: a picture ends in .svg, .png or .pdf")
        return target


def figure(result: Any, language: str = "en", **choices: Any) -> Figure:
    """Return the picture of a result.

    Parameters
    ----------
    result
        What any verb gives: a `Comparison`, `Survey`, `Robustness`, `Search`, `Sensitivity`,
        `RunSet`, `Store`, `LeverEffects`, `InventedNumbers`, `FiguresBeside`, `Cases`,
        `Calibration`, `Judgement` or `Scoreboard`.
    language
        "en" or "da".
    choices
        `policy`, `outcome` and `width`, where they apply.

    Raises
    ------
    RequestError
        If there is no picture of such a result.
    """
    for kind, draw in _DRAWN.items():
        if isinstance(result, kind):
            return Figure(draw(result, words(language), **choices))
    raise RequestError(f"there is no picture of a {type(result).__name__}")


def notebook_page(result: Any) -> str:
    """Return one line, the picture and the first rows of the table of a result, as HTML."""
    parts = [f"<p><code>{svg.escape(repr(result))}</code></p>"]
    with suppress(RequestError, ValueError, KeyError):  # nothing to draw: the table is shown
        parts.append(figure(result).text)
    if hasattr(result, "to_frame"):
        table: pd.DataFrame = result.to_frame()
        parts.append(table.head(_ROWS).to_html(index=False, float_format="{:.3g}".format))
        if len(table) > _ROWS:
            parts.append(f"<p>{len(table):,} rows in all: <code>to_frame()</code></p>")
    return "".join(parts)


def _comparison(result: Comparison, speak: Words, policy: str = "", width: float = 680.0) -> str:
    found = next((p for p in result.policies if p.name == policy), None)
    if policy and found is None:
        raise RequestError(f"there is no policy {policy!r}")
    shown = found or result.policies[0]
    rows = [
        DifferenceRow(measure(n), f.difference, f.low, f.high, verdict_key(shown, n))
        for n in headline_outcomes(shown)
        for f in (shown.outcomes[n],)
    ]
    return difference_chart(rows, speak, width)


def _robustness(
    result: Robustness,
    speak: Words,
    policy: str = "",
    outcome: str = HEADLINE,
    width: float = 680.0,
) -> str:
    return world_strip(world_dots(result, policy or result.names[0], speak, outcome), speak, width)


def _sensitivity(result: Sensitivity, speak: Words, outcome: str = "", width: float = 680.0) -> str:
    name = outcome or result.outcomes[0]
    rows, shown = result.to_frame(), measure(name)
    morris = result.design.method == "morris"
    unit = shown.difference_unit(speak)
    axis = speak("chart.tornado_effect", unit=unit) if morris else speak("chart.tornado_share")
    return tornado(
        rows[rows["outcome"] == name],
        speak,
        index=result.main_index,
        axis_name=axis,
        factor=shown.factor if morris else 1.0,
        width=width,
    )


def _runs(result: RunSet, speak: Words, outcome: str = "pressure", width: float = 680.0) -> str:
    weekly = result.weekly.groupby("week")[outcome].mean().to_numpy()
    title = speak.choose(result.scenario.title)
    return course_chart(Course(measure(outcome), title, "", weekly), speak, width)


def _effects(result: LeverEffects, speak: Words, outcome: str = "", width: float = 680.0) -> str:
    name = outcome or result.outcomes[0]
    rows, shown = result.of(name), measure(name)
    if len(result.others) == 2:
        across, up = result.others
        return heat_map(rows, across, up, name, speak, width=width)
    cells = [
        RangeRow.of(
            ", ".join(f"{other} = {row[other]}" for other in result.others) or result.title,
            (shown.factor * row[side] for side in ("difference", "low", "high")),
            strong=row["size"] == "matters",
        )
        for row in rows.to_dict("records")
    ]
    axis = speak("robust.axis", unit=shown.difference_unit(speak))
    return range_chart(cells, shown.title(speak), axis, speak, line=0.0, width=width)


def _store(result: Store, speak: Words, outcome: str = "", width: float = 680.0) -> str:
    lever = first_lever(result)
    if not lever:
        raise RequestError(f"no two points of {result.path} differ in one lever alone")
    return _effects(lever_effects(result, lever), speak, outcome, width)


def _evidence(result: InventedNumbers, speak: Words, width: float = 680.0) -> str:
    shown = measure(result.outcome)
    numbers = [("", result.difference, False)]
    numbers += [(f"{d.name} = {d.value:g}", d.difference, d.turns) for d in result.dependencies]
    rows = [
        RangeRow.of(
            name or speak("evidence.now"),
            (shown.factor * v for v in (each.difference, each.low, each.high)),
            strong=strong,
        )
        for name, each, strong in numbers[:20]
    ]
    smallest = shown.factor * result.smallest if result.smallest else math.nan
    title = speak("evidence.picture", outcome=shown.title(speak))
    axis = speak("robust.axis", unit=shown.difference_unit(speak))
    zone = (-smallest, smallest)
    return range_chart(rows, title, axis, speak, zone=zone, line=0.0, width=width)


def _figures_beside(result: FiguresBeside, speak: Words, width: float = 680.0) -> str:
    """Draw how far the model lies from each figure of one's own."""
    rows = []
    for each in result.table.to_dict("records"):
        spread = (each["high"] - each["low"]) / (2.0 * _NORMAL)
        sides = (each[side] for side in ("model", "model_low", "model_high"))
        numbers = [(side - each["value"]) / spread for side in sides]
        rows.append(RangeRow.of(each["figure"], numbers, strong=each["agrees"]))
    return in_standard_deviations(rows, speak, width)


def _cases(result: Cases, speak: Words, width: float = 680.0) -> str:
    """Draw how much each assumption tells the cases from the other worlds."""
    if result.scores is None:
        raise RequestError(f"there is no picture: {result.sentence()}")
    rows = [
        RangeRow.of(row["assumption"], (row["score"], *_NO_RANGE), strong=row["beyond_chance"])
        for row in result.scores.head(_ROWS).to_dict("records")
    ]
    title, axis = speak("cases.picture"), speak("cases.axis")
    return range_chart(rows, title, axis, speak, line=0.0, width=width)


_DRAWN: dict[type, Callable[..., str]] = {
    Comparison: _comparison,
    Survey: lambda result, speak, width=760.0: survey_picture(result, speak, width),
    Search: lambda result, speak, width=680.0: search_picture(result, speak, width),
    Robustness: _robustness,
    Sensitivity: _sensitivity,
    RunSet: _runs,
    LeverEffects: _effects,
    Store: _store,
    InventedNumbers: _evidence,
    FiguresBeside: _figures_beside,
    Cases: _cases,
    Calibration: lambda result, speak, width=680.0: targets_picture(
        result.to_json_dict(), speak, width
    ),
    Judgement: lambda result, speak, width=680.0: claim_picture(result.document(), speak, width),
    Scoreboard: lambda result, speak, width=680.0: tiles(
        plain(scoreboard_document(result))["patterns"], speak, width
    ),
}
