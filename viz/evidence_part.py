"""On which invented numbers a comparison rests, as a report."""

import math
from collections.abc import Mapping
from typing import Any

from heterophony.scenarios import PARAMETERS
from heterophony.scenarios.confidence import CONFIDENCE_WORDS
from heterophony.viz import markup, svg
from heterophony.viz.measures import Measure, measure
from heterophony.viz.ranges import RangeRow, range_chart
from heterophony.viz.words import Words

_DRAWN = 20


def evidence_page(found: Mapping[str, Any], speak: Words) -> tuple[str, str]:
    """Return title and body: the answer, each number that changes it, and how much."""
    shown, numbers = measure(found["outcome"]), found["numbers"]
    turning = sorted({each["name"] for each in numbers if each["turns"]})
    large = {each["name"] for each in numbers if _is_large(each, found)}
    answer = speak(
        "evidence.answer",
        count=found["varied"],
        large=len(large),
        turning=len(turning),
        size=shown.size_written(found["smallest_difference"], speak),
    )
    seen = _between(found["difference"], shown, speak)
    body = (
        f'<div class="answer">{markup.paragraph(answer, "main")}'
        f"{markup.paragraph(speak('evidence.seen', outcome=shown.within(speak), seen=seen))}"
        f"{markup.paragraph(speak('evidence.one_at_a_time'), 'note')}</div>"
    )
    body += _picture(numbers, found, shown, speak)
    if numbers:
        body += _table(numbers, shown, speak)
    arms = [_arm(found, each, speak) for each in ("policy", "baseline")]
    return speak("evidence.title", plan=arms[0], today=arms[1]), body


def _arm(found: Mapping[str, Any], arm: str, speak: Words) -> str:
    """Return the title of an arm; its name where an older folder has no title."""
    return speak.choose(found.get("manifest", {}).get(arm, {}).get("title", {})) or found[arm]


def _is_large(each: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    return bool(abs(each["change"] or 0.0) > found["smallest_difference"])


def _between(each: Mapping[str, Any], shown: Measure, speak: Words) -> str:
    low, high = (
        speak.signed(_known(each[side]) * shown.factor, shown.decimals) for side in ("low", "high")
    )
    value = shown.difference_written(_known(each["difference"]), speak)
    return f"{value} ({speak('common.between', low=low, high=high)})"


def _known(value: float | None) -> float:
    return math.nan if value is None else value


def _picture(
    numbers: list[dict[str, Any]], found: Mapping[str, Any], shown: Measure, speak: Words
) -> str:
    now = (shown.factor * _known(found["difference"][side]) for side in _SIDES)
    rows = [RangeRow.of(speak("evidence.now"), now)]
    rows += [
        RangeRow.of(
            _named(each, speak),
            (shown.factor * _known(each["difference"][side]) for side in _SIDES),
            strong=each["turns"],
        )
        for each in numbers[:_DRAWN]
    ]
    smallest = shown.factor * found["smallest_difference"]
    title = speak("evidence.picture", outcome=shown.title(speak))
    axis = speak("robust.axis", unit=shown.difference_unit(speak))
    drawn = svg.at_two_widths(
        lambda width: range_chart(
            rows, title, axis, speak, zone=(-smallest, smallest), line=0.0,
            decimals=shown.decimals, width=width,
        )
    )  # fmt: skip
    return f"<figure>{drawn}</figure>"


_SIDES = ("difference", "low", "high")


def _named(each: Mapping[str, Any], speak: Words) -> str:
    return f"{each['name']} = {speak.plain(each['value'])}"


def _table(numbers: list[dict[str, Any]], shown: Measure, speak: Words) -> str:
    heads = tuple(
        speak(f"evidence.column_{each}")
        for each in ("number", "meaning", "confidence", "default", "difference", "turns")
    )
    rows = [
        (
            _named(each, speak),
            _title(each["name"], speak),
            speak.choose(CONFIDENCE_WORDS[each["confidence"]]),
            speak.plain(each["default"]),
            _between(each["difference"], shown, speak),
            speak("common.yes" if each["turns"] else "common.no"),
        )
        for each in numbers
    ]
    return markup.table(speak("evidence.table"), heads, rows, words_last=True)


def _title(name: str, speak: Words) -> str:
    owner = name if name in PARAMETERS else name.rpartition(".")[0]
    return speak.choose(PARAMETERS[owner].title) if owner in PARAMETERS else "–"
