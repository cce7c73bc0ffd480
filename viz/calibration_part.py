"""A calibration as a report: were the figures reached, and what do they say of the parameters."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from heterophony.scenarios import PARAMETERS
from heterophony.viz import markup, svg
from heterophony.viz.ranges import RangeRow, range_chart
from heterophony.viz.translated import translated
from heterophony.viz.words import Words


def calibration_page(found: Mapping[str, Any], speak: Words) -> tuple[str, str]:
    """Return title and body."""
    fitted = [each for each in found["targets"] if each["fitted"]]
    reached = sum(each["reached"] for each in fitted)
    known = [each for each in found["parameters"] if each["identified"]]
    answer = speak("fit.answer", reached=reached, count=len(fitted))
    learned = speak("fit.learned", known=len(known), count=len(found["parameters"]))
    head = (
        f'<div class="answer">{markup.paragraph(answer, "main")}{markup.paragraph(learned)}'
        f"{markup.paragraph(speak('fit.no_proof'), 'note')}</div>"
    )
    cautions = "".join(markup.told(each, speak) for each in found["cautions"])
    body = "".join(
        (
            head,
            markup.section(
                speak("fit.targets"),
                _figure(lambda width: targets_picture(found, speak, width)),
                _targets(found, speak),
            ),
            markup.section(
                speak("fit.parameters"),
                _parameters_picture(found, speak),
                _parameters(found, speak),
            ),
            markup.section(speak("fit.cautions"), cautions) if cautions else "",
        )
    )
    return speak("fit.title", targets=translated(found["targets_title"], speak)), body


def _known(value: float | None) -> float:
    return math.nan if value is None else value


def _figure(draw: Callable[[float], str]) -> str:
    return f"<figure>{svg.at_two_widths(draw)}</figure>"


def targets_picture(found: Mapping[str, Any], speak: Words, width: float) -> str:
    """Draw how far the model lies from each figure, in the figure's standard deviations."""
    rows = [
        RangeRow.of(
            translated(each["name"], speak),
            (
                (_known(each[side]) - each["value"]) / each["sd"]
                for side in ("after", "low", "high")
            ),
            strong=each["reached"],
        )
        for each in found["targets"]
    ]
    return in_standard_deviations(rows, speak, width)


def in_standard_deviations(rows: Sequence[RangeRow], speak: Words, width: float) -> str:
    """Draw how far a model lies from figures; within two standard deviations it agrees."""
    title, axis = speak("fit.targets_picture"), speak("fit.targets_axis")
    return range_chart(
        rows, title, axis, speak, zone=(-2.0, 2.0), line=0.0, decimals=1, width=width
    )


def _targets(found: Mapping[str, Any], speak: Words) -> str:
    heads = tuple(
        speak(f"fit.column_{each}") for each in ("target", "figure", "before", "after", "reached")
    )
    rows = [
        (
            _target(each, speak),
            f"{speak.number(each['value'], 3)} ± {speak.number(1.96 * each['sd'], 3)}",
            speak.number(_known(each["before"]), 3),
            speak.number(_known(each["after"]), 3),
            speak("common.yes" if each["reached"] else "common.no"),
        )
        for each in found["targets"]
    ]
    return markup.table(speak("fit.targets"), heads, rows, named=True, words_last=True)


def _target(target: Mapping[str, Any], speak: Words) -> str:
    name = translated(target["name"], speak)
    return name if target["fitted"] else f"{name} ({speak('fit.not_fitted')})"


def _parameters_picture(found: Mapping[str, Any], speak: Words) -> str:
    """Draw each parameter within its range before: 0 its lowest, 100 its highest value."""
    rows = []
    for each in found["parameters"]:
        low, wide = each["prior_low"], each["prior_high"] - each["prior_low"]
        places = [100.0 * (each[side] - low) / wide for side in ("median", "low", "high")]
        rows.append(RangeRow.of(each["parameter"], places, (0.0, 100.0), strong=each["identified"]))
    title, axis = speak("fit.parameters_picture"), speak("fit.parameters_axis")
    return _figure(lambda width: range_chart(rows, title, axis, speak, decimals=0, width=width))


def _parameters(found: Mapping[str, Any], speak: Words) -> str:
    heads = tuple(
        speak(f"fit.column_{each}")
        for each in ("parameter", "meaning", "range", "median", "middle", "identified")
    )
    rows = []
    for each in found["parameters"]:
        pairs = ((each["prior_low"], each["prior_high"]), (each["low"], each["high"]))
        before, after = (
            speak("common.between", low=speak.plain(low), high=speak.plain(high))
            for low, high in pairs
        )
        name = each["parameter"]
        owner = name if name in PARAMETERS else name.rpartition(".")[0]
        title = speak.choose(PARAMETERS[owner].title) if owner in PARAMETERS else "–"
        told = speak("common.yes" if each["identified"] else "common.no")
        rows.append((name, title, before, speak.plain(each["median"]), after, told))
    return markup.table(speak("fit.parameters"), heads, rows, named=True, words_last=True)
