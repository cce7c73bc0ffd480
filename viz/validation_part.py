"""A scoreboard of patterns as a report: what the model shows of what it should."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from heterophony.viz import markup, svg
from heterophony.viz.translated import translated
from heterophony.viz.words import Words

TILE: Final = 64.0
_SIGNS: Final = {"pass": "✓", "fail": "✗", "uncertain": "?"}
_OPENED: Final = ("held", "failed", "half")
_COLOURS: Final = {"pass": svg.PLAN, "fail": svg.WARM, "uncertain": svg.TODAY}


def validation_report(found: Mapping[str, Any], speak: Words) -> tuple[str, str]:
    """Return title and body: the counts, a tile for each pattern, and what does not hold."""
    patterns = found["patterns"]
    counts = {key: found[key] for key in ("passed", "failed", "uncertain")}
    head = (
        f'<div class="answer">{markup.paragraph(speak("holds.answer", **counts), "main")}'
        f"{markup.paragraph(speak('holds.what_it_is'), 'note')}</div>"
    )
    picture = svg.at_two_widths(lambda width: tiles(patterns, speak, width))
    parts = (
        head,
        f"<figure>{picture}</figure>",
        _table(patterns, speak),
        _failing(patterns, speak),
        _predictions(found.get("predictions") or [], speak),
    )
    return speak("holds.title"), "".join(parts)


def tiles(patterns: Sequence[Mapping[str, Any]], speak: Words, width: float) -> str:
    """Draw a tile for each pattern with its id and a sign for its verdict."""
    across = max(1, int(width // TILE))
    parts = []
    for number, each in enumerate(patterns):
        x, y = TILE * (number % across), TILE * (number // across)
        colour = _COLOURS[each["verdict"]]
        box = {"x": x + 2, "y": y + 2, "width": TILE - 6, "height": TILE - 6}
        parts.append(svg.element("rect", fill="#FFFFFF", stroke=colour, stroke_width=2, **box))
        middle = x + TILE / 2 - 1
        name = svg.wrapped(each["id"], TILE - 8, 12)[0][:9]
        parts.append(svg.text(middle, y + 24, name, size=12, text_anchor="middle"))
        sign = _SIGNS[each["verdict"]]
        parts.append(svg.text(middle, y + 48, sign, size=18, fill=colour, text_anchor="middle"))
    said = " ".join(f"{each['id']}: {_word(each, speak)}." for each in patterns)
    height = TILE * math.ceil(len(patterns) / across)
    return svg.figure(width, height, speak("holds.picture"), said or "–", "".join(parts))


def _word(pattern: Mapping[str, Any], speak: Words) -> str:
    return speak(f"holds.{pattern['verdict']}")


def _table(patterns: Sequence[Mapping[str, Any]], speak: Words) -> str:
    heads = tuple(
        speak(f"holds.column_{each}") for each in ("id", "pattern", "evidence", "verdict")
    )
    rows = [
        (
            each["id"],
            speak.choose(each["title"]),
            translated(each["evidence"], speak),
            _word(each, speak),
        )
        for each in patterns
    ]
    return markup.table(speak("holds.table"), heads, rows, words_last=True)


def _failing(patterns: Sequence[Mapping[str, Any]], speak: Words) -> str:
    heads = tuple(
        speak(f"holds.column_{each}") for each in ("reading", "expected", "seen", "stands")
    )
    rows = [
        (
            f"{each['id']}: {speak.choose(reading['title'])}",
            translated(reading["expected"], speak),
            _seen(reading, speak),
            speak(f"holds.reading_{reading['standing']}"),
        )
        for each in patterns
        for reading in each["readings"]
        if not reading["holds"]
    ]
    heading = speak("holds.failing")
    if not rows:
        return markup.section(heading, markup.paragraph(speak("holds.all")))
    return markup.section(heading, markup.table(heading, heads, rows, named=True, words_last=True))


def _predictions(predictions: Sequence[Mapping[str, Any]], speak: Words) -> str:
    """Show what was predicted and sealed before the model was run: then, and now."""
    if not predictions:
        return ""
    heads = tuple(
        speak(f"holds.column_{each}") for each in ("id", "prediction", "opened", "then", "now")
    )
    rows = [
        (
            each["id"],
            speak.choose(each["title"]),
            each["opening"]["date"],
            speak(f"holds.predicted_{each['opening']['verdict']}"),
            speak(f"holds.reading_{each['verdict']}"),
        )
        for each in predictions
    ]
    table = markup.table(speak("holds.predictions"), heads, rows, words_last=True)
    counts = Counter(each["opening"]["verdict"] for each in predictions)
    said = speak(
        "holds.predictions_said", count=len(predictions), **{key: counts[key] for key in _OPENED}
    )
    return markup.section(speak("holds.predictions"), markup.paragraph(said), table)


def _seen(reading: Mapping[str, Any], speak: Words) -> str:
    value, low, high = (
        speak.number(math.nan if reading[each] is None else reading[each], 3)
        for each in ("seen", "low", "high")
    )
    return f"{value} ({speak('common.between', low=low, high=high)})"
